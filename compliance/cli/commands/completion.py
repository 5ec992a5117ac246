"""``compliance completion``: the script by which a shell completes commands, options and the ids of rules."""

from __future__ import annotations

import click

from compliance.cli.terminal import OK, say

SHELLS = {
    "bash": 'eval "$(compliance completion bash)" in ~/.bashrc',
    "zsh": 'eval "$(compliance completion zsh)" in ~/.zshrc',
    "fish": "compliance completion fish | source, in ~/.config/fish/config.fish",
}


@click.command(epilog="To install it, add this line: " + "; ".join(SHELLS.values()) + ".")
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print a script that makes your shell complete commands, options, policies and rules."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    program = context.find_root()
    say(kind(program.command, {}, "compliance", "_COMPLIANCE_COMPLETE").source() + "\n")
    return OK
