"""A quote that a check stands against is held back by its case, and the others leave."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tipcoder.errors import CheckFailed
from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.workbench.exchange.codings_import import import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.quotes.held_quotes import HOLD_REASONS, NAMING, HeldQuotes
from tipcoder.workbench.quotes.naming_stretches import (
    describe_naming,
    find_naming_stretches,
    search_naming_stretches,
    warn_of_naming,
)
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.release import QuoteRelease, release_quotes
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.reviews import find_stretches
from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,organisation,why,more
3237565901,Brindle House,Ask wombat about the shelter.,We call wombat every week.
3237565902,Quiet Place,They helped us.,They gave advice.
3237565903,Open Door,They push back hard.,They came twice.
"""
STUDY = """\
title = "A study with a nickname"
languages = ["en"]

[respondent]
id = "id"
name = "organisation"

[[question]]
column = "why"
text = "Why?"

[[question]]
column = "more"
text = "Anything else?"
"""


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    """A study in which all answers are coded, redacted where they need it, and read.

    Somebody took a nickname out of one answer, after it was read in another one of the same writer.
    """
    folder = make_study(SURVEY, STUDY)
    with open_study_folder(folder) as study:
        lines = ["case,question,coder,code,start,end"]
        for case in cases(study):
            lines += [f"{case},why,anna,pushback,,", f"{case},more,anna,pressure,,"]
        file = folder.parent / "codings.csv"
        file.write_text("\n".join(lines) + "\n", "utf-8")
        import_codings(study, study.register_coder("lead"), file)

        desk = RedactionSession(study, study.register_coder("reader"))
        for stretch in find_stretches(study):
            desk.review_stretches([tuple(stretch)])
        answer = desk.require_answer_id(cases(study)[0], "why")
        desk.mark_span(answer, 4, 10, "person", "[person]")
        desk.review_stretches([(answer, 0, len(desk.sources[answer].text))])
    return folder


@pytest.fixture
def study(folder: Path) -> Iterator[OpenStudy]:
    with open_study_folder(folder) as study:
        yield study


def cases(study: OpenStudy) -> list[str]:
    """Case labels in order of the survey."""
    return list(load_keys(key_path(study.read_uuid())).source_ids.values())


def wordings(done: QuoteRelease) -> set[str]:
    lines = csv.DictReader(io.StringIO(done.content.decode("utf-8"), newline=""))
    return {line["quote"] for line in lines}


def test_the_quote_is_held_back_by_name_and_all_others_leave(
    study: OpenStudy, tmp_path: Path
) -> None:
    done = release_quotes(study, QuoteRequest(), tmp_path / "quotes.csv")
    assert wordings(done) == {
        "Ask [person] about the shelter.",
        "They helped us.",
        "They gave advice.",
        "They push back hard.",
        "They came twice.",
    }
    (held,) = done.table.held.quotes
    assert (held.reason, held.case, held.question) == (NAMING, cases(study)[0], "more")
    assert "took out of an answer" in held.detail
    assert done.audit.has_passed
    said = "\n".join(done.table.held.iterate_sentences())
    assert f"{cases(study)[0]} more" in said
    assert "tipcoder redact" in said
    assert "wombat" not in said


def test_strictly_one_such_quote_refuses_the_whole_file(study: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match=f"{cases(study)[0]} more"):
        release_quotes(study, QuoteRequest(strict=True), tmp_path / "quotes.csv")
    assert not (tmp_path / "quotes.csv").exists()


def test_where_nothing_else_is_left_the_file_is_refused_and_the_case_named(
    study: OpenStudy, tmp_path: Path
) -> None:
    desk = RedactionSession(study, study.register_coder("reader"))
    for case in cases(study)[1:]:
        answer = desk.require_answer_id(case, "more")
        span = (answer, 0, len(desk.sources[answer].text))
        desk.review_stretches([span], withhold=True)
    with pytest.raises(CheckFailed, match="No quote may leave") as refused:
        release_quotes(study, QuoteRequest(codes=("pressure",)), tmp_path / "quotes.csv")
    assert f"{cases(study)[0]} more" in refused.value.message
    assert "2 withheld" in refused.value.message
    assert not (tmp_path / "quotes.csv").exists()


def test_an_unreviewed_file_names_what_it_holds_back_as_well(study: OpenStudy) -> None:
    done = release_quotes(study, QuoteRequest(include_unreviewed=True), None)
    assert [quote.place for quote in done.table.held.list_faults()] == [f"{cases(study)[0]} more"]


def test_it_is_known_before_anybody_asks_for_a_file_and_gone_when_seen_to(
    study: OpenStudy,
) -> None:
    desk = RedactionSession(study, study.register_coder("reader"))
    (found,) = find_naming_stretches(desk, find_stretches(study))
    assert found.place == f"{cases(study)[0]} more 0-{len('We call wombat every week.')}"
    assert found.found.words == ("wombat",)
    assert found.place in warn_of_naming(study)
    assert search_naming_stretches(study.folder, "reader", desk.base) == [found]

    desk.mark_span(found.stretch.answer_id, 8, 14, "person", "[person]")
    desk.review_stretches([tuple(found.stretch)])
    assert find_naming_stretches(desk, find_stretches(study)) == []
    assert warn_of_naming(study) == ""
    assert not release_quotes(study, QuoteRequest(), None).table.held.quotes


def test_nothing_read_needs_no_key_file(make_study: Callable[..., Path]) -> None:
    folder = make_study(SURVEY, STUDY, name="unread")
    with open_study_folder(folder) as study:
        key_path(study.read_uuid()).unlink()
        assert warn_of_naming(study) == ""
    assert describe_naming([]) == ""


def test_every_reason_is_said_with_its_remedy() -> None:
    for reason in HOLD_REASONS:
        assert reason.what
        assert reason.remedy.endswith(".")
    assert HeldQuotes().describe_held() == ""
    assert list(HeldQuotes().iterate_sentences()) == []
