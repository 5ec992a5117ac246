"""The commands: one file each, which is imported only when its command is asked for."""

COMMANDS = (
    "check",
    "completion",
    "convert",
    "decide",
    "diligence",
    "documents",
    "doctor",
    "duty",
    "init",
    "lists",
    "reconcile",
    "rules",
    "screen",
    "timeline",
    "trace",
    "waive",
)
"""In each module, the click command has the module's name."""
