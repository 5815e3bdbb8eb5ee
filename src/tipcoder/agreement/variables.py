"""Variables of categories or scores, as in a table of ratings.

Codes, which are present or absent, are in `assessing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tipcoder.agreement.assessed_codes import assess_codes
from tipcoder.agreement.assessment import MOST_CATEGORIES, ReportRequest, assess_agreement
from tipcoder.agreement.cautions import describe_cautions
from tipcoder.agreement.coder_subsets import iterate_pairs, iterate_without_each
from tipcoder.agreement.coefficients import ALPHA, NEGATIVE, POSITIVE
from tipcoder.agreement.descriptions import count_ratings
from tipcoder.agreement.estimates import Estimate, as_finite
from tipcoder.agreement.gwet import estimate_each_linearised
from tipcoder.agreement.levels import compute_level_alpha, estimate_level_alpha
from tipcoder.agreement.participation import choose_coders
from tipcoder.agreement.ratings import PRESENCE, UNKNOWN, Ratings
from tipcoder.agreement.replicated_estimates import estimate_agreement
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement, CodeAgreement, PairAgreement
from tipcoder.agreement.terms import CATEGORIES
from tipcoder.agreement.verdicts import Chances, judge_code
from tipcoder.arrays import Bools
from tipcoder.errors import BadInput

NOMINAL = f"{ALPHA}_nominal"
"""Alpha for nominal data where it is given beside that of another level."""
MEASURED = ("interval", "ratio")
"""Levels whose values are amounts: one of them against all others says nothing."""
ALL = "all categories"
"""What the only variable of a table is called."""


def assess_variables(
    ratings: Sequence[Ratings], request: ReportRequest, level: str = "nominal"
) -> Agreement:
    """The report on variables of the same units and coders, each as `assess_variable` has it.

    Raises BadInput for fewer than two coders, and for values that do not have the level.
    """
    reports = [assess_variable(one, request, level) for one in ratings]
    # The frame of the report is the same for all: files, coders, draws.
    first = reports[0]
    if len(reports) == 1:
        return first

    # A unit is joint where any variable was rated twice there.
    shape = len(ratings[0].units)
    joint, known = np.zeros(shape, bool), np.zeros(shape, bool)
    codes: list[CodeAgreement] = []
    notes: dict[str, None] = {}
    for one, report in zip(ratings, reports, strict=True):
        joint |= one.joint_units
        known |= one.known_units.any(axis=1)
        codes += _name_categories(report)
        notes |= dict.fromkeys(report.notes)

    return replace(
        first,
        coders=ratings[0].coders,
        codes=tuple(codes),
        joint=int(joint.sum()),
        single=int((known & ~joint).sum()),
        notes=tuple(notes),
    )


def _name_categories(report: Agreement) -> list[CodeAgreement]:
    """Categories are called after their variable too where there are several variables."""
    whole, *categories = report.codes
    named = [whole]
    for category in categories:
        name = f"{whole.code}: {category.code}"
        named.append(replace(category, code=name))
    return named


def assess_variable(ratings: Ratings, request: ReportRequest, level: str = "nominal") -> Agreement:
    """The report on one variable: first all its categories together, then each against the others.

    For another level than nominal its alpha is the one that is shown and judged, and the nominal
    one is given beside it. Amounts (interval, ratio) are not taken apart. The words are those of
    categories. Raises BadInput as `assess_variables` does.
    """
    if len(ratings.coders) < 2:
        raise BadInput(
            "Agreement needs two coders or more.", "Give each coder a column of their own."
        )
    kept, own_request = _choose_coders(ratings, request)
    draws = own_request.draws
    whole = _assess_all_categories(kept, kept.joint_units, draws, level)

    if level in MEASURED or len(kept.categories) > MOST_CATEGORIES:
        # The report on any one value, for its frame: who took part, what is drawn.
        undrawn = replace(own_request, draws=draws._replace(replicates=0))
        frame = assess_agreement(_keep_one_value(kept), undrawn)
        return replace(frame, codes=(whole,), overall=None, swaps=(), replicates=draws.replicates)

    apart = assess_agreement(kept.split_by_category(), own_request)
    # What is of several codes is not of several categories, of which a unit has one.
    return replace(apart, codes=(whole, *apart.codes), swaps=(), overall=None)


def _choose_coders(ratings: Ratings, request: ReportRequest) -> tuple[Ratings, ReportRequest]:
    """The ratings of those who take part, and the request in the words of categories."""
    keep, notes = choose_coders(ratings, request.least_joint, CATEGORIES)
    own_request = replace(request, notes=(*request.notes, *notes), terms=CATEGORIES)
    return ratings.select_coders(keep), own_request


def _keep_one_value(kept: Ratings) -> Ratings:
    """The first of its values against all others."""
    first = np.where(kept.values < 0, UNKNOWN, kept.values == 0).astype(np.int16)
    return replace(kept, values=first, categories=PRESENCE)


def assess_presence(ratings: Ratings, request: ReportRequest) -> Agreement:
    """The report on one variable of yes and no, whose categories are those of a code."""
    kept, own_request = _choose_coders(ratings, request)
    return assess_agreement(kept, own_request)


def _assess_all_categories(kept: Ratings, joint: Bools, draws: Draws, level: str) -> CodeAgreement:
    """All categories of one variable at once."""
    if level != "nominal" and len(kept.categories) > MOST_CATEGORIES:
        return _assess_at_level(_assess_counts_only(kept), kept, joint, draws, level)

    found = estimate_agreement(kept.select_units(joint), draws)
    (whole,) = assess_codes(kept, found, terms=CATEGORIES)
    # P+ and P- would depend on which of the categories happens to be the second.
    named = dict(whole.coefficients)
    named.pop(POSITIVE, None)
    named.pop(NEGATIVE, None)
    whole = replace(whole, coefficients=named, gwet=estimate_each_linearised(kept))
    if level == "nominal":
        return whole
    return _assess_at_level(whole, kept, joint, draws, level)


def _assess_counts_only(kept: Ratings) -> CodeAgreement:
    """So many values that nominal figures would only say that no two are the same."""
    counts = count_ratings(kept, 0)
    verdict, sentence = judge_code(counts, Estimate(), Chances(None, None))
    warnings = describe_cautions(counts, {}, binary=False, terms=CATEGORIES)
    return CodeAgreement(
        code=kept.codes[0],
        counts=counts,
        coefficients={},
        verdict=verdict,
        sentence=sentence,
        warnings=warnings,
    )


def _assess_at_level(
    whole: CodeAgreement, kept: Ratings, joint: Bools, draws: Draws, level: str
) -> CodeAgreement:
    """The same with the alpha, the verdict and the pairs of another level than nominal."""
    found = estimate_level_alpha(kept.select_units(joint), level, draws)
    terms = replace(CATEGORIES, alpha=f"{level} α")
    chances = Chances(found.reliable, found.tentative)
    verdict, sentence = judge_code(whole.counts, found.alpha, chances, terms)

    # The nominal alpha keeps a name of its own.
    beside = dict(whole.coefficients)
    if ALPHA in beside:
        beside[NOMINAL] = beside.pop(ALPHA)
    # Gwet's intervals are of nominal figures.
    linearised = dict(whole.gwet)
    if ALPHA in linearised:
        linearised[NOMINAL] = linearised.pop(ALPHA)

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
        gwet=linearised,
        level=level,
        terms=terms,
    )


def _assess_pairs(whole: CodeAgreement, kept: Ratings, level: str) -> tuple[PairAgreement, ...]:
    """Every pair of coders at a level; their percent agreement is that of the nominal figures."""
    agreement = {pair.coders: pair.agreement for pair in whole.pairs}
    out = []
    for names, two in iterate_pairs(kept):
        alpha = as_finite(compute_level_alpha(two, level))
        patterns = two.patterns.of_code(0)
        joint = patterns.count_units(patterns.is_joint)
        out.append(PairAgreement(names, joint, alpha, agreement.get(names)))
    return tuple(out)


def _compute_without_each(kept: Ratings, level: str) -> dict[str, float | None]:
    """alpha at a level with one coder left out, where there are more than two."""
    out = {}
    for name, rest in iterate_without_each(kept):
        out[name] = as_finite(compute_level_alpha(rest, level))
    return out
