"""Looking through what was read for everything that the study knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from tipcoder.privacy.audit.contents import HEADS, Contents, Passage, Row, Sheet
from tipcoder.privacy.audit.finding import Finding, Leak, brought_together
from tipcoder.privacy.audit.knowledge import Knowledge, Population, runs_in, word_key
from tipcoder.privacy.contacts import find_contacts
from tipcoder.privacy.hits import HIGH, Hit, merged
from tipcoder.privacy.plain_view import PlainView, plain_view
from tipcoder.privacy.replacing import own_words
from tipcoder.privacy.small_cells import Shown, small_rows
from tipcoder.privacy.windows import AROUND, found_in_windows, windows
from tipcoder.privacy.words import Word, words
from tipcoder.progress import Told, nobody

_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\U000e0000-\U000e007f]"
)
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?%?\s*")
_PATH = re.compile(
    r"(?:/(?:home|Users|root)/|[A-Z]:\\+(?:Users|Documents and Settings)\\+|\\\\[\w.-]+\\|file:/)[^\s\"'<>]*"
)
_DECIMAL = re.compile(r"\s*[+-]?\d+[.,]\d+(?:[eE][+-]?\d+)?\s*")
_NEARLY = re.compile(r",? ?\d+% alike")
_BRACKETS = re.compile(r"\[[^\[\]]{1,60}\]")
_SCHEMA = re.compile(r"https?://(?:schemas\.(?:openxmlformats|microsoft)\.|www\.w3\.org/|purl\.org/)")
_ALL_BUT_ALL = 0.8
_FEWEST_IDS = 5
_TEXTS_REMEMBERED = 20_000
_REMEMBERED = 5_000
"""Letters of a text whose findings are remembered: what stands in many places is a cell, and short."""


def audit(
    contents: Contents,
    knowledge: Knowledge,
    *,
    bare_cells: bool = False,
    released: Collection[str] = (),
    told: Told = nobody,
) -> list[Finding]:
    """Everything found, the grave first.

    `bare_cells` holds for files like CSV, whose cells a spreadsheet may take for formulas. In the columns `released`
    everything that rules point at is grave unless a person decided to keep it. `told` hears how many rows and other
    texts were looked at, of how many.
    """
    return brought_together(
        _leaks(contents, knowledge, bare_cells, frozenset(f"column {name}" for name in released), told)
    )


def _leaks(
    contents: Contents,
    knowledge: Knowledge,
    bare_cells: bool,
    strict: Collection[str],
    told: Told,
) -> Iterator[Leak]:
    for trace in contents.traces:
        yield Leak(trace.kind, "how the file is made", trace.place, trace.sentence, trace.grave)
    for sheet in contents.sheets:
        yield from _source_columns(sheet, knowledge)
    looker = _Looker(knowledge)
    for sheet in contents.sheets:
        yield from _small_cells(sheet, looker, knowledge.population, bool(strict))
    done, last, size = 0, None, contents.size
    for passage, row, table in contents.texts():
        if row is None or row is not last:
            told(done, size)
            done, last = done + 1, row
        if row is not None and bare_cells and _runs(passage.text):
            sentence = "begins like a formula, which a spreadsheet would run"
            yield Leak("formula", passage.part, passage.place, sentence, True)
        owner = looker.owner(row, table)
        heading = passage.part == HEADS
        for kind, sentence, grave, said in looker.in_text(passage, owner, row is not None, passage.part in strict):
            if not (heading and kind == "url"):  # `clean.id` is no link
                yield Leak(kind, passage.part, passage.place, sentence, grave, said)


def _runs(cell: str) -> bool:
    return _FORMULA.match(cell) is not None and not _NUMBER.fullmatch(cell)


class _Looker:
    """Looks at passages; a text that stands in many places is read once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge
        self._seen: dict[tuple[str, str, bool, bool, bool], list[tuple[str, str, bool, str]]] = {}
        self._columns: dict[int, int | None] = {}

    def owner(self, row: Row | None, sheet: Sheet | None) -> str:
        """Whose row it is, if a column of the table holds IDs that this study has given."""
        if row is None or sheet is None:
            return ""
        if id(sheet) not in self._columns:
            self._columns[id(sheet)] = self._id_column(sheet)
        column = self._columns[id(sheet)]
        cell = row.cells[column].strip() if column is not None and column < len(row.cells) else ""
        return self._known.ids.get(cell, "")

    def _id_column(self, sheet: Sheet) -> int | None:
        filled, known = [0] * len(sheet.head), [0] * len(sheet.head)
        for row in sheet.rows:
            for number, cell in enumerate(row.cells[: len(sheet.head)]):
                value = cell.strip()
                if value:
                    filled[number] += 1
                    known[number] += value in self._known.ids
        columns = range(len(sheet.head))
        return next((n for n in columns if filled[n] and known[n] >= _ALL_BUT_ALL * filled[n]), None)

    def in_text(self, passage: Passage, owner: str, in_table: bool, strict: bool) -> list[tuple[str, str, bool, str]]:
        """(kind, sentence, grave, words) of everything that one text gives away."""
        key = (passage.text, owner, passage.hidden, in_table, strict)
        if len(passage.text) > _REMEMBERED:
            return list(self._in_text(*key))
        if key not in self._seen:
            if len(self._seen) >= _TEXTS_REMEMBERED:
                self._seen.clear()
            self._seen[key] = list(self._in_text(*key))
        return self._seen[key]

    def _in_text(
        self, text: str, owner: str, hidden: bool, in_table: bool, strict: bool
    ) -> Iterator[tuple[str, str, bool, str]]:
        if _STEERING.search(text):
            yield "control", "has characters that steer a screen or do not show", True, ""
        for found in _PATH.finditer(text):
            yield "machine", "names a folder of somebody's computer", True, found[0]
        for name in self._known.machine:
            if hidden and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I):
                yield "machine", "names the account or the computer", True, name
        plain = _without_nouns(text)
        for hit in self._hits(plain, owner, places=not hidden):
            said = plain[hit.start : hit.end]
            schema = hit.kind == "url" and _SCHEMA.match(said)
            number = hit.kind == "phone" and (_DECIMAL.fullmatch(text) or text.strip() in self._known.ids)
            if not (schema or number) and (hit.firm or not self._is_kept(said, owner)):
                grave = strict or hit.firm or (hit.severity == HIGH)
                yield hit.kind, _NEARLY.sub("", hit.reasons[0]), grave, said
        yield from self._secrets(plain, owner, in_table)

    def _is_kept(self, string: str, owner: str) -> bool:
        key = f" {word_key(string)} "
        kept = self._known.kept
        return any(key in f" {there} " for there in (*kept.get("", ()), *(kept.get(owner, ()) if owner else ())))

    def _hits(self, text: str, owner: str, places: bool) -> list[Hit]:
        detector = self._known.detector
        if detector is None:
            return _contacts(text)
        return detector.names_in(text, owner) + (detector.places_in(text) if places else [])

    def _secrets(self, text: str, owner: str, in_table: bool) -> Iterator[tuple[str, str, bool, str]]:
        around = max(AROUND, 2 * self._longest_removed(owner))
        seen: dict[tuple[str, str, bool, str], None] = {}
        for window in windows(text, around):
            seen.update(dict.fromkeys(self._secrets_in(text[window.start : window.end], owner, in_table)))
        yield from seen

    def _longest_removed(self, owner: str) -> int:
        """Letters of the longest string that was taken out and must not stand in a text of this respondent."""
        removed = (*self._known.removed.get(owner, ()), *self._known.removed.get("", ())) if owner else ()
        return max((len(one.string) for one in removed), default=0)

    def _secrets_in(self, text: str, owner: str, in_table: bool) -> Iterator[tuple[str, str, bool, str]]:
        view = plain_view(text)
        found = words(view.text)
        for value in self._known.values.find(found):
            said = view.text[found[value.first].start : found[value.last - 1].end]
            yield "key file", f"repeats a cell of the key file ({value.what})", True, said
        for word in re.findall(r"[\w-]+", view.text):
            if len(word) > 3 and word in self._known.source_ids and not (in_table and word in self._known.ids):
                yield "source ID", "gives the survey's own ID of a respondent", True, word
        for start, end in runs_in(found, self._known.runs):
            yield (
                "original wording",
                "repeats original wording around something that was taken out",
                True,
                view.text[start:end],
            )
        if owner:
            yield from self._survivors(view, found, owner)

    def _survivors(self, view: PlainView, found: Sequence[Word], owner: str) -> Iterator[tuple[str, str, bool, str]]:
        key = f" {' '.join(word.folded for word in found)} "
        written = f" {' '.join(word.text for word in found)} "
        for removed in (*self._known.removed.get(owner, ()), *self._known.removed.get("", ())):
            there = f" {removed.string} " in key and f" {removed.written} " in (written if removed.written else "  ")
            if there and removed.tells(self._known.ordinary) and not self._may_stay(view, found, removed.string, owner):
                sentence = f"still has what a person took out of an answer ({removed.kind})"
                yield "taken out", sentence, True, removed.string

    def _may_stay(self, view: PlainView, found: Sequence[Word], string: str, owner: str) -> bool:
        """Whether a person kept these words elsewhere, or each place of them lies in a name of the keep-list."""
        if self._is_kept(string, owner):
            return True
        detector, wanted = self._known.detector, string.split()
        folded = [word.folded for word in found]
        places = [at for at in range(len(found)) if folded[at : at + len(wanted)] == wanted]
        hits = [Hit(found[at].start, found[at + len(wanted) - 1].end, "name", HIGH, ()) for at in places]
        return detector is not None and not detector.without_kept(view, found, hits)


