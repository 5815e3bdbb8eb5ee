"""`help`: what a verb does, in the words of its `--help`."""

from __future__ import annotations

import click

from tipcoder.cli import output
from tipcoder.cli.commands import PROGRAM, Group, define_command
from tipcoder.cli.options import argument
from tipcoder.cli.verbs import VERBS
from tipcoder.errors import BadInput, ExitStatus


class VerbName(click.ParamType[str]):
    """A word of a verb; a shell offers those that are there."""

    name = "verb"

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem[str]]:
        """Verbs first, then the actions of the one that stands there."""
        from tipcoder.cli.types import complete_words

        before = " ".join(ctx.params.get("words") or ())
        below = [verb.name for verb in VERBS.values() if verb.parent == before]
        return complete_words(below, incomplete)


@define_command(
    "help", examples=("tipcoder help", "tipcoder help stats", "tipcoder help codebook merge")
)
@argument("words", "[VERB [ACTION]]", "the verb, and an action of it", nargs=-1, type=VerbName())
def explain_verb(words: tuple[str, ...]) -> int:
    """Print what a verb does and which options it has. Without a verb, list all verbs."""
    context = click.get_current_context().find_root()
    found = context.command
    rest = list(words)
    while rest and isinstance(found, Group):
        name, below, rest = found.resolve_command(context, rest)
        assert below is not None
        context = click.Context(below, parent=context, info_name=name)
        found = below
    if rest:
        raise BadInput(
            f"`{' '.join([PROGRAM, *words[: -len(rest)]])}` has no {rest[0]!r}.",
            "See `tipcoder help`.",
        )
    output.print_data(found.get_help(context) + "\n")
    return ExitStatus.DONE
