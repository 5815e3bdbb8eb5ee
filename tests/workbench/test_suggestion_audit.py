"""The audit finds errors of suggestions that are not spread evenly,
and says what it rests on when it finds none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.cli import main
from tipcoder.errors import ExitStatus
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import events, suggestions
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.suggestion_bias import (
    MISSED,
    REJECTED,
    BiasFinding,
    assess_suggestion_bias,
)
from tipcoder.workbench.statistics.tests import StatisticsRequest, run_code_tests

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

EN = (
    "The officials of the ministry said that report number {n} was unfair and they were angry "
    "about it."
)
RU = (
    "Чиновники министерства сказали, что доклад номер {n} несправедлив, и были очень этим "
    "недовольны."
)
STUDY = """\
title = "Sixty answers"
languages = ["en", "ru"]

[respondent]
id = "id"
attributes = ["view"]

[[question]]
column = "role"
text = "What do they say?"

[outcome.view]
column = "view"
levels = ["mixed", "positive"]

[privacy]
response_ids = "from-column"
"""


@pytest.fixture
def sixty(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Thirty answers in English and thirty in Russian; every second one is positive."""
    lines = [
        f'{1000 + n},{("mixed", "positive")[n % 2]},"{(EN if n < 30 else RU).format(n=n)}"'
        for n in range(60)
    ]
    with open_study_folder(make_study("id,view,role\n" + "\n".join(lines) + "\n", STUDY)) as study:
        yield study


def settle(
    study: OpenStudy, wrong: Callable[[int], bool], missed: Callable[[int], bool] = lambda n: False
) -> None:
    """Anna is shown pushback on every answer and turns it down where it is wrong;
    where one was missed, she adds it.
    """
    anna = CodingSession(study, study.register_coder("anna"))
    for n, answer_id in enumerate(anna.find_answer_ids(AnswerFilter())):
        one = ShownSuggestion(
            answer_id, anna.find_code_id("pushback"), 1, "1", 1.0, "strong", 0, 12, "asked"
        )
        with study.store.write() as db:
            suggestions.record_shown(db, anna.coder.id, [one])
        if wrong(n):
            anna.reject_suggestion(one)
        else:
            anna.add_coding(answer_id, "pushback", (0, 12), suggested=one)
        if missed(n):
            anna.add_coding(answer_id, "money")
        anna.finish_answers(answer_id)


def of(findings: tuple[BiasFinding, ...], error: str, variable: str) -> BiasFinding:
    return next(one for one in findings if (one.error, one.variable) == (error, variable))


def uneven(n: int) -> bool:
    """5 of 30 in English, 22 of 30 in Russian; as often for positive as for mixed, nearly."""
    return n < 5 or 30 <= n < 52


def test_errors_that_differ_by_language_are_found(sixty: OpenStudy) -> None:
    settle(sixty, uneven)
    found = assess_suggestion_bias(sixty)
    language = of(found.findings, REJECTED, "language")
    assert language.differs
    # Yates: 60 (|5 x 8 - 25 x 22| - 30)^2 / (30 x 30 x 27 x 33)
    assert language.result.statistic == pytest.approx(60 * 480**2 / (30 * 30 * 27 * 33))
    assert "en 5 of 30; ru 22 of 30" in language.sentence
    view = of(found.findings, REJECTED, "view")
    assert not view.differs
    assert "no difference was found in 60 suggestions" in view.sentence
    assert "Cramér's V up to 0." in view.sentence, (
        "it says how large a difference may be there all the same"
    )
    assert found.has_difference
    assert found.sentences[0].startswith(
        "27 of 60 decided suggestions were turned down, replaced or passed over (60 "
    )
    assert found.sentences[-1].startswith("Errors are not even: turned down by language.")


def test_codes_that_were_missed_are_an_error_of_their_own(sixty: OpenStudy) -> None:
    settle(sixty, lambda n: False, missed=lambda n: n % 2 == 0 and n < 40)
    found = assess_suggestion_bias(sixty)
    missed = of(found.findings, MISSED, "view")
    assert missed.result.n == 80
    assert missed.differs
    assert "mixed 20 of 50; positive 0 of 30" in missed.sentence
    assert assess_suggestion_bias(sixty, ["pushback"]).sentences[1].startswith("0 of 60 codes")


