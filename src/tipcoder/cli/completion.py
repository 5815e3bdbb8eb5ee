"""`completion`: the script by which a shell completes verbs, options, files and codes."""

from __future__ import annotations

from click.shell_completion import get_completion_class

from tipcoder.cli import output
from tipcoder.cli.commands import PROGRAM, define_command
from tipcoder.cli.options import argument
from tipcoder.cli.types import OneOf
from tipcoder.errors import ExitStatus

SHELLS = ("bash", "zsh", "fish")


@define_command(
    "completion",
    examples=(
        'eval "$(tipcoder completion bash)"        in ~/.bashrc',
        'eval "$(tipcoder completion zsh)"         in ~/.zshrc',
        "tipcoder completion fish | source         in ~/.config/fish/config.fish",
    ),
)
@argument("shell", "bash|zsh|fish", "the shell that you use", type=OneOf(SHELLS))
def print_completion(shell: str) -> int:
    """Print the script that lets your shell complete verbs, options, file names, and codes.

    Codes come from the codebook.toml around, and nothing is read from the store.
    """
    from tipcoder.cli import app

    completer = get_completion_class(shell)
    assert completer is not None
    asking = completer(app.command, {}, PROGRAM, app.COMPLETION_VARIABLE)
    # Not `asking.source()`: for bash it starts another bash to look at its version.
    output.print_data(asking.source_template % asking.source_vars())
    return ExitStatus.DONE
