from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.tomlfile import TomlTable, load_toml


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "study.toml"
    path.write_bytes(content)
    return path


def _table(**values: object) -> TomlTable:
    return TomlTable("study.toml", "privacy", values)


def test_a_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.toml: there is no such file"):
        load_toml(tmp_path / "gone.toml")


def test_a_folder_is_not_taken_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is a folder"):
        load_toml(tmp_path)


def test_a_file_that_may_not_be_read_is_the_machines_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(
        EnvironmentFault, match=r"study\.toml: cannot be read \(Permission denied\)"
    ):
        load_toml(tmp_path / "study.toml")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_file_from_any_editor_reads_the_same(
    tmp_path: Path, mark: bytes, line_end: bytes
) -> None:
    content = mark + 'title = "Приют"'.encode() + line_end + b"n = 1" + line_end
    assert load_toml(_file(tmp_path, content)) == {"title": "Приют", "n": 1}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path, mark: bytes) -> None:
    content = mark + b'a = "x"\nb = "y"\n\xf1 = "z"\n'
    with pytest.raises(BadInput, match=r"study\.toml, line 3: is not UTF-8") as caught:
        load_toml(_file(tmp_path, content))
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "place", "remedy"),
    [
        ("a = 1\ntitle = Hello\n", "line 2", "quotation marks"),
        ('a = 1\nb = "C:\\data"\n', "line 2", "backslash"),
        ('[code.a]\nlabel = "x"\n[code.a]\n', "line 3", "only once"),
        ('a = "x"\n\na = "y"\n', "line 3", "only once"),
        ('a = "never closed\n', "line 1", "quotation marks"),
    ],
)
def test_broken_toml_names_its_line_and_a_remedy_that_fits(
    tmp_path: Path, content: str, place: str, remedy: str
) -> None:
    with pytest.raises(BadInput) as caught:
        load_toml(_file(tmp_path, content.encode()))
    assert "study.toml" in caught.value.message
    assert place in caught.value.message
    assert remedy in caught.value.hint


@pytest.mark.parametrize("value", [b"[" * 20_000, b"9" * 20_000])
def test_a_file_that_exhausts_the_parser_is_refused_like_any_other(
    tmp_path: Path, value: bytes
) -> None:
    with pytest.raises(BadInput, match=r"study\.toml: has brackets or numbers"):
        load_toml(_file(tmp_path, b"a = " + value))


def test_a_misspelt_key_is_refused_and_the_good_one_named() -> None:
    table = _table(id_digit=4)
    table.read_number("id_digits", 4, 4, 9)
    table.read_texts("keep")
    with pytest.raises(BadInput) as caught:
        table.refuse_unknown_keys()
    assert (
        caught.value.message == "study.toml, privacy: `id_digit` is not a key that is known here."
    )
    assert caught.value.hint == "Did you mean 'id_digits'?"


def test_a_missing_key_points_at_the_misspelt_one_beside_it() -> None:
    with pytest.raises(BadInput, match="`title` is missing") as caught:
        _table(titel="A study").read_required_text("title")
    assert "`titel`" in caught.value.hint


def test_a_missing_key_without_a_namesake_shows_what_to_write() -> None:
    with pytest.raises(BadInput, match="`title` is missing") as caught:
        _table().read_required_text("title")
    assert caught.value.hint == 'Add title = "...".'


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_required_text_may_not_be_blank(blank: str) -> None:
    with pytest.raises(BadInput, match="`title` is empty"):
        _table(title=blank).read_required_text("title")


@pytest.mark.parametrize("value", [1, True, ["a"], {"a": "b"}])
def test_a_text_without_quotation_marks_is_named(value: object) -> None:
    with pytest.raises(
        BadInput, match=r"study\.toml, privacy: `x` must be text in quotation marks"
    ):
        _table(x=value).read_text("x")


def test_one_text_counts_as_a_list_of_one() -> None:
    assert _table(x="Yes").read_texts("x") == ("Yes",)
    assert _table(x=["Yes", ""]).read_texts("x") == ("Yes", "")
    assert _table().read_texts("x", ("",)) == ("",)


