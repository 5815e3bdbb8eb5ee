"""The lines of the help: which commands they are about, which are meant, and how they are drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from tipcoder.tui.commands import COMMANDS, STUDY_SCREENS, Command, ScreenName, group_commands
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.keyboard import latin_twin
from tipcoder.tui.settings import Settings

_KEYS = 12
"""Columns that the keys of a command take."""
_ID_GAP = 2
"""Columns between a sentence and the id of its command."""
_LEAST_SENTENCE = 24
"""Columns that a sentence has at least."""
SCREEN_TITLES = {
    ScreenName.CODING: "Coding",
    ScreenName.GRID: "Answers in a table (grid)",
    ScreenName.CODEBOOK: "Codebook",
    ScreenName.STUDY: "Study",
    ScreenName.STATISTICS: "Statistics",
    ScreenName.ADJUDICATION: "Disagreements",
    ScreenName.REDACTION: "Redaction",
    ScreenName.FRAME: "Themes (draft codes)",
    ScreenName.QUOTES: "Quotes of a code",
    ScreenName.PLAN: "Plan of a new study",
}


class HelpLine(NamedTuple):
    """One command as the help shows it."""

    heading: str
    keys: str
    sentence: str
    command_id: str
    """Its name in workbench.toml; empty where it cannot have other keys."""
    key_names: frozenset[str]
    """Its keys, as people write them."""
    searched: str
    """All its words, casefolded."""
    is_here: bool
    """Whether it is a command of the screen that the help was opened on."""


def build_help_lines(place: ScreenName, settings: Settings) -> list[HelpLine]:
    """The commands of a screen in the order of its help, and behind them those of all others."""
    lines = []
    for heading, commands in group_commands(place).items():
        lines += [_build_line(command, heading, settings, place) for command in commands]
    if place is ScreenName.PLAN:
        return lines  # there is no study yet, and so no other screen

    for command in COMMANDS:
        is_elsewhere = place not in command.screens and command.screens != (ScreenName.PLAN,)
        if is_elsewhere:
            lines.append(_build_line(command, _name_screens(command), settings, place))
    # One heading for each set of screens, however its commands are spread over the table.
    order = list(dict.fromkeys(line.heading for line in lines))
    return sorted(lines, key=lambda line: (not line.is_here, order.index(line.heading)))


def _name_screens(command: Command) -> str:
    screens = [SCREEN_TITLES[each] for each in command.screens if each in STUDY_SCREENS]
    return f"Elsewhere: {', '.join(screens)}"


def _build_line(command: Command, heading: str, settings: Settings, place: ScreenName) -> HelpLine:
    if command.is_in_palette:
        names = settings.format_keys(command)
        command_id = command.id
    else:
        # Only commands of the palette can be put on other keys.
        names = command.format_keys()
        command_id = ""
    key_names = set(names.split())
    if not command.is_in_palette:
        key_names |= set(command.keys)
    sentence = f"{command.label}. {command.help}"
    is_here = place in command.screens
    titles = " ".join(SCREEN_TITLES[each] for each in command.screens)
    # A command of nearly all screens is not what the name of one of them is typed for.
    screens = titles if len(command.screens) < len(STUDY_SCREENS) - 1 else ""
    words = f"{heading} {sentence} {command.id} {names} {' '.join(command.keys)} {screens}"
    return HelpLine(
        heading, names, sentence, command_id, frozenset(key_names), words.casefold(), is_here
    )


def filter_help_lines(lines: Sequence[HelpLine], typed: str) -> list[HelpLine]:
    """The lines that have all the words typed; those of this screen alone where nothing is.

    A single letter is a key, on a Latin or on a Russian layout. All else may be the beginning, the
    end or the middle of a word, an id, or the name of a key or of a screen.
    """
    words = typed.split()
    if not words:
        return [line for line in lines if line.is_here]
    return [line for line in lines if _has_all_words(line, words)]


def _has_all_words(line: HelpLine, words: Sequence[str]) -> bool:
    return all(_has_word(line, word) for word in words)


def _has_word(line: HelpLine, word: str) -> bool:
    if len(word) == 1:
        return word in line.key_names or latin_twin(word) in line.key_names
    return word.casefold() in line.searched


def draw_help_lines(lines: Sequence[HelpLine], width: int) -> Content:
    """The lines below their headings, in `width` columns: keys, sentence, and the quiet id."""
    id_width = max((len(line.command_id) for line in lines), default=0)
    sentence_width = max(width - _KEYS - _ID_GAP - id_width, _LEAST_SENTENCE)
    drawn: list[Content] = []
    heading = ""
    for line in lines:
        if line.heading != heading:
            heading = line.heading
            drawn.append(Content(""))
            drawn.append(as_content_line(heading).stylize("bold underline"))
        drawn += _draw_line(line, sentence_width)
    return Content("\n").join(drawn)


def _draw_line(line: HelpLine, sentence_width: int) -> list[Content]:
    """Sentences begin in one column, and so do ids."""
    rows = textwrap.wrap(line.sentence, sentence_width)
    if len(line.keys) >= _KEYS:
        rows.insert(0, "")  # many keys of a person's own push the sentence into the next line
    first, *rest = rows
    room = max(sentence_width + _KEYS - max(len(line.keys), _KEYS), len(first))
    keys = (f"{line.keys:<{_KEYS}}", "bold")
    command_id = (f"{'':{_ID_GAP}}{line.command_id}", "$quiet")
    head = Content.assemble(keys, f"{first:<{room}}", command_id)
    return [head, *(as_content_line(" " * _KEYS + row) for row in rest)]
