"""Variables of categories or scores, as in a table of ratings, rather than codes that are present or absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from tipcoder.agreement.assessing import MOST_CATEGORIES, ReportRequest, assess_agreement, assess_codes
from tipcoder.agreement.cautions import describe_cautions
from tipcoder.agreement.coefficients import ALPHA, NEGATIVE, POSITIVE
from tipcoder.agreement.describing import count_ratings
from tipcoder.agreement.figures import estimate_agreement
from tipcoder.agreement.gwet import LINEARISED, estimate_linearised
from tipcoder.agreement.levels import compute_level_alpha, estimate_level_alpha
from tipcoder.agreement.ratings import PRESENCE, UNKNOWN, Flags, Ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement, CodeAgreement, Estimate, PairAgreement, as_finite
from tipcoder.agreement.taking_part import choose_coders
from tipcoder.agreement.terms import CATEGORIES
from tipcoder.agreement.verdicts import Chances, judge_code
from tipcoder.errors import BadInput

NOMINAL = f"{ALPHA}_nominal"
"""Alpha for nominal data where it stands beside that of another level."""
MEASURED = ("interval", "ratio")
"""Levels whose values are amounts: one of them against all others says nothing."""


def assess_variables(ratings: Sequence[Ratings], request: ReportRequest, level: str = "nominal") -> Agreement:
    """The report on variables of the same units and coders, each as `assess_variable` has it.

    Raises BadInput for fewer than two coders, and for values that do not have the level.
    """
    reports = [assess_variable(one, request, level) for one in ratings]
    first = reports[0]
    if len(reports) == 1:
        return first
    joint: Flags = np.any(np.stack([np.any(one.joint, axis=0) for one in ratings]), axis=0)
    known: Flags = np.any(np.stack([np.any(one.known, axis=(0, 2)) for one in ratings]), axis=0)
    return replace(
        first,
        coders=ratings[0].coders,
        codes=tuple(code for report in reports for code in _name_categories(report)),
        joint=int(joint.sum()),
        single=int((known & ~joint).sum()),
        notes=tuple(dict.fromkeys(note for report in reports for note in report.notes)),
    )


def _name_categories(report: Agreement) -> tuple[CodeAgreement, ...]:
    """Categories are called after their variable too where there are several variables."""
    whole, *categories = report.codes
    return (whole, *(replace(code, code=f"{whole.code}: {code.code}") for code in categories))


def assess_variable(ratings: Ratings, request: ReportRequest, level: str = "nominal") -> Agreement:
    """The report on one variable: first all its categories together, then each against the others.

    For another level than nominal its alpha is the one that is shown and judged, and the nominal one stands beside
    it. Amounts (interval, ratio) are not taken apart. The words are those of categories.
    """
    if len(ratings.coders) < 2:
        raise BadInput("Agreement needs two coders or more.", "Give each coder a column of their own.")
    keep, notes = choose_coders(ratings, request.least_joint, CATEGORIES)
    kept = ratings.select_coders(keep)
    joint: Flags = np.asarray(np.any(kept.joint, axis=0))
    said = replace(request, notes=(*request.notes, *notes), terms=CATEGORIES)
    whole = _assess_all_categories(kept, joint, said.draws, level)
    if level in MEASURED or len(kept.categories) > MOST_CATEGORIES:
        # The report on any one value, for its frame: who took part, what is drawn.
        frame = assess_agreement(_keep_one_value(kept), replace(said, draws=said.draws._replace(replicates=0)))
        return replace(frame, codes=(whole,), overall=None, swaps=(), replicates=said.draws.replicates)
    apart = assess_agreement(kept.split_by_category(), said)
    return replace(apart, codes=(whole, *apart.codes), swaps=(), overall=None)


def _keep_one_value(kept: Ratings) -> Ratings:
    """The first of its values against all others."""
    first = np.where(kept.values < 0, UNKNOWN, kept.values == 0).astype(np.int16)
    return replace(kept, values=first, categories=PRESENCE)


def assess_presence(ratings: Ratings, request: ReportRequest) -> Agreement:
    """The report on one variable of yes and no, whose categories are those of a code; with Gwet's standard errors."""
    keep, notes = choose_coders(ratings, request.least_joint, CATEGORIES)
    kept = ratings.select_coders(keep)
    found = assess_agreement(kept, replace(request, notes=(*request.notes, *notes), terms=CATEGORIES))
    errors = {name: estimate_linearised(kept, name).se for name in LINEARISED}
    return replace(found, codes=(replace(found.codes[0], gwet_se=errors),))


