"""From ratings to a report: who can be compared, figures, verdicts, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tipcoder.agreement.assessed_codes import Parts, assess_codes, assess_parents, assess_parts
from tipcoder.agreement.confusions import find_swaps
from tipcoder.agreement.gwet import LinearisedEstimate, estimate_all_linearised
from tipcoder.agreement.overall import assess_overall
from tipcoder.agreement.participation import LEAST_JOINT, choose_coders
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.replicated_estimates import AgreementEstimates, estimate_agreement
from tipcoder.agreement.resampling import STANDARD, Draws
from tipcoder.agreement.results import (
    Agreement,
    CodeAgreement,
    GivenTable,
    Overall,
    SpanAgreement,
)
from tipcoder.agreement.spans import Quotes, assess_spans
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.arrays import Bools
from tipcoder.errors import BadInput

MOST_CATEGORIES = 50
"""Categories of a nominal variable that a report can take apart."""


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
    left_out: str = ""
    """What was coded and is not compared, for the methods section; empty where nothing is."""
    table: GivenTable | None = None
    """The table that the ratings are from; None for a study."""
    terms: Terms = CODES


def assess_agreement(
    ratings: Ratings,
    request: ReportRequest,
    quotes: Quotes | None = None,
    parts: Parts = (),
    nets: Ratings | None = None,
) -> Agreement:
    """The whole report on codes (present or absent). `parts` name units of which to report apart.

    `nets` are codes with others below them, rolled up, on the same units and coders.

    Raises BadInput where fewer than two coders are there.
    """
    if len(ratings.coders) < 2:
        raise BadInput(
            "Agreement needs two coders with finished answers.",
            "Bring a second coder's work in, then ask again.",
        )
    # Every figure of the report is drawn from the same resamples.
    request = replace(request, draws=request.draws.keep())
    compared = _choose_compared(ratings, request)
    kept, joint = compared.kept, compared.joint

    found = estimate_agreement(joint, request.draws)
    # Counts are of all responses, and figures of the joint ones.
    codes = assess_codes(kept, found, terms=request.terms)
    spans = _assess_marked_words(compared, quotes, request.draws)
    linearised = estimate_all_linearised(joint)
    codes = [
        _complete_code(code, spans, request, of_code)
        for code, of_code in zip(codes, linearised, strict=True)
    ]
    of_parts, empty_notes = assess_parts(kept, parts, request.draws)
    parents: tuple[CodeAgreement, ...] = ()
    if nets is not None:
        parents = assess_parents(nets.select_coders(compared.coders), codes, request.draws)

    return Agreement(
        title=request.title,
        coders=kept.coders,
        joint=len(joint.units),
        single=compared.count_single(),
        codes=tuple(codes),
        overall=_assess_several(joint, found, codes, request),
        by_parent=_assess_by_parent(joint, request),
        parents=parents,
        labels=request.labels,
        swaps=find_swaps(joint),
        notes=(*request.notes, *compared.notes, *empty_notes),
        parts=tuple(of_parts),
        replicates=request.draws.replicates,
        seed=request.draws.seed,
        drawn=_name_drawn(joint, request.terms),
        provenance=request.provenance,
        sampling=request.sampling,
        resolving=request.resolving,
        left_out=request.left_out,
        table=request.table,
        terms=request.terms,
    )


@dataclass(frozen=True, eq=False)
class _Compared:
    """What of the ratings is compared."""

    coders: Sequence[int]
    """The coders that are compared, by their numbers."""
    kept: Ratings
    """The ratings of these coders."""
    is_joint: Bools
    """(units,): whether the unit is in any coefficient."""
    joint: Ratings
    """The joint units alone."""
    notes: Sequence[str]
    is_everything: bool
    """Whether all coders and units are compared."""

    def count_single(self) -> int:
        """Responses that one of the coders alone has coded."""
        is_known = self.kept.known_units.any(axis=1)
        return int((is_known & ~self.is_joint).sum())


def _choose_compared(ratings: Ratings, request: ReportRequest) -> _Compared:
    # Figures with a coder of three responses would be figures of three responses.
    keep, notes = choose_coders(ratings, request.least_joint, request.terms)
    kept = ratings.select_coders(keep)
    # What was not coded jointly is in no coefficient, so it must not be drawn in a bootstrap
    # either.
    is_joint = kept.joint_units
    joint = kept.select_units(is_joint)
    return _Compared(keep, kept, is_joint, joint, notes, joint is ratings)


def _assess_marked_words(
    compared: _Compared, quotes: Quotes | None, draws: Draws
) -> Mapping[str, SpanAgreement]:
    """Agreement on words by code; nothing where none were marked."""
    if quotes is None:
        return {}
    if not compared.is_everything:
        # Quotes are numbered by the units and coders that are left.
        units = np.flatnonzero(compared.is_joint).tolist()
        quotes = quotes.select_quotes(units, compared.coders)
    return assess_spans(compared.joint, quotes, draws)


def _complete_code(
    code: CodeAgreement,
    spans: Mapping[str, SpanAgreement],
    request: ReportRequest,
    linearised: Mapping[str, LinearisedEstimate],
) -> CodeAgreement:
    """The code with its quotes, the warnings of the request and Gwet's intervals."""
    warnings = (*code.warnings, *request.warnings.get(code.code, ()))
    return replace(code, spans=spans.get(code.code), warnings=warnings, gwet=linearised)


def _assess_several(
    joint: Ratings,
    found: AgreementEstimates,
    codes: Sequence[CodeAgreement],
    request: ReportRequest,
) -> Overall | None:
    """All codes together; None of a single one."""
    if len(codes) < 2:
        return None
    return assess_overall(joint, found, codes, request.draws, request.terms)


def _assess_by_parent(ratings: Ratings, request: ReportRequest) -> Overall | None:
    """All codes taken up to the top of their branches; None where that changes nothing."""
    # A disagreement between two codes of one theme is not one on the theme.
    above = ratings.roll_up_codes(request.parents)
    if not 1 < len(above.codes) < len(ratings.codes):
        return None
    found = estimate_agreement(above, request.draws)
    return assess_overall(above, found, assess_codes(above, found), request.draws)


def _name_drawn(joint: Ratings, terms: Terms) -> str:
    """What the bootstrap draws: respondents where one has several responses."""
    # Responses of one respondent are alike, so that they are drawn together.
    some_have_several = len(set(joint.clusters)) < len(joint.clusters)
    return "respondents" if some_have_several else terms.units
