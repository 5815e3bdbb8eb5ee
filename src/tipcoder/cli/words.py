"""The words behind a verb, sorted before click reads them.

click stops at the first word that it cannot use and says so in its own way. Here every wrong word
is answered by one sentence, with the nearest good word or the way to the help.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import click

from tipcoder.cli import output
from tipcoder.errors import BadInput, did_you_mean

_NUMBER = re.compile(r"-\d+|-\d*\.\d+")


def say_renamed(old: str, current: str) -> None:
    """Say what something is called now that was called otherwise in the release before."""
    output.say(f"`{old}` is called `{current}` now; the old name goes with the next release.")


class Option(click.Option):
    """An option that may have had another name in the release before."""

    def __init__(self, *settings: object, old_name: str = "", **more: object) -> None:
        super().__init__(*settings, **more)  # type: ignore[arg-type]
        self.old_name = old_name


@dataclass
class SortedWords:
    """The words of one command: options with their values, and everything else in its order."""

    options: list[str] = field(default_factory=list)
    given: list[click.Option] = field(default_factory=list)
    """The options that stand in the words, as often as they stand there."""
    arguments: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CommandWords:
    """What a command understands."""

    program: str
    """How the command is called, as `tipcoder codebook show`."""
    options: dict[str, click.Option]
    arguments: tuple[click.Argument, ...]
    has_actions: bool
    """Whether the first word that is no option is an action, with words of its own behind it."""

    @property
    def see_help(self) -> str:
        """Where to read about the command."""
        return f"See `{self.program} --help`."

    def nearest_option(self, name: str) -> str:
        """A sentence about the option that may be meant."""
        known = [one for one in self.options if one.startswith("--") or len(name) == 2]
        return did_you_mean(name, known) or self.see_help


def read_vocabulary(program: str, command: click.Command, context: click.Context) -> CommandWords:
    """The options and arguments of a command."""
    options: dict[str, click.Option] = {}
    arguments: list[click.Argument] = []
    for param in command.get_params(context):
        if isinstance(param, click.Option):
            options.update(dict.fromkeys(param.opts, param))
        elif isinstance(param, click.Argument):
            arguments.append(param)
    return CommandWords(program, options, tuple(arguments), isinstance(command, click.Group))


def sort_words(words: Sequence[str], vocabulary: CommandWords) -> SortedWords:
    """Tell options from arguments. Raises BadInput for an unknown option and a missing value."""
    found = SortedWords()
    rest = deque(words)
    while rest:
        word = rest.popleft()
        if word == "--":
            # As everywhere, nothing behind it is an option, whatever it looks like.
            found.arguments.extend(rest)
            break
        if is_option(word):
            _take_option(word, rest, vocabulary, found)
            continue
        found.arguments.append(word)
        if vocabulary.has_actions:
            # The words behind an action are the action's to read.
            found.arguments.extend(rest)
            break
    return found


def is_option(word: str) -> bool:
    """Whether a word is meant as an option: not `-`, a negative number, or words with a space."""
    if not word.startswith("-") or word == "-" or " " in word:
        return False
    return not _NUMBER.fullmatch(word)


def find_action(
    words: Sequence[str], vocabulary: CommandWords, actions: Iterable[str]
) -> int | None:
    """The place of the action's name, if an option that the verb does not have is before it."""
    names = set(actions)
    foreign = False
    place = 0
    while place < len(words):
        word = words[place]
        if word == "--":
            return None
        if is_option(word):
            known = _is_known(word, vocabulary)
            foreign = foreign or not known
            place += 1
            # The value of an own option is no action, whatever it says.
            place += 1 if known and _awaits_value(word, vocabulary) else 0
            continue
        if word in names:
            return place if foreign else None
        if not foreign:
            return None  # a word that no action has; it is refused where it is read
        place += 1
    return None


def part_options(
    words: Sequence[str], own: CommandWords, of_action: CommandWords
) -> tuple[list[str], list[str]]:
    """The words before an action: those that stay there, and those that the action alone knows."""
    kept: list[str] = []
    moved: list[str] = []
    rest = deque(words)
    while rest:
        word = rest.popleft()
        belongs = not _is_known(word, own) and _is_known(word, of_action)
        side, vocabulary = (moved, of_action) if belongs else (kept, own)
        side.append(word)
        if is_option(word) and rest and _awaits_value(word, vocabulary):
            side.append(rest.popleft())
    return kept, moved


