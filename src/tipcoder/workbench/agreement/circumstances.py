"""What a reader of a report on agreement must know of how responses were chosen and coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tipcoder.model.codes import Codebook
from tipcoder.model.codings import CARRIED, MANY
from tipcoder.store.rounds import Round
from tipcoder.text import format_count, join_words
from tipcoder.workbench.agreement.judged_units import JudgedWork
from tipcoder.workbench.codebook.file import find_codable_codes

NO_ROUND = (
    "These are not independent blind rounds: what each coder has finished is compared as it is "
    "now, also what was coded after another's work was seen or talked about. "
    "Agreement after discussion is not reliability."
)
NO_SAMPLE = (
    "The responses compared are those that two coders or more have finished; "
    "nobody drew them at random, so the figures describe these responses."
)


def describe_circumstances(
    chosen: Sequence[Round], work: JudgedWork, book: Codebook, codebook_now: Codebook
) -> list[str]:
    """Sentences on rounds that are compared, or on finished work where there is none."""
    if not chosen:
        return [NO_ROUND, *_warn_of_suggestions(work), NO_SAMPLE]
    notes = [_describe_round(one, work) for one in chosen]
    if work.is_weighted:
        notes.append(_describe_weights(work))
    # Compared are the codes of then; a reader may look for them in the codebook of now.
    removed = sorted(find_codable_codes(book) - codebook_now.codes.keys())
    if removed:
        verb = "is" if len(removed) == 1 else "are"
        notes.append(
            f"The codebook has changed since: {', '.join(removed)} {verb} no longer in it. "
            "These figures are of the codes as they were; without --round, codes that were merged "
            "are compared as one."
        )
    return notes


def _describe_round(one: Round, work: JudgedWork) -> str:
    finished = {unit for unit in work.finished_units if work.units[unit.unit].round == one.name}
    count = format_count(len(finished), "judgement is", "judgements are")
    return (
        f"Round {one.name}, opened on {one.at[:10]} and frozen on {one.frozen_at[:10]}, "
        "was coded independently: nobody in it could see another's codes. "
        f"{count} in it. {describe_draw(one)}"
    )


def mention_frozen_rounds(frozen: Sequence[str]) -> list[str]:
    """Where blind rounds are left aside, a reader must know that better evidence is there."""
    if not frozen:
        return []
    options = " ".join(f"--round {name}" for name in frozen)
    has = "a frozen round" if len(frozen) == 1 else f"{len(frozen)} frozen rounds"
    return [
        f"This study has {has}, coded blind; "
        f"reliability is to be reported on that: tipcoder agreement {options}"
    ]


def mention_drift(every: Sequence[Round]) -> list[str]:
    """What frozen drift rounds had coded again is compared elsewhere, and a reader may miss it."""
    names = [one.name for one in every if one.frozen_at and "drift" in one.design]
    if not names:
        return []
    noun = "round" if len(names) == 1 else "rounds"
    return [
        f"What drift {noun} {join_words(names)} had coded again is in none of these figures: it is "
        "compared with what was said before, code by code, by tipcoder stats change"
    ]


def mention_removed_codes(book: Codebook, work: JudgedWork) -> list[str]:
    """Codes that were applied and cannot be compared."""
    removed = sorted({mark.code for mark in work.unit_codings if mark.code not in book.codes})
    if not removed:
        return []
    return [f"Not compared, because the codebook no longer has them: {', '.join(removed)}."]


def _warn_of_suggestions(work: JudgedWork) -> list[str]:
    """Coders who follow one machine agree with it, and so with each other."""
    followed = sum(mark.suggested for mark in work.unit_codings)
    if not followed:
        return []
    return [
        f"{followed} of {len(work.unit_codings)} codings were accepted from suggestions, "
        "so that these are not independent judgements: a blind round has no suggestions."
    ]


def _describe_weights(work: JudgedWork) -> str:
    judged_by = Counter(one.unit for one in work.finished_units)
    # Only what two coders judged enters a coefficient.
    weights = [unit.weight for n, unit in enumerate(work.units) if judged_by[n] >= 2]
    # The effective sample size of Kish (1965).
    even = sum(weights) ** 2 / sum(weight**2 for weight in weights) if weights else 0
    return (
        "Responses were drawn with unequal chances, "
        "and every coefficient weighs each by the inverse of its chance; "
        f"counts are of the responses as they are. The {len(weights)} jointly coded responses "
        f"tell as much of the whole as {even:.0f} drawn with equal chances."
    )


def describe_derived(counts: Mapping[str, int]) -> str:
    """What was left out because nobody judged it on its own, as a sentence for a methods section;
    empty where there is nothing. `counts` are judgements by origin.
    """
    said = []
    if counts.get(MANY):
        made = format_count(counts[MANY], "judgement")
        said.append(f"{made} made on many alike responses at once")
    if counts.get(CARRIED):
        made = format_count(counts[CARRIED], "judgement")
        said.append(f"{made} carried over from responses with the same text")
    if not said:
        return ""
    was = "was" if sum(counts.values()) == 1 else "were"
    return f"{' and '.join(said)} {was} left out, because nobody made them independently."


def describe_draw(one: Round) -> str:
    """How the shared responses of a round came about, in sentences for a methods section."""
    design = one.design
    strata = " and ".join(design.get("by", ()))
    within = f" within strata of {strata}" if strata else ""
    sentence = (
        f"The responses that all coders got were drawn at random{within} "
        f"from {design.get('pile', '?')} (round {one.name}: {design.get('overlap', '?')}, "
        f"seed {design.get('seed', '?')})."
    )
    # Only rounds in which likely answers were drawn have such an entry.
    likely = design.get("oversample")
    if not likely:
        return sentence
    return (
        f"{sentence} {likely['answers']} of them were drawn among responses likely to carry "
        f"the rare codes {', '.join(likely['codes'])}; "
        "coefficients weigh each response by the inverse of its chance to be drawn."
    )
