"""How well the coders of a study agree: on frozen rounds, or on everything that two or more of them have finished.

A code on an answer is present where the coder put it, absent where the coder finished the answer under a codebook
that had the code, and else not known: a code that came later was never judged there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tipcoder import __version__
from tipcoder.codebook.nets import find_codes_below, is_parent
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Codebook, Coder
from tipcoder.store import codebooks, coders, rounds, settlements
from tipcoder.store.engine import Db
from tipcoder.store.rounds import Round
from tipcoder.text import format_count, hash_text, join_words
from tipcoder.workbench.agreement.judged_units import JudgedWork, read_current_work, read_frozen_work
from tipcoder.workbench.codebook.file import read_current_codebook, read_kept_codebook
from tipcoder.workbench.coders import require_coder
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.agreement.ratings import Ratings
    from tipcoder.agreement.resampling import Draws
    from tipcoder.agreement.results import Agreement as Agreement
    from tipcoder.agreement.results import CodeAgreement as CodeAgreement

SPLITS = ("language", "question", "round", "batch")
NO_ROUND = (
    "These are not independent blind rounds: what each coder has finished is compared as it stands now, also what was "
    "coded after another's work was seen or talked about. Agreement after discussion is not reliability."
)
NO_OVERLAP = (
    "No response was finished by two coders; `tipcoder assign --coders a,b --overlap 20%` draws a shared sample."
)
NO_SAMPLE = (
    "The responses compared are those that two coders or more have finished; nobody drew them at random, so the "
    "figures describe these responses."
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
    """Of the coders named, else of all; of the codes named, else of all that can be applied; `by` adds parts.

    Codes with others below them are also compared rolled up. A folder that is named stands for the codes in it.

    With `in_rounds` on what was said when these rounds were frozen, else on what is finished now; split by round, on
    all frozen rounds. Raises BadInput for a name that is not there, for a round that is open, and for fewer than two
    coders with finished answers.
    """
    from tipcoder.agreement.assessing import ReportRequest, assess_agreement
    from tipcoder.agreement.resampling import STANDARD

    with study.store.read() as db:
        chosen = _require_frozen_rounds(db, in_rounds, split_by)
        left = [] if chosen else [one.name for one in rounds.load_rounds(db) if one.frozen_at]
        people = [require_coder(db, name) for name in dict.fromkeys(coder_names)] or coders.load_coders(db)
        work = read_frozen_work(db, chosen, people) if chosen else read_current_work(db, people)
        now = read_current_codebook(db)
        # A round is compared under the codebook that its coders had.
        last = max((one.revision for one in work.finished_units), default=now.revision)
        book = read_kept_codebook(db, last) if chosen else now
        resolving = _describe_adjudication(db)
        revision_text = codebooks.load_document(db, book.revision) if book.revision else ""
    wanted_codes = _choose_codes(book, codes)
    at_work = _require_two_coders(people, work, coder_names, chosen)
    ratings, warnings = work.build_ratings(wanted_codes, at_work)
    wanted = ReportRequest(
        title=study.definition.title,
        draws=draws or STANDARD,
        notes=(
            *_mention_frozen_rounds(left),
            *_describe_circumstances(chosen, work, book, now),
            *_mention_removed_codes(book, work),
            *_describe_filters(coder_names, codes),
        ),
        warnings=warnings,
        parents={key: book.path_to(key)[0] for key in wanted_codes},
        labels={key: book.codes[key].find_label(study.definition.languages[0], book.language) for key in wanted_codes},
        provenance={
            "software": f"tipcoder {__version__}",
            "codebook": f"revision {book.revision} ({hash_text(revision_text)[:12]})",
        },
        sampling=" ".join(_describe_draw(one) for one in chosen),
        resolving=resolving,
    )
    nets = _group_under_parents(book, wanted_codes, codes)
    together = sorted(set().union(*nets.values()))
    rolled_up = work.build_ratings(together, at_work)[0].gather_codes(nets) if nets else None
    found = assess_agreement(
        ratings, wanted, work.build_quotes(wanted_codes, at_work), _split_units(work, at_work, split_by), rolled_up
    )
    if not found.joint:
        found = replace(found, notes=(*found.notes, NO_OVERLAP))
    return AgreementReport(found, ratings)


def _describe_adjudication(db: Db) -> str:
    """Who settled how many disagreements, as a sentence for a methods section; empty where nobody did."""
    found = list(settlements.load_settlements(db).values())
    if not found:
        return ""
    reasons = Counter(one.decision.reason for one in found if one.decision.reason)
    why = ", ".join(f"{reason} {n}" for reason, n in reasons.most_common())
    people = join_words(list(dict.fromkeys(one.by for one in found)))
    return (
        f"Disagreements were settled response by response and code by code: {people} made "
        f"{format_count(len(found), 'decision')}"
        f"{f' (reasons given: {why})' if why else ''}. The coders' own codings were kept, and no figure here was "
        "computed from decisions."
    )


def _require_frozen_rounds(db: Db, names: Sequence[str], split_by: Sequence[str]) -> list[Round]:
    known = {one.name: one for one in rounds.load_rounds(db)}
    if not names:
        frozen = [one for one in known.values() if one.frozen_at]
        if "round" in split_by and not frozen:
            raise BadInput("No round has been frozen yet.", "`tipcoder rounds` lists them; --freeze NAME closes one.")
        return frozen if "round" in split_by else []
    for name in names:
        if name not in known:
            raise BadInput(f"There is no round {name!r}.", did_you_mean(name, known) or "`tipcoder rounds` lists them.")
        if not known[name].frozen_at:
            raise BadInput(
                f"Round {name} is still open, so nothing of it is compared yet.",
                f"When its coders are done, close it with `tipcoder rounds --freeze {name}`.",
            )
    return [known[name] for name in dict.fromkeys(names)]


def _describe_circumstances(chosen: Sequence[Round], work: JudgedWork, book: Codebook, now: Codebook) -> list[str]:
    """What a reader must know about how the responses were chosen and coded."""
    if not chosen:
        return [NO_ROUND, *_warn_of_suggestions(work), NO_SAMPLE]
    out = []
    for one in chosen:
        said = {unit for unit in work.finished_units if work.units[unit.unit].round == one.name}
        out.append(
            f"Round {one.name}, opened on {one.at[:10]} and frozen on {one.frozen_at[:10]}, was coded independently: "
            f"nobody in it could see another's codes. {format_count(len(said), 'judgement is', 'judgements are')} in it. "
            f"{_describe_draw(one)}"
        )
    if work.is_weighted:
        out.append(_describe_weights(work))
    gone = sorted({key for key, code in book.codes.items() if code.codable} - now.codes.keys())
    if gone:
        out.append(
            f"The codebook has changed since: {', '.join(gone)} {'is' if len(gone) == 1 else 'are'} no longer in it. "
            "These figures are of the codes as they were; without --round, codes that were merged are compared as one."
        )
    return out


def _mention_frozen_rounds(frozen: Sequence[str]) -> list[str]:
    """Where blind rounds are left aside, a reader must know that better evidence is there."""
    if not frozen:
        return []
    options = " ".join(f"--round {name}" for name in frozen)
    return [
        f"This study has {'a frozen round' if len(frozen) == 1 else f'{len(frozen)} frozen rounds'}, coded blind; "
        f"reliability is to be reported on that: tipcoder agreement {options}"
    ]


def _warn_of_suggestions(work: JudgedWork) -> list[str]:
    """Coders who follow one machine agree with it, and so with each other."""
    followed = sum(mark.suggested for mark in work.unit_codings)
    if not followed:
        return []
    return [
        f"{followed} of {len(work.unit_codings)} codings were accepted from suggestions, so that these are not independent "
        "judgements: a blind round has no suggestions."
    ]


def _describe_weights(work: JudgedWork) -> str:
    judged_by = Counter(one.unit for one in work.finished_units)
    weights = [unit.weight for n, unit in enumerate(work.units) if judged_by[n] >= 2]
    even = sum(weights) ** 2 / sum(weight**2 for weight in weights) if weights else 0  # Kish (1965)
    return (
        "Responses were drawn with unequal chances, and every coefficient weighs each by the inverse of its chance; "
        f"counts are of the responses as they are. The {len(weights)} jointly coded responses tell as much of the "
        f"whole as {even:.0f} drawn with equal chances."
    )


def _describe_draw(one: Round) -> str:
    """How the shared responses of a round came about, in sentences for a methods section."""
    design = one.design
    strata = " and ".join(design.get("by", ()))
    within = f" within strata of {strata}" if strata else ""
    sentence = (
        f"The responses that all coders got were drawn at random{within} from {design.get('pile', '?')} "
        f"(round {one.name}: {design.get('overlap', '?')}, seed {design.get('seed', '?')})."
    )
    likely = design.get("oversample")
    if not likely:
        return sentence
    return (
        f"{sentence} {likely['answers']} of them were drawn among responses likely to carry the rare codes "
        f"{', '.join(likely['codes'])}; coefficients weigh each response by the inverse of its chance to be drawn."
    )


def _choose_codes(book: Codebook, wanted: Sequence[str]) -> list[str]:
    known = [code.key for _, code in book.list_in_tree_order() if code.codable]
    compared: set[str] = set()
    for key in wanted:
        inside = find_codes_below(book, key).intersection(known) if key in book.codes else set()
        if not inside:
            raise BadInput(f"There is no code {key!r} to compare.", did_you_mean(key, known))
        compared |= {key} if key in known else inside
    return [key for key in known if not wanted or key in compared]


def _group_under_parents(book: Codebook, compared: Sequence[str], named: Sequence[str]) -> dict[str, list[str]]:
    """Parents with the codes that count for them: those named, or all."""
    parents = [code.key for _, code in book.list_in_tree_order() if is_parent(book, code.key)]
    chosen = [key for key in parents if not named or key in named or key in compared]
    nets = {key: [code for code in find_codes_below(book, key) if book.codes[code].codable] for key in chosen}
    return {key: sorted(codes) for key, codes in nets.items() if codes}


def _require_two_coders(
    people: Sequence[Coder], work: JudgedWork, coder_names: Sequence[str], chosen: Sequence[Round]
) -> list[Coder]:
    finished_any = {one.coder_id for one in work.finished_units}
    found = [person for person in people if person.id in finished_any]
    if len(found) < 2:
        idle = [person.name for person in people if person.id not in finished_any]
        why = f"{', '.join(idle)}: nothing finished" if coder_names and idle else f"{len(found)} of them so far"
        if chosen:
            why += f" in round {' and '.join(one.name for one in chosen)}"
        raise BadInput(
            f"Agreement needs two coders with finished answers ({why}).",
            "Bring a second coder's work in with `tipcoder bundle import`, or code with --coder NAME.",
        )
    return found


def _mention_removed_codes(book: Codebook, work: JudgedWork) -> list[str]:
    gone = sorted({mark.code for mark in work.unit_codings if mark.code not in book.codes})
    return [f"Not compared, because the codebook no longer has them: {', '.join(gone)}."] if gone else []


def _describe_filters(coder_names: Sequence[str], codes: Sequence[str]) -> list[str]:
    chosen = [f"the coders {', '.join(coder_names)}"] if coder_names else []
    chosen += [f"the codes {', '.join(codes)}"] if codes else []
    return [f"Only {' and '.join(chosen)} were compared."] if chosen else []


def _split_units(
    work: JudgedWork, people: Sequence[Coder], split_by: Sequence[str]
) -> list[tuple[dict[str, str], list[bool]]]:
    out = []
    for split in split_by:
        if split == "batch":
            values = work.label_batches(people)
            order = sorted({value for value in values if value}, key=lambda value: int(value.split()[0]))
        elif split == "round":
            values = [unit.round for unit in work.units]
            order = list(dict.fromkeys(values))
        else:
            values = [str(getattr(unit.answer, split)) for unit in work.units]
            order = list(dict.fromkeys(values))
        out += [({split: value}, [each == value for each in values]) for value in order]
    return out