def _find_option(word: str, vocabulary: CommandWords) -> click.Option | None:
    name, _ = _split_option(word, vocabulary)
    for option in vocabulary.options.values():
        if name in option.opts or (isinstance(option, Option) and option.old_name == name):
            return option
    return None


def _is_known(word: str, vocabulary: CommandWords) -> bool:
    return _find_option(word, vocabulary) is not None


def _awaits_value(word: str, vocabulary: CommandWords) -> bool:
    option = _find_option(word, vocabulary)
    _, value = _split_option(word, vocabulary)
    return option is not None and not option.is_flag and value is None


def _take_option(word: str, rest: deque[str], vocabulary: CommandWords, found: SortedWords) -> None:
    name, value = _split_option(word, vocabulary)
    name = _current_name(name, vocabulary)
    option = vocabulary.options.get(name)
    if option is None:
        raise BadInput(
            f"`{vocabulary.program}` has no option {name!r}.", vocabulary.nearest_option(name)
        )

    found.given.append(option)
    found.options.append(name)
    if option.is_flag:
        if value is not None:
            raise BadInput(f"{name} takes no value.", vocabulary.see_help)
        return
    if value is None:
        # A word that is an option itself would be swallowed as a value that nobody meant.
        if not rest or rest[0] == "--" or is_option(rest[0]):
            raise BadInput(f"{name_option(option)} needs a value.", vocabulary.see_help)
        value = rest.popleft()
    found.options.append(value)


def _split_option(word: str, vocabulary: CommandWords) -> tuple[str, str | None]:
    """The option's name and the value in the same word: `--by=coder`, `-n5`, `-n=5`."""
    name, sign, value = word.partition("=")
    if sign:
        return name, value
    # `-n5`: only a short option may have its value without a sign between them.
    if not word.startswith("--") and len(word) > 2 and word[:2] in vocabulary.options:
        return word[:2], word[2:]
    return word, None


def _current_name(name: str, vocabulary: CommandWords) -> str:
    """The name that an option has now; an old one is said."""
    for option in vocabulary.options.values():
        if isinstance(option, Option) and option.old_name == name:
            current = option.opts[0]
            say_renamed(name, current)
            return current
    return name


def check_words(
    found: SortedWords, vocabulary: CommandWords, exclusive: Iterable[Sequence[str]]
) -> None:
    """Raises BadInput for words that are missing, too many, or exclude each other."""
    _refuse_exclusive(found, vocabulary, exclusive)
    # Everything that is missing is named at once: who adds one thing is not sent back for the next.
    missing = _missing_arguments(found, vocabulary)
    missing += _missing_options(found, vocabulary)
    if missing:
        raise BadInput(
            f"`{vocabulary.program}` needs {' and '.join(missing)}.", vocabulary.see_help
        )

    # `import` takes all words, to say itself that it takes one file at a time.
    takes_all = any(argument.nargs == -1 for argument in vocabulary.arguments)
    if vocabulary.has_actions or takes_all:
        return
    extra = found.arguments[len(vocabulary.arguments) :]
    if extra:
        raise BadInput(
            f"`{vocabulary.program}` does not know what to do with {extra[0]!r}.",
            vocabulary.see_help,
        )


def _missing_arguments(found: SortedWords, vocabulary: CommandWords) -> list[str]:
    missing = []
    for place, argument in enumerate(vocabulary.arguments):
        if argument.required and place >= len(found.arguments):
            missing.append(name_argument(argument))
    return missing


def _missing_options(found: SortedWords, vocabulary: CommandWords) -> list[str]:
    options = dict.fromkeys(vocabulary.options.values())  # -o and --output are one
    needed = [option for option in options if option.required]
    return [name_option(option) for option in needed if option not in found.given]


def _refuse_exclusive(
    found: SortedWords, vocabulary: CommandWords, exclusive: Iterable[Sequence[str]]
) -> None:
    for names in exclusive:
        given = [option for option in dict.fromkeys(found.given) if option.opts[0] in names]
        if len(given) > 1:
            first, second = given[:2]
            raise BadInput(
                f"{name_option(second)}: not allowed with {name_option(first)}.",
                vocabulary.see_help,
            )


def name_option(option: click.Parameter) -> str:
    """Every spelling of an option."""
    return "/".join(option.opts)


def name_argument(argument: click.Parameter) -> str:
    """What the usage calls an argument."""
    return str(argument.metavar or argument.name).strip("[]")
