"""Which columns of a table of ratings are coders',
and which are named as something else or asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from by_definition import alpha
from rating_tables import (
    SENTENCES,
    THREE,
    TOPICS,
    YES,
    Read,
    is_three,
    is_topics,
    numbered,
    said,
    table,
)
from tipcoder.errors import BadInput


@pytest.mark.parametrize(
    ("head", "beside", "reason"),
    [
        ("id,answer,anna,boris", SENTENCES, "text"),
        ("nr,was gesagt wurde,anna,boris", SENTENCES, "free text"),
        (
            "id,organisation,anna,boris",
            [f"Verein {letter}. Nord" for letter in "ABCDEFGHIJ"],
            "text",
        ),
        (
            "id,who,anna,boris",
            [f"Club {letter}oss" for letter in "BCDFGHJKLM"],
            "names or numbers that hardly repeat",
        ),
        ("unit,when,anna,boris", [f"2024-03-{n + 10}" for n in range(10)], "dates or times"),
        (
            "unit,когда,anna,boris",
            [f"{n + 10}.03.2024 10:1{n}" for n in range(10)],
            "dates or times",
        ),
        (
            "unit,platform,anna,boris",
            [48213 + 977 * n for n in range(10)],
            "names or numbers that hardly repeat",
        ),
        ("unit,region,anna,boris", ["north", "south"] * 5, "an attribute"),
        ("unit,x,anna,boris", ["north", "south"] * 5, "values that no other column has"),
        ("unit,confidence,anna,boris", [1, 2, 3, 3, 2] * 2, "how sure a coder was"),
        ("unit,уверенность,anna,boris", ["fees", "staff"] * 5, "how sure a coder was"),
        ("unit,consensus,anna,boris", [row[0] for row in TOPICS], "a consensus"),
        ("unit,comentario,anna,boris", ["", "", "fees?", "", "", "", "hm", "", "", ""], "text"),
        ("unit,extra,anna,boris", [""] * 10, "empty"),
    ],
)
def test_columns_that_are_no_ratings_are_left_out_and_named(
    read: Read, head: str, beside: Sequence[object], reason: str
) -> None:
    found = read(table(head, numbered(TOPICS, beside)))
    is_topics(found)
    assert found.table is not None
    assert found.table.left_out == {head.split(",")[1]: reason}


def test_columns_behind_the_coders_are_left_out_too(read: Read) -> None:
    rows = [
        (*row, sure, text)
        for row, sure, text in zip(numbered(TOPICS), [5, 4] * 5, SENTENCES, strict=True)
    ]
    found = read(table("unit,anna,boris,sure,remarks", rows))
    is_topics(found)
    assert found.table is not None
    assert set(found.table.left_out) == {"sure", "remarks"}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_delimiter_and_headers_in_any_language(read: Read, mark: str) -> None:
    is_three(read(table("единица,кодер 1,кодер 2,кодер 3", numbered(THREE), mark)))
    is_three(read(table("Fall-Nr,Kodiererin A,Kodierer B,Kodierer C", numbered(THREE), mark)))
    is_three(read(table("caso,codificador1,codificador2,codificador3", numbered(THREE), mark)))


def test_a_first_column_of_numbers_like_the_ratings_is_not_a_coder(read: Read) -> None:
    is_three(read(table("x,anna,boris,carla", numbered(THREE))))
    is_three(read(table(",anna,boris,carla", numbered(THREE))))


def test_without_a_column_for_the_unit_lines_are_numbered_and_it_is_said(read: Read) -> None:
    found = read(table("anna,boris", TOPICS))
    is_topics(found)
    assert any("lines are numbered" in note for note in found.notes)


def test_two_groups_of_columns_with_values_of_their_own_are_a_question(read: Read) -> None:
    homes, works = ["Ghana", "Chile"] * 5, ["Chile", "Ghana", "Ghana", "Chile", "Chile"] * 2
    content = table("unit,home,work,anna,boris", numbered(TOPICS, homes, works))
    with pytest.raises(BadInput) as refused:
        read(content)
    assert "'home,work'" in refused.value.hint
    assert "'anna,boris'" in refused.value.hint
    is_topics(read(content, coders=["anna", "boris"]))


def test_a_column_with_some_of_the_values_is_a_question(read: Read) -> None:
    scale = [0, 10, 1, 7, 0, 0, 1, 5, 1, 0]
    with pytest.raises(BadInput, match="'nps' has some of the values of anna and boris"):
        read(table("unit,nps,anna,boris", numbered(YES, scale)))


def test_codes_of_one_coder_are_not_taken_for_coders(read: Read) -> None:
    rows = [(n + 1, *(int(n % 4 == code) for code in range(4))) for n in range(12)]
    with pytest.raises(BadInput, match="hardly agree; they may be codes of one coder") as refused:
        read(table("id,fees,staff,rules,other", rows))
    assert "--ratings anna.csv --ratings boris.csv" in refused.value.hint
    assert read(table("id,fees,staff,rules,other", rows), layout="wide").coders[0] == "fees"


def test_coders_who_agree_on_everything_are_not_taken_for_one_coder(read: Read) -> None:
    rows = [(value, value, value) for value, _ in YES]
    found = read(
        table(
            "item,zone,coder1,coder2,coder3",
            numbered(rows, ["north", "south", "east", "west", "north"] * 2),
        )
    )
    assert list(said(found).values()) == [1.0]
    assert found.coders == ("coder1", "coder2", "coder3")


def test_three_coders_who_do_not_agree_are_reported_all_the_same(read: Read) -> None:
    rows = [(1, 0, 1), (0, 1, 1), (1, 1, 0), (1, 1, 1), (0, 1, 1), (1, 0, 1), (0, 0, 1), (1, 1, 0)]
    found = read(table("id,anna,boris,carla", numbered(rows)))
    assert list(said(found).values()) == [pytest.approx(alpha(rows))]
    assert found.coders == ("anna", "boris", "carla")


def test_columns_of_values_are_asked_for_only_where_lines_are_ratings(read: Read) -> None:
    with pytest.raises(BadInput, match="--values is for a table with one line per rating"):
        read(table("unit,anna,boris", numbered(TOPICS)), values=["anna"])


def test_a_unit_that_stands_twice_is_refused_with_its_lines(read: Read) -> None:
    with pytest.raises(BadInput, match="'u1' is on the lines 2 and 4"):
        read("unit,anna,boris\nu1,a,a\nu2,b,b\nu1,a,b\n")


def test_two_columns_may_name_the_unit_together(read: Read) -> None:
    rows = [(n // 2 + 1, "ab"[n % 2], *row) for n, row in enumerate(TOPICS)]
    is_topics(read(table("case,item,anna,boris", rows)))
    is_topics(read(table("x,y,anna,boris", rows), units=["x", "y"]))


def test_sums_below_the_ratings_are_no_unit(read: Read) -> None:
    found = read(table("unit,anna,boris", [*numbered(YES), ("Total", 6, 6), ("Mean", 0.6, 0.6)]))
    assert list(said(found).values()) == [pytest.approx(alpha(YES))]
    assert any("line 12, 13" in note for note in found.notes)


def test_a_column_that_compares_the_coders_is_not_a_third_one(read: Read) -> None:
    same = [int(one == other) for one, other in YES]
    for header in ("agree", "Match?", "совпадение", "Unterschied"):
        found = read(
            table(
                f"unit,anna,boris,{header}",
                [(*row, end) for row, end in zip(numbered(YES), same, strict=True)],
            )
        )
        assert list(said(found).values()) == [pytest.approx(alpha(YES))], header


def test_numbered_columns_with_alike_endings_are_coders(read: Read) -> None:
    rows = [(*row, row[0]) for row in THREE]
    found = read(table("unit,rating1,rating2,scoring1,scoring2", numbered(rows)))
    assert said(found)["all categories"] == pytest.approx(alpha(rows))
    assert len(found.coders) == 4


def test_a_yes_or_no_of_the_survey_beside_coders_is_a_question(read: Read) -> None:
    rows = [(n % 2, a, b) for n, (a, b) in enumerate(YES * 2)]
    content = table("unit,paid,anna,boris", numbered(rows))
    with pytest.raises(BadInput, match="'paid'") as refused:
        read(content)
    assert "--coders 'anna,boris'" in refused.value.hint
    assert list(said(read(content, coders=["anna", "boris"])).values()) == [
        pytest.approx(alpha(YES * 2))
    ]
    assert list(said(read(content, coders=["paid", "anna", "boris"])).values()) == [
        pytest.approx(alpha(rows))
    ]
    # Raters with numbers are raters.
    assert list(said(read(table("unit,r1,r2,r3", numbered(rows)))).values()) == [
        pytest.approx(alpha(rows))
    ]
