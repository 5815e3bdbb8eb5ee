"""What comes out: figures with their intervals, and what is said of each code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.confusions import Swap
from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.gwet import LinearisedEstimate
from tipcoder.agreement.terms import CODES, Terms


class Verdict(StrEnum):
    """What can be said of a code."""

    NOT_ASSESSED = "not assessed"
    NOT_ASSESSABLE = "not assessable"
    TOO_RARE = "too rare to judge"
    TOO_COMMON = "too common to judge"
    """Applied nearly everywhere, so that its absence is too rare."""
    RELIABLE = "reliable"
    TENTATIVE = "acceptable for tentative conclusions"
    NOT_RELIABLE = "not reliable"
    INCONCLUSIVE = "inconclusive"

    @property
    def is_too_one_sided(self) -> bool:
        """Whether a code, or its absence, is too rare to judge."""
        return self in (Verdict.TOO_RARE, Verdict.TOO_COMMON)


@dataclass(frozen=True)
class CoderCount:
    """What one coder did, on joint responses and in all."""

    coder: str
    joint: int
    """Joint responses that the coder finished."""
    applied: int
    """How often the coder applied the code on them."""
    finished: int
    """All responses that the coder finished, joint or not."""


@dataclass(frozen=True)
class Counts:
    """Bare numbers, from which a reader can compute everything again."""

    joint: int
    single: int
    """Responses that one coder finished: in no coefficient."""
    nobody: int
    all_present: int
    split: int
    all_absent: int
    coders: tuple[CoderCount, ...]
    several: bool = False
    """Whether this is a variable of several categories: "applied" is any but the commonest."""

    @property
    def positives(self) -> float:
        """How often a coder applied the code on joint responses, in the mean."""
        if not self.coders:
            return 0.0
        return sum(each.applied for each in self.coders) / len(self.coders)

    @property
    def negatives(self) -> float:
        """How often a coder read a joint response and did not apply it, in the mean."""
        if not self.coders:
            return 0.0
        return sum(each.joint - each.applied for each in self.coders) / len(self.coders)

    @property
    def prevalence(self) -> float | None:
        """The share of values that are "present"; None of a variable of several categories."""
        values = sum(each.joint for each in self.coders)
        if self.several or not values:
            return None
        return sum(each.applied for each in self.coders) / values


@dataclass(frozen=True)
class PairAgreement:
    """Two coders on one code."""

    coders: tuple[str, str]
    joint: int
    alpha: float | None
    agreement: float | None


@dataclass(frozen=True)
class SpanAgreement:
    """Whether coders marked the same words for a code, on responses that both read."""

    texts: int
    """Joint responses on which at least one coder marked words."""
    alpha: Estimate = field(default_factory=Estimate)
    """|u-alpha of Krippendorff et al. (2016), over all joint responses."""
    overlap: Estimate = field(default_factory=Estimate)
    """Characters that both marked over those that each marked: Dice, or P+ of characters."""
    jaccard: float | None = None
    exact: int = 0
    close: int = 0
    """Overlap of 90 % or more, not exact."""
    half: int = 0
    """Overlap of 50 % or more, less than 90 %."""
    touching: int = 0
    """Less than 50 %."""
    alone: int = 0
    """Marked by one of two coders only."""
    offset: float | None = None
    """Median distance between the boundaries of matched quotes, in characters."""
    holsti: float | None = None
    """2 M / (N1 + N2) with matches that overlap by half or more; not corrected for chance."""
    whole_left_out: int = 0
    """Codings of whole answers, which say nothing about words and are left out."""
    empty_left_out: int = 0


@dataclass(frozen=True)
class CodeAgreement:
    """Everything about one code, or about one category of a variable."""

    code: str
    counts: Counts
    coefficients: Mapping[str, Estimate]
    verdict: Verdict
    sentence: str
    """The verdict in words, with its numbers."""
    warnings: tuple[str, ...] = ()
    reliable: float | None = None
    """The probability that alpha is at least .800."""
    tentative: float | None = None
    """The probability that alpha is at least .667."""
    pairs: tuple[PairAgreement, ...] = ()
    without: Mapping[str, float | None] = field(default_factory=dict)
    """alpha without each coder, where there are more than two."""
    spans: SpanAgreement | None = None
    gwet: Mapping[str, LinearisedEstimate] = field(default_factory=dict)
    """Gwet's standard errors and intervals by coefficient, to compare with other programs."""
    part: Mapping[str, str] = field(default_factory=dict)
    """Which part of the study this is about, like {"language": "es"}."""
    level: str = "nominal"
    """Of which level the alpha is, here and in `pairs` and `without`; the verdict rests on it."""
    terms: Terms = CODES
    """The words for what was compared."""

    @property
    def alpha(self) -> Estimate | None:
        """Krippendorff's alpha; None where no coefficient was computed."""
        return self.coefficients.get(ALPHA)


