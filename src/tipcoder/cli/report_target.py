"""Where a report goes: printed in a format, or into the file that `-o` names."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import Run, format_option, output_file
from tipcoder.cli.publishing import check_printed, hide_layer
from tipcoder.export.format_names import WRITTEN

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.study import OpenStudy

_TABLE = "table"


@dataclass(frozen=True)
class ReportTarget:
    """The format of a report, and the file that it goes to."""

    form: str
    """The name of a format; `table` is for whoever looks at the screen."""
    file: Path | None = None
    """None: it is printed."""

    @property
    def is_look(self) -> bool:
        """Whether it is a table for the screen, which leaves nothing behind."""
        return self.form == _TABLE

    def claim(self, study: OpenStudy) -> None:
        """Make sure that the file may be written, before the work begins. Raises BadInput."""
        if self.file is not None:
            from tipcoder.workbench.output_files import claim_output

            claim_output(study, self.file)

    def release(
        self,
        study: OpenStudy,
        report: Report,
        sentences: Iterable[str] = (),
        lets_out: LetsOut | None = None,
    ) -> Released:
        """Check a report, and write the file where one was asked for.

        `sentences` are those beside the figures; where they tell whose codings count, coders have
        numbers in all but a table for the screen. Raises what `publish_report_file` raises.
        """
        from tipcoder.workbench.publishing.declaration import LetsOut

        report = hide_layer(study, report, sentences, self.form)
        allowed = lets_out or LetsOut()
        if self.file is None:
            return Released(self, report, check_printed(study, report, self.form, allowed))
        from tipcoder.workbench.publishing.publication import publish_report_file

        done = publish_report_file(study, report, self.file, allowed, endings=WRITTEN)
        return Released(self, report, done.sentences)


@dataclass(frozen=True)
class Released:
    """A report that may leave. Where it goes to a file, it is there."""

    target: ReportTarget
    report: Report
    remarks: tuple[str, ...]
    """What has to be said of it to whoever asked."""

    def show(self) -> None:
        """Print the report, or say where it is."""
        if self.target.file is None:
            output.print_report(self.report, self.target.form)
        else:
            output.say(f"Written to {self.target.file}.")
            output.say_all(self.report.list_left_out(self.target.form))
        output.say_all(self.remarks)


def report_target(run: Run) -> Run:
    """`--format` and `-o FILE`, as the parameter `target`."""

    @functools.wraps(run)
    def run_with_target(
        *given: object, form: str | None, file: Path | None, **values: object
    ) -> Any:
        from tipcoder.cli.file_format import check_file_format

        shown = form or _TABLE
        if file is not None:
            shown = check_file_format(file, form, WRITTEN)
        return run(*given, target=ReportTarget(shown, file), **values)

    written = output_file(f"write: {', '.join(WRITTEN)}")(run_with_target)
    return format_option(default=None, about="how to print (default: table)")(written)
