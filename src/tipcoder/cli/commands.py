"""click's commands and groups with this program's manners.

A wrong word is answered by one sentence, an action is imported when it is asked for, and options
that a verb shares with its actions may stand before the action.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click
from click.core import ParameterSource

from tipcoder.cli import output
from tipcoder.cli.verbs import OLD_WORDS, SECTIONS, VERBS, Verb, verbs_below
from tipcoder.cli.words import (
    SortedWords,
    check_words,
    find_action,
    name_option,
    part_options,
    read_vocabulary,
    say_renamed,
    sort_words,
)
from tipcoder.errors import BadInput, did_you_mean

PROGRAM = "tipcoder"
_WIDTH = 100
_EVERYWHERE = frozenset({"study_folder", "coder"})
"""Options that may stand before any verb, also one that has no use for them."""
_HELP = ("-h", "--help")
_SETTINGS: dict[str, Any] = {"max_content_width": _WIDTH}

Run = Callable[..., Any]


class VerbCommand(click.Command):
    """One verb or action."""

    words: str = ""
    """How the command is called behind the program's name; empty for the program itself."""
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Options of which only one may stand."""
    one_of: tuple[str, ...] = ()
    """Options of which one must stand."""
    action_needed: str = ""
    """What has to follow a verb that does nothing without an action, as its refusal names it."""

    @property
    def program(self) -> str:
        """The command with the program's name before it."""
        return f"{PROGRAM} {self.words}".rstrip()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of this command. Raises BadInput for a wrong one."""
        if ctx.resilient_parsing:
            # A shell completes words that are not all there yet, so nothing is refused.
            return super().parse_args(ctx, args)
        vocabulary = read_vocabulary(self.program, self, ctx)
        found = sort_words(args, vocabulary)
        asks_for_help = self.get_help_option(ctx) in found.given
        if not asks_for_help:
            check_words(found, vocabulary, self.exclusive)
            self._check_alternatives(found)

        # Behind `--` click takes a word like -3 for an argument, as it is meant.
        ordered = [*found.options, "--", *found.arguments] if found.arguments else found.options
        rest = super().parse_args(ctx, ordered)
        _take_over_options(ctx, self.program)
        return rest

    def _check_alternatives(self, found: SortedWords) -> None:
        given = {option.opts[0] for option in found.given}
        if self.one_of and given.isdisjoint(self.one_of):
            self._refuse_lack(" or ".join(self.one_of))
        if self.action_needed and not found.arguments:
            self._refuse_lack(self.action_needed)

    def _refuse_lack(self, needed: str) -> None:
        raise BadInput(f"`{self.program}` needs {needed}.", f"See `{self.program} --help`.")

    def get_help_option_names(self, _ctx: click.Context) -> list[str]:
        """The same in every context: click keeps the option that it made in the first one."""
        return list(_HELP)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that prints the help through our one writer to stdout."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _print_help
            option.help = "show this help and stop"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows the order of words."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(self.program, " ".join(pieces), prefix="usage: ")

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples, each in a line of its own."""
        if self.epilog:
            with formatter.section("Examples"):
                for example in self.epilog.split("\n"):
                    formatter.write(f"  {example}\n")


