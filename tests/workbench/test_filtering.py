"""The words of the filter bar."""

from __future__ import annotations

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.answers import Question
from tipcoder.model.codes import Code, Codebook
from tipcoder.model.filters import AnswerFilter, AttributeTest, NearTest
from tipcoder.workbench.coding.filter_tokens import FilterFault
from tipcoder.workbench.coding.filters import format_filter, parse_filter

QUESTIONS = [
    Question(1, "Q3.2", "", 0),
    Question(2, "Q3.24.Text", "", 1),
    Question(3, "Q4.1", "", 2),
]
BOOK = Codebook("", "en", {key: Code(key, {"en": key}) for key in ("pushback", "pressure")})


SAVED = {"laws": "code:pressure or law", "mine": "@laws -finished", "round": "x or @round"}


def parsed(words: str) -> AnswerFilter:
    return parse_filter(
        words,
        QUESTIONS,
        ["en", "ru"],
        BOOK,
        ["tier", "Country name", "tip_rank"],
        coders=["anna", "boris"],
        saved=SAVED,
    )


def test_terms_are_read_in_any_order() -> None:
    assert parsed('lang:ru -finished q:Q3.24.Text code:pushback "not invited"') == AnswerFilter(
        questions=("Q3.24.Text",),
        languages=("ru",),
        codes=("pushback",),
        phrases=("not invited",),
        finished=False,
    )


def test_several_values_of_a_term_are_joined_by_commas_or_by_writing_it_twice() -> None:
    assert parsed("lang:ru,en").languages == ("ru", "en")
    assert parsed("lang:ru lang:en lang:ru").languages == ("ru", "en")


def test_the_beginning_of_a_name_is_enough_when_it_is_the_only_one() -> None:
    assert parsed("q:q3.24").questions == ("Q3.24.Text",)
    assert parsed("code:push").codes == ("pushback",)


def test_a_name_that_is_also_a_beginning_means_itself() -> None:
    assert parsed("q:Q3.2").questions == ("Q3.2",)


def test_a_beginning_of_several_names_is_a_question() -> None:
    with pytest.raises(BadInput, match=r"'p' could be pushback, pressure"):
        parsed("code:p")


def test_a_wrong_name_is_told_with_the_nearest_one() -> None:
    with pytest.raises(BadInput, match=r"no question 'Q41'.*'Q4\.1'"):
        parsed("q:Q41")


def test_plain_words_are_looked_for_in_the_text_even_if_they_hold_a_colon() -> None:
    assert parsed("embassy http://x Ещё").words == "embassy http://x Ещё"
    assert parsed("finished").finished is True
    assert parsed('"finished"').words == "finished"


def test_nothing_written_restricts_nothing() -> None:
    assert parsed("  ") == AnswerFilter()


@pytest.mark.parametrize(
    ("words", "test"),
    [
        ("tier>2", AttributeTest("tier", ">", "2")),
        ("TIER<=2.5", AttributeTest("tier", "<=", "2.5")),
        ("tier!=3", AttributeTest("tier", "!=", "3")),
        ('country_name="Sri Lanka"', AttributeTest("Country name", "=", "Sri Lanka")),
        ("country_name:lanka", AttributeTest("Country name", ":", "lanka")),
        ("country>=M", AttributeTest("Country name", ">=", "M")),
    ],
)
def test_attributes_of_the_case_are_compared(words: str, test: AttributeTest) -> None:
    assert parsed(words) == AnswerFilter(attributes=(test,))


def test_an_attribute_that_the_cases_do_not_have_is_told_with_the_nearest() -> None:
    with pytest.raises(BadInput, match=r"no attribute 'tire' of the cases.*'tier'"):
        parsed("tire>2")
    with pytest.raises(BadInput, match=r"'ti' could be tier, tip_rank"):
        parsed("ti=2")


def test_any_term_is_turned_round_by_a_minus() -> None:
    assert parsed("-tier=2 -code:push -police -lang:ru,en -re:ab+") == AnswerFilter(
        none_of=(
            AnswerFilter(attributes=(AttributeTest("tier", "=", "2"),)),
            AnswerFilter(codes=("pushback",)),
            AnswerFilter(words="police"),
            AnswerFilter(languages=("ru", "en")),
            AnswerFilter(patterns=("ab+",)),
        )
    )


def test_or_joins_groups_and_brackets_bind_closer() -> None:
    police, money = AnswerFilter(words="police"), AnswerFilter(words="money")
    russian = AnswerFilter(languages=("ru",))
    assert parsed("police or money") == AnswerFilter(any_of=((police, money),))
    assert parsed("lang:ru (police OR money)") == AnswerFilter(
        languages=("ru",), any_of=((police, money),)
    )
    assert parsed("lang:ru police or money") == AnswerFilter(
        any_of=((AnswerFilter(languages=("ru",), words="police"), money),)
    )
    assert parsed("-(lang:ru or police)") == AnswerFilter(
        none_of=(AnswerFilter(any_of=((russian, police),)),)
    )
    assert parsed("police and lang:ru") == AnswerFilter(languages=("ru",), words="police")


