"""How well the coders of a study agree: on frozen rounds, or on everything that two or more of them
have finished.

A code on an answer is present where the coder applied it, absent where the coder finished the
answer under a codebook that had the code, and else not known: a code that came later was never
judged there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tipcoder import __version__
from tipcoder.codebook.nets import find_codes_below, is_parent
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder
from tipcoder.store import codebooks, coders, finished_work, rounds, settlements
from tipcoder.store.engine import Db
from tipcoder.store.rounds import Round
from tipcoder.text import format_count, hash_text, join_words
from tipcoder.workbench.agreement.circumstances import (
    describe_circumstances,
    describe_derived,
    describe_draw,
    mention_drift,
    mention_frozen_rounds,
    mention_removed_codes,
)
from tipcoder.workbench.agreement.collected_work import read_current_work, read_frozen_work
from tipcoder.workbench.agreement.judged_units import JudgedWork
from tipcoder.workbench.agreement.part_differences import find_part_differences
from tipcoder.workbench.codebook.file import read_current_codebook, read_kept_codebook
from tipcoder.workbench.coders import require_coder
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.agreement.ratings import Ratings
    from tipcoder.agreement.resampling import Draws
    from tipcoder.agreement.results import Agreement as Agreement
    from tipcoder.agreement.results import CodeAgreement as CodeAgreement

SPLITS = ("language", "question", "round", "batch")
DIVISIONS = ("language", "question")
"""Those by which it is always asked whether agreement differs."""
NO_OVERLAP = (
    "No response was finished by two coders; "
    "`tipcoder assign --coders a,b --overlap 20%` draws a shared sample."
)


@dataclass(frozen=True, eq=False)
class AgreementReport:
    """A report and the ratings that it was made from, so that anybody can compute it again."""

    agreement: Agreement
    ratings: Ratings
    more: tuple[Ratings, ...] = ()
    """Further variables, of a table that has several."""


def assess_study(
    study: OpenStudy,
    *,
    in_rounds: Sequence[str] = (),
    coder_names: Sequence[str] = (),
    codes: Sequence[str] = (),
    split_by: Sequence[str] = (),
    draws: Draws | None = None,
) -> AgreementReport:
    """Of the coders named, else of all; of the codes named, else of all that can be applied;
    `split_by` adds parts.

    Codes with others below them are also compared rolled up. A folder that is named includes the
    codes in it.

    With `in_rounds` on what was said when these rounds were frozen, else on what is finished now;
    split by round, on all frozen rounds. Raises BadInput for a name that is not there, for a round
    that is open, and for fewer than two coders with finished answers.
    """
    from tipcoder.agreement.assessment import ReportRequest, assess_agreement
    from tipcoder.agreement.resampling import STANDARD

    with study.store.read() as db:
        basis = _read_basis(db, in_rounds, coder_names, split_by)
    book, work, chosen = basis.book, basis.work, basis.chosen
    wanted_codes = _choose_codes(book, codes)
    at_work = _require_two_coders(basis.people, work, coder_names, chosen)
    ratings, warnings = work.build_ratings(wanted_codes, at_work)

    language = study.definition.languages[0]
    request = ReportRequest(
        title=study.definition.title,
        draws=draws or STANDARD,
        notes=(*_describe_basis(basis), *_describe_filters(coder_names, codes)),
        warnings=warnings,
        parents={key: book.path_to(key)[0] for key in wanted_codes},
        labels={key: book.codes[key].find_label(language, book.language) for key in wanted_codes},
        provenance={
            "software": f"tipcoder {__version__}",
            "codebook": f"revision {book.revision} ({hash_text(basis.codebook_text)[:12]})",
        },
        sampling=" ".join(describe_draw(one) for one in chosen),
        resolving=basis.adjudication,
        left_out=basis.derived,
    )

    # Numbers of a parent count what is below it, so its agreement is measured so too.
    nets = _group_under_parents(book, wanted_codes, codes)
    rolled_up = _roll_up(work, at_work, nets) if nets else None
    quotes = work.build_quotes(wanted_codes, at_work)
    parts = _split_units(work, at_work, split_by)
    found = assess_agreement(ratings, request, quotes, parts, rolled_up)
    divisions = {name: _find_split_values(work, at_work, name) for name in DIVISIONS}
    differing = find_part_differences(ratings, found.coders, divisions)
    found = replace(found, differences=differing)
    # The report says why it is empty.
    if not found.joint:
        found = replace(found, notes=(*found.notes, NO_OVERLAP))
    return AgreementReport(found, ratings)


@dataclass(frozen=True)
class _Basis:
    """What a report rests on, as read in one transaction."""

    chosen: Sequence[Round]
    """The frozen rounds that are compared; none where finished work is."""
    left_aside: Sequence[str]
    """Frozen rounds that are not compared."""
    rounds: Sequence[Round]
    """All of them, compared or not."""
    people: Sequence[Coder]
    work: JudgedWork
    book: Codebook
    """The codebook under which is compared."""
    codebook_now: Codebook
    codebook_text: str
    adjudication: str
    """Who resolved how many disagreements."""
    derived: str
    """What is not compared, because nobody judged it on its own."""


def _describe_basis(basis: _Basis) -> Iterator[str]:
    """What a reader has to know of the codings that are compared."""
    yield from mention_frozen_rounds(basis.left_aside)
    yield from mention_drift(basis.rounds)
    book, work = basis.book, basis.work
    yield from describe_circumstances(basis.chosen, work, book, basis.codebook_now)
    yield from mention_removed_codes(book, work)
    if basis.derived:
        yield basis.derived


def _read_basis(
    db: Db, in_rounds: Sequence[str], coder_names: Sequence[str], split_by: Sequence[str]
) -> _Basis:
    chosen = _require_frozen_rounds(db, in_rounds, split_by)
    people = [require_coder(db, name) for name in dict.fromkeys(coder_names)]
    # Nobody named means everybody.
    people = people or coders.load_coders(db)
    codebook_now = read_current_codebook(db)
    # A frozen round has no such judgement.
    derived = ""
    if chosen:
        left_aside: list[str] = []
        work = read_frozen_work(db, chosen, people)
        # A round is compared under the codebook that its coders had.
        revisions = [one.revision for one in work.finished_units]
        book = read_kept_codebook(db, max(revisions, default=codebook_now.revision))
    else:
        left_aside = []
        for one in rounds.load_rounds(db):
            if one.frozen_at and one.compares_coders:
                left_aside.append(one.name)
        work = read_current_work(db, people)
        ids = [person.id for person in people]
        derived = describe_derived(finished_work.count_derived_readings(db, ids))
        book = codebook_now
    return _Basis(
        chosen=chosen,
        left_aside=left_aside,
        rounds=rounds.load_rounds(db),
        people=people,
        work=work,
        book=book,
        codebook_now=codebook_now,
        codebook_text=codebooks.load_document(db, book.revision) if book.revision else "",
        adjudication=_describe_adjudication(db),
        derived=derived,
    )


def _describe_adjudication(db: Db) -> str:
    """Who resolved how many disagreements, as a sentence for a methods section; empty where nobody
    did.
    """
    found = list(settlements.load_settlements(db).values())
    if not found:
        return ""
    people = join_words(list(dict.fromkeys(one.by for one in found)))
    made = f"{people} made {format_count(len(found), 'decision')}"

    reasons = Counter(one.decision.reason for one in found if one.decision.reason)
    if reasons:
        given = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
        made += f" (reasons given: {given})"
    return (
        f"Disagreements were resolved response by response and code by code: {made}. "
        "The coders' own codings were kept, and no figure here was computed from decisions."
    )


def _require_frozen_rounds(db: Db, names: Sequence[str], split_by: Sequence[str]) -> list[Round]:
    """The rounds named; split by round, all frozen ones where none is named."""
    known = {one.name: one for one in rounds.load_rounds(db)}
    # Finished work is compared, and no round.
    if not names and "round" not in split_by:
        return []
    if not names:
        frozen = [one for one in known.values() if one.frozen_at and one.compares_coders]
        if not frozen:
            remedy = "`tipcoder rounds` lists them; --freeze NAME closes one."
            raise BadInput("No round has been frozen yet.", remedy)
        return frozen

    for name in names:
        if name not in known:
            near = did_you_mean(name, known) or "`tipcoder rounds` lists them."
            raise BadInput(f"There is no round {name!r}.", near)
        if not known[name].frozen_at:
            raise BadInput(
                f"Round {name} is still open, so nothing of it is compared yet.",
                f"When its coders are done, close it with `tipcoder rounds --freeze {name}`.",
            )
    # In the order given, each once.
    return [known[name] for name in dict.fromkeys(names)]


def _choose_codes(book: Codebook, wanted: Sequence[str]) -> list[str]:
    """The codes to compare, in the codebook's order: those wanted, or all that can be applied."""
    codable = [code.key for _, code in book.list_in_tree_order() if code.codable]
    if not wanted:
        return codable

    compared: set[str] = set()
    for key in wanted:
        inside = find_codes_below(book, key).intersection(codable) if key in book.codes else set()
        if not inside:
            near = did_you_mean(key, codable)
            raise BadInput(f"There is no code {key!r} to compare.", near)
        if key in codable:
            compared.add(key)
        else:
            # A folder is not a code that can be compared.
            compared |= inside
    return [key for key in codable if key in compared]


