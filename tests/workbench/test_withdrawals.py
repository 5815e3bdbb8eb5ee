"""An answer that a later survey file no longer has: what stays, what is held back, who decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from erasing_world import CODEBOOK, OTHERS, STUDY, WORDS, find_answer, write_survey
from tipcoder.errors import BadInput, CheckFailed
from tipcoder.store import counts
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import PromoteQuote
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.history import undo_or_redo
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.quotes.held_quotes import WITHDRAWN
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.release import QuoteRelease, find_cited_ids, release_quotes
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.reviews import count_reviews, find_stretches
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.status.overview import read_overview
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.import_report import ImportReport
from tipcoder.workbench.survey.importing import import_survey
from tipcoder.workbench.withdrawal.answers import (
    keep_withdrawn,
    list_withdrawals,
    warn_of_withdrawals,
)
from tipcoder.workbench.withdrawal.examples import hold_back_examples

EMPTIED = write_survey("")
WITHHELD = write_survey("REDACTED")
GONE = "".join(line for line in write_survey().splitlines(True) if not line.startswith("301"))


@pytest.fixture
def study(make_study: Callable[..., Path], store_url: Any) -> Iterator[OpenStudy]:
    """Anna has coded and read every answer to one question."""
    folder = make_study(write_survey(), STUDY, CODEBOOK, where=store_url)
    with open_study_folder(folder) as opened:
        anna = CodingSession(opened, opened.register_coder("anna"))
        desk = RedactionSession(opened, opened.find_coder("anna"))
        for words in (WORDS, *OTHERS.values()):
            answer = find_answer(opened, words.rstrip(".").rsplit(" ", 1)[-1])
            anna.add_coding(answer, "visits", finish=True)
            proposals = desk.list_open_proposals(answer, 0, len(words))
            if proposals:
                desk.accept_proposals([(answer, proposal) for proposal in proposals])
            desk.review_stretches([(answer, 0, len(words))])
        yield opened


def bring(study: OpenStudy, survey: str, **options: Any) -> ImportReport:
    path = study.folder.parent / "again.csv"
    path.write_text(survey, "utf-8", newline="")
    return import_survey(study, study.find_coder("lead"), path, **options)


def release(study: OpenStudy, **wish: Any) -> QuoteRelease:
    return release_quotes(study, QuoteRequest(**wish), None)


def quoted_questions(done: QuoteRelease) -> int:
    return len(done.table.lines)


@pytest.mark.parametrize(
    ("survey", "how", "answers"),
    [(WITHHELD, "withheld", 1), (EMPTIED, "blank", 1), (GONE, "gone", 2)],
    ids=["withheld", "emptied", "row deleted"],
)
def test_quotes_of_a_withdrawn_answer_are_held_back_at_once_and_named(
    study: OpenStudy, survey: str, how: str, answers: int
) -> None:
    assert quoted_questions(release(study)) == 3
    cited = find_cited_ids(study, "visits")
    with study.store.read() as db:
        before = counts.count_codes(db)
    report = bring(study, survey)

    found = list_withdrawals(study)
    assert [(each.how, each.decision) for each in found] == [(how, "waiting")] * answers
    assert len(report.withdrawn) == answers
    case = found[0].case
    assert all(line.startswith(f"{case} ") for line in report.withdrawn)
    # Nothing that was counted changes.
    with study.store.read() as db:
        assert counts.count_codes(db) == before

    done = release(study)
    assert quoted_questions(done) == 2
    (held,) = done.table.held.list_faults()
    assert (held.reason, held.case, held.question) == (WITHDRAWN, case, "role")
    assert WORDS.split()[1].encode() not in done.content
    # Nobody gets round it.
    assert quoted_questions(release(study, include_unreviewed=True)) == 2
    with pytest.raises(CheckFailed, match=f"{case} role"):
        release(study, strict=True)
    assert set(cited) - set(find_cited_ids(study, "visits")) == {case}


def test_every_place_says_how_many_wait_and_how_to_decide(study: OpenStudy) -> None:
    assert warn_of_withdrawals(study) == ""
    bring(study, GONE)
    case = list_withdrawals(study)[0].case
    sentence = warn_of_withdrawals(study)
    assert sentence == (
        f"2 answers were withdrawn in the survey file ({case} role and {case} how); "
        f"1 quote is held back. Decide: `tipcoder erase {case} role`, or "
        f"`tipcoder withdrawn keep {case} role`"
    )
    assert sentence in check_study(study).warnings
    # One line of a screen, of at most 80 columns with its margin.
    brief = "2 answers withdrawn, 1 quote is held back: `tipcoder withdrawn`."
    assert brief in read_overview(study, "anna").warnings
    desk = RedactionSession(study, study.find_coder("anna"))
    numbers = count_reviews(desk, find_stretches(study))
    assert (numbers.withdrawn, numbers.read) == (1, 2)
    assert "1 held back as withdrawn" in numbers.describe_counts()


def test_keeping_needs_a_reason_lets_the_quote_out_and_can_be_undone(study: OpenStudy) -> None:
    bring(study, WITHHELD)
    lead = study.register_coder("lead")
    place = (list_withdrawals(study)[0].case, "role")
    with pytest.raises(BadInput, match="needs a reason"):
        keep_withdrawn(study, lead, [place], "  ")
    with pytest.raises(BadInput, match="was not withdrawn"):
        keep_withdrawn(study, lead, [(place[0], "how")], "a faulty export")
    keep_withdrawn(study, lead, [place], "a faulty export")
    assert quoted_questions(release(study)) == 3
    # The same file again does not ask again.
    assert bring(study, WITHHELD).withdrawn == []
    assert quoted_questions(release(study)) == 3
    undo_or_redo(study, lead, "undo")
    assert quoted_questions(release(study)) == 2
    assert check_study(study).faults == []


def test_an_undone_import_withdraws_nothing(study: OpenStudy) -> None:
    lead = study.register_coder("lead")
    bring(study, WITHHELD)
    undo_or_redo(study, lead, "undo")
    assert list_withdrawals(study) == []
    assert quoted_questions(release(study)) == 3
    undo_or_redo(study, lead, "redo")
    assert quoted_questions(release(study)) == 2
    assert check_study(study).faults == []


def test_a_text_that_is_in_the_file_again_is_no_longer_withdrawn(study: OpenStudy) -> None:
    bring(study, GONE)
    report = bring(study, write_survey())
    assert len(report.returned) == 2
    assert list_withdrawals(study) == []
    assert quoted_questions(release(study)) == 3


def test_late_rows_and_parts_of_the_survey_withdraw_nothing(study: OpenStudy) -> None:
    head, first, *_ = write_survey().splitlines(True)
    late = "304,Late House,Fay Gorse,Togo,,They came in autumn.,\n"
    assert bring(study, head + late).withdrawn == []
    # One row of three is a correction, two of three are the survey.
    assert bring(study, head + first).withdrawn == []
    assert bring(study, GONE, is_part=True).withdrawn == []
    assert list_withdrawals(study) == []
    # The late row came in with another file, and this one never had it.
    assert bring(study, write_survey()).withdrawn == []


def test_an_example_of_a_withdrawn_answer_leaves_with_no_codebook(study: OpenStudy) -> None:
    anna = CodingSession(study, study.find_coder("anna"))
    answer = find_answer(study, "weavers")
    editor = CodebookEditor(study, study.register_coder("lead"))
    (quote,) = anna.read_codings(answer)
    editor.make_edit(PromoteQuote(quote.id, quote.quote))
    book = read_codebook_in_force(study)
    assert hold_back_examples(study, book) == (book, "")
    bring(study, WITHHELD)
    held, sentence = hold_back_examples(study, book)
    assert WORDS in str(book)
    assert WORDS not in str(held)
    assert "A roof was found for them" in str(held)
    assert sentence.startswith("1 example of withdrawn answers is held back")
    with pytest.raises(BadInput, match="was withdrawn"):
        editor.make_edit(PromoteQuote(quote.id, quote.quote))


def test_a_dry_run_says_it_and_withdraws_nothing(study: OpenStudy) -> None:
    assert len(bring(study, GONE, dry_run=True).withdrawn) == 2
    assert list_withdrawals(study) == []
