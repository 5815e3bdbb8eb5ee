"""`suggest audit`: are the errors of suggestions spread evenly?"""

from __future__ import annotations

import argparse

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format, add_study
from tipcoder.errors import ExitStatus

_COLUMNS = ("error", "variable", "n", "groups", "test", "p_adjusted", "differs")


def add_actions(actions: Verbs) -> None:
    audit = actions.add_parser(
        "audit",
        help="test whether suggestions err more in one language, group of countries or outcome",
        description="Takes what coders made of the suggestions shown to them. Tests whether suggestions were turned "
        "down, and codes missed, more often in one language, region or outcome than in another, before the codes go "
        "into statistics. Ends with status 1 where errors are not even.",
    )
    audit.add_argument(
        "--code", metavar="CODE", action="append", default=argparse.SUPPRESS, help="only this code, or this theme"
    )
    add_format(audit)
    add_study(audit)
    audit.set_defaults(run=run_audit)


def run_audit(arguments: argparse.Namespace) -> int:
    from tipcoder.export.result_lines import ARTICLE, format_result
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics.suggestion_bias import assess_suggestion_bias
    from tipcoder.workbench.suggestions.study_suggestions import require_codes

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        found = assess_suggestion_bias(here, require_codes(read_codebook_in_force(here), arguments.code))
    table = arguments.format == "table"
    if arguments.format == "json":
        output.as_json(
            [
                {**finding.result.as_dict(), "differs": finding.differs, "sentence": finding.sentence}
                for finding in found.findings
            ]
        )
    else:
        rows = [
            {
                "error": finding.error,
                "variable": finding.variable,
                "n": finding.result.n,
                "groups": "; ".join(f"{group.name} {group.n}" for group in finding.result.groups),
                "test": format_result(finding.result, ARTICLE),
                "p_adjusted": _rounded(finding.result.p_adjusted) if table else finding.result.p_adjusted,
                "differs": "yes" if finding.differs else "no" if finding.result.p is not None else "",
            }
            for finding in found.findings
        ]
        output.rows(rows, _COLUMNS, arguments.format, empty="No suggestion has been settled yet.")
    *rests_on, verdict = found.sentences
    for sentence in (*rests_on, *(finding.sentence for finding in found.findings), verdict):
        output.say(sentence)
    return ExitStatus.CHECK_FAILED if found.has_difference else ExitStatus.DONE


def _rounded(p: float | None) -> str:
    return "" if p is None else "<0.001" if p < 0.001 else f"{p:.3f}"