def _group_under_parents(
    book: Codebook, compared: Sequence[str], named: Sequence[str]
) -> dict[str, list[str]]:
    """Parents with the codes that count for them: those named, or all."""
    groups = {}
    for _, code in book.list_in_tree_order():
        key = code.key
        if not is_parent(book, key) or (named and key not in named and key not in compared):
            continue
        below = [each for each in find_codes_below(book, key) if book.codes[each].codable]
        # A parent of mere folders has nothing to compare.
        if below:
            groups[key] = sorted(below)
    return groups


def _roll_up(
    work: JudgedWork, people: Sequence[Coder], nets: Mapping[str, Sequence[str]]
) -> Ratings:
    """Ratings of parents, by all the codes below each."""
    together = sorted(set().union(*nets.values()))
    ratings, _ = work.build_ratings(together, people)
    return ratings.gather_codes(nets)


def _require_two_coders(
    people: Sequence[Coder],
    work: JudgedWork,
    coder_names: Sequence[str],
    chosen: Sequence[Round],
) -> list[Coder]:
    """Those who have finished anything. Raises BadInput for fewer than two."""
    found = work.list_at_work(people)
    if len(found) >= 2:
        return found

    idle = [person.name for person in people if person not in found]
    why = f"{len(found)} of them so far"
    if coder_names and idle:
        why = f"{', '.join(idle)}: nothing finished"
    if chosen:
        why += f" in round {' and '.join(one.name for one in chosen)}"
    raise BadInput(
        f"Agreement needs two coders with finished answers ({why}).",
        "Bring a second coder's work in with `tipcoder bundle import`, or code with --coder NAME.",
    )


