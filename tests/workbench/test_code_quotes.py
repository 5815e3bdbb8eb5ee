"""All quotes of a code: which, by whom, in which order, and what is done to one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import StoreUrl
from tipcoder.errors import BadInput
from tipcoder.model.codings import CARRIED, PERSON, MemoTarget, Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import act_log, codings, events
from tipcoder.store.act_log import HIDDEN
from tipcoder.workbench.coding.code_quotes import (
    CodeQuotes,
    QuoteRequest,
    QuoteScope,
    find_context,
    read_latest_quotes,
)
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,country,role,how
7,Peru,They asked. They pushed the ministry. Nothing came of it. We waited.,By pushing.
8,Peru,Nos apoyaron mucho con dinero y cursos para todos los abogados.,Con dinero y con becas.
9,Chile,They pushed twice.,
"""
STUDY = """\
title = "Three"
languages = ["en", "es"]
[respondent]
id = "id"
attributes = ["country"]
[[question]]
column = "role"
text = "What is their role?"
[[question]]
column = "how"
text = "How?"
[privacy]
response_ids = "from-column"
"""
BOOK = """\
title = "Influence"

[code.influence]
label = "Influence"
codable = false

[code.pressure]
parent = "influence"
label = "Pressure"
definition = "Somebody makes a government do something."

[code.money]
parent = "influence"
label = "Money"

[code.waiting]
label = "Waiting"
"""
PUSHED = (12, 37)
"""`They pushed the ministry.` in the first answer."""


@pytest.fixture
def study(make_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(SURVEY, STUDY, BOOK, where=store_url)) as here:
        yield here


def act_as(study: OpenStudy, name: str) -> CodingSession:
    return CodingSession(study, study.register_coder(name))


def find(session: CodingSession, words: str) -> int:
    (answer_id,) = session.find_answer_ids(AnswerFilter(words=words))
    return answer_id


@pytest.fixture
def anna(study: OpenStudy) -> CodingSession:
    """Boris has two quotes, anna three: two of Pressure, one of Money."""
    boris = act_as(study, "boris")
    boris.add_coding(find(boris, "They asked"), "pressure", PUSHED)
    boris.add_coding(find(boris, "becas"), "money", (4, 10))
    anna = act_as(study, "anna")
    anna.add_coding(find(anna, "They asked"), "pressure", PUSHED)
    anna.add_coding(find(anna, "By pushing"), "pressure", (3, 10))
    anna.add_coding(find(anna, "apoyaron"), "money", (4, 12))
    return anna


def listed(anna: CodingSession, request: QuoteRequest) -> CodeQuotes:
    quotes = CodeQuotes(anna, request)
    quotes.read_list()
    return quotes


def words_of(quotes: CodeQuotes) -> list[tuple[str, str, str]]:
    """(case, coder, words) of what is listed, in its order."""
    page = quotes.read_page(quotes.ids)
    return [(page[i].case, page[i].coder, page[i].quote) for i in quotes.ids]


MINISTRY = "They pushed the ministry."
ALL = [
    ("7", "anna", MINISTRY),
    ("7", "boris", MINISTRY),
    ("8", "anna", "apoyaron"),
    ("7", "anna", "pushing"),
    ("8", "boris", "dinero"),
]


def test_a_code_lists_the_quotes_of_all_below_it_by_question_and_ones_own_first(
    anna: CodingSession,
) -> None:
    quotes = listed(anna, QuoteRequest("influence"))
    assert words_of(quotes) == ALL
    assert quotes.groups == [("role", 0, 3), ("how", 3, 2)]
    assert quotes.describe() == "5 quotes of Influence by 2 respondents, 2 by others"
    assert words_of(listed(anna, QuoteRequest("pressure"))) == [ALL[0], ALL[1], ALL[3]]
    assert listed(anna, QuoteRequest("waiting")).describe() == "No quotes of Waiting"
    assert listed(anna, QuoteRequest()).describe() == "5 quotes by 2 respondents, 2 by others"