def test_two_codes_have_to_be_on_one_answer_and_one_of_a_list_is_enough() -> None:
    assert parsed("code:pushback,pressure").codes == ("pushback", "pressure")
    assert parsed("code:pushback code:pressure") == AnswerFilter(
        codes=("pushback",), all_of=(AnswerFilter(codes=("pressure",)),)
    )
    assert parsed("code:pushback with code:pressure") == AnswerFilter(
        overlaps=((("pushback",), ("pressure",)),)
    )


def test_words_near_each_other_are_ten_words_apart_where_nothing_is_said() -> None:
    assert parsed('police near/5 "human rights" near money') == AnswerFilter(
        nearby=(NearTest("police", "human rights", 5), NearTest("human rights", "money", 10))
    )


def test_operators_beside_nothing_that_they_join_are_words() -> None:
    assert parsed('"or" near') == AnswerFilter(words="or near")
    assert parsed("with the police").words == "with the police"


@pytest.mark.parametrize(
    ("words", "said", "pointed_at"),
    [
        ("lang:ru codex:training", "no term 'codex:'.*Did you mean 'code'", "codex:training"),
        ("police (lang:ru", "bracket is not closed", "("),
        ("police) lang:ru", "bracket was never opened", ")"),
        ('lang:ru "not invited', "quote is not closed", '"not invited'),
        ("lang:ru or", "or needs something behind it", "or"),
        ("near/3 police", "near/3 needs something before", "near/3"),
        ("(lang:ru or code:pushbak)", "no code 'pushbak'.*'pushback'", "code:pushbak"),
        ("coder:bors", "no coder 'bors' in this study.*'boris'", "coder:bors"),
        ("lang:ru ()", "nothing in brackets", "()"),
        ("lang:ru @lawz", "No filter '@lawz' is saved.*'@laws'", "@lawz"),
    ],
)
def test_a_slip_is_pointed_at(words: str, said: str, pointed_at: str) -> None:
    with pytest.raises(FilterFault, match=said) as fault:
        parsed(words)
    assert words[fault.value.start : fault.value.end] == pointed_at
    assert f"(at character {fault.value.start + 1})" in str(fault.value)


def test_a_saved_filter_stands_for_its_words_also_within_another_one() -> None:
    assert parsed("@laws") == parsed("(code:pressure or law)")
    assert parsed("-@laws lang:ru") == parsed("-(code:pressure or law) lang:ru")
    assert parsed("@mine") == parsed("((code:pressure or law) -finished)")
    assert parsed("@ngo.example").words == "@ngo.example", "part of an address"
    with pytest.raises(FilterFault, match="@round is made of itself"):
        parsed("@round")


def test_what_a_coder_did_is_asked_for_and_turned_round() -> None:
    assert parsed("flagged -coded memo -repeated done") == AnswerFilter(
        flagged=True, coded=False, noted=True, repeated=False, finished=True
    )


def test_cases_are_named_by_their_labels() -> None:
    found = parsed("case:1254.2,1016 lang:ru")
    assert found == AnswerFilter(cases=("1254.2", "1016"), languages=("ru",))
    assert parsed(format_filter(found)) == found


def test_words_in_quotes_are_words_whatever_they_look_like() -> None:
    found = parsed('"tier>2" "flagged"')
    assert found == AnswerFilter(words="tier>2 flagged")
    assert parsed(format_filter(found)) == found


@pytest.mark.parametrize(
    "words",
    [
        "q:Q4.1 lang:ru,en code:pressure tier>2 -finished not invited",
        "finished",
        "",
        'Country_name="Sri Lanka" -flagged memo',
        'lang:ru police (code:pressure or "not invited") -(police near/3 money)',
        "lang:ru or lang:en -finished",
        "coder:anna code:pressure code:pushback",
        "code:pressure with code:pushback -re:polic(e|ia)",
        '"near" "with" "or" "-x" "a(b)"',
        "(coder:anna -code:pressure) (coder:boris (code:pressure or -finished))",
    ],
)
def test_a_filter_written_out_means_the_same(words: str) -> None:
    assert format_filter(parsed(words)) == words
    assert parsed(format_filter(parsed(words))) == parsed(words)


def test_a_regular_expression_is_a_term_with_blanks_in_quotes() -> None:
    found = parsed('re:polic(e|ia) re:"not (much|enough)" lang:ru many-at-once')
    assert found == AnswerFilter(
        patterns=("polic(e|ia)", "not (much|enough)"), languages=("ru",), many=True
    )
    assert parsed(format_filter(found)) == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("re:(abc", r"re:\(abc: missing \) at the end"),
        ("re:ab*+*c", r"re:ab\*\+\*c: multiple repeat at character 5, before '\*c'"),
        ("re:[a", "re:.a: unterminated character set at the end"),
        ("re:((a{1000}){1000}){1000}", r"\{1000\} at character 11 repeats too often"),
        ('re:""', "re: has no pattern"),
    ],
)
def test_a_slip_in_a_regular_expression_is_pointed_at(words: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        parsed(words)
