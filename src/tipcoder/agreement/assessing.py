"""From ratings to a report: who can be compared, figures, verdicts, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from tipcoder.agreement.cautions import describe_cautions
from tipcoder.agreement.coefficients import ALPHA, PERCENT, compute_coefficients
from tipcoder.agreement.confusing import find_swaps
from tipcoder.agreement.describing import count_ratings
from tipcoder.agreement.figures import RELIABLE, TENTATIVE, AgreementEstimates, estimate_agreement
from tipcoder.agreement.overall import assess_overall
from tipcoder.agreement.ratings import Flags, Ratings
from tipcoder.agreement.resampling import STANDARD, Draws
from tipcoder.agreement.results import (
    Agreement,
    CodeAgreement,
    Estimate,
    GivenTable,
    Overall,
    PairAgreement,
    SpanAgreement,
    as_finite,
)
from tipcoder.agreement.spans import Quotes, assess_spans
from tipcoder.agreement.sums import build_unit_sums
from tipcoder.agreement.taking_part import LEAST_JOINT, choose_coders
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.verdicts import Chances, judge_code
from tipcoder.agreement.words import join_names
from tipcoder.errors import BadInput

MOST_CATEGORIES = 50
"""Categories of a nominal variable that a report can take apart."""
ROLLED_UP, OWN = {"as": "rolled up"}, {"as": "own"}
"""How a code with others below it is compared: present where any of them is, or on itself alone."""


@dataclass(frozen=True)
class ReportRequest:
    """What a report is to say beside the figures."""

    title: str
    draws: Draws = STANDARD
    least_joint: int = LEAST_JOINT
    notes: tuple[str, ...] = ()
    warnings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Further warnings by code."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    """For each code the one at the top of its branch."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What people call the codes."""
    sampling: str = ""
    """How the responses were chosen, for the methods section; empty where nobody drew them."""
    resolving: str = ""
    """How disagreements were resolved, for the methods section."""
    table: GivenTable | None = None
    """The table that the ratings are from; None for a study."""
    terms: Terms = CODES


def assess_agreement(
    ratings: Ratings,
    request: ReportRequest,
    quotes: Quotes | None = None,
    parts: Sequence[tuple[Mapping[str, str], Sequence[bool]]] = (),
    nets: Ratings | None = None,
) -> Agreement:
    """The whole report on codes (present or absent). `parts` name units of which to report apart.

    `nets` are codes with others below them, rolled up, on the same units and coders.

    Raises BadInput where fewer than two coders are there.
    """
    if len(ratings.coders) < 2:
        raise BadInput(
            "Agreement needs two coders with finished answers.", "Bring a second coder's work in, then ask again."
        )
    keep, notes = choose_coders(ratings, request.least_joint, request.terms)
    kept = ratings.select_coders(keep)
    # What was not coded jointly is in no coefficient, so it must not be drawn in a bootstrap either.
    is_joint: Flags = np.asarray(np.any(kept.joint, axis=0))
    joint = kept.select_units(is_joint)
    found = estimate_agreement(joint, request.draws)
    marked: Mapping[str, SpanAgreement] = {}
    if quotes is not None:
        marked = assess_spans(joint, quotes.select_quotes(np.flatnonzero(is_joint).tolist(), keep), request.draws)
    codes = [
        replace(code, spans=marked.get(code.code), warnings=(*code.warnings, *request.warnings.get(code.code, ())))
        for code in assess_codes(kept, found, terms=request.terms)
    ]
    apart, empty = _assess_parts(kept, parts, request.draws)
    return Agreement(
        title=request.title,
        coders=kept.coders,
        joint=len(joint.units),
        single=int((np.any(kept.known, axis=(0, 2)) & ~is_joint).sum()),
        codes=tuple(codes),
        overall=assess_overall(joint, found, codes, request.draws, request.terms) if len(codes) > 1 else None,
        by_parent=_assess_by_parent(joint, request),
        parents=_assess_parents(nets.select_coders(keep), codes, request.draws)
        if nets is not None and nets.codes
        else (),
        labels=request.labels,
        swaps=find_swaps(joint),
        notes=(*request.notes, *notes, *empty),
        parts=tuple(apart),
        replicates=request.draws.replicates,
        seed=request.draws.seed,
        drawn="respondents" if len(set(joint.clusters)) < len(joint.clusters) else request.terms.units,
        provenance=request.provenance,
        sampling=request.sampling,
        resolving=request.resolving,
        table=request.table,
        terms=request.terms,
    )