def _without_nouns(text: str) -> str:
    """The text with spaces where role nouns stand, so that all else stays where it is."""
    return _BRACKETS.sub(lambda found: found[0] if own_words(found[0]) else " " * len(found[0]), text)


def _contacts(text: str) -> list[Hit]:
    return merged(found_in_windows(text, _contacts_in))


def _contacts_in(stretch: str) -> list[Hit]:
    view = plain_view(stretch)
    hits = [hit for hit in find_contacts(view.text) if hit.start < hit.end]
    return [Hit(*view.back(h.start, h.end), h.kind, h.severity, h.reasons, h.firm) for h in hits]


def _small_cells(sheet: Sheet, looker: _Looker, population: Population, grave: bool) -> Iterator[Leak]:
    """Rows whose columns, those that the study knows, fit few respondents."""
    places = {head: number for number, head in enumerate(sheet.head) if head in population.columns}
    if not places:
        return
    columns = [list(map(_same_cell, population.columns[head])) for head in places]
    everybody = list(map(Shown, population.respondents, zip(*columns, strict=True)))
    rows: dict[Shown, list[str]] = {}
    for row in sheet.rows:
        values = tuple(_same_cell(row.cells[n]) if n < len(row.cells) else "" for n in places.values())
        owner = looker.owner(row, sheet)
        if owner and any(values):
            rows.setdefault(Shown(owner, values), []).append(row.place)
    small = small_rows(rows, everybody, population.smallest)
    who = len({row.respondent for row in small})
    named = ", ".join(places) if len(places) < 6 else f"{len(places)} columns"
    sentence = (
        f"{who} respondent(s) share what stands in {named} "
        f"with fewer than {population.smallest - 1} others of the study"
    )
    for row_shown in rows:
        for place in rows[row_shown] if row_shown in small else ():
            yield Leak("small cell", "rows", place, sentence, grave)


def _same_cell(cell: str) -> str:
    """A cell as files of all kinds have it: without line ends, and the apostrophe that spreadsheets need."""
    return " ".join(cell.split()).removeprefix("'")


def _source_columns(sheet: Sheet, knowledge: Knowledge) -> Iterator[Leak]:
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
        values = {cell for cell in sheet.column(number) if cell}
        shown = sum(value in knowledge.ids for value in values)
        if len(shared) >= _ALL_BUT_ALL * len(values) and shown < len(shared):
            sentence = "holds the survey's own IDs, which join it to the survey file"
            yield Leak("source ID", f"column {sheet.head[number]}", sheet.name or "the table", sentence, True)