@dataclass(frozen=True)
class PartAgreement:
    """A code in one part of a study, on the responses that two coders read there."""

    label: str
    joint: int
    alpha: float


class HomogeneityTest(StrEnum):
    """By what test parts of a study were compared."""

    KAPPAS = "Donner, Eliasziw & Klar (1996)"
    """Of answers that two coders read."""
    ALPHAS = "Fleiss, Levin & Paik (2003)"
    """Of answers that any number of coders read."""


@dataclass(frozen=True)
class PartComparison:
    """A code in all parts where it can be judged, and how probable it is that they are alike."""

    code: str
    division: str
    """What the parts are of: language, question."""
    parts: tuple[PartAgreement, ...]
    statistic: float
    df: int
    p: float
    p_adjusted: float | None = None
    """Over all comparisons of the report, by Holm."""
    family_size: int = 1
    test: HomogeneityTest = HomogeneityTest.KAPPAS


@dataclass(frozen=True)
class Overall:
    """All codes together; every figure names how it was made."""

    figures: Mapping[str, Estimate]
    identical: Estimate
    """The share of joint responses with the same set of codes from everybody."""
    jaccard_where_coded: float | None
    """Mean Jaccard similarity where at least one coder applied something."""
    labels_per_response: Mapping[str, float]
    median_alpha: float | None
    lowest_alpha: float | None
    highest_alpha: float | None
    defined: int
    """Codes for which alpha is defined."""
    unused: tuple[str, ...]
    """Codes that nobody applied on joint responses."""
    verdict: Verdict
    sentence: str
    left_out: tuple[str, ...] = ()
    """Codes that are not in the comparison of sets.

    Not every coder could have applied them everywhere.
    """
    reliable: float | None = None
    tentative: float | None = None


@dataclass(frozen=True)
class GivenTable:
    """The table of ratings that a report is on, where it is not on a study."""

    files: tuple[str, ...]
    layout: str
    """wide, transposed, long, matrix or sets."""
    read_as: str
    """How it was read, as a sentence."""
    units: int
    variables: tuple[str, ...]
    """The codes or variables in it; empty for a single one."""
    level: str = "nominal"
    folded: str = ""
    """Which spellings were taken for one value, as a sentence; empty where none were."""
    missing: str = ""
    """What was taken for "not rated" besides empty cells, as a sentence."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Columns that are not a coder's, and why."""
    order: tuple[str, ...] = ()
    """The order of values that are words."""
    remarks: tuple[str, ...] = ()
    """What else was made of the table, as sentences: of empty cells, of repeated lines."""


@dataclass(frozen=True)
class Agreement:
    """A whole report."""

    title: str
    coders: tuple[str, ...]
    joint: int
    single: int
    codes: tuple[CodeAgreement, ...]
    overall: Overall | None
    """None for a single code or variable."""
    by_parent: Overall | None = None
    """The same with every code rolled up to the top of its branch; None without branches."""
    parents: tuple[CodeAgreement, ...] = ()
    """Codes with others below them, rolled up, and alone where they are applied themselves.

    `part` says which.
    """
    labels: Mapping[str, str] = field(default_factory=dict)
    """What people call the codes, for pictures."""
    swaps: tuple[Swap, ...] = ()
    notes: tuple[str, ...] = ()
    """What holds for every figure: who was left out, that this was not a blind round."""
    parts: tuple[CodeAgreement, ...] = ()
    """The same codes by language, question, round or batch."""
    differences: tuple[PartComparison, ...] = ()
    """Codes on which agreement differs by language or question beyond chance."""
    replicates: int = 0
    seed: int = 0
    drawn: str = "responses"
    """What the bootstrap draws: responses, or respondents."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    sampling: str = ""
    """How the responses were chosen, as a sentence; empty where nobody drew them at random."""
    resolving: str = ""
    """How disagreements were resolved, as a sentence; empty where nothing is known of it."""
    left_out: str = ""
    """What was coded and is not compared, as a sentence; empty where nothing is."""
    table: GivenTable | None = None
    """None for a study."""
    terms: Terms = CODES

    @property
    def level(self) -> str:
        """Of which level the alphas are."""
        return "nominal" if self.table is None else self.table.level
