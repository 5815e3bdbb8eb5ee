"""From ratings to a report: who can be compared, figures, verdicts, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from tipcoder.agreement.cautions import cautions
from tipcoder.agreement.coefficients import ALPHA, PERCENT, coefficients
from tipcoder.agreement.confusing import swaps
from tipcoder.agreement.describing import counts_of
from tipcoder.agreement.figures import RELIABLE, TENTATIVE, Figures, figures
from tipcoder.agreement.overall import overall
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
    number,
)
from tipcoder.agreement.spans import Quotes, span_agreement
from tipcoder.agreement.sums import unit_sums
from tipcoder.agreement.taking_part import LEAST_JOINT, coders_kept
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.verdicts import Chances, verdict_on
from tipcoder.agreement.words import listed
from tipcoder.errors import BadInput

MOST_CATEGORIES = 50
"""Categories of a nominal variable that a report can take apart."""
ROLLED_UP, OWN = {"as": "rolled up"}, {"as": "own"}
"""How a code with others below it is compared: present where any of them is, or on itself alone."""


@dataclass(frozen=True)
class Wanted:
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


def assess(
    ratings: Ratings,
    wanted: Wanted,
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
    keep, notes = coders_kept(ratings, wanted.least_joint, wanted.terms)
    kept = ratings.of_coders(keep)
    # What was not coded jointly is in no coefficient, so it must not be drawn in a bootstrap either.
    is_joint: Flags = np.asarray(np.any(kept.joint, axis=0))
    joint = kept.of_units(is_joint)
    found = figures(joint, wanted.draws)
    marked: Mapping[str, SpanAgreement] = {}
    if quotes is not None:
        marked = span_agreement(joint, quotes.only(np.flatnonzero(is_joint).tolist(), keep), wanted.draws)
    codes = [
        replace(code, spans=marked.get(code.code), warnings=(*code.warnings, *wanted.warnings.get(code.code, ())))
        for code in assess_codes(kept, found, terms=wanted.terms)
    ]
    apart, empty = _parts(kept, parts, wanted.draws)
    return Agreement(
        title=wanted.title,
        coders=kept.coders,
        joint=len(joint.units),
        single=int((np.any(kept.known, axis=(0, 2)) & ~is_joint).sum()),
        codes=tuple(codes),
        overall=overall(joint, found, codes, wanted.draws, wanted.terms) if len(codes) > 1 else None,
        by_parent=_by_parent(joint, wanted),
        parents=_parents(nets.of_coders(keep), codes, wanted.draws) if nets is not None and nets.codes else (),
        labels=wanted.labels,
        swaps=swaps(joint),
        notes=(*wanted.notes, *notes, *empty),
        parts=tuple(apart),
        replicates=wanted.draws.replicates,
        seed=wanted.draws.seed,
        drawn="respondents" if len(set(joint.clusters)) < len(joint.clusters) else wanted.terms.units,
        provenance=wanted.provenance,
        sampling=wanted.sampling,
        resolving=wanted.resolving,
        table=wanted.table,
        terms=wanted.terms,
    )


def _by_parent(ratings: Ratings, wanted: Wanted) -> Overall | None:
    above = ratings.rolled_up(wanted.parents)
    if not 1 < len(above.codes) < len(ratings.codes):
        return None
    found = figures(above, wanted.draws)
    return overall(above, found, assess_codes(above, found), wanted.draws)


def _parents(nets: Ratings, codes: Sequence[CodeAgreement], draws: Draws) -> tuple[CodeAgreement, ...]:
    """Each parent rolled up, followed by its own figures where it was compared itself."""
    is_joint: Flags = np.asarray(np.any(nets.joint, axis=0))
    own = {code.code: code for code in codes}
    out = []
    for net in assess_codes(nets, figures(nets.of_units(is_joint), draws), ROLLED_UP):
        out.append(net)
        if net.code in own:
            out.append(replace(own[net.code], part=OWN))
    return tuple(out)


def assess_codes(
    ratings: Ratings, found: Figures, part: Mapping[str, str] | None = None, terms: Terms = CODES
) -> list[CodeAgreement]:
    """Every code of these ratings."""
    pairs = _pairs(ratings)
    without = _without_each(ratings)
    return [
        replace(
            _code(ratings, k, found, terms),
            pairs=tuple(one[k] for one in pairs),
            without={name: one[k] for name, one in without.items()},
            part=part or {},
        )
        for k in range(len(ratings.codes))
    ]


def _code(ratings: Ratings, k: int, found: Figures, terms: Terms) -> CodeAgreement:
    counts = counts_of(ratings, k)
    estimates = {name: each[k] for name, each in found.by_name.items()}
    if counts.joint < 2:
        estimates = dict.fromkeys(estimates, Estimate())
    chances = Chances(found.reached[RELIABLE][k], found.reached[TENTATIVE][k])
    verdict, sentence = verdict_on(counts, estimates[ALPHA], chances, terms)
    defined = estimates[ALPHA].value is not None
    return CodeAgreement(
        code=ratings.codes[k],
        counts=counts,
        coefficients=estimates,
        verdict=verdict,
        sentence=sentence,
        warnings=cautions(counts, estimates, binary=not counts.several, terms=terms),
        reliable=chances.reliable if defined else None,
        tentative=chances.tentative if defined else None,
        terms=terms,
    )


def _pairs(ratings: Ratings) -> list[list[PairAgreement]]:
    """For each pair of coders, each code."""
    out = []
    for a, b in combinations(range(len(ratings.coders)), 2):
        two = ratings.of_coders([a, b])
        values = coefficients(unit_sums(two).total())
        names = (ratings.coders[a], ratings.coders[b])
        out.append(
            [
                PairAgreement(names, int(n), number(values[ALPHA][k]), number(values[PERCENT][k]))
                for k, n in enumerate(two.joint.sum(axis=1))
            ]
        )
    return out


def _without_each(ratings: Ratings) -> dict[str, list[float | None]]:
    """alpha of every code with one coder left out, where there are more than two."""
    m = len(ratings.coders)
    if m < 3:
        return {}
    out = {}
    for g, name in enumerate(ratings.coders):
        values = coefficients(unit_sums(ratings.of_coders([i for i in range(m) if i != g])).total())
        out[name] = [number(value) for value in values[ALPHA]]
    return out


def _parts(
    ratings: Ratings, parts: Sequence[tuple[Mapping[str, str], Sequence[bool]]], draws: Draws
) -> tuple[list[CodeAgreement], list[str]]:
    """Every code in every part; and a sentence on the parts in which nothing was coded jointly."""
    out: list[CodeAgreement] = []
    empty: list[str] = []
    for part, units in parts:
        some = ratings.of_units(np.asarray(units, bool))
        joint: Flags = np.asarray(np.any(some.joint, axis=0))
        if not joint.any():
            empty += part.values()
            continue
        out += assess_codes(some, figures(some.of_units(joint), draws), part)
    return out, [f"No response was coded jointly in {listed(empty)}."] if empty else []
