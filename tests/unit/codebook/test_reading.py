"""codebook.toml: what may be a code, and how each thing that may not is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tipcoder.codebook.checks import find_gaps
from tipcoder.codebook.reading import parse_codebook, read_codebook
from tipcoder.errors import BadInput
from tipcoder.model.codes import Codebook

GOOD = """
title = "What shelters say"
language = "es"

[code.help]
label = { es = "Ayuda", ru = "Помощь" }
codable = false

[code.help_money]
label = "Dinero"
parent = "help"
definition = "Dinero recibido."
use_when = { es = "Lo recibieron.", en = "They received it." }
avoid_when = "Lo pidieron."
examples = ["Nos pagaron el alquiler."]
colour = "#b45f06"
questions = ["Q3", "Q9"]
[code.help_money.cues]
es = ["dinero", "fondos"]
ru = ["деньги"]

[code.no_label_at_all]
"""


def _read(folder: Path, content: str) -> Codebook:
    path = folder / "codebook.toml"
    path.write_text(content, "utf-8")
    return read_codebook(path)


def _codes(**entries: dict[str, object]) -> Codebook:
    return parse_codebook({"code": entries}, "codebook.toml")


def _refused(document: dict[str, object]) -> BadInput:
    with pytest.raises(BadInput) as caught:
        parse_codebook(document, "codebook.toml")
    assert caught.value.message.startswith("codebook.toml, ")
    assert len(caught.value.message.splitlines()) == 1
    return caught.value


def test_everything_that_a_code_may_say_is_understood(tmp_path: Path) -> None:
    book = _read(tmp_path, GOOD)
    assert (book.title, book.language) == ("What shelters say", "es")
    assert list(book.codes) == ["help", "help_money", "no_label_at_all"]
    money = book.codes["help_money"]
    assert money.label == {"es": "Dinero"}  # a plain text is in the codebook's language
    assert money.parent == "help"
    assert money.use_when == {"es": "Lo recibieron.", "en": "They received it."}
    assert money.examples == {"es": ("Nos pagaron el alquiler.",)}
    assert money.cues == {"es": ("dinero", "fondos"), "ru": ("деньги",)}
    assert money.colour == "#b45f06"
    assert (money.questions, book.codes["help"].questions) == (("Q3", "Q9"), ())
    assert (book.codes["help"].codable, money.codable) == (False, True)


@pytest.mark.parametrize("colour", ["#fff", "#B45F06"])
def test_a_colour_may_be_short_and_in_capitals(colour: str) -> None:
    assert _codes(a={"colour": colour}).codes["a"].colour == colour


def test_a_code_without_a_label_is_called_by_its_key(tmp_path: Path) -> None:
    assert _read(tmp_path, GOOD).codes["no_label_at_all"].label == {"es": "no label at all"}


def test_two_codes_of_one_question_cannot_have_one_digit_and_a_folder_none() -> None:
    apart = _codes(a={"digit": 3, "questions": ["Q1"]}, b={"digit": 3, "questions": ["Q2", "Q3"]})
    assert [code.digit for code in apart.codes.values()] == [3, 3]
    for questions in ([], ["Q2", "Q1"]):
        codes = {"a": {"digit": 3, "questions": ["Q1"]}, "b": {"digit": 3, "questions": questions}}
        assert "code.b: has the digit 3, as 'a' has" in _refused({"code": codes}).message
    assert "is a folder" in _refused({"code": {"a": {"digit": 3, "codable": False}}}).message
    assert "from 1 to 9, not 0" in _refused({"code": {"a": {"digit": 0}}}).message


@pytest.mark.parametrize("content", ["", 'title = "T"\n', "[code]\n"])
def test_a_codebook_without_a_code_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadInput, match=r"codebook\.toml: has no code") as caught:
        _read(tmp_path, content)
    assert "[code." in caught.value.hint


def test_the_same_code_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 5"):
        _read(tmp_path, '[code.a]\nlabel = "A"\n\n\n[code.a]\nlabel = "B"\n')


@pytest.mark.parametrize(
    "key",
    [
        *(
            "a/b",
            "CON",
            "-rf",
            "No",
            "[red]",
            "[/]",
            "%s",
            "{{7*7}}",
            "'; DROP TABLE code; --",
            'say "yes"',
            "../x",
        ),
        *("имя кода", "女", "👍", "1.10", "x" * 64),
    ],
)
def test_a_strange_key_is_only_a_name(key: str) -> None:
    assert list(_codes(**{key: {}}).codes) == [key]


@pytest.mark.parametrize(
    "key", ["", " ", " a", "a ", "a\nb", "a\rb", "a\0b", "\x1b[31m", "a\u2028b", "a\x85b", "@none"]
)
def test_a_key_that_cannot_be_written_in_a_file_or_is_reserved_is_refused(key: str) -> None:
    error = _refused({"code": {key: {}}})
    assert "cannot be a key" in error.message
    assert "reserved" in error.hint


@pytest.mark.parametrize("length", [65, 500, 100_000])
def test_a_key_that_is_too_long_is_refused_with_its_length_and_not_in_full(length: int) -> None:
    error = _refused({"code": {"k" * length: {}}})
    assert f"the key has {length} characters, 64 at most" in error.message
    assert len(error.message) < 200


def test_a_broken_entry_under_a_hostile_key_is_still_one_sentence() -> None:
    error = _refused({"code": {"a\nb": {"label": 3}}})
    assert "`label` must be text" in error.message


@pytest.mark.parametrize("twin", ["Funding", "FUNDING", "fúnding", "fu\u0301nding"])
def test_keys_that_a_reader_would_confuse_are_refused(twin: str) -> None:
    error = _refused({"code": {"funding": {}, twin: {}}})
    assert "differs from 'funding' only in case or accents" in error.message


@pytest.mark.parametrize(
    ("label", "fault"),
    [
        ("", "the label in 'en' is empty"),
        ("  ", "the label in 'en' is empty"),
        ("one\ntwo", "the label in 'en' has a line break"),
        ("one\n", "the label in 'en' has a line break"),
        ("one\u2028two", "the label in 'en' has a line break"),
        ("x" * 201, "the label in 'en' has 201 characters, 200 at most"),
        ("x" * 500, "the label in 'en' has 500 characters, 200 at most"),
    ],
)
def test_a_label_must_be_one_line_of_at_most_200_characters(label: str, fault: str) -> None:
    assert fault in _refused({"code": {"a": {"label": {"en": label}}}}).message


@pytest.mark.parametrize(
    "label", ["x" * 200, "[red]", "[/]", "\x1b[31mred", "user\u202etxt", "a/b; DROP TABLE", "Нет"]
)
def test_a_label_may_be_any_one_line(label: str) -> None:
    assert _codes(a={"label": label}).codes["a"].label == {"en": label}


@pytest.mark.parametrize(
    "colour", ["red", "#12", "#12345", "#ggg", "b45f06", "#b45f06 ", "#b45f06\n", ""]
)
def test_a_colour_that_is_none_is_refused_with_an_example(colour: str) -> None:
    error = _refused({"code": {"a": {"colour": colour}}})
    assert "is not a colour" in error.message
    assert "#b45f06" in error.hint


@pytest.mark.parametrize(
    "field", ["label", "definition", "use_when", "avoid_when", "examples", "cues"]
)
@pytest.mark.parametrize("language", ["english", "EN", "", "e"])
def test_a_misspelt_language_is_refused_because_its_texts_would_never_be_shown(
    field: str, language: str
) -> None:
    text = ["x"] if field in ("examples", "cues") else "x"
    error = _refused({"code": {"a": {field: {language: text}}}})
    assert f"{field}: {language!r} is not a language" in error.message


def test_an_unknown_parent_is_named_with_the_nearest_code() -> None:
    error = _refused({"code": {"help": {}, "money": {"parent": "Help"}}})
    assert error.message == "codebook.toml, code.money: its parent 'Help' is not in the codebook."
    assert error.hint == "Did you mean 'help'?"


def test_below_an_orphan_it_is_the_orphan_that_is_named() -> None:
    error = _refused({"code": {"leaf": {"parent": "branch"}, "branch": {"parent": "trunk"}}})
    assert "code.branch: its parent 'trunk' is not in the codebook" in error.message


def test_a_code_cannot_be_its_own_parent() -> None:
    assert (
        "code.a: is its own ancestor (a > a)" in _refused({"code": {"a": {"parent": "a"}}}).message
    )


def test_a_circle_is_named_and_not_the_code_that_hangs_below_it() -> None:
    codes = {
        "leaf": {"parent": "a"},
        "a": {"parent": "b"},
        "b": {"parent": "c"},
        "c": {"parent": "a"},
    }
    message = _refused({"code": codes}).message
    assert "leaf" not in message
    assert "is its own ancestor" in message
    assert message.count(" > ") == 3  # a, b, c and the first of them again


@pytest.mark.parametrize("cue", ["no money", "NO MONEY", "no  money ", "nó money"])
def test_a_cue_that_points_to_two_codes_is_refused(cue: str) -> None:
    error = _refused({"code": {"a": {"cues": {"en": ["no money"]}}, "b": {"cues": {"es": [cue]}}}})
    assert f"code.b: the cue {cue!r} is also a cue of 'a'" in error.message


def test_a_cue_may_stand_twice_under_one_code() -> None:
    codes = _codes(a={"cues": {"en": ["no"], "es": ["no"]}}).codes
    assert codes["a"].cues == {"en": ("no",), "es": ("no",)}


@pytest.mark.parametrize("cue", ["", " ", "\u0301"])
def test_a_cue_that_would_match_everywhere_is_refused(cue: str) -> None:
    assert "an empty cue in 'en'" in _refused({"code": {"a": {"cues": [cue]}}}).message


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"defintion": "x"}, "code.a: `defintion` is not a key that is known here"),
        ({"label": 1}, "code.a: `label` must be text"),
        ({"cues": [1]}, "code.a: `cues` must be a list of texts"),
        ({"cues": {"en": [True]}}, "code.a.cues: `en` must be a list of texts"),
        ({"codable": "no"}, "code.a: `codable` must be true or false"),
        ({"parent": ["b"]}, "code.a: `parent` must be text"),
    ],
)
def test_a_wrong_key_or_type_is_named_with_its_code(entry: dict[str, object], fault: str) -> None:
    assert fault in _refused({"code": {"a": entry}}).message


def test_a_single_cue_needs_no_brackets() -> None:
    assert _codes(a={"cues": "money"}) == _codes(a={"cues": {"en": ["money"]}})


def test_a_code_written_as_a_value_is_refused() -> None:
    assert (
        "code: `a` must be a table, written [code.a]" in _refused({"code": {"a": "label"}}).message
    )


def test_a_plain_word_for_no_is_a_text_and_not_false(tmp_path: Path) -> None:
    book = _read(tmp_path, '[code.No]\nlabel = "No"\n[code.on]\n[code."1.10"]\n')
    assert list(book.codes) == ["No", "on", "1.10"]


def test_what_a_coder_will_miss_is_listed_code_by_code() -> None:
    book = _codes(
        folder={"codable": False, "definition": "A folder."},
        full={"definition": "D.", "use_when": "U.", "cues": {"en": ["x"], "es": ["y"]}},
        bare={"cues": {"en": ["z"], "ru": []}},
        blank={
            "definition": {"en": " "},
            "use_when": {"en": ""},
            "cues": {"en": ["a"], "es": ["b"]},
        },
    )
    assert find_gaps(book, ("en", "es")) == [
        "bare: has no definition.",
        "bare: does not say when to use it.",
        "bare: has no cue in es.",
        "blank: has no definition.",
        "blank: does not say when to use it.",
    ]


def test_a_codebook_kept_as_json_reads_like_one_kept_as_toml(tmp_path: Path) -> None:
    kept = json.loads(
        '{"title":"T","language":"ru","code":{"a":{"label":{"ru":"А"},"cues":{"ru":["да"]}}}}'
    )
    written = 'title = "T"\nlanguage = "ru"\n[code.a]\nlabel = "А"\ncues = ["да"]\n'
    assert parse_codebook(kept, "revision 1") == _read(tmp_path, written)


PATTERNS = """
[list.ngo]
en = "ngo~"

