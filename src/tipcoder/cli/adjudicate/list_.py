"""`adjudicate list`: every disagreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    coder_option,
    codes_option,
    flag,
    format_option,
    option,
    questions_option,
    raw_option,
    study_option,
)
from tipcoder.cli.publishing import refuse_raw_words, say_raw
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.adjudication.adjudication import Adjudication


@define_command(
    "adjudicate list",
    examples=(
        "tipcoder adjudicate list --open --pair anna,boris",
        "tipcoder adjudicate list --quotes --raw --format csv > RAW-disagreements.csv",
    ),
    exclusive=(("--open", "--settled"),),
)
@codes_option()
@questions_option("only on answers to this question; may be repeated")
@option("--pair", metavar="a,b", help="only where these two coders differ")
@option("--round", "round_name", metavar="NAME", help="only judgements made in this frozen round")
@flag("--words", about="also where all applied the code, and marked other words")
@flag("--open", "only_open", about="only what is not resolved")
@flag("--settled", "only_settled", about="only what is resolved")
@flag(
    "--quotes",
    about="add the words that were marked, which may name people; needs --raw but in a table",
)
@raw_option("the same in formats other than a table, for the team")
@format_option()
@coder_option
@study_option
def list_disagreements(
    codes: tuple[str, ...],
    questions: tuple[str, ...],
    pair: str | None,
    round_name: str | None,
    words: bool,
    only_open: bool,
    only_settled: bool,
    quotes: bool,
    raw: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """List disagreements, the codes that coders differ on most often first."""
    from tipcoder.workbench.adjudication.adjudication import Adjudication, DisagreementFilter
    from tipcoder.workbench.adjudication.disagreement_rows import COLUMNS, build_disagreement_rows
    from tipcoder.workbench.opening import open_study_folder

    if quotes:
        refuse_raw_words(raw, "Disagreements with --quotes", form)
    quotes = quotes or raw
    # None: both what is resolved and what is not.
    state = None
    if only_settled or only_open:
        state = only_settled
    with open_study_folder(study_folder, read_only=True, viewer=coder) as study:
        desk = Adjudication(study, study.find_coder(coder), round_name)
        _check_names(desk, codes, questions)
        wanted = DisagreementFilter(
            codes=codes,
            pair=_read_pair(desk, pair),
            questions=questions,
            words_too=words,
            settled=state,
        )
        found = desk.list_disagreements(wanted)
        rows = build_disagreement_rows(desk, found, quotes=quotes)
        names = desk.found.name_coders()

    columns: tuple[str, ...] = (*COLUMNS, "words") if quotes else COLUMNS
    if form not in output.FOR_PROGRAMS:
        # A column in which nothing stands takes room from the others.
        columns = _drop_empty_columns(rows, columns)
    output.print_records("Disagreements", rows, columns, form, empty="No disagreement.")
    say_raw(columns, form, "words")
    number = output.format_count(len(found), "disagreement")
    still_open = sum(one.settled is None for one in found)
    output.say(f"{number}, {still_open} not resolved, among {', '.join(names.values())}.")
    return ExitStatus.DONE


def _drop_empty_columns(
    rows: Sequence[Mapping[str, object]], columns: tuple[str, ...]
) -> tuple[str, ...]:
    filled: set[str] = set()
    for row in rows:
        filled.update(name for name in columns if row[name])
    return tuple(name for name in columns if name in filled)


def _check_names(desk: Adjudication, codes: Sequence[str], questions: Sequence[str]) -> None:
    """Raises BadInput for a code or a question that is not there."""
    known = desk.found.book.codes
    for code in codes:
        if code not in known:
            raise BadInput(f"The codebook has no code {code!r}.", did_you_mean(code, known))
    asked = {answer.question for answer in desk.found.answers.values()}
    for question in questions:
        if question not in asked:
            raise BadInput(
                f"There is no open question {question!r}.", did_you_mean(question, asked)
            )


def _read_pair(desk: Adjudication, pair: str | None) -> tuple[int, int] | None:
    """The two coders whose names stand there. Raises BadInput for any other number of them."""
    if not pair:
        return None
    names = [name.strip() for name in pair.split(",") if name.strip()]
    if len(names) != 2:
        raise BadInput(f"--pair cannot read {pair!r}.", "Write --pair a,b.")
    return desk.require_coder_id(names[0]), desk.require_coder_id(names[1])