@pytest.mark.parametrize("value", [1, ["a", 1], [["a"]], {"a": "b"}])
def test_a_list_of_anything_but_texts_is_refused(value: object) -> None:
    with pytest.raises(BadInput, match="must be a list of texts"):
        _table(x=value).read_texts("x")


def test_a_flag_must_be_true_or_false_and_not_a_word() -> None:
    assert _table(x=False).read_flag("x", True) is False
    assert _table().read_flag("x", True) is True
    with pytest.raises(BadInput, match="`x` must be true or false, not 'yes'"):
        _table(x="yes").read_flag("x", True)


@pytest.mark.parametrize("value", [3, 10, "4", True, 4.0])
def test_a_number_must_be_whole_and_within_its_limits(value: object) -> None:
    with pytest.raises(BadInput, match="`x` must be a whole number from 4 to 9"):
        _table(x=value).read_number("x", 4, 4, 9)


@pytest.mark.parametrize("word", ["randon", "", "RANDOM"])
def test_a_word_that_is_not_among_the_choices_is_refused_and_not_replaced_by_the_usual_one(
    word: str,
) -> None:
    with pytest.raises(BadInput, match="`x` cannot be"):
        _table(x=word).read_choice("x", ("random", "from-column"), "random")


def test_a_number_may_be_either_of_its_limits() -> None:
    assert [_table(x=n).read_number("x", 4, 4, 9) for n in (4, 9)] == [4, 9]
    assert _table().read_number("x", 5, 4, 9) == 5


def test_a_word_close_to_a_choice_is_met_with_that_choice() -> None:
    with pytest.raises(BadInput) as caught:
        _table(x="from_column").read_choice("x", ("random", "from-column"), "random")
    assert caught.value.hint == "Did you mean 'from-column'?"


def test_a_table_written_as_a_value_is_refused() -> None:
    with pytest.raises(BadInput, match="`x` must be a table"):
        _table(x="y").read_table("x")
    with pytest.raises(
        BadInput, match=r"privacy\.x: `a` must be a table, written \[privacy\.x\.a\]"
    ):
        _table(x={"a": 1}).read_named_tables("x")


def test_a_list_of_tables_written_with_single_brackets_is_refused() -> None:
    for value in ({"column": "Q1"}, ["Q1"], [{"column": "Q1"}, "Q2"], "Q1"):
        with pytest.raises(BadInput, match=r"must be written \[\[question\]\], once for each"):
            _table(question=value).read_table_list("question")


def test_an_error_deep_in_the_file_says_which_of_several_tables_it_means() -> None:
    second = TomlTable(
        "study.toml", "", {"question": [{"column": "a"}, {"colum": "b"}]}
    ).read_table_list("question")[1]
    with pytest.raises(BadInput, match=r"study\.toml, question\[2\]: `column` is missing"):
        second.read_required_text("column")


def test_a_single_value_may_not_be_a_list() -> None:
    assert _table(x=False).read_scalar("x") is False
    with pytest.raises(BadInput, match="must be a single value"):
        _table(x=[1]).read_scalar("x")


def test_texts_may_be_plain_or_per_language() -> None:
    assert _table(x="plain").read_text_per_language("x") == ("plain", {})
    assert _table(x={"ru": "да"}).read_text_per_language("x") == ("", {"ru": "да"})
    assert _table(x=["a"]).read_texts_per_language("x") == (("a",), {})
    assert _table(x={"ru": ["да", "ага"]}).read_texts_per_language("x") == (
        (),
        {"ru": ("да", "ага")},
    )
    with pytest.raises(BadInput, match="table of languages"):
        _table(x={"en": 1}).read_text_per_language("x")
    with pytest.raises(BadInput, match=r"privacy\.x: `en` must be a list of texts"):
        _table(x={"en": 1}).read_texts_per_language("x")


def test_a_key_with_a_line_break_does_not_break_the_message_in_two() -> None:
    with pytest.raises(BadInput) as caught:
        _table(**{"a\nb": 1}).refuse_unknown_keys()
    assert "\n" not in caught.value.message