[code.workshops]

[code.criticism]
against = "workshops"
[code.criticism.patterns]
en = ["waste of time", { find = "@ngo * useless", weight = 0.5, yes = "NGOs are useless." }]
"""


def test_patterns_lists_and_the_neutral_neighbour_are_understood(tmp_path: Path) -> None:
    book = _read(tmp_path, PATTERNS)
    criticism = book.codes["criticism"]
    assert criticism.against == "workshops"
    first, second = criticism.patterns["en"]
    assert (first.find, first.weight, first.yes, first.no) == ("waste of time", 2, "", "")
    assert (second.find, second.weight) == ("@ngo * useless", 0.5)
    assert (second.yes, second.no) == ("NGOs are useless.", "")
    assert book.lists == {"ngo": {"en": ("ngo~",)}}


def test_patterns_without_a_language_are_in_that_of_the_codebook() -> None:
    book = parse_codebook(
        {"language": "es", "code": {"a": {"patterns": ["no * invit~"]}}}, "codebook.toml"
    )
    assert [each.find for each in book.codes["a"].patterns["es"]] == ["no * invit~"]


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"against": "a"}, "code.a: is against itself."),
        ({"against": "b"}, "code.a: it is against 'b', which is not in the codebook."),
        ({"patterns": {"en": [{"weight": 2}]}}, r"code.a.patterns\[en 1\]: `find` is missing."),
        (
            {"patterns": {"en": ["x", {"find": "y", "weight": 4}]}},
            r"code.a.patterns\[en 2\]: `weight` must be 0.5, 1, 2 or 3, not 4.",
        ),
        (
            {"patterns": [{"find": "y", "weight": True}]},
            r"code.a.patterns\[1\]: `weight` must be 0.5, 1, 2 or 3, not True.",
        ),
        ({"patterns": [{"find": "y", "why": "z"}]}, r"code.a.patterns\[1\]: `why` is not a key"),
        ({"patterns": {"en": [7]}}, r"code.a.patterns\[en 1\]: must be text or a table, not 7."),
        ({"patterns": {"en": "x"}}, "code.a: `patterns` in en must be a list, not 'x'."),
        ({"patterns": [" "]}, "code.a: `patterns` has an empty pattern."),
        ({"patterns": {"english": ["x"]}}, "code.a, patterns: 'english' is not a language."),
    ],
)
def test_what_is_wrong_with_a_pattern_is_named_with_its_place(
    entry: dict[str, object], complaint: str
) -> None:
    error = _refused({"code": {"a": entry}})
    assert re.search(complaint, error.message)


@pytest.mark.parametrize("name", ["two words", "@ngo", "a-b"])
def test_the_name_of_a_list_can_stand_in_a_pattern(name: str) -> None:
    error = _refused({"list": {name: {"en": ["x"]}}, "code": {"a": {}}})
    assert "cannot be the name of a list" in error.message


def test_a_folder_cannot_be_offered_in_place_of_a_code() -> None:
    book = _codes(a={"codable": False}, b={"against": "a"})
    assert "b: is against a, which is a folder." in find_gaps(book, ())
