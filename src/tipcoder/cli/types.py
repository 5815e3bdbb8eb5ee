"""What the value of an option or an argument may be, and what a shell offers for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from tipcoder.errors import BadInput, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.survey.role_choices import RoleChoice

_PLAIN_WORD = re.compile(r"[\w@+:%/][\w.@+:%/-]*")
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


class ValueType(click.ParamType[Any]):
    """A value that a person types. `read_value` raises ValueError with the reason in words."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value that a verb gets. Raises BadInput with the option's name before the reason."""
        if not isinstance(value, str):
            return value  # a default is written in the code and needs no reading
        try:
            return self.read_value(value)
        except ValueError as fault:
            program = getattr(ctx.command, "program", "tipcoder") if ctx else "tipcoder"
            raise BadInput(f"{name_param(param)}: {fault}.", f"See `{program} --help`.") from None

    def read_value(self, text: str) -> Any:
        """The value that a text stands for."""
        return text


def name_param(param: click.Parameter | None) -> str:
    """What a refusal calls an option or an argument."""
    if param is None:
        return "A value"
    if isinstance(param, click.Option):
        return "/".join(param.opts)
    return str(param.metavar or param.name).strip("[]")


class OneOf(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """The word. Raises BadInput naming the nearest one."""
        if value in self.choices:
            return str(value)
        raise BadInput(
            f"{name_param(param)} cannot be {value!r}.", did_you_mean(str(value), self.choices)
        )


class CountAboveZero(ValueType):
    """A whole number from 1."""

    name = "number"

    def read_value(self, text: str) -> int:
        # int() alone would accept " 5", "1_000" and Arabic digits. Nine digits fit every store.
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
            raise ValueError(f"{text!r} is not a whole number above 0")
        return int(text)


class WholeNumber(ValueType):
    """A whole number of any sign."""

    name = "number"

    def read_value(self, text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a whole number") from None


class NumberList(ValueType):
    """Whole numbers from 0, separated by commas."""

    name = "numbers"

    def read_value(self, text: str) -> tuple[int, ...]:
        parts = [part.strip() for part in text.split(",")]
        for part in parts:
            if not (part.isascii() and part.isdecimal() and len(part) < 8):
                raise ValueError(f"{text!r} is not a list of numbers like 0,10,50")
        return tuple(sorted({int(part) for part in parts}))


class ThemeMerges(ValueType):
    """Numbers of themes that become one, with a plus between them."""

    name = "numbers"

    def read_value(self, text: str) -> tuple[int, ...]:
        parts = [part.strip() for part in text.split("+")]
        are_numbers = all(part.isascii() and part.isdecimal() and len(part) < 8 for part in parts)
        if not are_numbers or len(parts) < 2:
            raise ValueError(f"{text!r} does not name two themes like 2+5")
        return tuple(int(part) for part in parts)


class ThemeLabels(ValueType):
    """The number of a theme and what it is to be called."""

    name = "label"

    def read_value(self, text: str) -> tuple[int, str]:
        number, equals, label = text.partition("=")
        number, label = number.strip(), " ".join(label.split())
        if not (number.isascii() and number.isdecimal() and len(number) < 8 and equals and label):
            raise ValueError(f"{text!r} does not name a theme like 3=Costs")
        return int(number), label


class NameList(ValueType):
    """Names separated by commas; none may be empty."""

    name = "names"

    def read_value(self, text: str) -> tuple[str, ...]:
        names = tuple(part.strip() for part in text.split(","))
        if not all(names):
            raise ValueError(f"{text!r} has a name that is empty")
        return names


class CoderPairs(ValueType):
    """`THERE=HERE` pairs separated by commas: users of a file, and coders of the study."""

    name = "pairs"

    def read_value(self, text: str) -> dict[str, str]:
        pairs = {}
        for part in text.split(","):
            there, sign, here = (word.strip() for word in part.partition("="))
            if not (there and sign and here):
                raise ValueError(f"{part.strip()!r} is not USER=CODER")
            pairs[there] = here
        return pairs


class Words(ValueType):
    """Words separated by commas; empty ones do not count."""

    name = "words"

    def __init__(self, *, once: bool = False) -> None:
        self._once = once
        """Whether a word that is repeated counts once."""

    def read_value(self, text: str) -> tuple[str, ...]:
        stripped = [word.strip() for word in text.split(",")]
        words = [word for word in stripped if word]
        return tuple(dict.fromkeys(words) if self._once else words)


class Splits(ValueType):
    """What to split by, separated by commas. Nothing is left out, so that every word is checked."""

    name = "splits"

    def read_value(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word.strip() for word in text.split(",")))


class SpanType(ValueType):
    """Offsets in an answer, as 12-30."""

    name = "span"

    def convert(
        self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None
    ) -> Any:
        """First character and the one behind the last. Raises BadInput for anything else."""
        if not isinstance(value, str):
            return value
        found = _SPAN.fullmatch(value)
        if found is None:
            raise BadInput(f"{value!r} is not a span.", "Write it like 12-30.")
        return int(found[1]), int(found[2])


class FilePath(ValueType):
    """A file. An empty name, as of a variable that is not set, would mean the current folder."""

    name = "path"
    completes_as = "file"

    def read_value(self, text: str) -> Path:
        if not text.strip():
            raise ValueError("the name is empty")
        return Path(text)

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """The shell knows its files better than we do."""
        return [CompletionItem(incomplete, type=self.completes_as)]


class InputFile(FilePath):
    """A file to read; `-` is standard input, where the system has a name for it."""

    def read_value(self, text: str) -> Path:
        # Where the system has no such name, a file called `-` is looked for and not found.
        stream = Path("/dev/stdin")
        return stream if text == "-" and stream.exists() else super().read_value(text)


class FolderPath(FilePath):
    """A folder."""

    completes_as = "dir"


class StudyFolder(FolderPath):
    """The folder that --study names.

    A study is not looked for above it: a misspelt name would find another one.
    """

    def read_value(self, text: str) -> Path:
        from tipcoder.workbench.study_folder import STUDY_FILE

        path = super().read_value(text)
        # Who completes a path with TAB often ends at the file in the folder.
        folder = path.parent if path.name == STUDY_FILE else path
        if not folder.is_dir():
            raise BadInput(
                f"{path}: there is no such folder.", "Name the study's folder with --study."
            )
        if not (folder / STUDY_FILE).is_file():
            raise BadInput(
                f"{path}: holds no {STUDY_FILE}, so it is not a study.",
                "Make one with `tipcoder init`.",
            )
        return folder


class CodeKey(ValueType):
    """The key of a code; a shell offers those of the codebook.toml around."""

    name = "code"

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Keys in the study's codebook.toml, which everybody who works in the study may read."""
        from tipcoder.workbench.study_folder import read_code_keys

        return complete_words(read_code_keys(find_study_option(ctx)), incomplete)


class QuestionColumn(ValueType):
    """The column of an open question; a shell offers those of the study.toml around."""

    name = "question"

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Columns of open questions in study.toml."""
        from tipcoder.workbench.study_folder import read_question_columns

        return complete_words(read_question_columns(find_study_option(ctx)), incomplete)


class ColumnRoleType(ValueType):
    """What a column of a survey is for: `COLUMN=ROLE`."""

    name = "role"

    def read_value(self, text: str) -> RoleChoice:
        from tipcoder.workbench.survey.role_choices import parse_role_choice

        return parse_role_choice(text)


class DivisionName(ValueType):
    """What cases are counted by; a shell offers the words given and the variables of the study.toml
    around.
    """

    name = "name"

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """These words, and the names of outcomes and factors in study.toml."""
        from tipcoder.workbench.study_folder import read_variable_names

        names = read_variable_names(find_study_option(ctx))
        return complete_words((*self._words, *names), incomplete)


def complete_words(words: Sequence[str], incomplete: str) -> list[CompletionItem[str]]:
    """The words that begin so."""
    # A shell puts what is offered on its line as it is: a name from somebody else's study must not
    # be a command there.
    plain = filter(_PLAIN_WORD.fullmatch, words)
    return [CompletionItem(word) for word in plain if word.startswith(incomplete)]


def find_study_option(ctx: click.Context) -> Path | None:
    """The folder that a --study before or behind the verb names, while words are completed."""
    place: click.Context | None = ctx
    while place is not None:
        folder = place.params.get("study_folder")
        if isinstance(folder, Path):
            return folder
        place = place.parent
    return None
