"""Looking through what was read for everything that the study knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from tipcoder.privacy.audit.contents import HEADS, Contents
from tipcoder.privacy.audit.finding import CERTAIN, Leak, LeakFinding, group_leaks
from tipcoder.privacy.audit.joined_names import JoinedNameFinder
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.passage_leaks import PassageReader
from tipcoder.privacy.audit.source_columns import find_source_columns
from tipcoder.privacy.audit.split_names import SplitNameFinder
from tipcoder.privacy.audit.table_leaks import find_small_cells
from tipcoder.progress import ProgressCallback, ignore_progress

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""
_NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?%?\s*")
_OWN_OUTCOMES = frozenset(("@off-topic", "@uncodable"))
"""Outcomes of an answer as files of codings call them; no spreadsheet runs anything for them."""
_NAMING = (HEADS, "keys")
"""Parts that name columns: `clean.id` is a name there and not a link."""


def audit_contents(
    contents: Contents,
    knowledge: Knowledge,
    *,
    bare_cells: bool = False,
    released: Collection[str] = (),
    told: ProgressCallback = ignore_progress,
) -> list[LeakFinding]:
    """Everything found, the grave first and the certain first of all.

    `bare_cells` holds for files like CSV, whose cells a spreadsheet may take for formulas. In the
    columns `released` everything that rules point at is grave unless a person decided to keep it.
    `told` hears how many rows and other texts were looked at, of how many.
    """
    strict = frozenset(f"column {name}" for name in released)
    found = group_leaks(_find_leaks(contents, knowledge, bare_cells, strict, told), strict)
    return [_mark_wording(each, knowledge, each.part in strict) for each in found]


def announce_contents(several: Iterable[Contents], knowledge: Knowledge) -> None:
    """Say what is going to be looked through, so that what several files repeat of the study is
    looked for once and not for each of them.
    """
    PassageReader(knowledge).announce(_iterate_all_texts(several))


def _iterate_all_texts(several: Iterable[Contents]) -> Iterator[str]:
    for contents in several:
        for passage, _, _ in contents.iterate_texts():
            yield passage.text


def _mark_wording(finding: LeakFinding, knowledge: Knowledge, released: bool) -> LeakFinding:
    """A finding with the reason for which a person accepted its wording in quotes, if one did.

    In released wording it has the ID by which that is done. What the study knows for certain nobody
    can accept there: it can be redacted or withheld.
    """
    if finding.likelihood == CERTAIN or not finding.words:
        return finding
    ids = finding.list_wording_ids(knowledge.study)
    reasons = [knowledge.accepted.get(each, "") for each in ids]
    if not all(reasons):
        return finding.identify(ids[0]) if released else finding
    return finding.identify(ids[0], "; ".join(dict.fromkeys(reasons)))


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
    reader.announce(_iterate_all_texts([contents]))
    for sheet in contents.sheets:
        yield from find_source_columns(sheet, reader, knowledge)
    for sheet in contents.sheets:
        yield from find_small_cells(sheet, reader, knowledge.population, bool(strict))

    yield from _find_text_leaks(contents, reader, bare_cells, strict, told)
    if knowledge.detector is not None:
        yield from _find_split_names(contents, reader)
        yield from _find_joined_names(
            contents, JoinedNameFinder(knowledge.detector, knowledge.edges)
        )


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
            if passage.part in _NAMING and leak.kind == "url":
                continue
            yield Leak(
                leak.kind,
                passage.part,
                passage.place,
                leak.sentence,
                leak.grave,
                leak.words,
                leak.likelihood,
            )


def _find_split_names(contents: Contents, reader: PassageReader) -> Iterator[Leak]:
    finder = SplitNameFinder(reader)
    for sheet in contents.sheets:
        for row in sheet.rows:
            yield from finder.find_in_row(row, sheet)
    yield from finder.find_in_passages(contents.passages)


def _runs_as_formula(cell: str) -> bool:
    if cell.strip() in _OWN_OUTCOMES:
        return False
    return _FORMULA.match(cell) is not None and not _NUMBER.fullmatch(cell)
