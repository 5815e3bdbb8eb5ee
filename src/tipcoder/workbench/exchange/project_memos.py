"""Memos of another program's project: which answer, coding or code each is about, and how they are
kept. A memo that is here already is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.interchange.refi_model import RefiNote
from tipcoder.model.codings import Coder, Memo, MemoTarget
from tipcoder.slices import iterate_chunks
from tipcoder.store import answers, codebooks, coders, codings, events, notes
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.text import format_count, normalise_text
from tipcoder.workbench.exchange.line_checks import BlindnessCheck
from tipcoder.workbench.exchange.project_texts import Place
from tipcoder.workbench.study import OpenStudy

_TOGETHER = 500


@dataclass(frozen=True)
class MarkedStretch:
    """A coding by what tells it from the others on its answer."""

    coder: str
    code: str
    start: int
    end: int


@dataclass(frozen=True)
class PlacedMemo:
    """A memo of a coder on an answer, on a coding of it, or on a code."""

    coder: str
    text: str
    at: str
    place: Place | None = None
    stretch: MarkedStretch | None = None
    code: str = ""


class MemoCollector:
    """Finds what each memo is about, as sources and codes point at them."""

    def __init__(self, known: Mapping[str, RefiNote], people: Mapping[str, str]) -> None:
        """`people` are coders here by the identifiers of users."""
        self._known, self._people = known, people
        self._placed: set[str] = set()
        self.memos: list[PlacedMemo] = []

    def add_notes(
        self,
        guids: Iterable[str],
        place: Place | None = None,
        stretch: MarkedStretch | None = None,
        code: str = "",
    ) -> None:
        """Place the memos of these identifiers. One whose coder is not known stays out."""
        for guid in guids:
            note = self._known.get(guid)
            if note is None or note.user not in self._people or not note.text.strip():
                continue
            self._placed.add(guid)
            coder = self._people[note.user]
            self.memos.append(PlacedMemo(coder, note.text, note.at, place, stretch, code))

    def count_unplaced(self) -> int:
        """Memos that are about nothing here, or of nobody here."""
        return len(self._known) - len(self._placed)

    def refuse_hidden(self, db: Db, places: Mapping[Place, int]) -> None:
        """Raise BadInput for a memo of another on an answer of the viewer's open round."""
        blindness = BlindnessCheck(db)
        for memo in self.memos:
            if memo.place is None:
                continue
            try:
                blindness.check_visible(places[memo.place], memo.coder)
            except BadInput as fault:
                raise BadInput(f"A memo on {' '.join(memo.place)} {fault.message}") from None


@dataclass
class MemoReport:
    """What became of the memos."""

    added: int = 0
    differing: int = 0
    """Those beside which the coder has another memo here, which stays."""

    def list_notes(self) -> list[str]:
        """What has to be said."""
        if self.differing == 1:
            return ["1 memo differs from the one that is here, which stays"]
        if self.differing:
            return [f"{self.differing} memos differ from those that are here, which stay"]
        return []


def write_memos(
    study: OpenStudy,
    actor: Coder,
    memos: Sequence[PlacedMemo],
    keys: Mapping[str, str],
    *,
    part_of: int | None,
) -> MemoReport:
    """Keep memos where the coder has none; together with the act `part_of` they are one undo.

    `keys` are those of codes that were made of the project, by label.
    """
    report = MemoReport()
    sentence = f"Imported {format_count(len(memos), 'memo')}"
    for some in iterate_chunks(memos, _TOGETHER):
        with study.store.write() as db:
            person = coders.ensure_coder(db, actor)
            act = events.begin_act(db, person.id, "import codings", sentence, part_of=part_of)
            labels = {memo.place[0] for memo in some if memo.place is not None}
            places = answers.find_answers_of_cases(db, labels)
            writer = _MemoWriter(act, places, keys, report)
            for memo in some:
                writer.write_memo(memo)
            if not act.is_empty and part_of is None:
                part_of = act.id
            events.finish_act(act)
    return report


class _MemoWriter:
    """Writes memos in one transaction."""

    def __init__(
        self,
        act: Act,
        places: Mapping[Place, int],
        keys: Mapping[str, str],
        report: MemoReport,
    ) -> None:
        self._act, self._places, self._keys, self._report = act, places, keys, report
        self._code_ids = codebooks.load_code_ids(act.db)

    def write_memo(self, memo: PlacedMemo) -> None:
        db = self._act.db
        target = self._find_target(db, memo)
        if target is None:
            # Its answer or coding went while the file was being imported.
            return
        coder = coders.find_or_add_coder(db, memo.coder)
        there = [one.text for one in _load_own(db, target, coder) if one.target == target]
        if there:
            self._report.differing += there[0] != normalise_text(memo.text.strip()).text
            return
        code_id = self._code_ids.get(target.code) if target.code else None
        notes.set_memo(self._act, coder.id, target, code_id, memo.text, at=memo.at)
        self._report.added += 1

    def _find_target(self, db: Db, memo: PlacedMemo) -> MemoTarget | None:
        if memo.code:
            return MemoTarget(code=memo.code) if memo.code in self._code_ids else None
        answer_id = self._places.get(memo.place) if memo.place else None
        if answer_id is None:
            return None
        if memo.stretch is None:
            return MemoTarget(answer_id)
        wanted = memo.stretch
        marked = coders.find_or_add_coder(db, wanted.coder)
        code = self._keys.get(wanted.code, wanted.code)
        for coding in codings.load_codings(db, answer_id, marked.id):
            if (coding.code, coding.start, coding.end) == (code, wanted.start, wanted.end):
                return MemoTarget(answer_id, coding.id)
        return None


def _load_own(db: Db, target: MemoTarget, coder: Coder) -> list[Memo]:
    if target.answer_id is not None:
        return notes.load_memos_on_answer(db, target.answer_id, coder.id)
    on_code = notes.load_memos_on_code(db, target.code or "")
    return [memo for memo in on_code if memo.coder == coder.name]
