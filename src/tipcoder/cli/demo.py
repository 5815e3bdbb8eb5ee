"""`demo`: the whole way through the product on a fictional study."""

from __future__ import annotations

import shlex
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, option
from tipcoder.cli.types import FolderPath
from tipcoder.errors import BadInput, ExitStatus

FOLDER = "demo-study"
_WAY_ON = (
    ("tipcoder code --coder YOU", "code under a name of your own"),
    ("tipcoder counts", "codes by question and language"),
    ("tipcoder agreement -o DIR", "all codes, the report on agreement as files"),
    ("tipcoder adjudicate", "where the two differ, and resolving it"),
    ("tipcoder codings export", "every coding as CSV"),
    ("tipcoder stats", "what goes with importance and positivity"),
    ("tipcoder quotes", "quotes for release; `tipcoder redact` reads them"),
    ("tipcoder report -o FILE.html", "one page for people without the program"),
    ("tipcoder merge -o FILE.csv", "everything as a table for analysis elsewhere"),
    ("tipcoder log, tipcoder undo", "who did what, and undoing it"),
    ("tipcoder check", "is everything still there and in order"),
)


@define_command("demo", examples=("tipcoder demo", "tipcoder demo /tmp/try --coder boris"))
@argument(
    "folder",
    "[DIR]",
    f"where (default: {FOLDER})",
    type=FolderPath(),
    required=False,
    default=Path(FOLDER),
)
@option(
    "--coder",
    metavar="NAME",
    help="who opens the workbench (else $TIPCODER_CODER, else anna, who has coded there)",
)
def show_demo(folder: Path, coder: str | None) -> int:
    """Build a fictional study, and open the workbench as somebody who has work to see in it.

    A tour of five steps comes the first time. Without a terminal the workbench does not open.
    Nothing in the study is real.
    """
    _build_study(folder)
    from tipcoder.cli.workbench import open_plain_coding, open_workbench, prefers_plain

    is_plain = output.is_terminal() and prefers_plain()
    # In a pipe, as in a test of an installation, the printed part is all there is.
    if not is_plain and not output.can_show_screen():
        _print_way_on(folder)
        return ExitStatus.DONE
    from tipcoder.workbench.demo import choose_demo_coder

    name = choose_demo_coder(coder)
    output.print_text(f"The workbench opens as {name}.")
    if is_plain:
        status = open_plain_coding(folder, name)
    else:
        status = open_workbench(folder, name, tour="once")
    _print_way_on(folder, name)
    return status


def _build_study(folder: Path) -> None:
    """Build the study, or use the one that is there. Raises BadInput for another study."""
    from tipcoder.cli.import_report import format_counts
    from tipcoder.workbench.demo import build_demo, is_demo
    from tipcoder.workbench.study_folder import STUDY_FILE

    if (folder / STUDY_FILE).exists():
        if not is_demo(folder):
            raise BadInput(f"{folder}: holds another study.", "Name a new folder for the demo.")
        output.print_text(
            f"{folder} is there already and is used as it is; delete it for a fresh one."
        )
        return
    with output.working("Building the fictional study"):
        demo = build_demo(folder)
    output.print_text(f"A fictional study is in {folder}; nothing in it is real.")
    output.print_text(format_counts(demo.survey))
    coders = ", ".join(demo.codings.coders)
    output.print_text(
        f"{coders}: {demo.codings.added} codings, {demo.codings.finished} answers finished; "
        f"{demo.settled} of their disagreements are resolved."
    )


def _print_way_on(folder: Path, coder: str | None = None) -> None:
    """Print where the study is and what can be done with it; `coder` is who was at work."""
    ways = list(_WAY_ON)
    if coder is not None:
        again = f"tipcoder code --coder {shlex.quote(coder)}"
        ways.insert(0, (again, "go on; with --tour: the tour again"))
    width = max(len(words) for words, _ in ways)
    lines = [f"The way on:\n  cd {shlex.quote(str(folder))}"]
    for words, about in ways:
        lines.append(f"  {words:{width}} {about}")
    output.print_text("\n".join(lines))
