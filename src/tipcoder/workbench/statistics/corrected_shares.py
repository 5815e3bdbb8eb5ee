"""Shares and differences of codes beside those that are corrected for errors of coding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipcoder.analysis.design_based import estimate_mean
from tipcoder.analysis.difference_intervals import Estimated
from tipcoder.analysis.divided_work import UNMEASURED, explain_division
from tipcoder.analysis.rogan_gladen import REPLICATES, SEED, RoganGladen, estimate_rogan_gladen
from tipcoder.text import format_count
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.checked_cases import CheckedCode, check_code
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.segments import Segments
from tipcoder.workbench.statistics.settled_sample import SettledSample

if TYPE_CHECKING:
    from tipcoder.arrays import Bools

FEWEST_HERE = 10
"""Checked cases of a segment, and of the rest, below which it is not corrected."""
FEW_ERRORS = 10
"""Errors in the sample below which an interval may be too narrow."""
METHODS = (
    "Corrected is the share of the codes plus the weighted mean of truth less code over the sample "
    "(design-based supervised learning, Egami et al., 2023), with an interval by Student's t. "
    "Rogan-Gladen takes sensitivity and specificity of the whole sample for every segment; its "
    f"intervals are percentiles of {REPLICATES:,} resamples of respondents, seed {SEED}."
)
SHARE_COLUMNS = (
    *("sampled", "sampled_present", "sampled_errors", "sensitivity", "specificity"),
    *("corrected", "corrected_se", "corrected_low", "corrected_high"),
    *("rogan_gladen", "rogan_gladen_low", "rogan_gladen_high"),
)
DIFFERENCE_COLUMNS = (
    *("corrected_difference", "corrected_difference_se"),
    *("corrected_difference_low", "corrected_difference_high"),
    *("rogan_gladen_difference", "rogan_gladen_difference_low", "rogan_gladen_difference_high"),
)
NOTE_COLUMN = "correction_note"
_FEW_HERE = f"fewer than {FEWEST_HERE} cases of the sample are in the segment or in the rest"
_UNMEASURED_HERE = f"{UNMEASURED} that are in the segment or in the rest"
_CUT = "Rogan-Gladen came out of the range of a share and is cut at its end."

Record = Mapping[str, Any]


@dataclass(frozen=True)
class CorrectedRows:
    """Rows with what was corrected, the columns that came, and what to say of them."""

    rows: list[dict[str, Any]]
    columns: tuple[str, ...]
    sentences: tuple[str, ...]


def correct_rows(
    table: CaseTable,
    found: Presence,
    sample: SettledSample,
    rows: Sequence[Record],
    segments: Segments | None,
) -> CorrectedRows:
    """The rows of a table of presence, by code or by code and segment, with corrected figures."""
    checked: dict[str, CheckedCode] = {}
    corrected = []
    for row in rows:
        code = str(row["code"])
        if code not in checked:
            checked[code] = check_code(table, found, sample, code)
        more = _correct_row(checked[code], row, segments)
        corrected.append({**row, **more})
    columns = SHARE_COLUMNS + (DIFFERENCE_COLUMNS if segments else ()) + (NOTE_COLUMN,)
    about = [sample.sentence, METHODS, *_describe_refusals(corrected, checked)]
    return CorrectedRows(corrected, columns, tuple(about))


def _correct_row(code: CheckedCode, row: Record, segments: Segments | None) -> dict[str, object]:
    accuracy, cases = code.accuracy, code.cases
    found: dict[str, object] = {
        "sampled": accuracy.checked,
        "sampled_present": accuracy.present,
        "sampled_errors": accuracy.errors,
        "sensitivity": accuracy.sensitivity,
        "specificity": accuracy.specificity,
    }
    if code.refusal:
        return {**found, NOTE_COLUMN: f"Not corrected: {code.refusal}."}
    if segments is None:
        by_formula = estimate_rogan_gladen(cases, cases.known)
        return {**found, **_correct_share(code, cases.known, by_formula)}

    place = "country" if "country" in row else "segment"
    inside = segments.mark_inside(segments.labels.index(str(row[place])))
    here, rest = inside.codes == 1, inside.codes == 0
    counts = [int((side & cases.checked).sum()) for side in (here, rest)]
    if min(counts) < FEWEST_HERE:
        return {**found, NOTE_COLUMN: f"Not corrected: {_FEW_HERE}."}
    if explain_division(cases, here) or explain_division(cases, rest):
        return {**found, NOTE_COLUMN: f"Not corrected: {_UNMEASURED_HERE}."}
    less = estimate_mean(cases, here).subtract(estimate_mean(cases, rest))
    by_formula = estimate_rogan_gladen(cases, here, rest)
    return {
        **found,
        **_correct_share(code, here, by_formula),
        "corrected_difference_se": less.standard_error,
        **_name_ends("corrected_difference", less.find_interval(-1, 1)),
        **_name_ends("rogan_gladen_difference", by_formula.difference),
    }


def _correct_share(code: CheckedCode, part: Bools, by_formula: RoganGladen) -> dict[str, object]:
    share = estimate_mean(code.cases, part)
    notes = []
    if by_formula.is_truncated:
        notes.append(_CUT)
    if by_formula.share is None:
        notes.append("Rogan-Gladen: resamples often had sensitivity + specificity - 1 at 0.")
    if not 0 <= share.value <= 1:
        notes.append("The corrected share came out of the range of a share and is cut at its end.")
    if code.accuracy.errors < FEW_ERRORS:
        notes.append("Few errors in the sample: the intervals may be too narrow.")
    return {
        "corrected_se": share.standard_error,
        **_name_ends("corrected", share.find_interval(0, 1)),
        **_name_ends("rogan_gladen", by_formula.share),
        NOTE_COLUMN: " ".join(notes) or None,
    }


def _name_ends(name: str, found: Estimated | None) -> dict[str, object]:
    value, low, high = (None, None, None) if found is None else found
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def _describe_refusals(rows: Sequence[Record], checked: Mapping[str, CheckedCode]) -> list[str]:
    """The codes that are not corrected, by reason; how many lines are not; and few errors."""
    sentences = []
    for key, code in checked.items():
        if code.refusal:
            sentences.append(f"{key} is not corrected: {code.refusal}.")
    notes = Counter(row[NOTE_COLUMN] for row in rows)
    for reason in (_FEW_HERE, _UNMEASURED_HERE):
        count = notes[f"Not corrected: {reason}."]
        if count:
            lines = format_count(count, "line is", "lines are")
            sentences.append(f"{lines} not corrected: {reason}.")
    cut = sum(1 for row in rows if _CUT in str(row[NOTE_COLUMN]))
    if cut:
        shares = format_count(cut, "share")
        sentences.append(f"Rogan-Gladen of {shares} came out below 0 or above 1, and is cut there.")
    names = []
    for key, code in checked.items():
        if not code.refusal and code.accuracy.errors < FEW_ERRORS:
            names.append(key)
    if names:
        sentences.append(
            f"The sample has fewer than {FEW_ERRORS} errors of {', '.join(names)}, so that "
            "corrected intervals may be too narrow."
        )
    return sentences