ALL = "all categories"
"""What the only variable of a table is called."""


def _assess_all_categories(kept: Ratings, joint: Flags, draws: Draws, level: str) -> CodeAgreement:
    """All categories of one variable at once."""
    if level != "nominal" and len(kept.categories) > MOST_CATEGORIES:
        return _at_level(_assess_counts_only(kept), kept, joint, draws, level)
    (whole,) = assess_codes(kept, estimate_agreement(kept.select_units(joint), draws), terms=CATEGORIES)
    # P+ and P- would depend on which of the categories happens to be the second.
    named = {name: each for name, each in whole.coefficients.items() if name not in (POSITIVE, NEGATIVE)}
    errors = {name: estimate_linearised(kept, name).se for name in LINEARISED}
    whole = replace(whole, coefficients=named, gwet_se=errors)
    return whole if level == "nominal" else _at_level(whole, kept, joint, draws, level)


def _assess_counts_only(kept: Ratings) -> CodeAgreement:
    """So many values that nominal figures would only say that no two are the same."""
    counts = count_ratings(kept, 0)
    warnings = describe_cautions(counts, {}, binary=False, terms=CATEGORIES)
    return CodeAgreement(kept.codes[0], counts, {}, *judge_code(counts, Estimate(), Chances(None, None)), warnings)


def _at_level(whole: CodeAgreement, kept: Ratings, joint: Flags, draws: Draws, level: str) -> CodeAgreement:
    """The same with the alpha, the verdict and the pairs of another level than nominal."""
    found = estimate_level_alpha(kept.select_units(joint), level, draws)
    chances = Chances(found.reliable, found.tentative)
    terms = replace(CATEGORIES, alpha=f"{level} α")
    verdict, sentence = judge_code(whole.counts, found.alpha, chances, terms)
    beside = {name: each for name, each in whole.coefficients.items() if name != ALPHA}
    if ALPHA in whole.coefficients:
        beside[NOMINAL] = whole.coefficients[ALPHA]
    errors = {NOMINAL if name == ALPHA else name: se for name, se in whole.gwet_se.items()}
    defined = found.alpha.value is not None
    return replace(
        whole,
        coefficients={ALPHA: found.alpha, **beside},
        verdict=verdict,
        sentence=sentence,
        reliable=found.reliable if defined else None,
        tentative=found.tentative if defined else None,
        pairs=_assess_pairs(whole, kept, level),
        without=_compute_without_each(kept, level),
        gwet_se=errors,
        level=level,
        terms=terms,
    )


def _assess_pairs(whole: CodeAgreement, kept: Ratings, level: str) -> tuple[PairAgreement, ...]:
    same = {pair.coders: pair.agreement for pair in whole.pairs}
    out = []
    for a, b in combinations(range(len(kept.coders)), 2):
        two = kept.select_coders([a, b])
        names = (kept.coders[a], kept.coders[b])
        alpha = as_finite(compute_level_alpha(two, level))
        out.append(PairAgreement(names, int(two.joint.sum()), alpha, same.get(names)))
    return tuple(out)


def _compute_without_each(kept: Ratings, level: str) -> dict[str, float | None]:
    m = len(kept.coders)
    if m < 3:
        return {}
    out = {}
    for g, name in enumerate(kept.coders):
        rest = kept.select_coders([i for i in range(m) if i != g])
        out[name] = as_finite(compute_level_alpha(rest, level))
    return out
