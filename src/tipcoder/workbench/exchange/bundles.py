"""Work that travels: a coder's bundle out of one copy of the study and into another.

Matched are coder and codes by uuid and answers by response ID, case and question, never by a name. An answer comes
whole or not at all: with a coding left out it would seem to lack the code. What is here already stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.export.leaving import write_requested_file
from tipcoder.model import Coder, Outcome
from tipcoder.store import answers, blindness, bundled, codebooks, coders, codings, events, rounds
from tipcoder.store.bundled import CoderCoding, CoderReading, LocatedAnswer
from tipcoder.store.codings import Span
from tipcoder.store.engine import Db, find_viewer
from tipcoder.store.events import Act
from tipcoder.text import format_count
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.coders import require_coder, resolve_coder_name
from tipcoder.workbench.exchange.bundle_format import (
    Bundle,
    BundledAnswer,
    BundledCoding,
    format_bundle,
    name_codebook,
    read_bundle,
)
from tipcoder.workbench.output_files import claim_output
from tipcoder.workbench.study import OpenStudy

UNKNOWN, OTHER_TEXT, OTHER_CODES, CONFLICT = "not here", "another text", "codes not here", "coded otherwise here"


@dataclass(frozen=True)
class BundleExport:
    """What was written."""

    answers: int
    codings: int
    open_round: str
    """A round that the coder is in and that is still open, or nothing."""
    notes: int = 0
    """Memos and flags, which stay: they may repeat what respondents wrote."""


def export_bundle(study: OpenStudy, name: str, path: Path) -> BundleExport:
    """Write everything that a coder has said of current answers.

    Raises BadInput for somebody unknown, for nothing to write, and where the one who looks is in an open round and may
    not see it.
    """
    claim_output(study, path)
    with study.store.read() as db:
        coder = require_coder(db, name)
        if study.store.viewer not in (None, coder.id) and blindness.find_hidden_answers(db):
            raise BadInput(
                f"You are in an open round, so {coder.name}'s codes are not for you yet.",
                f"Have {coder.name} export the bundle, or somebody who is not in the round.",
            )
        bundle = _build_bundle(db, study.read_uuid(), coder)
        waiting = next(
            (one.name for one in rounds.load_rounds(db) if not one.frozen_at and _takes_part(db, coder, one.name)), ""
        )
        notes = bundled.count_notes(db, coder.id)
    if not bundle.answers:
        raise BadInput(f"{coder.name} has coded nothing yet, so there is nothing to bundle.")
    write_requested_file(path, format_bundle(bundle))
    return BundleExport(len(bundle.answers), sum(len(answer.codings) for answer in bundle.answers), waiting, notes)


def _takes_part(db: Db, coder: Coder, name: str) -> bool:
    return bool(rounds.find_assigned_to(db, coder.id, [name]))


def _build_bundle(db: Db, study: str, coder: Coder) -> Bundle:
    put, done = bundled.load_codings_by_answer(db, coder.id), bundled.load_readings_by_answer(db, coder.id)
    numbers = {each.revision for each in done.values()} | {each.revision for some in put.values() for each in some}
    texts = {number: codebooks.load_document(db, number) for number in sorted(numbers)}
    names = {number: name_codebook(text) for number, text in texts.items()}
    worked = tuple(
        _build_bundled_answer(place, placed, done.get(placed.id), put.get(placed.id, ()), names)
        for place, placed in bundled.load_places(db).items()
        if placed.id in put or placed.id in done
    )
    return Bundle(study, coder.uuid, coder.name, {names[n]: text for n, text in texts.items()}, worked)


def _build_bundled_answer(
    place: bundled.AnswerPlace,
    placed: LocatedAnswer,
    done: CoderReading | None,
    put: Sequence[CoderCoding],
    names: Mapping[int, str],
) -> BundledAnswer:
    response, case, question = place
    return BundledAnswer(
        response=response,
        case=case,
        question=question,
        text=placed.text_hash,
        outcome=None if done is None else Outcome(done.outcome),
        codebook="" if done is None else names[done.revision],
        codings=tuple(
            BundledCoding(each.code_uuid, each.key, each.start, each.end, names[each.revision], each.origin)
            for each in put
        ),
    )


@dataclass(frozen=True)
class SkippedAnswer:
    """An answer of the bundle that did not come in, and why."""

    case: str
    question: str
    why: str


@dataclass
class BundleImport:
    """What came in, or would."""

    coder: str
    newcomer: bool
    """Whether nobody here knew the coder before."""
    answers: int
    added: int = 0
    """Answers of which something came in."""
    codings: int = 0
    finished: int = 0
    there_already: int = 0
    left: list[SkippedAnswer] = field(default_factory=list)
    missing_codes: tuple[str, ...] = ()
    """Codes that the codebook here does not have."""
    too_late: int = 0
    """Answers that came after their round was frozen."""
    changed: bool = False
    dry_run: bool = False

    @property
    def conflicts(self) -> int:
        """Answers that the same coder has coded otherwise here."""
        return sum(one.why == CONFLICT for one in self.left)


def import_bundle(
    study: OpenStudy, actor: Coder, path: Path, *, same_as: str | None = None, dry_run: bool = False
) -> BundleImport:
    """Bring a coder's bundle in as one act of `actor`. Nothing that is here is changed or taken away.

    `same_as` names the coder here who made it, where the uuid is not known. Raises BadInput for a file that is no
    bundle, one of another study, one of an unknown coder with a name that is taken, and for another's bundle while the
    one who looks is in an open round: what is there already would be told.
    """
    bundle = read_bundle(path)
    if bundle.study != study.read_uuid():
        raise BadInput(
            f"{path.name}: is of another study.", "A bundle goes into a copy of the study that it was made in."
        )
    if dry_run:
        with study.store.read() as db:
            coder = _require_coder(db, bundle, same_as)
            return _compare_bundle(db, bundle, coder, dry_run=True)[0]
    with study.store.write() as db:
        coder = _require_coder(db, bundle, same_as)
        report, incoming = _compare_bundle(db, bundle, coder, dry_run=False)
        if incoming:
            settled = coder if coder.id else bundled.add_coder(db, coder.uuid, coder.name)
            sentence = f"Brought in {format_count(report.added, 'answer')} of {settled.name} from a bundle"
            act = events.begin_act(db, coders.ensure_coder(db, actor).id, "import bundle", sentence)
            _write_answers(act, settled, incoming, bundle)
            report.changed = not act.is_empty
            events.finish_act(act)
    return report


def _require_coder(db: Db, bundle: Bundle, same_as: str | None) -> Coder:
    """Whose work it is here; without an id, somebody new."""
    coder = _match_coder(db, bundle, same_as)
    if coder.id != find_viewer(db) and blindness.find_hidden_answers(db):
        raise BadInput(
            f"You are in an open round, so {coder.name}'s work is not for you to bring in.",
            "Have it done by somebody who is not in the round.",
        )
    return coder


def _match_coder(db: Db, bundle: Bundle, same_as: str | None) -> Coder:
    known = bundled.find_coder_by_uuid(db, bundle.coder)
    if known is not None:
        if same_as is not None and resolve_coder_name(same_as) != known.name:
            raise BadInput(f"The bundle is {known.name}'s, whom this study knows.", "Leave --as out.")
        return known
    name = resolve_coder_name(same_as if same_as is not None else bundle.name)
    namesake = next((coder for coder in coders.load_coders(db) if coder.name == name), None)
    if namesake is None:
        return Coder(0, bundle.coder, name)
    if same_as is None:
        raise BadInput(
            f"The bundle is of a {name} whom this study does not know, and another {name} is here.",
            f"Say --as {name} if they are one person, or --as with a new name if they are not.",
        )
    return namesake


@dataclass(frozen=True)
class _IncomingAnswer:
    """What comes in of one answer."""

    answer_id: int
    codings: tuple[tuple[int, BundledCoding], ...]
    """(code id, coding), only those that are not here."""
    outcome: Outcome | None
    codebook: str


def _compare_bundle(
    db: Db, bundle: Bundle, coder: Coder, *, dry_run: bool
) -> tuple[BundleImport, list[_IncomingAnswer]]:
    report = BundleImport(coder.name, not coder.id, len(bundle.answers), dry_run=dry_run)
    comparison = _BundleComparison(db, bundle, coder)
    late = bundled.find_answers_frozen_for(db, coder.id)
    incoming = []
    for answer in bundle.answers:
        found = comparison.compare_answer(answer)
        if isinstance(found, str):
            report.left.append(SkippedAnswer(comparison.label_case(answer), answer.question, found))
        elif found is None:
            report.there_already += 1
        else:
            incoming.append(found)
            report.codings += len(found.codings)
            report.finished += found.outcome is not None
            report.too_late += found.answer_id in late
    report.added = len(incoming)
    report.missing_codes = tuple(sorted(comparison.missing))
    return report, incoming


class _BundleComparison:
    """What is here of this coder, beside what the bundle says."""

    def __init__(self, db: Db, bundle: Bundle, coder: Coder) -> None:
        self.places = bundled.load_places(db)
        self.labels: dict[tuple[str, str], str] = {place[:2]: placed.label for place, placed in self.places.items()}
        self.put = bundled.load_codings_by_answer(db, coder.id)
        self.done = bundled.load_readings_by_answer(db, coder.id)
        self.by_uuid = bundled.load_codes_by_uuid(db)
        self.by_key = codebooks.load_code_ids(db)
        self.codable = {key for key, code in read_current_codebook(db).codes.items() if code.codable}
        numbers = {each.revision for each in self.done.values()}
        self.read_under = {number: name_codebook(codebooks.load_document(db, number)) for number in numbers}
        self.revisions = {
            name_codebook(text): codebooks.find_revision_with(db, text) or 0 for text in bundle.codebooks.values()
        }
        self.contents = {name: name_codebook(text) for name, text in bundle.codebooks.items()}
        self.missing: set[str] = set()

    def label_case(self, answer: BundledAnswer) -> str:
        """What the case is called here, else by its response ID."""
        case = f"{answer.response}.{answer.case}" if answer.case else answer.response
        return self.labels.get((answer.response, answer.case), case)

    def compare_answer(self, answer: BundledAnswer) -> _IncomingAnswer | str | None:
        """What comes in, why it does not, or None where it is here already."""
        placed = self.places.get((answer.response, answer.case, answer.question))
        if placed is None:
            return UNKNOWN
        if placed.text_hash != answer.text or any(coding.end > placed.length for coding in answer.codings):
            return OTHER_TEXT
        theirs: dict[tuple[int, int, int], BundledCoding] = {}
        for coding in answer.codings:
            code_id = self._match_code(coding)
            if code_id is None:
                return OTHER_CODES
            theirs[code_id, coding.start, coding.end] = coding
        mine = {(each.code_id, each.start, each.end) for each in self.put.get(placed.id, ())}
        done = self.done.get(placed.id)
        new = tuple((key[0], coding) for key, coding in theirs.items() if key not in mine)
        if done is None and mine <= theirs.keys():
            # Nothing here, or the beginning of what was gone on with elsewhere.
            more = new or answer.outcome is not None
            return _IncomingAnswer(placed.id, new, answer.outcome, answer.codebook) if more else None
        if theirs.keys() == mine and answer.outcome is not None and done is not None and done.outcome == answer.outcome:
            # Read again elsewhere, under a codebook that is newer here too.
            under = self.contents[answer.codebook]
            again = under != self.read_under[done.revision] and self.revisions[under] > done.revision
            return _IncomingAnswer(placed.id, (), answer.outcome, answer.codebook) if again else None
        if answer.outcome is None and theirs.keys() <= mine:
            return None
        return CONFLICT

    def _match_code(self, coding: BundledCoding) -> int | None:
        """The code here, if it can be applied. One made apart under the same key on both machines is the same."""
        found = self.by_uuid.get(coding.code)
        if found is None and coding.key in self.by_key:
            found = self.by_key[coding.key], coding.key
        if found is None or found[1] not in self.codable:
            self.missing.add(coding.key)
            return None
        return found[0]


def _write_answers(act: Act, coder: Coder, incoming: Sequence[_IncomingAnswer], bundle: Bundle) -> None:
    numbers: dict[str, int] = {}

    def find_revision(name: str) -> int:
        if name not in numbers:
            text = bundle.codebooks[name]
            numbers[name] = codebooks.find_revision_with(act.db, text) or bundled.keep_revision(act, text)
        return numbers[name]

    texts = answers.load_texts(act.db, [one.answer_id for one in incoming])
    codings.add_codings(
        act,
        [
            codings.build_coding_row(
                one.answer_id,
                code_id,
                coder.id,
                Span(coding.start, coding.end, texts[one.answer_id][coding.start : coding.end]),
                find_revision(coding.codebook),
                coding.origin,
            )
            for one in incoming
            for code_id, coding in one.codings
        ],
    )
    for one in incoming:
        if one.outcome is not None:
            codings.set_reading(act, one.answer_id, coder.id, one.outcome, find_revision(one.codebook))
