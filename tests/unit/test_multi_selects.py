"""Questions with several options in study.toml: what a row says to them."""

from __future__ import annotations

import pytest

from tipcoder.errors import BadInput
from tipcoder.results.tests import StatisticalTest
from tipcoder.study import Study
from tipcoder.study.multi_selects import MultiSelectSpec, make_option_keys
from tipcoder.study.reading import read_study_text

HEAD = """\
title = "Channels"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "why"
"""
SPREAD = """\
[factor.channel]
options = { c1 = "Email", c2 = "Phone, fixed", c3 = "None of these" }
"""
LISTED = """\
[factor.channel]
column = "channels"
"""


def read(*more: str) -> Study:
    return read_study_text(HEAD + "".join(more))


def channel(*more: str) -> MultiSelectSpec:
    return read(*more).multi_selects["channel"]


def test_each_option_is_a_variable_called_by_factor_and_option() -> None:
    study = read(
        SPREAD, 'other = "Elsewhere"\nspecify = "c4"\n', '[factor.x]\ncolumn = "x"\ntrue_if = "1"\n'
    )
    names = ("channel:email", "channel:phone_fixed", "channel:none_of_these", "channel:elsewhere")
    assert study.list_factor_names() == ("x", *names)
    assert study.expand_names(["x", "channel", "channel:email"]) == ("x", *names)
    assert study.find_multi_select("channel:nothing") is None


@pytest.mark.parametrize(
    ("cells", "asked", "ticked"),
    [
        ({"c1": "Email"}, True, {"email"}),  # SurveyMonkey, Qualtrics with labels
        ({"c1": "1", "c2": "0", "c3": "0"}, True, {"email"}),  # Kobo
        ({"c1": "Y", "c2": "N"}, True, {"email"}),  # LimeSurvey
        ({"c1": "Checked", "c2": "Unchecked"}, True, {"email"}),  # REDCap
        ({"c1": "1.0", "c2": "x"}, True, {"email", "phone_fixed"}),
        ({"c1": "0", "c2": "0", "c3": "0"}, True, set()),
        ({}, None, set()),
    ],
)
def test_boxes_are_read_in_the_words_of_each_platform(
    cells: dict[str, str], asked: bool | None, ticked: set[str]
) -> None:
    said = channel(SPREAD).read_case(cells.get, has_words=False)
    assert (said.is_asked, said.ticked, said.strange) == (asked, ticked, ())


def test_a_row_without_anything_is_of_somebody_not_asked_where_the_gate_tells_it() -> None:
    spec = channel(SPREAD, 'asked_if = { column = "use", equals = "Yes" }\n')
    led_here = spec.read_case({"use": "yes"}.get, has_words=False)
    assert (led_here.is_asked, led_here.find_state("email")) == (True, False)
    elsewhere = spec.read_case({"use": "No"}.get, has_words=False)
    assert (elsewhere.is_asked, elsewhere.find_state("email")) == (False, None)
    # Some programs write a 0 for every box of a page that was never shown.
    zeros = spec.read_case({"use": "No", "c1": "0", "c2": "0"}.get, has_words=False)
    assert zeros.is_asked is False
    # What somebody ticked cannot have been hidden.
    assert spec.read_case({"use": "No", "c1": "1"}.get, has_words=False).is_asked is True


def test_else_says_that_everybody_was_asked() -> None:
    said = channel(SPREAD, "else = false\n").read_case({}.get, has_words=False)
    assert (said.is_asked, said.find_state("email")) == (True, False)


def test_a_cell_that_says_neither_leaves_its_own_option_unknown_and_no_other() -> None:
    said = channel(SPREAD).read_case({"c1": "Maybe", "c2": "1"}.get, has_words=False)
    assert said.strange == (("c1", "Maybe"),)
    assert [said.find_state(key) for key in ("email", "phone_fixed", "none_of_these")] == [
        None,
        True,
        False,
    ]


def test_words_beside_the_boxes_count_as_the_option_for_them() -> None:
    spec = channel(SPREAD, 'specify = "c4"\n')
    said = spec.read_case({}.get, has_words=True)
    assert (said.is_asked, said.ticked) == (True, {"other"})