def _describe_filters(coder_names: Sequence[str], codes: Sequence[str]) -> list[str]:
    chosen = []
    if coder_names:
        chosen.append(f"the coders {', '.join(coder_names)}")
    if codes:
        chosen.append(f"the codes {', '.join(codes)}")
    return [f"Only {' and '.join(chosen)} were compared."] if chosen else []


def _split_units(
    work: JudgedWork, people: Sequence[Coder], split_by: Sequence[str]
) -> list[tuple[dict[str, str], list[bool]]]:
    """({split: value}, which units are in it) for each part of each split."""
    parts = []
    for split in split_by:
        values = _find_split_values(work, people, split)
        order = list(dict.fromkeys(values))
        if split == "batch":
            # By their first number; units in no batch are in no part.
            order = sorted(filter(None, order), key=lambda value: int(value.split()[0]))
        parts += [_select_part(split, value, values) for value in order]
    return parts


def _select_part(
    split: str, value: str, values: Sequence[str]
) -> tuple[dict[str, str], list[bool]]:
    return {split: value}, [each == value for each in values]


def _find_split_values(work: JudgedWork, people: Sequence[Coder], split: str) -> list[str]:
    """For each unit, in which part of a split it is."""
    if split == "batch":
        return work.label_batches(people)
    if split == "round":
        return [unit.round for unit in work.units]
    return [str(getattr(unit.answer, split)) for unit in work.units]