def test_the_commonest_language_comes_first_and_the_cursor_finds_its_quote(
    anna: CodingSession,
) -> None:
    quotes = listed(anna, QuoteRequest("influence"))
    last = quotes.ids[-1]
    quotes.toggle_grouping()
    assert quotes.groups == [("en", 0, 3), ("es", 3, 2)]
    assert words_of(quotes) == [ALL[0], ALL[1], ALL[3], ALL[2], ALL[4]]
    assert quotes.find_place(last) == 4
    assert quotes.find_place_on(find(anna, "apoyaron")) == 3
    assert quotes.find_place_on(find(anna, "twice")) is None


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        (QuoteScope(questions=("how",)), [ALL[3], ALL[4]]),
        (QuoteScope(languages=("es",)), [ALL[2], ALL[4]]),
        (QuoteScope(cases=("8",)), [ALL[2], ALL[4]]),
        (QuoteScope(cases=("9",)), []),
        (QuoteScope(coders=("boris",)), [ALL[1], ALL[4]]),
        (QuoteScope(questions=("role",), coders=("anna",)), [ALL[0], ALL[2]]),
    ],
)
def test_a_number_restricts_the_list_to_what_is_behind_it(
    anna: CodingSession, scope: QuoteScope, wanted: list[tuple[str, str, str]]
) -> None:
    assert words_of(listed(anna, QuoteRequest("influence", scope))) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("PUSH", [ALL[0], ALL[1], ALL[3]]),
        ("minis push", [ALL[0], ALL[1]]),
        ("waited", []),  # in the answer, not in the quote
        ("100%_", []),
    ],
)
def test_words_are_looked_for_in_the_quote_whatever_their_case(
    anna: CodingSession, words: str, wanted: list[tuple[str, str, str]]
) -> None:
    quotes = CodeQuotes(anna, QuoteRequest("influence"))
    quotes.words = words
    quotes.read_list()
    assert words_of(quotes) == wanted


def test_a_page_has_what_is_shown_around_a_quote_and_only_ones_own_memo(
    anna: CodingSession, study: OpenStudy
) -> None:
    quotes = listed(anna, QuoteRequest("pressure"))
    mine, theirs, _ = quotes.ids
    answer_id = find(anna, "They asked")
    anna.set_memo(MemoTarget(answer_id, mine), "Ask again.")
    act_as(study, "boris").set_memo(MemoTarget(answer_id, theirs), "Boris thinks.")
    page = CodeQuotes(act_as(study, "anna"), QuoteRequest("pressure")).read_page([mine, theirs, 99])
    assert (page[mine].code, page[mine].language, page[mine].question) == ("pressure", "en", "role")
    assert page[mine].attributes == {"country": "Peru"}
    assert (page[mine].start, page[mine].end) == PUSHED
    assert page[mine].text.endswith("We waited.")
    assert [page[i].memo for i in (mine, theirs)] == ["Ask again.", ""]
    assert page[99].text == "", "gone meanwhile"


def test_a_quote_gets_another_code_with_its_memo_in_one_act(anna: CodingSession) -> None:
    quotes = listed(anna, QuoteRequest("pressure"))
    first = quotes.ids[0]
    answer_id = find(anna, "They asked")
    anna.finish_answers(answer_id)
    anna.set_memo(MemoTarget(answer_id, first), "Ask again.")
    before = anna.find_last_act()
    said = anna.recode_quote(first, "waiting")
    assert said == "Waiting in place of Pressure on 7 role at 12-37"
    assert anna.find_last_act() == before + 1
    (coding,) = anna.read_codings(answer_id)
    assert (coding.code, coding.start, coding.end) == ("waiting", *PUSHED)
    assert [memo.target.coding_id for memo in anna.read_memos(answer_id)] == [coding.id]
    assert anna.find_reading(answer_id) is not None
    assert anna.read_news() is None, "her own act is no news to her"
    anna.undo()
    (back,) = anna.read_codings(answer_id)
    assert (back.id, back.code) == (first, "pressure")
    assert [memo.target.coding_id for memo in anna.read_memos(answer_id)] == [first]


