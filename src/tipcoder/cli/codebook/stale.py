"""`codebook stale`: codings made under another definition."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, flag, format_option, option, raw_option, study_option
from tipcoder.cli.publishing import refuse_raw_words, say_raw
from tipcoder.cli.types import CodeKey
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.revisions import StaleCoding

_COLUMNS = ("code", "case", "question", "coder", "start", "end", "made_under", "changed_in")


@define_command(
    "codebook stale",
    examples=("tipcoder codebook stale --quotes", "tipcoder codebook stale --code money --confirm"),
)
@option("--of", "of", metavar="CODER", help="only this coder's")
@option("--code", metavar="KEY", type=CodeKey(), help="only this code's")
@flag("--quotes", about="add the coded words, which may name people")
@raw_option("the same in formats other than a table, for the team")
@flag("--confirm", about="confirm that those listed still hold, as one act")
@format_option()
@coder_option
@study_option
def list_stale_codings(
    of: str | None,
    code: str | None,
    quotes: bool,
    raw: bool,
    confirm: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """List codings whose code had another definition or other rules when they were made."""
    from tipcoder.workbench.codebook.editor import CodebookEditor
    from tipcoder.workbench.codebook.revisions import find_stale_codings
    from tipcoder.workbench.opening import open_study_folder

    if quotes:
        refuse_raw_words(raw, "Stale codings with --quotes", form)
    quotes = quotes or raw
    with open_study_folder(study_folder, read_only=not confirm, viewer=coder) as study:
        whose = None if of is None else study.require_coder(of)
        found = find_stale_codings(study, whose, code)
        confirmed = ""
        # Exactly those that are printed: nobody confirms what was not shown.
        if confirm and found:
            editing = CodebookEditor(study, study.find_coder(coder))
            confirmed = editing.confirm_codings([coding.id for coding in found])

    columns = (*_COLUMNS, "quote") if quotes else _COLUMNS
    records = [_as_record(coding, columns) for coding in found]
    output.print_records("Stale codings", records, columns, form, empty="No coding is stale.")
    say_raw(columns, form, "quote")
    if confirmed:
        output.say_done(confirmed)
    elif found:
        codings = output.format_count(len(found), "coding")
        output.say(f"{codings}; --confirm says that they hold.")
    return ExitStatus.DONE


def _as_record(coding: StaleCoding, columns: Sequence[str]) -> dict[str, object]:
    return {name: getattr(coding, name) for name in columns}