def _assess_by_parent(ratings: Ratings, request: ReportRequest) -> Overall | None:
    above = ratings.roll_up_codes(request.parents)
    if not 1 < len(above.codes) < len(ratings.codes):
        return None
    found = estimate_agreement(above, request.draws)
    return assess_overall(above, found, assess_codes(above, found), request.draws)


def _assess_parents(nets: Ratings, codes: Sequence[CodeAgreement], draws: Draws) -> tuple[CodeAgreement, ...]:
    """Each parent rolled up, followed by its own figures where it was compared itself."""
    is_joint: Flags = np.asarray(np.any(nets.joint, axis=0))
    own = {code.code: code for code in codes}
    out = []
    for net in assess_codes(nets, estimate_agreement(nets.select_units(is_joint), draws), ROLLED_UP):
        out.append(net)
        if net.code in own:
            out.append(replace(own[net.code], part=OWN))
    return tuple(out)


def assess_codes(
    ratings: Ratings, found: AgreementEstimates, part: Mapping[str, str] | None = None, terms: Terms = CODES
) -> list[CodeAgreement]:
    """Every code of these ratings."""
    pairs = _assess_pairs(ratings)
    without = _estimate_without_each_coder(ratings)
    return [
        replace(
            _assess_code(ratings, k, found, terms),
            pairs=tuple(one[k] for one in pairs),
            without={name: one[k] for name, one in without.items()},
            part=part or {},
        )
        for k in range(len(ratings.codes))
    ]


def _assess_code(ratings: Ratings, k: int, found: AgreementEstimates, terms: Terms) -> CodeAgreement:
    counts = count_ratings(ratings, k)
    estimates = {name: each[k] for name, each in found.by_name.items()}
    if counts.joint < 2:
        estimates = dict.fromkeys(estimates, Estimate())
    chances = Chances(found.reached[RELIABLE][k], found.reached[TENTATIVE][k])
    verdict, sentence = judge_code(counts, estimates[ALPHA], chances, terms)
    defined = estimates[ALPHA].value is not None
    return CodeAgreement(
        code=ratings.codes[k],
        counts=counts,
        coefficients=estimates,
        verdict=verdict,
        sentence=sentence,
        warnings=describe_cautions(counts, estimates, binary=not counts.several, terms=terms),
        reliable=chances.reliable if defined else None,
        tentative=chances.tentative if defined else None,
        terms=terms,
    )


def _assess_pairs(ratings: Ratings) -> list[list[PairAgreement]]:
    """For each pair of coders, each code."""
    out = []
    for a, b in combinations(range(len(ratings.coders)), 2):
        two = ratings.select_coders([a, b])
        values = compute_coefficients(build_unit_sums(two).sum_units())
        names = (ratings.coders[a], ratings.coders[b])
        out.append(
            [
                PairAgreement(names, int(n), as_finite(values[ALPHA][k]), as_finite(values[PERCENT][k]))
                for k, n in enumerate(two.joint.sum(axis=1))
            ]
        )
    return out


def _estimate_without_each_coder(ratings: Ratings) -> dict[str, list[float | None]]:
    """alpha of every code with one coder left out, where there are more than two."""
    m = len(ratings.coders)
    if m < 3:
        return {}
    out = {}
    for g, name in enumerate(ratings.coders):
        values = compute_coefficients(
            build_unit_sums(ratings.select_coders([i for i in range(m) if i != g])).sum_units()
        )
        out[name] = [as_finite(value) for value in values[ALPHA]]
    return out


def _assess_parts(
    ratings: Ratings, parts: Sequence[tuple[Mapping[str, str], Sequence[bool]]], draws: Draws
) -> tuple[list[CodeAgreement], list[str]]:
    """Every code in every part; and a sentence on the parts in which nothing was coded jointly."""
    out: list[CodeAgreement] = []
    empty: list[str] = []
    for part, units in parts:
        some = ratings.select_units(np.asarray(units, bool))
        joint: Flags = np.asarray(np.any(some.joint, axis=0))
        if not joint.any():
            empty += part.values()
            continue
        out += assess_codes(some, estimate_agreement(some.select_units(joint), draws), part)
    return out, [f"No response was coded jointly in {join_names(empty)}."] if empty else []
