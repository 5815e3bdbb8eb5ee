"""`export bundle`, `import bundle`: a coder's work on its way between two copies of a study."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import add_study, named_path
from tipcoder.cli.output import format_count
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.exchange.bundles import BundleImport

_LISTED = 20


def add_export(kinds: Any) -> None:
    """`bundle` below `export`."""
    bundle = kinds.add_parser(
        "bundle",
        help="one coder's work, for another copy of this study",
        description="Codes and finished answers of one coder, by response ID; no answer's text and no name is in it. "
        "`tipcoder import bundle FILE` brings it in where the study goes on.",
    )
    bundle.add_argument("--coder", metavar="C", dest="whose", required=True, help="whose work")
    bundle.add_argument("-o", "--output", metavar="FILE", type=named_path, required=True, help="the file to write")
    add_study(bundle)
    bundle.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.exchange.bundles import export_bundle
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        done = export_bundle(here, arguments.whose, arguments.output)
    output.say(
        f"{format_count(done.answers, 'answer')} with {format_count(done.codings, 'coding')} written to {arguments.output}."
    )
    if done.notes:
        output.say(
            f"{format_count(done.notes, 'memo or flag').replace('memo or flags', 'memos or flags')} of {arguments.whose} "
            "stay here: they may repeat what respondents wrote."
        )
    if done.open_round:
        output.say(
            f"Round {done.open_round} is open and the file can be read by anybody: send it to who leads the round, "
            "not to another coder in it."
        )
    return ExitStatus.DONE


def run_import(arguments: argparse.Namespace, path: Path) -> int:
    """`import bundle FILE`. Exit status 1 where something did not come in."""
    from tipcoder.workbench.exchange.bundles import import_bundle
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=arguments.dry_run, viewer=arguments.coder) as here:
        actor = here.find_coder(arguments.coder)
        done = import_bundle(here, actor, path, same_as=arguments.same_as, dry_run=arguments.dry_run)
    rows = [{"case": one.case, "question": one.question, "why": one.why} for one in done.left]
    shown = rows if arguments.format != "table" else rows[:_LISTED]
    output.rows(shown, ("case", "question", "why"), arguments.format, empty="Everything could be placed.")
    if len(shown) < len(rows):
        output.say(f"and {len(rows) - len(shown)} more; --format csv lists all")
    for sentence in _sentences(done):
        output.say(sentence)
    return ExitStatus.CHECK_FAILED if done.left else ExitStatus.DONE


def _sentences(done: BundleImport) -> list[str]:
    came = "would come in" if done.dry_run else "came in"
    who = f"{done.coder}, who is new here" if done.newcomer else done.coder
    out = [
        f"{format_count(done.answers, 'answer')} of {who}: {done.added} {came} with {format_count(done.codings, 'coding')} "
        f"({done.finished} finished), {done.there_already} there already, {len(done.left)} left out."
    ]
    if done.conflicts:
        out.append(
            f"{done.coder} has coded {format_count(done.conflicts, 'answer')} otherwise here; that stays as it is."
        )
    if done.missing_codes:
        out.append(
            f"The codebook here does not have {', '.join(done.missing_codes)}: bring it along with `tipcoder codebook "
            "import`, then the bundle again."
        )
    if done.too_late:
        out.append(
            f"{format_count(done.too_late, 'answer')} came after their round was frozen and are not in its report."
        )
    if done.dry_run:
        out.append("Dry run: nothing was written.")
    else:
        out.append("`tipcoder undo` takes it back." if done.changed else "Nothing was new.")
    return out