def test_a_quote_that_has_the_other_code_already_is_not_doubled(anna: CodingSession) -> None:
    answer_id = find(anna, "They asked")
    anna.add_coding(answer_id, "money", PUSHED)
    first = listed(anna, QuoteRequest("pressure")).ids[0]
    anna.recode_quote(first, "money")
    assert [coding.code for coding in anna.read_codings(answer_id)] == ["money"]


def test_whoever_recodes_what_was_carried_over_has_judged_the_answer(
    anna: CodingSession, study: OpenStudy
) -> None:
    answer_id = find(anna, "They asked")
    with events.record_act(study.store, anna.coder.id, "carry", "carried over") as act:
        codings.set_reading(act, answer_id, anna.coder.id, Outcome.CODED, 1, CARRIED)
    anna.recode_quote(listed(anna, QuoteRequest("pressure")).ids[0], "waiting")
    reading = anna.find_reading(answer_id)
    assert reading is not None
    assert (reading.outcome, reading.origin) == (Outcome.CODED, PERSON)


def test_what_cannot_be_recoded_is_refused(anna: CodingSession) -> None:
    mine, theirs, _ = listed(anna, QuoteRequest("pressure")).ids
    before = anna.find_last_act()
    for coding_id, code, why in (
        (mine, "pressure", "has Pressure already"),
        (mine, "influence", "only groups"),
        (mine, "presure", "no code 'presure'"),
        (theirs, "waiting", "no longer there"),
    ):
        with pytest.raises(BadInput, match=why):
            anna.recode_quote(coding_id, code)
    assert anna.find_last_act() == before


def test_in_an_open_round_others_quotes_are_not_listed_counted_or_told(
    anna: CodingSession, study: OpenStudy
) -> None:
    lead = study.register_coder("lead")
    draw_round(study, lead, RoundPlan(("anna", "boris"), "100%", seed=1))
    again = act_as(study, "anna")
    mine = [ALL[0], ALL[2], ALL[3]]
    assert words_of(listed(again, QuoteRequest("influence"))) == mine
    assert listed(again, QuoteRequest("money")).describe() == "1 quote of Money by 1 respondent"
    assert [one.quote for one in read_latest_quotes(again, "money")] == ["apoyaron"]

    boris = act_as(study, "boris")
    (his,) = listed(boris, QuoteRequest("money")).ids
    boris.recode_quote(his, "waiting")
    again = act_as(study, "anna")
    assert again.study.store is study.store
    with study.store.read() as db:
        told = [line.sentence for line in act_log.load_log(db) if line.verb == "recode"]
    assert told == [HIDDEN]
    assert again.read_news() is None or "Waiting" not in str(again.read_news())
    freeze_round(study, lead, "R1")
    assert len(listed(act_as(study, "anna"), QuoteRequest("influence")).ids) == 4


def test_the_latest_three_quotes_of_a_code_come_newest_first(anna: CodingSession) -> None:
    latest = read_latest_quotes(anna, "influence")
    assert [(one.case, one.language, one.quote) for one in latest] == [
        ("8", "es", "apoyaron"),
        ("7", "en", "pushing"),
        ("7", "en", MINISTRY),
    ]
    assert read_latest_quotes(anna, "waiting") == []


TEXT = "One is here. Two is here. Three is here. Four is here."


@pytest.mark.parametrize(
    ("quote", "context"),
    [
        ("Two is here.", "One is here. Two is here. Three is here."),
        ("is here. Three", TEXT),
        ("One", "One is here. Two is here."),
        ("Four is here.", "Three is here. Four is here."),
        (TEXT, TEXT),
    ],
)
def test_a_quote_is_shown_with_the_sentence_before_and_after(quote: str, context: str) -> None:
    start = TEXT.index(quote)
    first, last = find_context(TEXT, start, start + len(quote))
    assert TEXT[first:last] == context


def test_a_quote_of_blanks_is_its_own_context() -> None:
    assert find_context("   ", 0, 3) == (0, 3)


def test_the_context_of_a_quote_in_an_endless_text_goes_no_further_than_some_pages() -> None:
    text = f"{'word ' * 100_000}here. {'word ' * 100_000}"
    start = text.index("here")
    first, last = find_context(text, start, start + 4)
    assert 2_000 <= start - first <= 10_000
    assert last - start <= 10_000
