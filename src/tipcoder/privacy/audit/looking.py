"""Looking through what was read for everything that the study knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from tipcoder.privacy.audit.contents import HEADS, ContentRow, Contents, ContentSheet, Passage
from tipcoder.privacy.audit.finding import Leak, LeakFinding, group_leaks
from tipcoder.privacy.audit.knowledge import Knowledge, Population, find_runs, fold_to_string
from tipcoder.privacy.contacts import find_contacts
from tipcoder.privacy.hits import HIGH, Hit, merge_overlapping
from tipcoder.privacy.plain_view import PlainView, build_plain_view
from tipcoder.privacy.replacing import is_own_wording
from tipcoder.privacy.small_cells import ExportedRow, find_small_rows
from tipcoder.privacy.windows import AROUND, find_in_windows, iterate_windows
from tipcoder.privacy.words import Word, split_words
from tipcoder.progress import ProgressCallback, ignore_progress

_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\U000e0000-\U000e007f]"
)
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?%?\s*")
_PATH = re.compile(
    r"(?:/(?:home|Users|root)/|[A-Z]:\\+(?:Users|Documents and Settings)\\+|\\\\[\w.-]+\\|"
    r"file:/)[^\s\"'<>]*"
)
_DECIMAL = re.compile(r"\s*[+-]?\d+[.,]\d+(?:[eE][+-]?\d+)?\s*")
_NEARLY = re.compile(r",? ?\d+% alike")
_BRACKETS = re.compile(r"\[[^\[\]]{1,60}\]")
_SCHEMA = re.compile(
    r"https?://(?:schemas\.(?:openxmlformats|microsoft)\.|www\.w3\.org/|purl\.org/)"
)
_ALL_BUT_ALL = 0.8
_FEWEST_IDS = 5
_TEXTS_REMEMBERED = 20_000
_REMEMBERED = 5_000
"""Letters of a text whose findings are remembered: what stands in many places is a cell, and short."""


def audit_contents(
    contents: Contents,
    knowledge: Knowledge,
    *,
    bare_cells: bool = False,
    released: Collection[str] = (),
    told: ProgressCallback = ignore_progress,
) -> list[LeakFinding]:
    """Everything found, the grave first.

    `bare_cells` holds for files like CSV, whose cells a spreadsheet may take for formulas. In the columns `released`
    everything that rules point at is grave unless a person decided to keep it. `told` hears how many rows and other
    texts were looked at, of how many.
    """
    return group_leaks(
        _find_leaks(
            contents, knowledge, bare_cells, frozenset(f"column {name}" for name in released), told
        )
    )


def _find_leaks(
    contents: Contents,
    knowledge: Knowledge,
    bare_cells: bool,
    strict: Collection[str],
    told: ProgressCallback,
) -> Iterator[Leak]:
    for trace in contents.traces:
        yield Leak(trace.kind, "how the file is made", trace.place, trace.sentence, trace.grave)
    for sheet in contents.sheets:
        yield from _find_source_columns(sheet, knowledge)
    looker = _LeakFinder(knowledge)
    for sheet in contents.sheets:
        yield from _find_small_cells(sheet, looker, knowledge.population, bool(strict))
    done, last, size = 0, None, contents.size
    for passage, row, table in contents.iterate_texts():
        if row is None or row is not last:
            told(done, size)
            done, last = done + 1, row
        if row is not None and bare_cells and _runs_as_formula(passage.text):
            sentence = "begins like a formula, which a spreadsheet would run"
            yield Leak("formula", passage.part, passage.place, sentence, True)
        owner = looker.find_owner(row, table)
        heading = passage.part == HEADS
        for kind, sentence, grave, said in looker.find_in_text(
            passage, owner, row is not None, passage.part in strict
        ):
            if not (heading and kind == "url"):  # `clean.id` is no link
                yield Leak(kind, passage.part, passage.place, sentence, grave, said)


def _runs_as_formula(cell: str) -> bool:
    return _FORMULA.match(cell) is not None and not _NUMBER.fullmatch(cell)


class _LeakFinder:
    """Looks at passages; a text that stands in many places is read once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge
        self._seen: dict[tuple[str, str, bool, bool, bool], list[tuple[str, str, bool, str]]] = {}
        self._columns: dict[int, int | None] = {}

    def find_owner(self, row: ContentRow | None, sheet: ContentSheet | None) -> str:
        """Whose row it is, if a column of the table holds IDs that this study has given."""
        if row is None or sheet is None:
            return ""
        if id(sheet) not in self._columns:
            self._columns[id(sheet)] = self._find_id_column(sheet)
        column = self._columns[id(sheet)]
        cell = row.cells[column].strip() if column is not None and column < len(row.cells) else ""
        return self._known.ids.get(cell, "")

    def _find_id_column(self, sheet: ContentSheet) -> int | None:
        filled, known = [0] * len(sheet.head), [0] * len(sheet.head)
        for row in sheet.rows:
            for number, cell in enumerate(row.cells[: len(sheet.head)]):
                value = cell.strip()
                if value:
                    filled[number] += 1
                    known[number] += value in self._known.ids
        columns = range(len(sheet.head))
        return next(
            (n for n in columns if filled[n] and known[n] >= _ALL_BUT_ALL * filled[n]), None
        )

    def find_in_text(
        self, passage: Passage, owner: str, in_table: bool, strict: bool
    ) -> list[tuple[str, str, bool, str]]:
        """(kind, sentence, grave, words) of everything that one text gives away."""
        key = (passage.text, owner, passage.hidden, in_table, strict)
        if len(passage.text) > _REMEMBERED:
            return list(self._iterate_in_text(*key))
        if key not in self._seen:
            if len(self._seen) >= _TEXTS_REMEMBERED:
                self._seen.clear()
            self._seen[key] = list(self._iterate_in_text(*key))
        return self._seen[key]

    def _iterate_in_text(
        self, text: str, owner: str, hidden: bool, in_table: bool, strict: bool
    ) -> Iterator[tuple[str, str, bool, str]]:
        if _STEERING.search(text):
            yield "control", "has characters that steer a screen or do not show", True, ""
        for found in _PATH.finditer(text):
            yield "machine", "names a folder of somebody's computer", True, found[0]
        for name in self._known.machine:
            if hidden and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I):
                yield "machine", "names the account or the computer", True, name
        plain = _blank_role_nouns(text)
        for hit in self._find_hits(plain, owner, places=not hidden):
            said = plain[hit.start : hit.end]
            schema = hit.kind == "url" and _SCHEMA.match(said)
            number = hit.kind == "phone" and (
                _DECIMAL.fullmatch(text) or text.strip() in self._known.ids
            )
            if not (schema or number) and (hit.firm or not self._is_kept(said, owner)):
                grave = strict or hit.firm or (hit.severity == HIGH)
                yield hit.kind, _NEARLY.sub("", hit.reasons[0]), grave, said
        yield from self._find_secrets(plain, owner, in_table)

    def _is_kept(self, string: str, owner: str) -> bool:
        key = f" {fold_to_string(string)} "
        kept = self._known.kept
        return any(
            key in f" {there} "
            for there in (*kept.get("", ()), *(kept.get(owner, ()) if owner else ()))
        )

    def _find_hits(self, text: str, owner: str, places: bool) -> list[Hit]:
        detector = self._known.detector
        if detector is None:
            return _find_all_contacts(text)
        return detector.find_known_names(text, owner) + (
            detector.find_place_names(text) if places else []
        )

    def _find_secrets(
        self, text: str, owner: str, in_table: bool
    ) -> Iterator[tuple[str, str, bool, str]]:
        around = max(AROUND, 2 * self._find_longest_removed(owner))
        seen: dict[tuple[str, str, bool, str], None] = {}
        for window in iterate_windows(text, around):
            seen.update(
                dict.fromkeys(
                    self._find_secrets_in(text[window.start : window.end], owner, in_table)
                )
            )
        yield from seen

    def _find_longest_removed(self, owner: str) -> int:
        """Letters of the longest string that was taken out and must not stand in a text of this respondent."""
        removed = (
            (*self._known.removed.get(owner, ()), *self._known.removed.get("", ())) if owner else ()
        )
        return max((len(one.string) for one in removed), default=0)

    def _find_secrets_in(
        self, text: str, owner: str, in_table: bool
    ) -> Iterator[tuple[str, str, bool, str]]:
        view = build_plain_view(text)
        found = split_words(view.text)
        for value in self._known.values.find_phrases(found):
            said = view.text[found[value.first].start : found[value.last - 1].end]
            yield "key file", f"repeats a cell of the key file ({value.what})", True, said
        for word in re.findall(r"[\w-]+", view.text):
            if (
                len(word) > 3
                and word in self._known.source_ids
                and not (in_table and word in self._known.ids)
            ):
                yield "source ID", "gives the survey's own ID of a respondent", True, word
        for start, end in find_runs(found, self._known.runs):
            yield (
                "original wording",
                "repeats original wording around something that was taken out",
                True,
                view.text[start:end],
            )
        if owner:
            yield from self._find_survivors(view, found, owner)

    def _find_survivors(
        self, view: PlainView, found: Sequence[Word], owner: str
    ) -> Iterator[tuple[str, str, bool, str]]:
        key = f" {' '.join(word.folded for word in found)} "
        written = f" {' '.join(word.text for word in found)} "
        for removed in (*self._known.removed.get(owner, ()), *self._known.removed.get("", ())):
            there = f" {removed.string} " in key and f" {removed.written} " in (
                written if removed.written else "  "
            )
            if (
                there
                and removed.is_telling(self._known.ordinary)
                and not self._may_stay(view, found, removed.string, owner)
            ):
                sentence = f"still has what a person took out of an answer ({removed.kind})"
                yield "taken out", sentence, True, removed.string

    def _may_stay(self, view: PlainView, found: Sequence[Word], string: str, owner: str) -> bool:
        """Whether a person kept these words elsewhere, or each place of them lies in a name of the keep-list."""
        if self._is_kept(string, owner):
            return True
        detector, wanted = self._known.detector, string.split()
        folded = [word.folded for word in found]
        places = [at for at in range(len(found)) if folded[at : at + len(wanted)] == wanted]
        hits = [
            Hit(found[at].start, found[at + len(wanted) - 1].end, "name", HIGH, ()) for at in places
        ]
        return detector is not None and not detector.drop_kept_hits(view, found, hits)


