"""`backcode`: words under "other, specify", coded back into their closed question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    argument,
    codings_of_option,
    flag,
    format_option,
    study_option,
    viewer,
)
from tipcoder.cli.publishing import check_printed
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.statistics.backcoding import Backcoding

_CELLS = ("factor", "case", "question", "before", "after", "codes", "coders")
_COUNTS = ("factor", "level", "before", "after", "new")


@define_command(
    "backcode",
    examples=("tipcoder backcode", "tipcoder backcode channel --cells --format csv"),
)
@argument("name", "[FACTOR]", "only this one of [backcode.FACTOR]", required=False)
@flag("--cells", about="every case that moves, with the codes and coders behind it")
@codings_of_option()
@format_option()
@study_option
@viewer
def show_backcoding(
    name: str | None,
    cells: bool,
    codings_of: str | None,
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Show closed questions before and after answers to "other, specify" are coded back.

    [backcode.FACTOR] of study.toml says which open question belongs to which factor. Statistics and
    tables take the result with `use = true` there; the survey's own cells stay as they are. Cases
    on which coders differ stay "other" until that is settled.
    """
    from tipcoder.export.report import build_records_report
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.coder_numbers import hide_coders, number_study_coders
    from tipcoder.workbench.statistics.backcoding import find_backcodings, list_moved_cases

    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        known = list(study.definition.backcodes)
        _require_backcode(name, known)
        found, layer = find_backcodings(study, [name] if name else known, codings_of)
        records: list[dict[str, object]] = []
        for one in found:
            records += list_moved_cases(study, one) if cells else _list_level_counts(one)
        title = "Cases that move" if cells else "Coded back"
        columns = _CELLS if cells else _COUNTS
        report = build_records_report(title, records, columns, empty="No case moves.")
        sentences = [layer]
        for one in found:
            sentences += one.list_sentences()
        if form != "table":
            numbers = number_study_coders(study, ())
            report, sentences = hide_coders(report, numbers), hide_coders(sentences, numbers)
        said = check_printed(study, report, form)
    output.print_report(report, form)
    output.say_all((*sentences, *said))
    return ExitStatus.DONE


def _require_backcode(name: str | None, known: Sequence[str]) -> None:
    """Raises BadInput for a factor that study.toml does not code back, and for none at all."""
    if known and (name is None or name in known):
        return
    hint = did_you_mean(name or "", known) if known else ""
    raise BadInput(
        f"study.toml has no [backcode.{name or 'FACTOR'}].",
        hint or 'Write [backcode.FACTOR] with question = "the open question".',
    )


def _list_level_counts(found: Backcoding) -> list[dict[str, object]]:
    """A record for each level: cases before and after."""
    records: list[dict[str, object]] = []
    for level in found.list_levels():
        record = {
            "factor": found.name,
            "level": level,
            "before": found.before.get(level, 0),
            "after": found.after.get(level, 0),
            "new": "yes" if level in found.new_levels else "",
        }
        records.append(record)
    return records
