"""`stats saturation`: whether more answers would bring more codes."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    count_option,
    questions_option,
    study_option,
    viewer,
)
from tipcoder.cli.report_target import ReportTarget, report_target
from tipcoder.cli.stats.options import presence_codings_option, reading_study
from tipcoder.errors import ExitStatus


@define_command(
    "stats saturation",
    examples=(
        "tipcoder stats saturation",
        "tipcoder stats saturation --codings-of anna --question role",
        "tipcoder stats saturation --base 4 --run 2 -o saturation.xlsx",
    ),
)
@presence_codings_option
@questions_option("only answers to this question; may be repeated (default: all)")
@count_option("--base", about="answers of the base of new information (default: 20)")
@count_option("--run", about="answers of a run of new information (default: 20)")
@report_target
@study_option
@viewer
def show_saturation(
    codings_of: str | None,
    questions: tuple[str, ...],
    base: int | None,
    run: int | None,
    target: ReportTarget,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Show how many codes are new along the answers as they were finished, and how many are unseen.

    Beside them stand the codes to be expected of as many answers, averaged over all orders of
    reading, and the new information of a run of answers as a share of the codes of a base.
    """
    from tipcoder.export.saturation_report import build_saturation_report
    from tipcoder.workbench.statistics.saturation import (
        BASE,
        RUN,
        SaturationRequest,
        assess_saturation,
        name_codes,
    )

    wanted = SaturationRequest(codings_of, questions, base or BASE, run or RUN)
    with reading_study(study_folder, viewer, "Counting") as study:
        target.claim(study)
        found = assess_saturation(study, wanted)
        report = build_saturation_report(found, name_codes(study))
        released = target.release(study, report, found.sentences)
    if target.is_look:
        # The table is for a look: what there is to know about it does not scroll it away.
        output.say_all(found.sentences)
    released.show()
    return ExitStatus.DONE