def _blank_role_nouns(text: str) -> str:
    """The text with spaces where role nouns stand, so that all else stays where it is."""
    return _BRACKETS.sub(
        lambda found: found[0] if is_own_wording(found[0]) else " " * len(found[0]), text
    )


def _find_all_contacts(text: str) -> list[Hit]:
    return merge_overlapping(find_in_windows(text, _find_contacts_in))


def _find_contacts_in(stretch: str) -> list[Hit]:
    view = build_plain_view(stretch)
    hits = [hit for hit in find_contacts(view.text) if hit.start < hit.end]
    return [
        Hit(*view.map_to_stored(h.start, h.end), h.kind, h.severity, h.reasons, h.firm)
        for h in hits
    ]


def _find_small_cells(
    sheet: ContentSheet, looker: _LeakFinder, population: Population, grave: bool
) -> Iterator[Leak]:
    """Rows whose columns, those that the study knows, fit few respondents."""
    places = {head: number for number, head in enumerate(sheet.head) if head in population.columns}
    if not places:
        return
    columns = [list(map(_normalise_cell, population.columns[head])) for head in places]
    everybody = list(map(ExportedRow, population.respondents, zip(*columns, strict=True)))
    rows: dict[ExportedRow, list[str]] = {}
    for row in sheet.rows:
        values = tuple(
            _normalise_cell(row.cells[n]) if n < len(row.cells) else "" for n in places.values()
        )
        owner = looker.find_owner(row, sheet)
        if owner and any(values):
            rows.setdefault(ExportedRow(owner, values), []).append(row.place)
    small = find_small_rows(rows, everybody, population.smallest)
    who = len({row.respondent for row in small})
    named = ", ".join(places) if len(places) < 6 else f"{len(places)} columns"
    sentence = (
        f"{who} respondent(s) share what stands in {named} "
        f"with fewer than {population.smallest - 1} others of the study"
    )
    for row_shown in rows:
        for place in rows[row_shown] if row_shown in small else ():
            yield Leak("small cell", "rows", place, sentence, grave)


def _normalise_cell(cell: str) -> str:
    """A cell as files of all kinds have it: without line ends, and the apostrophe that spreadsheets need."""
    return " ".join(cell.split()).removeprefix("'")


def _find_source_columns(sheet: ContentSheet, knowledge: Knowledge) -> Iterator[Leak]:
    """A column of short IDs, which are no secrets one by one, but are together."""
    if not knowledge.source_ids:
        return
    found: list[set[str]] = [set() for _ in sheet.head]
    for row in sheet.rows:
        for number, cell in enumerate(row.cells[: len(sheet.head)]):
            if cell.strip() in knowledge.source_ids:
                found[number].add(cell.strip())
    for number, shared in enumerate(found):
        if len(shared) < _FEWEST_IDS:
            continue
        values = {cell for cell in sheet.list_cells(number) if cell}
        shown = sum(value in knowledge.ids for value in values)
        if len(shared) >= _ALL_BUT_ALL * len(values) and shown < len(shared):
            sentence = "holds the survey's own IDs, which join it to the survey file"
            yield Leak(
                "source ID",
                f"column {sheet.head[number]}",
                sheet.name or "the table",
                sentence,
                True,
            )
