"""`counts`: how often each code is applied."""

from __future__ import annotations

import shlex
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    option,
    smallest_cell_option,
    study_option,
    viewer,
)
from tipcoder.cli.report_target import ReportTarget, report_target
from tipcoder.cli.types import Splits
from tipcoder.errors import BadInput, ExitStatus, did_you_mean, find_nearest


@define_command(
    "counts",
    examples=("tipcoder counts --by none", "tipcoder counts --by coder --format csv > counts.csv"),
)
@option(
    "--by",
    "splits",
    metavar="WHAT",
    type=Splits(),
    default=("question", "language"),
    help="question, language, coder, wave, or none (default: question,language)",
)
@option("--of", "of", metavar="CODER", help="only this coder's codings, or the consensus")
@smallest_cell_option("leave out counts of fewer (default: say how many there are)")
@report_target
@study_option
@viewer
def count_codes(
    splits: tuple[str, ...],
    of: str | None,
    smallest_cell: int | None,
    target: ReportTarget,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Count answers that carry a code, each once for every coder, and codings.

    The column net is for a code with other codes below it: an answer counts once if it carries that
    code or any of them.
    """
    from tipcoder.export.code_counts import build_code_counts_report
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.publishing.small_counts import CountScreen
    from tipcoder.workbench.status.code_counts import NET, build_code_table

    by = _read_splits(splits)
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        target.claim(study)
        rows = build_code_table(study, by, of, nets=True)
        # Without a tree of codes every net is the code's own number, and the column is left out.
        columns = ["code", *by, "answers", "codings"]
        if rows and NET in rows[0]:
            columns.append(NET)
        screen = CountScreen(smallest_cell)
        counted = columns[len(by) + 1 :]
        rows = screen.screen_answers(rows, counted)
        report = build_code_counts_report(rows, columns, counted)
        # Who asks for counts by coder wants to know whose they are.
        released = target.release(study, report, (), LetsOut(coder_names="coder" in by))
    released.show()
    if not target.is_look or smallest_cell is not None:
        output.say_all(screen.sentences)
    return ExitStatus.DONE


def _read_splits(words: tuple[str, ...]) -> list[str]:
    """What to split by. Raises BadInput naming the nearest word."""
    from tipcoder.workbench.status.code_counts import SPLITS

    if words == ("none",):
        return []
    for word in words:
        if word not in SPLITS:
            # "none" means something only when it stands alone.
            known = (*SPLITS, "none") if len(words) == 1 else SPLITS
            hint = did_you_mean(word, known)
            if word not in ("", "none") and not find_nearest(word, known):
                verb = f"tipcoder stats presence --by {shlex.quote(word)}"
                hint += f" Codes by a factor or a column: `{verb}`."
            raise BadInput(f"--by cannot split by {word!r}.", hint)
    return list(words)
