"""The commands: one file each, which is imported only when its command is asked for."""

COMMANDS = (
    "check",
    "completion",
    "convert",
    "decide",
    "desk",
    "diligence",
    "documents",
    "doctor",
    "duty",
    "init",
    "lists",
    "pack",
    "reconcile",
    "requests",
    "rules",
    "scan",
    "screen",
    "timeline",
    "trace",
    "verify",
    "waive",
)
"""In each module, the click command has the module's name."""