class Group(VerbCommand, click.Group):
    """A verb with actions, which are imported when they are asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the verb; options of the action alone may stand before it too."""
        if self.words and not ctx.resilient_parsing:
            args = self._move_options_behind_action(ctx, args)
        return super().parse_args(ctx, args)

    def _move_options_behind_action(self, ctx: click.Context, args: list[str]) -> list[str]:
        # 0.1.0 read `stats --by country presence` as it read `stats presence --by country`.
        own = read_vocabulary(self.program, self, ctx)
        place = find_action(args, own, self.list_commands(ctx))
        if place is None:
            return args
        action = self.get_command(ctx, args[place])
        if action is None:
            return args

        of_action = read_vocabulary(f"{self.program} {args[place]}", action, ctx)
        kept, moved = part_options(args[:place], own, of_action)
        return [*kept, args[place], *moved, *args[place + 1 :]]

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Names of the actions, without importing one."""
        return [verb.name for verb in verbs_below(self.words)]

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The action of that name."""
        verb = VERBS.get(f"{self.words} {cmd_name}".lstrip())
        return None if verb is None else load_command(verb)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The action that the words name. Raises BadInput naming the nearest one."""
        # Nothing may be said while a shell asks: it would stand in the middle of the line.
        words = args if ctx.resilient_parsing else self._replace_old_words(args)
        name = words[0]
        found = self.get_command(ctx, name)
        if found is None and not ctx.resilient_parsing:
            near = did_you_mean(name, self.list_commands(ctx))
            see_help = f"See `{self.program} --help`."
            if not self.words:
                raise BadInput(f"There is no verb {name!r}.", near or see_help)
            raise BadInput(f"`{self.program}` has no {name!r}.", near or see_help)
        return (name if found else None), found, words[1:]

    def _replace_old_words(self, args: list[str]) -> list[str]:
        """The words with the spelling of this release; an old one is said."""
        before = self.words.split()
        words = [*before, *args]
        current = OLD_WORDS.get(" ".join(words[:2]))
        if current is None:
            return args
        say_renamed(" ".join(words[:2]), current)
        return [*current.split(), *words[2:]][len(before) :]

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The actions, from the table; the verbs of the program by what they are for."""
        # click's own method would import every action to ask it for its line.
        below = list(verbs_below(self.words))
        for section in SECTIONS if not self.words else ("",):
            rows = [(verb.name, verb.summary) for verb in below if verb.section == section]
            with formatter.section(section or "Actions"):
                formatter.write_dl(rows)


def _print_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        output.print_data(ctx.get_help() + "\n")
        ctx.exit()


def _take_over_options(ctx: click.Context, program: str) -> None:
    """Give an action the options that stand before it, behind the verb or behind the program.

    Raises BadInput for an option that the action does not have: it would be left unheeded in
    silence.
    """
    parent = ctx.parent
    while parent is not None:
        for name, value in parent.params.items():
            # A default was not typed by anybody; only what stands in the words is taken over.
            if parent.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
                continue
            if name not in ctx.params:
                _refuse_unheeded(parent, name, program)
            elif ctx.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
                # What is typed nearer to the action outweighs what is typed before it.
                ctx.params[name] = value
                ctx.set_parameter_source(name, ParameterSource.COMMANDLINE)
        parent = parent.parent


def _refuse_unheeded(parent: click.Context, name: str, program: str) -> None:
    if name in _EVERYWHERE:
        return
    option = next(param for param in parent.command.params if param.name == name)
    raise BadInput(
        f"`{program}` has no option {name_option(option)!r}.", f"See `{program} --help`."
    )


def load_command(verb: Verb) -> click.Command:
    """Import the module of a verb and return its command."""
    module, _, name = verb.place.partition(":")
    found = getattr(import_module(f"tipcoder.cli.{module}"), name)
    assert isinstance(found, click.Command)
    return found


def define_command(
    words: str,
    *,
    examples: Sequence[str],
    exclusive: tuple[tuple[str, ...], ...] = (),
    one_of: tuple[str, ...] = (),
) -> Callable[[Run], VerbCommand]:
    """Make a function the command that is called by these words. Its docstring is the long help."""

    def build_command(run: Run) -> VerbCommand:
        verb = VERBS[words]
        found = click.command(
            verb.name,
            cls=VerbCommand,
            short_help=verb.summary,
            epilog="\n".join(examples),
            context_settings=_SETTINGS,
        )(run)
        found.words = words
        found.exclusive = exclusive
        found.one_of = one_of
        return found

    return build_command


def define_group(
    words: str, *, examples: Sequence[str] = (), action_needed: str = ""
) -> Callable[[Run], Group]:
    """Make a function what a verb with actions does when no action follows.

    With `action_needed` an action has to follow, and the function is never called.
    """
    action = "ACTION ..." if action_needed else "[ACTION ...]"

    def build_group(run: Run) -> Group:
        found = click.group(
            VERBS[words].name if words else PROGRAM,
            cls=Group,
            short_help=VERBS[words].summary if words else None,
            epilog="\n".join(examples),
            invoke_without_command=True,
            subcommand_metavar=action if words else "VERB ...",
            context_settings=_SETTINGS,
        )(_run_alone(run))
        found.words = words
        found.action_needed = action_needed
        return found

    return build_group


def _run_alone(run: Run) -> Run:
    """click calls a group's function also where an action follows; then nothing is to be done."""

    @functools.wraps(run)
    def run_without_action(**values: object) -> Any:
        if click.get_current_context().invoked_subcommand is None:
            return run(**values)
        return None

    return run_without_action
