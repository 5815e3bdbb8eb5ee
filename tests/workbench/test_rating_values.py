"""Which spellings are one value in a table of ratings, and what stands for no rating."""

from __future__ import annotations

import pytest

from by_definition import alpha
from rating_tables import THREE, YES, Read, is_three, numbered, said, table
from tipcoder.errors import BadInput


@pytest.mark.parametrize(
    "spelt",
    [
        {1: "1.0", 2: "2.0", 3: "3.0"},
        {1: "1,0", 2: "2,0", 3: "3,0"},
        {1: "1.", 2: "2", 3: " 3 "},
        {1: "01", 2: "02", 3: "03"},
        {1: "1.00", 2: "2.00", 3: "3.0"},
    ],
)
def test_numbers_are_one_value_however_they_are_written(read: Read, spelt: dict[int, str]) -> None:
    rows = [(one, other, None if last is None else spelt[last]) for one, other, last in THREE]  # type: ignore[index]
    found = read(table("unit;anna;boris;carla", numbered(rows), ";"))
    is_three(found)
    assert found.table is not None
    assert [code.code for code in found.codes] == ["all categories", "1", "2", "3"]
    if spelt[1].strip() != "1":
        assert f"'{spelt[1]}' as '1'" in found.table.folded


def test_words_are_one_value_in_any_letters_and_it_is_said(read: Read) -> None:
    spell = {1: ["Yes", "yes ", "YES"], 0: ["No", "no", " NO"]}
    rows = [(spell[a][n % 3], spell[b][(n + 1) % 3]) for n, (a, b) in enumerate(YES)]  # type: ignore[index]
    found = read(table("unit,anna,boris", numbered(rows)))
    assert list(said(found).values()) == [pytest.approx(alpha(YES), abs=1e-9)]
    assert found.codes[0].coefficients["positive_agreement"].value is not None
    assert found.table is not None
    assert "'YES'" in found.table.folded


@pytest.mark.parametrize(
    "words",
    [("no", "yes"), ("FALSE", "TRUE"), ("N", "Y"), ("f", "t"), ("nein", "ja"), ("нет", "да")],
)
def test_yes_and_no_are_the_same_in_the_words_of_each_coder(
    read: Read, words: tuple[str, str]
) -> None:
    rows = [(a, words[b]) for a, b in YES]  # type: ignore[index]
    for coders in ([], ["anna", "boris"]):
        found = read(table("unit,anna,boris", numbered(rows)), coders=coders)
        assert list(said(found).values()) == [pytest.approx(alpha(YES), abs=1e-9)]
        assert found.table is not None
        assert f"'{words[0]}' and '{words[1]}' (boris)" in found.table.folded


def test_coders_without_a_value_in_common_are_asked_about(read: Read) -> None:
    rows = [(a, f"{a} - topic") for a, _, _ in THREE]
    with pytest.raises(BadInput, match="no two columns share"):
        read(table("unit,anna,boris", numbered(rows)))
    found = read(table("unit,anna,boris", numbered(rows)), coders=["anna", "boris"])
    assert any("no value in common" in note for note in found.notes)


def test_code_numbers_that_one_coder_writes_both_ways_are_a_question(read: Read) -> None:
    for one, other in (("1", "01"), ("1.1", "1.10")):
        rows = [(one, one), (other, other), (one, other), ("2", "2"), (other, other)]
        content = table("unit,anna,boris", numbered(rows))
        with pytest.raises(BadInput) as refused:
            read(content)
        assert "--fold" in refused.value.hint
        together = [(a.replace(other, one), b.replace(other, one)) for a, b in rows]
        assert said(read(content, fold="none"))["all categories"] == pytest.approx(alpha(rows))
        assert said(read(content, fold="all"))["all categories"] == pytest.approx(alpha(together))


def test_leading_zeros_stay_in_the_names_of_codes(read: Read) -> None:
    rows = [("01", "01"), ("02", "02"), ("10", "10"), ("01", "02"), ("02", "02")]
    found = read(table("unit,anna,boris", numbered(rows)))
    assert [code.code for code in found.codes] == ["all categories", "01", "02", "10"]


def test_a_comma_that_may_part_thousands_is_a_question(read: Read) -> None:
    with pytest.raises(BadInput, match=r"'1,200' may be 1200 or 1\.200"):
        read("unit;anna;boris\n1;1,200;1,200\n2;900;900\n3;1,200;900\n")


@pytest.mark.parametrize("sign", ["NA", "n/a", "-", "NaN", ".", "null", "#N/A", "н/д"])
def test_a_sign_for_nothing_among_numbers_is_no_rating_and_is_named(read: Read, sign: str) -> None:
    rows = [tuple(sign if value is None else value for value in row) for row in THREE]
    found = read(table("unit,r1,r2,r3", numbered(rows)))
    is_three(found)
    assert found.table is not None
    assert found.table.missing == f"Taken as not rated: '{sign}' (1 cell)."
    binary = [(1, 1), (0, 0), (1, sign), (0, 1), (1, 1)]
    known = [(1, 1), (0, 0), (1, None), (0, 1), (1, 1)]
    assert list(said(read(table("unit,anna,boris", numbered(binary)))).values()) == [
        pytest.approx(alpha(known))
    ]


def test_among_words_it_may_be_a_category_and_is_pointed_out(read: Read) -> None:
    rows = [("a", "a"), ("b", "NA"), ("b", "b"), ("NA", "NA")]
    content = table("unit,anna,boris", numbered(rows))
    found = read(content)
    assert said(found)["all categories"] == pytest.approx(alpha(rows))
    assert any("NA counts as a rating" in note for note in found.notes)
    without = [tuple(None if value == "NA" else value for value in row) for row in rows]
    assert said(read(content, missing=["na"]))["all categories"] == pytest.approx(alpha(without))


@pytest.mark.parametrize(("code", "pointed_out"), [(99, True), (-9, True), (888, True), (4, False)])
def test_a_number_that_stands_apart_is_pointed_out(
    read: Read, code: int, pointed_out: bool
) -> None:
    rows = [tuple(code if value is None else value for value in row) for row in THREE]
    content = table("unit,r1,r2,r3", numbered(rows))
    found = read(content)
    assert said(found)["all categories"] == pytest.approx(alpha(rows))
    assert any("is far from" in note for note in found.notes) is pointed_out
    is_three(read(content, missing=[str(code)]))


def test_spellings_that_a_user_keeps_apart_are_no_yes_and_no(read: Read) -> None:
    rows = [("1", "1"), ("01", "01"), ("1", "01"), ("01", "1"), ("1", "1"), ("01", "01")]
    found = read(table("unit,anna,boris", numbered(rows)), fold="none")
    assert [code.code for code in found.codes] == ["all categories", "01", "1"]
    assert said(found)["all categories"] == pytest.approx(alpha(rows), abs=1e-9)