@pytest.mark.parametrize(
    ("separator", "cell", "found", "others"),
    [
        (",", "Email, phone, Letter", ["email_phone", "letter"], []),  # Google Forms
        (";", "Letter;Email, phone;", ["letter", "email_phone"], []),  # Microsoft Forms
        ("\\n", "Letter\nemail,  PHONE", ["letter", "email_phone"], []),  # Jotform
        (",", "letter , Phone,Radio", ["letter", "phone"], ["Radio"]),
    ],
)
def test_an_option_with_the_separator_in_it_is_found_whole(
    separator: str, cell: str, found: list[str], others: list[str]
) -> None:
    levels = 'levels = ["Email, phone", "Phone", "Letter"]\n'
    spec = channel(LISTED, f'separator = "{separator}"\n', levels)
    assert spec.split_cell(cell) == (found, others)


def test_a_cell_with_a_long_text_is_cut_in_a_moment() -> None:
    spec = channel(LISTED, 'separator = " "\nlevels = ["email", "sms"]\n')
    found, others = spec.split_cell("email " + "word " * 50_000)
    assert (found, len(others)) == (["email"], 50_000)


def test_codes_with_blanks_between_have_labels() -> None:
    spec = channel(
        LISTED,
        'separator = " "\nlevels = ["email", "mobile_phone"]\n',
        'labels = { mobile_phone = "Mobile" }\n',
    )
    assert spec.split_cell("mobile_phone email") == (["mobile_phone", "email"], [])
    assert [option.label for option in spec.options] == ["email", "Mobile"]


def test_pieces_that_are_no_option_count_as_other_only_where_there_is_one() -> None:
    lines = 'separator = ";"\nlevels = ["Email", "Phone"]\n'
    said = channel(LISTED, lines).read_case({"channels": "Email;Radio"}.get, has_words=False)
    assert (said.ticked, said.strange) == ({"email"}, (("channels", "Radio"),))
    with_other = channel(LISTED, lines, 'other = "Something else"\n')
    said = with_other.read_case({"channels": "Email;Radio"}.get, has_words=False)
    assert said.ticked == {"email", "something_else"}


def test_keys_of_options_are_plain_and_no_two_are_the_same() -> None:
    labels = ["E-mail!", "e mail", "Почта", "…", "x" * 60]
    assert make_option_keys(labels) == ["e_mail", "e_mail_2", "почта", "option", "x" * 40]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (LISTED + 'separator = ";"\n', "need `options`, or `column` with `separator` and `levels`"),
        (LISTED + SPREAD.partition("\n")[2], "Keep one of the two forms"),
        (
            SPREAD + 'else = false\nasked_if = { column = "use", equals = "Yes" }\n',
            "`asked_if` says who was asked, and so does `else`",
        ),
        (SPREAD + "else = true\n", "neither `any_other` nor `else = true`"),
        (SPREAD + 'exclusive = ["None"]\n', "`exclusive` names 'None'"),
        (LISTED + 'separator = ";"\nlevels = ["a", "a"]\n', "`levels` names a value twice"),
        (LISTED + 'separator = ";"\nlevels = ["a", "b"]\nlabels = { c = "C" }\n', "names 'c'"),
        (LISTED + 'separator = ";"\nlevels = ["a", "b"]\ntrue_if = "1"\n', "are for `options`"),
        (SPREAD + 'specify = "mail"\n[privacy]\nidentity = ["mail"]\n', "not kept beside"),
        ('[factor."a:b"]\noptions = { c1 = "Email", c2 = "Phone" }\n', "cannot have ':'"),
        (SPREAD + '[indicator.channel]\ncolumn = "n"\n', "is defined twice"),
    ],
)
def test_keys_that_contradict_each_other_are_refused(lines: str, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(lines)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("label", "key", "headings"),
    [
        ("Kanäle: App", "kanäle:app", ("x by kanäle:app",)),
        (
            "Kanäle: Online-Shop",
            "kanäle:online_shop",
            ("x by Kanäle: Online-Shop", "x by kanäle:online_shop"),
        ),
    ],
)
def test_the_test_of_an_option_has_its_name_once_where_only_case_and_blanks_differ(
    label: str, key: str, headings: tuple[str, ...]
) -> None:
    found = StatisticalTest("x", key, "none", 0, (), variable_label=label)
    assert found.headings == headings
