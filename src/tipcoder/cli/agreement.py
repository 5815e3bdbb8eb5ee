"""`agreement`: how well coders agree, in this study or in any table of ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.agreement_output import (
    StudyRequest,
    claim_target,
    is_one_file,
    write_one_file,
    write_study_report,
    write_table_report,
)
from tipcoder.cli.agreement_training import print_training
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    codes_option,
    flag,
    format_option,
    option,
    output_folder,
    study_option,
    viewer,
)
from tipcoder.cli.publishing import check_printed
from tipcoder.cli.ratings_options import RatingsTable, ratings_options
from tipcoder.cli.types import InputFile, Words
from tipcoder.errors import BadInput, ExitStatus, did_you_mean
from tipcoder.export.format_names import WRITTEN

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.agreement.study_agreement import AgreementReport

_SPLITS = ("language", "question", "round", "batch")


@define_command(
    "agreement",
    examples=(
        "tipcoder agreement",
        "tipcoder agreement --round R1 --by language -o report",
        "tipcoder agreement --training T1",
        "tipcoder agreement --ratings ratings.csv --level ordinal --order low,middle,high",
    ),
)
@option(
    "--ratings",
    metavar="FILE",
    type=InputFile(),
    multiple=True,
    help="a CSV of ratings in any layout; empty: not rated; several times: one file per coder; - "
    "for standard input",
)
@option(
    "--coders",
    metavar="A,B",
    type=Words(once=True),
    default=(),
    help="only these coders (default: all)",
)
@codes_option()
@option(
    "--round",
    "rounds",
    metavar="R",
    multiple=True,
    help="on judgements at the time this round was frozen; several times: all",
)
@option(
    "--training",
    metavar="NAME",
    help="instead, of the new coders of this training round with what was settled: precision, "
    "recall and alpha by code",
)
@option(
    "--by",
    metavar="WHAT",
    type=Words(once=True),
    default=(),
    help="also by language, question, round or batch (drift), or several with commas",
)
@output_folder(
    "write the whole report into this folder, with tables, a picture and every code's raw ratings; "
    f"or one file: {', '.join(WRITTEN)}"
)
@flag(
    "--coder-names",
    about="name the coders also in files and formats other than a table (default: coder 1, …)",
)
@format_option()
@study_option
@ratings_options
@viewer
def measure_agreement(
    ratings: tuple[Path, ...],
    coders: tuple[str, ...],
    codes: tuple[str, ...],
    rounds: tuple[str, ...],
    training: str | None,
    by: tuple[str, ...],
    target: Path | None,
    coder_names: bool,
    form: str,
    study_folder: Path | None,
    table: RatingsTable,
    viewer: str | None,
) -> int:
    """Measure how well coders agree.

    Per code: counts, Krippendorff's alpha with its interval, positive and negative agreement, AC1,
    and a verdict in words. With --ratings no study is needed. The layout of the table is recognised
    and printed.
    """
    from tipcoder.export.agreement_report import build_agreement_report
    from tipcoder.workbench.publishing.coder_numbers import hide_coders, number_coders

    # Options of the other kind would be left unheeded, so each kind refuses them.
    request = StudyRequest(coders, codes, rounds, by, study_folder, viewer, coder_names)
    if training is not None:
        if ratings or target is not None or coders or codes or rounds or by:
            raise BadInput(
                "--training stands alone, with --format and --coder-names.",
                "Leave the other options out.",
            )
        return print_training(training, form, request)
    if ratings:
        _refuse_study_options(request)
        compared = _compare_table(ratings, table, coders, target)
        numbers = number_coders(compared.agreement.coders)
    else:
        table.refuse_without_ratings()
        compared, numbers = _compare_study(request, target)

    shown = compared if coder_names else hide_coders(compared, numbers)
    said: tuple[str, ...] = ()
    if target is not None:
        said = _write_report(shown, target, request, ratings, numbers)
    # A table is for the screen, where coders know each other.
    report = build_agreement_report((compared if form == "table" else shown).agreement)
    # Whoever names one file wants this file, and nothing to read beside it.
    is_shown = target is None or not is_one_file(target)
    if is_shown:
        said += _check_printed(report, form, request, is_study=not ratings)
        output.print_report(report, form)
    output.say_all(tuple(dict.fromkeys(said)))
    if is_shown and not ratings and form == "table":
        output.say("`tipcoder adjudicate` opens the disagreements, code by code.")
    return ExitStatus.DONE


def _write_report(
    shown: AgreementReport,
    target: Path,
    request: StudyRequest,
    ratings: Sequence[Path],
    numbers: Mapping[str, str],
) -> tuple[str, ...]:
    """Write one file or a folder; returns what is to be said last."""
    from tipcoder.export.agreement_files import describe_left_out

    if is_one_file(target):
        return write_one_file(shown, target, request, ratings)
    if ratings:
        files, said = write_table_report(shown, target, ratings)
    else:
        files, said = write_study_report(shown, target, request, numbers)
    output.say(f"{len(files)} files written to {target}; agreement.html is the report to read.")
    output.say_all([describe_left_out()])
    return said


def _check_printed(
    report: Report, form: str, request: StudyRequest, *, is_study: bool
) -> tuple[str, ...]:
    """Make sure that what is printed may leave; returns what has to be said of it."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.declaration import LetsOut

    if form == "table":
        return ()
    lets_out = LetsOut(coder_names=request.is_named)
    if not is_study:
        return check_printed(None, report, form, lets_out)
    with open_study_folder(request.folder, read_only=True, viewer=request.viewer) as study:
        return check_printed(study, report, form, lets_out)


def _refuse_study_options(request: StudyRequest) -> None:
    """Raises BadInput for what only a study has."""
    for name, value in (("code", request.codes), ("by", request.by), ("round", request.rounds)):
        if value:
            raise BadInput(
                f"--{name} is for the study and not for --ratings.", "Leave one of them out."
            )


def _compare_table(
    ratings: Sequence[Path], table: RatingsTable, coders: tuple[str, ...], target: Path | None
) -> AgreementReport:
    from tipcoder.workbench.agreement.ratings_file import assess_files

    asked = table.read_request(coders)
    if target is not None:
        claim_target(None, target, ratings)
    with output.working("Comparing", ", ".join(path.name for path in ratings)):
        return assess_files(list(ratings), asked)


def _compare_study(
    request: StudyRequest, target: Path | None
) -> tuple[AgreementReport, dict[str, str]]:
    """The report, and a number for everybody who is or may be named in it."""
    from tipcoder.workbench.agreement.study_agreement import assess_study
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.coder_numbers import number_study_coders

    for word in request.by:
        if word not in _SPLITS:
            raise BadInput(f"--by cannot split by {word!r}.", did_you_mean(word, _SPLITS))
    with (
        open_study_folder(request.folder, read_only=True, viewer=request.viewer) as study,
        output.working("Comparing", study.definition.title),
    ):
        if target is not None:
            claim_target(study, target)
        compared = assess_study(
            study,
            in_rounds=request.rounds,
            coder_names=list(request.coders),
            codes=request.codes,
            split_by=list(request.by),
        )
        return compared, number_study_coders(study, compared.agreement.coders)