def test_a_code_put_on_before_anything_was_shown_was_not_missed(
    sixty: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = CodingSession(sixty, sixty.register_coder("anna"))
    first, second, *_ = anna.find_answer_ids(AnswerFilter())
    anna.add_coding(first, "money")
    monkeypatch.setattr(suggestions, "format_utc_now", lambda: "2999-01-01T00:00:00Z")
    with sixty.store.write() as db:
        offers = [
            ShownSuggestion(i, anna.find_code_id("pushback"), 1, "1", 1.0, "weak", 0, 5, "mode")
            for i in (first, second)
        ]
        suggestions.record_shown(db, anna.coder.id, offers)
    monkeypatch.setattr(events, "format_utc_now", lambda: "2999-01-01T00:00:01Z")
    anna.add_coding(first, "training")
    anna.finish_answers(first)
    anna.add_coding(second, "training", finish=True)
    with sixty.store.read() as db:
        put = [
            (one.answer_id, one.code, one.offered)
            for one in suggestions.load_codes_after_showing(db)
        ]
    assert put == [(first, "training", False), (second, "training", False)]


def test_nothing_settled_is_no_sign_that_all_is_well(sixty: OpenStudy) -> None:
    found = assess_suggestion_bias(sixty)
    assert found.findings == ()
    assert not found.has_difference
    assert "Nothing could be tested" in found.sentences[-1]


def test_rare_languages_are_tested_together_or_left_out(sixty: OpenStudy) -> None:
    anna = CodingSession(sixty, sixty.register_coder("anna"))
    for n, answer_id in enumerate(anna.find_answer_ids(AnswerFilter())[:34]):
        one = ShownSuggestion(
            answer_id, anna.find_code_id("pushback"), 1, "1", 1.0, "strong", 0, 12, "asked"
        )
        if n % 2:
            anna.reject_suggestion(one)
        else:
            anna.add_coding(answer_id, "pushback", suggested=one)
    language = of(assess_suggestion_bias(sixty).findings, REJECTED, "language")
    assert language.result.p is None
    assert "no groups to compare" in language.sentence


def test_the_command_line_says_it_in_words_and_by_its_status(
    sixty: OpenStudy, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(sixty, uneven)
    assert main(["suggest", "bias", "--study", str(sixty.folder)]) == ExitStatus.CHECK_FAILED
    said = capsys.readouterr()
    assert "turned down" in said.out
    assert (
        "Turned down by language: differs in 60 suggestions: en 5 of 30; ru 22 of 30." in said.err
    )
    assert (
        main(
            ["suggest", "bias", "--code", "money", "--format", "json", "--study", str(sixty.folder)]
        )
        == ExitStatus.DONE
    )
    assert capsys.readouterr().out.strip() == "[]"


def test_statistics_by_a_code_say_how_much_of_it_came_by_suggestions(sixty: OpenStudy) -> None:
    settle(sixty, uneven, missed=lambda n: n < 7)
    (said,) = [
        s
        for s in run_code_tests(sixty, StatisticsRequest(codes=("pushback", "money"))).sentences
        if "suggest" in s
    ]
    assert said.startswith(
        "33 of 40 codings of these codes came by suggestions; `tipcoder suggest bias` tests "
        "whether "
    )
    assert not [
        s
        for s in run_code_tests(sixty, StatisticsRequest(codes=("money",))).sentences
        if "suggest" in s
    ]
    (theme,) = [
        s
        for s in run_code_tests(sixty, StatisticsRequest(codes=("government",))).sentences
        if "suggest" in s
    ]
    assert theme.startswith("33 of 33 ")


def test_the_audit_is_the_same_on_both_stores(
    here_on_both: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Times are kept to the second; between two acts of this test one may end.
    monkeypatch.setattr(events, "format_utc_now", lambda: "2026-03-01T09:00:00Z")
    monkeypatch.setattr(suggestions, "format_utc_now", lambda: "2026-03-01T09:00:00Z")
    anna = CodingSession(here_on_both, here_on_both.register_coder("anna"))
    answer_id = anna.find_answer_ids(AnswerFilter())[0]
    one = ShownSuggestion(
        answer_id, anna.find_code_id("pushback"), 1, "1", 1.0, "strong", 0, 12, "asked"
    )
    anna.add_coding(answer_id, "pushback", suggested=one)
    anna.add_coding(answer_id, "money", finish=True)
    found = assess_suggestion_bias(here_on_both)
    assert found.sentences[0].startswith("0 of 1 decided suggestions")
    assert found.sentences[1].startswith("1 of 2 codes that were applied had not been suggested")
