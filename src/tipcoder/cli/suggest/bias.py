"""`suggest bias`: are the errors of suggestions spread evenly?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import codes_option, format_option, study_option, viewer
from tipcoder.cli.publishing import check_printed
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.statistics.suggestion_bias import BiasFinding

_COLUMNS = ("error", "variable", "n", "groups", "test", "p_adjusted", "differs")


@define_command(
    "suggest bias",
    examples=("tipcoder suggest bias", "tipcoder suggest bias --code pushback --format json"),
)
@codes_option("only this code, or the codes below it; may be repeated")
@format_option()
@study_option
@viewer
def test_bias(
    codes: tuple[str, ...], form: str, study_folder: Path | None, viewer: str | None
) -> int:
    """Test whether suggestions err more for some respondents than for others.

    Reads what coders made of the suggestions shown to them. Tests whether suggestions were
    rejected, and codes missed, more often in one language, region or outcome than in another,
    before the codes go into statistics. Exit status 1 where errors are not even.
    """
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics.suggestion_bias import assess_suggestion_bias
    from tipcoder.workbench.suggestions.study_suggestions import require_codes

    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        found = assess_suggestion_bias(study, require_codes(read_codebook_in_force(study), codes))
        report = _build_report(found.findings)
        said = check_printed(study, report, form)

    output.print_report(report, form)
    output.say_all(said)
    # What the tests rest on comes first, then each finding, and the verdict last.
    *basis, verdict = found.sentences
    findings = [finding.sentence for finding in found.findings]
    for sentence in (*basis, *findings, verdict):
        output.say(sentence)
    return ExitStatus.CHECK_FAILED if found.has_difference else ExitStatus.DONE


def _build_report(findings: Sequence[BiasFinding]) -> Report:
    """Findings in every format: CSV and JSON are at full precision, the others are for reading."""
    from tipcoder.export.report import build_records_report, build_table

    empty = "No suggestion has been decided yet."
    shown = [_as_record(finding, is_rounded=True) for finding in findings]
    report = build_records_report("Bias of suggestions", shown, _COLUMNS, empty=empty)
    exact = [_as_record(finding, is_rounded=False) for finding in findings]
    # JSON has the whole results, as `stats --format json` has; a table one line of each.
    whole = [_as_document(finding) for finding in findings]
    return replace(report, flat=build_table(exact, _COLUMNS), records=whole)


def _as_document(finding: BiasFinding) -> dict[str, object]:
    return {
        **finding.result.as_dict(),
        "differs": finding.differs,
        "sentence": finding.sentence,
    }


def _as_record(finding: BiasFinding, *, is_rounded: bool) -> dict[str, object]:
    from tipcoder.export.result_lines import ARTICLE, format_result

    result = finding.result
    differs = ""
    if finding.differs:
        differs = "yes"
    elif result.p is not None:
        differs = "no"
    adjusted: object = result.p_adjusted
    if is_rounded:
        adjusted = _round_p(result.p_adjusted)
    return {
        "error": finding.error,
        "variable": finding.variable,
        "n": result.n,
        "groups": "; ".join(f"{group.name} {group.n}" for group in result.groups),
        "test": format_result(result, ARTICLE),
        "p_adjusted": adjusted,
        "differs": differs,
    }


def _round_p(p: float | None) -> str:
    if p is None:
        return ""
    return "<0.001" if p < 0.001 else f"{p:.3f}"
