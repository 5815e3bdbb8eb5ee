"""Work that travels: a coder's bundle out of one copy of the study and into another.

Matched are coder and codes by uuid and answers by response ID, case and question, never by a name.
An answer comes whole or not at all: with a coding left out it would seem to lack the code. What is
here already stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tipcoder.codebook.reading import parse_codebook
from tipcoder.errors import BadInput
from tipcoder.export.leaving import LeavingFile
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import PERSON, Coder, Outcome
from tipcoder.store import answers, blindness, bundles, codebooks, coders, codings, events, rounds
from tipcoder.store.bundles import CoderCoding, CoderReading, LocatedAnswer
from tipcoder.store.codings import Span
from tipcoder.store.engine import Db, find_viewer
from tipcoder.store.events import Act
from tipcoder.text import format_count
from tipcoder.workbench.codebook.erased_wordings import drop_wordings_from_document
from tipcoder.workbench.coders import require_coder, resolve_coder_name
from tipcoder.workbench.exchange.bundle_comparison import (
    CONFLICT,
    BundleComparison,
    IncomingAnswer,
)
from tipcoder.workbench.exchange.bundle_format import (
    Bundle,
    BundledAnswer,
    BundledCoding,
    format_bundle,
    name_codebook,
)
from tipcoder.workbench.exchange.bundle_reading import read_bundle
from tipcoder.workbench.output_files import claim_output
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.team_files import hand_to_team, name_team_file


@dataclass(frozen=True)
class BundleExport:
    """What was written."""

    answers: int
    codings: int
    open_round: str
    """A round that the coder is in and that is still open, or nothing."""
    notes: int = 0
    """Memos and flags, which stay: they may repeat what respondents wrote."""
    path: Path | None = None
    """Where it is."""


def export_bundle(
    study: OpenStudy,
    name: str,
    path: Path,
    *,
    raw: bool = False,
    check_codebooks: Callable[[Sequence[Codebook]], None] | None = None,
) -> BundleExport:
    """Write everything that a coder has said of current answers, for the team alone.

    A bundle has the codebooks under which was coded, and their examples may be words of answers:
    `check_codebooks` raises where they must not leave. With `raw` they may, and the file's name
    says so. Raises BadInput for somebody unknown, for nothing to write, and where the one who looks
    is in an open round and may not see it.
    """
    claim_output(study, path)
    claim_output(study, name_team_file(path, raw=raw))
    with study.store.read() as db:
        coder = require_coder(db, name)
        # A bundle holds everything that the coder said, also what the round hides.
        if study.store.viewer not in (None, coder.id) and blindness.find_hidden_answers(db):
            raise BadInput(
                f"You are in an open round, so {coder.name}'s codes are hidden from you.",
                f"Have {coder.name} export the bundle, or somebody who is not in the round.",
            )
        bundle = _build_bundle(db, study.read_uuid(), coder)
        open_round = _find_open_round(db, coder)
        note_count = bundles.count_notes(db, coder.id)
    if not bundle.answers:
        raise BadInput(f"{coder.name} has coded nothing yet, so there is nothing to bundle.")
    if check_codebooks is not None and not raw:
        check_codebooks(_parse_codebooks(bundle))

    content = LeavingFile(path, format_bundle(bundle), ".json")
    (written,) = hand_to_team(study, [content], raw=raw)
    coding_count = sum(len(answer.codings) for answer in bundle.answers)
    return BundleExport(len(bundle.answers), coding_count, open_round, note_count, written)


def _parse_codebooks(bundle: Bundle) -> list[Codebook]:
    return [parse_codebook(json.loads(text), name) for name, text in bundle.codebooks.items()]


def _find_open_round(db: Db, coder: Coder) -> str:
    """The round that a coder is in and that is still open; empty where there is none."""
    for one in rounds.load_rounds(db):
        if not one.frozen_at and rounds.find_assigned_to(db, coder.id, [one.name]):
            return one.name
    return ""


def _build_bundle(db: Db, study: str, coder: Coder) -> Bundle:
    codings_of = bundles.load_codings_by_answer(db, coder.id)
    readings = bundles.load_readings_by_answer(db, coder.id)
    documents = _load_documents(db, codings_of.values(), readings.values())
    names = {number: name_codebook(text) for number, text in documents.items()}

    places = [("", place, located) for place, located in bundles.load_places(db).items()]
    for (round_name, place), located in bundles.load_copies(db).items():
        places.append((round_name, place, located))
    worked = []
    for round_name, place, located in places:
        own = codings_of.get(located.id, ())
        reading = readings.get(located.id)
        # Answers of which she said nothing are not in it.
        if own or reading is not None:
            said = _build_bundled_answer(place, located, reading, own, names)
            worked.append(replace(said, round=round_name))
    by_name = {names[number]: text for number, text in documents.items()}
    return Bundle(study, coder.uuid, coder.name, by_name, tuple(worked))


def _load_documents(
    db: Db, codings_of: Iterable[Sequence[CoderCoding]], readings: Iterable[CoderReading]
) -> dict[int, str]:
    """Every codebook revision under which something was said, by number."""
    numbers = {reading.revision for reading in readings}
    for own in codings_of:
        numbers.update(coding.revision for coding in own)
    return {number: codebooks.load_document(db, number) for number in sorted(numbers)}


def _build_bundled_answer(
    place: bundles.BundledPlace,
    located: LocatedAnswer,
    reading: CoderReading | None,
    own: Sequence[CoderCoding],
    names: Mapping[int, str],
) -> BundledAnswer:
    response, case, question = place
    outcome = None
    codebook = ""
    if reading is not None:
        # An answer that is not finished has neither.
        outcome = Outcome(reading.outcome)
        codebook = names[reading.revision]
    entries = []
    for coding in own:
        under = names[coding.revision]
        span = coding.start, coding.end
        entries.append(BundledCoding(coding.code_uuid, coding.key, *span, under, coding.origin))
    return BundledAnswer(
        response=response,
        case=case,
        question=question,
        text=located.text_hash,
        outcome=outcome,
        codebook=codebook,
        codings=tuple(entries),
        origin=reading.origin if reading is not None else PERSON,
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
    study: OpenStudy,
    actor: Coder,
    path: Path,
    *,
    same_as: str | None = None,
    dry_run: bool = False,
) -> BundleImport:
    """Bring a coder's bundle in as one act of `actor`. Nothing that is here is changed or removed.

    `same_as` names the coder here who made it, where the uuid is not known. Raises BadInput for a
    file that is not a bundle, one of another study, one of an unknown coder with a name that is
    taken, and for another's bundle while the one who looks is in an open round: what is there
    already would be told.
    """
    bundle = read_bundle(path)
    # Response IDs of two studies may be the same numbers.
    if bundle.study != study.read_uuid():
        raise BadInput(
            f"{path.name}: is of another study.",
            "A bundle goes into a copy of the study that it was made in.",
        )
    with study.store.read() as db:
        bundle = _leave_out_erased(db, bundle)
    if dry_run:
        with study.store.read() as db:
            coder = _require_coder(db, bundle, same_as)
            report, _ = _compare_bundle(db, bundle, coder, dry_run=True)
        return report

    with study.store.write() as db:
        coder = _require_coder(db, bundle, same_as)
        report, incoming = _compare_bundle(db, bundle, coder, dry_run=False)
        if incoming:
            # A newcomer is kept only now, when something of hers comes in.
            author = coder if coder.id else bundles.add_coder(db, coder.uuid, coder.name)
            count = format_count(report.added, "answer")
            sentence = f"Brought in {count} of {author.name} from a bundle"
            actor_id = coders.ensure_coder(db, actor).id
            act = events.begin_act(db, actor_id, "import bundle", sentence)
            _write_answers(act, author, incoming, bundle)
            report.changed = not act.is_empty
            events.finish_act(act)
    return report


def _leave_out_erased(db: Db, bundle: Bundle) -> Bundle:
    """The bundle with its codebooks as they would be here: without examples erased since."""
    codebooks_here = {}
    for name, text in bundle.codebooks.items():
        codebooks_here[name] = drop_wordings_from_document(db, text, f"codebook {name[:8]}")
    return replace(bundle, codebooks=codebooks_here)


def _require_coder(db: Db, bundle: Bundle, same_as: str | None) -> Coder:
    """Whose work it is here; without an id, somebody new."""
    coder = _match_coder(db, bundle, same_as)
    # Her own bundle tells her nothing new.
    if coder.id != find_viewer(db) and blindness.find_hidden_answers(db):
        raise BadInput(
            f"You are in an open round, so {coder.name}'s work may not be imported by you.",
            "Have it imported by somebody who is not in the round.",
        )
    return coder


def _match_coder(db: Db, bundle: Bundle, same_as: str | None) -> Coder:
    # By uuid: two people may have one name.
    known = bundles.find_coder_by_uuid(db, bundle.coder)
    if known is not None:
        if same_as is not None and resolve_coder_name(same_as) != known.name:
            raise BadInput(
                f"The bundle is {known.name}'s, whom this study knows.", "Leave --as out."
            )
        return known
    name = resolve_coder_name(same_as if same_as is not None else bundle.name)
    namesakes = [coder for coder in coders.load_coders(db) if coder.name == name]
    if not namesakes:
        return Coder(0, bundle.coder, name)
    # Only a person can say whether two of one name are one.
    if same_as is None:
        raise BadInput(
            f"The bundle is of a {name} whom this study does not know, and another {name} is here.",
            f"Say --as {name} if they are one person, or --as with a new name if they are not.",
        )
    return namesakes[0]


def _compare_bundle(
    db: Db, bundle: Bundle, coder: Coder, *, dry_run: bool
) -> tuple[BundleImport, list[IncomingAnswer]]:
    """The report on a bundle, and what comes in."""
    report = BundleImport(coder.name, not coder.id, len(bundle.answers), dry_run=dry_run)
    comparison = BundleComparison(db, bundle, coder)
    late = bundles.find_answers_frozen_for(db, coder.id)
    incoming = []
    for answer in bundle.answers:
        found = comparison.compare_answer(answer)
        if isinstance(found, str):
            case = comparison.label_case(answer)
            report.left.append(SkippedAnswer(case, answer.question, found))
        elif found is None:
            report.there_already += 1
        else:
            incoming.append(found)
            report.codings += len(found.codings)
            report.finished += found.outcome is not None
            # It comes in, but the report on the round does not have it.
            report.too_late += found.answer_id in late
    report.added = len(incoming)
    report.missing_codes = tuple(sorted(comparison.missing))
    return report, incoming


def _write_answers(
    act: Act, coder: Coder, incoming: Sequence[IncomingAnswer], bundle: Bundle
) -> None:
    numbers: dict[str, int] = {}

    def find_revision(name: str) -> int:
        """The number here of a codebook of the bundle, which is kept if this study never had it."""
        if name not in numbers:
            text = bundle.codebooks[name]
            known = codebooks.find_revision_with(act.db, text)
            numbers[name] = known or codebooks.keep_revision(act, text)
        return numbers[name]

    texts = answers.load_texts(act.db, [one.answer_id for one in incoming])
    rows = []
    for one in incoming:
        text = texts[one.answer_id]
        for code_id, coding in one.codings:
            span = Span(coding.start, coding.end, text[coding.start : coding.end])
            revision = find_revision(coding.codebook)
            rows.append(
                codings.build_coding_row(
                    one.answer_id, code_id, coder.id, span, revision, coding.origin
                )
            )
    # All at once: a bundle may hold many thousand codings.
    codings.add_codings(act, rows)
    for one in incoming:
        if one.outcome is not None:
            revision = find_revision(one.codebook)
            codings.set_reading(act, one.answer_id, coder.id, one.outcome, revision, one.origin)
