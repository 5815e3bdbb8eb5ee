"""Looking through what was read for everything that the study knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tipcoder.privacy.audit.contents import HEADS, Contents
from tipcoder.privacy.audit.finding import Leak, LeakFinding, group_leaks
from tipcoder.privacy.audit.joined_names import JoinedNameFinder
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.passage_leaks import PassageReader
from tipcoder.privacy.audit.table_leaks import find_small_cells, find_source_columns
from tipcoder.progress import ProgressCallback, ignore_progress

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""
_NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?%?\s*")


def audit_contents(
    contents: Contents,
    knowledge: Knowledge,
    *,
    bare_cells: bool = False,
    released: Collection[str] = (),
    told: ProgressCallback = ignore_progress,
) -> list[LeakFinding]:
    """Everything found, the grave first.

    `bare_cells` holds for files like CSV, whose cells a spreadsheet may take for formulas. In the
    columns `released` everything that rules point at is grave unless a person decided to keep it.
    `told` hears how many rows and other texts were looked at, of how many.
    """
    strict = frozenset(f"column {name}" for name in released)
    return group_leaks(_find_leaks(contents, knowledge, bare_cells, strict, told))


def _find_leaks(
    contents: Contents,
    knowledge: Knowledge,
    bare_cells: bool,
    strict: Collection[str],
    told: ProgressCallback,
) -> Iterator[Leak]:
    for trace in contents.traces:
        yield Leak(trace.kind, "how the file is made", trace.place, trace.sentence, trace.grave)

    reader = PassageReader(knowledge)
    for sheet in contents.sheets:
        yield from find_source_columns(sheet, knowledge)
    for sheet in contents.sheets:
        yield from find_small_cells(sheet, reader, knowledge.population, bool(strict))

    yield from _find_text_leaks(contents, reader, bare_cells, strict, told)
    if knowledge.detector is not None:
        yield from _find_joined_names(contents, JoinedNameFinder(knowledge.detector))


def _find_joined_names(contents: Contents, finder: JoinedNameFinder) -> Iterator[Leak]:
    for sheet in contents.sheets:
        yield from finder.find_down_columns(sheet)
    yield from finder.find_in_cut_words(contents.passages)


def _find_text_leaks(
    contents: Contents,
    reader: PassageReader,
    bare_cells: bool,
    strict: Collection[str],
    told: ProgressCallback,
) -> Iterator[Leak]:
    done = 0
    last = None
    total = contents.size
    for passage, row, sheet in contents.iterate_texts():
        # The cells of a row come one after the other, and count as one.
        if row is None or row is not last:
            told(done, total)
            done += 1
            last = row

        if row is not None and bare_cells and _runs_as_formula(passage.text):
            sentence = "begins like a formula, which a spreadsheet would run"
            yield Leak("formula", passage.part, passage.place, sentence, True)

        owner = reader.find_owner(row, sheet)
        leaks = reader.find_in_text(passage, owner, row is not None, passage.part in strict)
        for leak in leaks:
            if passage.part == HEADS and leak.kind == "url":
                continue  # `clean.id` is the name of a column and not a link
            yield Leak(
                leak.kind, passage.part, passage.place, leak.sentence, leak.grave, leak.words
            )


def _runs_as_formula(cell: str) -> bool:
    return _FORMULA.match(cell) is not None and not _NUMBER.fullmatch(cell)
