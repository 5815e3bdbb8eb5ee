"""Tables of ratings as people have them: what is read from each is what its coders said, or a question.

What must come out is worked out beside the program (`by_definition`), from the ratings as a person reads them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from by_definition import alpha
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement
from tipcoder.errors import BadInput
from tipcoder.workbench.agreement.rating_files import asked_of, file_agreement

QUICK = Draws(replicates=20)
Read = Callable[..., Agreement]
Rows = Sequence[Sequence[object]]

TOPICS: Rows = [
    ("fees", "fees"),
    ("staff", "staff"),
    ("staff", "fees"),
    ("rules", "rules"),
    ("fees", "fees"),
    ("rules", None),
    ("staff", "rules"),
    ("fees", "fees"),
    ("rules", "rules"),
    ("staff", "staff"),
]
YES: Rows = [(1, 1), (0, 0), (1, 0), (1, 1), (0, 0), (0, 0), (1, 1), (0, 1), (1, 1), (0, 0)]
THREE: Rows = [
    (1, 1, 2),
    (2, 2, 2),
    (3, 3, 3),
    (1, 1, 1),
    (2, 3, 2),
    (3, 3, None),
    (1, 2, 1),
    (2, 2, 2),
]
SENTENCES = (
    "They came late and left early.",
    "Nobody told us about the new form.",
    "The office is closed on Fridays now.",
    "We had to pay for the second visit.",
    "My neighbour helped me to fill it in.",
    "It took three letters and a phone call.",
    "Our club lost its room last winter.",
    "The new rules are hard to understand.",
    "I would rather speak to a person.",
    "There is no bus after six o'clock.",
)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The report on files of these contents."""

    def reading(*contents: str, names: Sequence[str] = (), **options: Any) -> Agreement:
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / (names[number] if names else f"ratings{number}.csv")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, "utf-8", newline="")
            paths.append(path)
        return file_agreement(paths, asked_of(**options), draws=QUICK).agreement

    return reading


def table(head: str, rows: Rows, mark: str = ",") -> str:
    lines = [head.replace(",", mark)]
    lines += [mark.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join(lines) + "\n"


def numbered(rows: Rows, *beside: Sequence[object]) -> list[tuple[object, ...]]:
    """Rows with the number of the unit before them, and columns between."""
    return [(n + 1, *(column[n] for column in beside), *row) for n, row in enumerate(rows)]


def said(found: Agreement) -> dict[str, float | None]:
    return {code.code: code.coefficients["krippendorff_alpha"].value for code in found.codes}


def is_topics(found: Agreement) -> None:
    """The report is on the two coders of TOPICS and nobody else."""
    assert said(found)["all categories"] == pytest.approx(alpha(TOPICS), abs=1e-9)
    assert (found.joint, found.single) == (9, 1)
    assert [name.casefold() for name in found.coders] == ["anna", "boris"]


def is_three(found: Agreement) -> None:
    """The report is on the three coders of THREE."""
    assert said(found)["all categories"] == pytest.approx(alpha(THREE), abs=1e-9)
    assert len(found.coders) == 3


def lines_of(rows: Rows, coders: Sequence[str]) -> list[tuple[object, str, object]]:
    """Unit, coder, value."""
    return [
        (n + 1, coder, value)
        for n, row in enumerate(rows)
        for coder, value in zip(coders, row, strict=True)
        if value is not None
    ]


# Which columns are coders'


@pytest.mark.parametrize(
    ("head", "beside", "reason"),
    [
        ("id,answer,anna,boris", SENTENCES, "text"),
        ("nr,was gesagt wurde,anna,boris", SENTENCES, "free text"),
        ("id,organisation,anna,boris", [f"Verein {letter}. Nord" for letter in "ABCDEFGHIJ"], "text"),
        ("id,who,anna,boris", [f"Club {letter}oss" for letter in "BCDFGHJKLM"], "names or numbers that hardly repeat"),
        ("unit,when,anna,boris", [f"2024-03-{n + 10}" for n in range(10)], "dates or times"),
        ("unit,когда,anna,boris", [f"{n + 10}.03.2024 10:1{n}" for n in range(10)], "dates or times"),
        ("unit,platform,anna,boris", [48213 + 977 * n for n in range(10)], "names or numbers that hardly repeat"),
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
    rows = [(*row, sure, text) for row, sure, text in zip(numbered(TOPICS), [5, 4] * 5, SENTENCES, strict=True)]
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
        table("item,zone,coder1,coder2,coder3", numbered(rows, ["north", "south", "east", "west", "north"] * 2))
    )
    assert list(said(found).values()) == [1.0]
    assert found.coders == ("coder1", "coder2", "coder3")


def test_three_coders_who_do_not_agree_are_reported_all_the_same(read: Read) -> None:
    rows = [(1, 0, 1), (0, 1, 1), (1, 1, 0), (1, 1, 1), (0, 1, 1), (1, 0, 1), (0, 0, 1), (1, 1, 0)]
    found = read(table("id,anna,boris,carla", numbered(rows)))
    assert list(said(found).values()) == [pytest.approx(alpha(rows))]
    assert found.coders == ("anna", "boris", "carla")


def test_columns_of_values_are_asked_for_only_where_lines_are_ratings(read: Read) -> None:
    with pytest.raises(BadInput, match="--values is for a table with a line a rating"):
        read(table("unit,anna,boris", numbered(TOPICS)), values=["anna"])


def test_a_unit_that_stands_twice_is_refused_with_its_lines(read: Read) -> None:
    with pytest.raises(BadInput, match="'u1' stands on the lines 2 and 4"):
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
            table(f"unit,anna,boris,{header}", [(*row, end) for row, end in zip(numbered(YES), same, strict=True)])
        )
        assert list(said(found).values()) == [pytest.approx(alpha(YES))], header


# Values


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
    assert list(said(read(table("unit,anna,boris", numbered(binary)))).values()) == [pytest.approx(alpha(known))]


def test_among_words_it_may_be_a_category_and_is_pointed_out(read: Read) -> None:
    rows = [("a", "a"), ("b", "NA"), ("b", "b"), ("NA", "NA")]
    content = table("unit,anna,boris", numbered(rows))
    found = read(content)
    assert said(found)["all categories"] == pytest.approx(alpha(rows))
    assert any("NA counts as a rating" in note for note in found.notes)
    without = [tuple(None if value == "NA" else value for value in row) for row in rows]
    assert said(read(content, missing=["na"]))["all categories"] == pytest.approx(alpha(without))


@pytest.mark.parametrize(("code", "pointed_out"), [(99, True), (-9, True), (888, True), (4, False)])
def test_a_number_that_stands_apart_is_pointed_out(read: Read, code: int, pointed_out: bool) -> None:
    rows = [tuple(code if value is None else value for value in row) for row in THREE]
    content = table("unit,r1,r2,r3", numbered(rows))
    found = read(content)
    assert said(found)["all categories"] == pytest.approx(alpha(rows))
    assert any("stands apart" in note for note in found.notes) is pointed_out
    is_three(read(content, missing=[str(code)]))


# Other layouts


@pytest.mark.parametrize("corner", ["coder", "rater", "кодер", "codificador", "Kodierer", "", "name", "unit"])
def test_coders_as_lines_are_recognised(read: Read, corner: str) -> None:
    names = ("anna", "boris", "carla")
    rows = [(name, *(row[g] for row in THREE)) for g, name in enumerate(names)]
    head = ",".join([corner, *(f"u{n + 1}" for n in range(len(THREE)))])
    found = read(table(head, rows))
    is_three(found)
    assert found.coders == names
    assert found.table is not None
    assert found.table.layout == "transposed"
    bare = ",".join([corner, *(str(n + 1) for n in range(len(THREE)))])
    is_three(read(table(bare, rows)))


def test_a_column_of_users_is_who_answered_where_every_line_is_one(read: Read) -> None:
    for header in ("user", "username", "эксперт", "who"):
        rows = [(f"p{n}", *row) for n, row in enumerate(TOPICS)]
        is_topics(read(table(f"{header},anna,boris", rows)))
    rows = [(unit, who, value) for unit, who, value in lines_of(TOPICS, ("anna", "boris"))]
    is_topics(read(table("case,user,rating", rows)))


def test_units_called_text_or_answer_may_be_columns(read: Read) -> None:
    rows = [(name, *(row[g] for row in THREE)) for g, name in enumerate(("anna", "boris", "carla"))]
    for word in ("text", "answer", "Zitat"):
        head = ",".join(["coder", *(f"{word} {n + 1}" for n in range(len(THREE)))])
        is_three(read(table(head, rows)))


def test_units_are_one_where_a_program_wrote_their_numbers_with_a_point(read: Read) -> None:
    files = [
        table("id,topic", [(f"{n + 1}{end}", row[g]) for n, row in enumerate(TOPICS)])
        for g, end in ((0, ""), (1, ".0"))
    ]
    found = read(*files, names=["anna.csv", "boris.csv"])
    is_topics(found)
    assert any("'1.0' for '1'" in note for note in found.notes)
    triples = [
        (f"{unit}.0" if coder == "boris" else unit, coder, value)
        for unit, coder, value in lines_of(TOPICS, ("anna", "boris"))
    ]
    found = read(table("unit,coder,value", triples))
    is_topics(found)
    assert any("taken for one" in note for note in found.notes)


def test_fewer_lines_than_columns_with_nothing_else_to_tell_are_a_question(read: Read) -> None:
    names = ("anna", "boris", "carla")
    rows = [(name, *(row[g] for row in THREE)) for g, name in enumerate(names)]
    content = table("x,club,choir,school,court,market,office,clinic,shop", rows)
    with pytest.raises(BadInput) as refused:
        read(content)
    assert "--layout wide" in refused.value.hint
    is_three(read(content, layout="transposed"))
    is_three(read(content, coders=list(names)))


def test_numbered_columns_may_be_raters_and_are_a_question(read: Read) -> None:
    rows = [("apple", 1, 1, 2, 1, 1), ("pear", 2, 2, 2, 2, 1), ("plum", 3, 3, 3, 1, 3)]
    content = table("fruit,r1,r2,r3,r4,r5", rows)
    with pytest.raises(BadInput) as refused:
        read(content)
    assert "--layout wide" in refused.value.hint
    units = [row[1:] for row in rows]
    assert said(read(content, layout="wide"))["all categories"] == pytest.approx(alpha(units))


def test_a_table_without_a_header_is_refused(read: Read) -> None:
    with pytest.raises(BadInput, match="names no column"):
        read("1,1,1\n2,2,2\n3,1,1\n")


def test_more_coders_than_units_are_not_turned_where_headers_tell(read: Read) -> None:
    rows = [(1, 1, 1, 2, 1), (2, 2, 2, 2, 2), (3, 1, 3, 3, 3)]
    found = read(table("unit,rater1,rater2,rater3,rater4,rater5", numbered(rows)))
    assert said(found)["all categories"] == pytest.approx(alpha(rows))
    assert found.joint == 3


@pytest.mark.parametrize(
    ("head", "order"),
    [
        ("unit,coder,value", (0, 1, 2)),
        ("coder,value,unit", (1, 2, 0)),
        ("оценка,кодер,единица", (2, 1, 0)),
        ("Fall,Kodierer,Bewertung", (0, 1, 2)),
        ("caso,codificadora,valor", (0, 1, 2)),
        ("rating,item,annotator", (2, 0, 1)),
        ("what,who,x", (0, 1, 2)),
        ("x,y,z", (2, 0, 1)),
    ],
)
def test_long_tables_are_recognised_with_columns_in_any_order(
    read: Read, head: str, order: tuple[int, int, int]
) -> None:
    triples = lines_of(TOPICS, ("anna", "boris"))
    found = read(table(head, [tuple(line[at] for at in order) for line in triples]))
    is_topics(found)
    assert found.table is not None
    assert found.table.layout == "long"


def test_long_tables_may_have_other_columns_too(read: Read) -> None:
    triples = lines_of(TOPICS, ("anna", "boris"))
    rows = [
        (n + 1, f"2024-05-{n % 28 + 1:02}", unit, coder, "" if n % 5 else "not sure about this", value)
        for n, (unit, coder, value) in enumerate(triples)
    ]
    found = read(table("id,date,unit,coder,comment,rating", rows))
    is_topics(found)
    assert found.table is not None
    assert set(found.table.left_out) == {"id", "date", "comment"}


def test_a_coder_who_says_two_things_of_one_unit_is_refused_with_the_lines(read: Read) -> None:
    triples = [*lines_of(TOPICS, ("anna", "boris")), (3, "boris", "staff")]
    content = table("unit,coder,value", triples)
    with pytest.raises(BadInput, match=r"lines 7 and 21 are one coder's .* 'fees' and 'staff'") as refused:
        read(content)
    assert "--layout sets" in refused.value.hint
    again = [*lines_of(TOPICS, ("anna", "boris")), (3, "boris", "fees")]
    found = read(table("unit,coder,value", again))
    is_topics(found)
    assert any("count once: line 21" in note for note in found.notes)


SETS: Sequence[tuple[set[str] | None, set[str] | None]] = [
    ({"fees", "staff"}, {"fees", "staff"}),
    ({"staff"}, {"staff"}),
    ({"rules", "fees"}, {"rules"}),
    ({"rules"}, {"rules", "staff"}),
    ({"fees"}, {"fees"}),
    (None, None),
    ({"staff"}, None),
    ({"staff", "rules"}, {"staff", "rules"}),
    ({"fees"}, {"rules"}),
]


def presence(code: str, *, none: bool = False) -> list[tuple[int | None, ...]]:
    """Whether each coder has the code, of SETS; a unit without any set is not coded, or read without a code."""
    return [tuple((0 if none else None) if cell is None else int(code in cell) for cell in row) for row in SETS]


def is_sets(found: Agreement, *, none: bool = False) -> None:
    """The report is on the three codes of SETS."""
    expected = {code: pytest.approx(alpha(presence(code, none=none)), abs=1e-9) for code in ("fees", "rules", "staff")}
    assert {name.casefold(): value for name, value in said(found).items()} == expected
    assert found.coders == ("anna", "boris")


@pytest.mark.parametrize("sign", [", ", ",", "; ", "|", " / ", "\n"])
def test_several_codes_in_a_cell_are_compared_code_by_code(read: Read, sign: str) -> None:
    rows = []
    for n, row in enumerate(SETS):
        cells = ["" if cell is None else sign.join(sorted(cell, reverse=bool(n % 2))) for cell in row]
        rows.append((n + 1, *(f'"{cell}"' for cell in cells)))
    content = table("unit,anna,boris", rows)
    found = read(content)
    is_sets(found)
    assert any("--empty none" in note for note in found.notes)
    is_sets(read(content, empty="none"), none=True)


def test_numbers_of_codes_may_have_only_a_blank_between_them(read: Read) -> None:
    number = {"fees": "1", "rules": "2", "staff": "3"}
    rows = [(n + 1, *(" ".join(number[code] for code in cell or ()) for cell in row)) for n, row in enumerate(SETS)]
    found = read(table("unit,anna,boris", rows))
    assert said(found) == {number[code]: pytest.approx(alpha(presence(code))) for code in number}


def test_lists_in_another_column_do_not_make_lists_of_ratings(read: Read) -> None:
    places = ['"Kenya, Chad"', "Chad", "Kenya", '"Chad, Peru"', "Peru"] * 2
    found = read(table("unit,where,anna,boris", numbered(TOPICS, places)))
    is_topics(found)


def test_codes_spread_over_numbered_columns_are_sets(read: Read) -> None:
    def spread(cell: set[str] | None, turn: int) -> list[str]:
        codes = sorted(cell or (), reverse=bool(turn))
        return [*codes, *[""] * (2 - len(codes))]

    files = [
        table("id,code1,code2", [(n, *spread(row[g], (n + g) % 2)) for n, row in enumerate(SETS)]) for g in range(2)
    ]
    is_sets(read(*files, names=["anna.csv", "boris.csv"]))
    with pytest.raises(BadInput, match="may be several codes of one coder"):
        read(files[0])
    beside = [(n, *spread(row[0], n % 2), *spread(row[1], 1 - n % 2)) for n, row in enumerate(SETS)]
    is_sets(read(table("id,code1_anna,code2_anna,code1_boris,code2_boris", beside), coders=["anna", "boris"]))
    lines = [
        (n, name, *spread(row[g], (n + g) % 2))
        for n, row in enumerate(SETS)
        for g, name in enumerate(("anna", "boris"))
    ]
    is_sets(read(table("id,coder,code_1,code_2", lines)))


def test_a_word_for_no_code_says_that_the_unit_was_read(read: Read) -> None:
    rows = [
        (n + 1, *("none" if cell is None else f'"{", ".join(cell)}"' for cell in row)) for n, row in enumerate(SETS)
    ]
    found = read(table("unit,anna,boris", rows))
    is_sets(found, none=True)
    assert any("'none' (3 cells) is taken as read" in note for note in found.notes)


def test_a_label_with_a_comma_in_it_stays_one_label(read: Read) -> None:
    rows = [('"rights, women"', '"rights, women"'), ("fees", "fees"), ("fees", '"rights, women"'), ("staff", "staff")]
    found = read(table("unit,anna,boris", numbered(rows)))
    assert "rights, women" in said(found)
    assert said(found)["all categories"] == pytest.approx(alpha(rows))


def test_numbers_with_a_comma_may_be_two_codes_and_are_a_question(read: Read) -> None:
    content = 'unit,anna,boris\n1,"1,3","1,3"\n2,1,1\n3,3,3\n4,2,"2,3"\n5,"1,2",1\n6,2,2\n'
    with pytest.raises(BadInput) as refused:
        read(content)
    assert "--layout sets" in refused.value.hint
    found = read(content, layout="sets")
    ones = [(1, 1), (1, 1), (0, 0), (0, 0), (1, 1), (0, 0)]
    assert said(found)["1"] == pytest.approx(alpha(ones))


def test_fractions_in_another_column_are_not_asked_about(read: Read) -> None:
    shares = ["1,3", "2,4", "3,1", "1,2", "4,2", "2,1", "3,2", "1,4", "2", "3"]
    is_topics(read(table("unit;share;anna;boris", numbered(TOPICS, shares), ";")))


@pytest.mark.parametrize("head", ["unit,coder,code", "единица,кодер,код", "item,rater,theme"])
def test_a_long_table_with_a_line_a_code_holds_sets(read: Read, head: str) -> None:
    rows = [
        (n + 1, coder, code)
        for n, row in enumerate(SETS)
        for coder, cell in zip(("anna", "boris"), row, strict=True)
        for code in sorted(cell or ())
    ]
    is_sets(read(table(head, rows)))
    is_sets(read(table(head.rsplit(",", 1)[0] + ",x", rows), layout="sets"))
    with pytest.raises(BadInput, match="one coder's ratings of one unit"):
        read(table(head, rows), layout="long")


def test_a_line_without_a_code_was_written_by_who_read_the_unit(read: Read) -> None:
    rows = [
        (n + 1, "role", coder, code)
        for n, row in enumerate(SETS)
        for coder, cell in zip(("anna", "boris"), row, strict=True)
        for code in sorted(cell or {""})
    ]
    is_sets(read(table("case,question,coder,code", rows)), none=True)


FEES, STAFF = YES, [(1, 0), (0, 0), (0, 0), (1, 1), (1, 1), (0, 0), (1, 1), (0, 0), (1, 1), (0, 1)]


@pytest.mark.parametrize(
    "name",
    [
        "{code}_{coder}",
        "{coder}_{code}",
        "{code}.{coder}",
        "{coder}.{code}",
        "{code} - {coder}",
        "{code} ({coder})",
        "{coder}: {code}",
        "{coder} {code}",
        "{coder}/{code}",
    ],
)
def test_a_column_for_each_code_and_coder_is_recognised(read: Read, name: str) -> None:
    places = [(code, coder) for code in ("fees", "staff") for coder in ("anna", "boris")]
    head = ",".join(["unit", *(name.format(code=code, coder=coder) for code, coder in places)])
    rows = [(*one, *other) for one, other in zip(FEES, STAFF, strict=True)]
    found = read(table(head, numbered(rows)))
    assert found.coders == ("anna", "boris")
    assert said(found) == {"fees": pytest.approx(alpha(FEES)), "staff": pytest.approx(alpha(STAFF))}
    assert found.table is not None
    assert found.table.layout == "matrix"


def test_marks_in_columns_for_each_code_and_coder(read: Read) -> None:
    other = [(1 - a, 1 - b) for a, b in FEES]
    rows = [tuple("x" * cell for cell in (*one, *two)) for one, two in zip(FEES, other, strict=True)]
    found = read(table("doc_id,doc_name,fees_anna,fees_boris,free_anna,free_boris", numbered(rows, SENTENCES)))
    assert said(found) == {"fees": pytest.approx(alpha(FEES)), "free": pytest.approx(alpha(other))}
    assert any("anna only marks what is there" in note for note in found.notes)


def test_nothing_but_marks_is_a_question(read: Read) -> None:
    content = table("unit,anna,boris", numbered([tuple("x" * cell for cell in row) for row in YES]))
    with pytest.raises(BadInput) as refused:
        read(content)
    assert "--empty none" in refused.value.hint
    assert list(said(read(content, empty="none")).values()) == [pytest.approx(alpha(YES))]
    content = table("unit,anna,boris", numbered([(a or "", b) for a, b in YES]))
    assert list(said(read(content, empty="none")).values()) == [pytest.approx(alpha(YES))]
    with pytest.raises(BadInput, match="cannot say no"):
        read(table("unit,anna,boris", numbered(TOPICS)), empty="none")


def test_codes_and_coders_that_cannot_be_told_apart_are_a_question(read: Read) -> None:
    rows = [(*row, *row) for row in YES]
    content = table("unit,a_x,a_y,b_x,b_y", numbered([(p, q, q, p) for p, q, _, _ in rows]))
    with pytest.raises(BadInput) as refused:
        read(content)
    assert "--coders 'x,y'" in refused.value.hint
    assert read(content, coders=["a", "b"]).coders == ("a", "b")


def test_a_code_may_be_called_like_something_else(read: Read) -> None:
    names = ["anna.csv", "boris.csv"]
    sexes = [n % 2 for n in range(len(FEES))]
    files = [
        table("id,female,conflict,reason", [(n, sexes[n], FEES[n][g], STAFF[n][g]) for n in range(len(FEES))])
        for g in range(2)
    ]
    found = read(*files, names=names)
    assert said(found) == {"conflict": pytest.approx(alpha(FEES)), "reason": pytest.approx(alpha(STAFF))}
    rows = [(*one, *two) for one, two in zip(FEES, STAFF, strict=True)]
    found = read(table("id,conflict_anna,conflict_boris,reason_anna,reason_boris", numbered(rows)))
    assert said(found) == {"conflict": pytest.approx(alpha(FEES)), "reason": pytest.approx(alpha(STAFF))}


def test_how_sure_each_coder_was_is_not_a_second_variable(read: Read) -> None:
    rows = [(one, 4 - n % 3, other, 3 + n % 3) for n, (one, other) in enumerate(TOPICS)]
    head = "unit,annotator_1_label,annotator_1_confidence,annotator_2_label,annotator_2_confidence"
    found = read(table(head, numbered(rows)))
    assert said(found)["all categories"] == pytest.approx(alpha(TOPICS))
    assert found.table is not None
    assert set(found.table.left_out) == {"annotator_1_confidence", "annotator_2_confidence"}


def test_long_names_of_categories_are_not_taken_for_text(read: Read) -> None:
    long = {
        "fees": "Costs of schools, clinics and the papers for them",
        "staff": "People who were hired late or left too early",
        "rules": "Rules that nobody has explained to anybody yet",
    }
    rows = [tuple("" if cell is None else f'"{long[str(cell)]}"' for cell in row) for row in TOPICS[:6]]
    known = TOPICS[:6]
    found = read(table("unit,anna,boris", numbered(rows)))
    assert said(found)["all categories"] == pytest.approx(alpha(known))


@pytest.mark.parametrize(
    "head",
    [
        "Timestamp,Email Address,Item,Rating",
        "When,Coder name,Item,x",
        "date,имя кодера,единица,y",
        "date,Your name,Item,z",
    ],
)
def test_forms_in_which_coders_name_themselves_are_long_tables(read: Read, head: str) -> None:
    triples = lines_of(TOPICS, ("anna", "boris"))
    rows = [
        (f"2024/05/{n % 28 + 1:02} 10:0{n % 10}", coder, unit, value) for n, (unit, coder, value) in enumerate(triples)
    ]
    is_topics(read(table(head, rows)))


def test_lines_of_coders_who_share_no_unit_are_refused(read: Read) -> None:
    rows = [(n, "anna" if n < 5 else "boris", FEES[n][0], STAFF[n][0]) for n in range(len(FEES))]
    with pytest.raises(BadInput, match="by its column 'coder' no unit was rated by two coders"):
        read(table("unit,coder,fees,staff", rows))
    same = [(n, "anna", FEES[n][0], STAFF[n][0]) for n in range(len(FEES))]
    with pytest.raises(BadInput, match="no unit was rated by two coders"):
        read(table("unit,coder,fees,staff", same))
    files = [
        table("unit,coder,topic", [(n, name, row[g]) for n, row in enumerate(TOPICS)])
        for g, name in enumerate(("anna", "boris"))
    ]
    is_topics(read(*files, names=["anna.csv", "boris.csv"]))


def test_several_scales_are_each_reported(read: Read) -> None:
    tone = [(row[1], row[0]) for row in THREE]
    weight = [(row[0], row[1]) for row in THREE]
    rows = [(*one, *other) for one, other in zip(weight, tone, strict=True)]
    found = read(table("unit,weight_coder1,weight_coder2,tone_coder1,tone_coder2", numbered(rows)), level="ordinal")
    assert said(found)["weight"] == pytest.approx(alpha(weight, "ordinal"))
    assert said(found)["tone"] == pytest.approx(alpha(tone, "ordinal"))
    assert "tone: 1" in said(found)


def test_a_line_a_coder_with_a_column_a_code(read: Read) -> None:
    rows = [
        (n + 1, coder, FEES[n][g], STAFF[n][g]) for g, coder in enumerate(("anna", "boris")) for n in range(len(FEES))
    ]
    found = read(table("doc,coder,fees,staff", rows))
    assert said(found) == {"fees": pytest.approx(alpha(FEES)), "staff": pytest.approx(alpha(STAFF))}


@pytest.mark.parametrize("head", ["unit,coder,code,value", "Participant,Reviewer,Theme,Present", "x,кодер,тема,y"])
def test_a_line_for_each_unit_coder_and_code(read: Read, head: str) -> None:
    rows = [
        (n + 1, coder, code, cells[n][g])
        for g, coder in enumerate(("anna", "boris"))
        for code, cells in (("fees", FEES), ("staff", STAFF))
        for n in range(len(FEES))
    ]
    found = read(table(head, rows))
    assert said(found) == {"fees": pytest.approx(alpha(FEES)), "staff": pytest.approx(alpha(STAFF))}


def test_a_file_a_coder_is_taken_together_by_unit(read: Read) -> None:
    files = []
    for g in range(2):
        rows = [(f"R{n:02}", SENTENCES[n], FEES[n][g], STAFF[n][g]) for n in range(len(FEES))]
        files.append(table("ResponseId,problem,fees,staff", rows if g == 0 else rows[::-1]))
    found = read(*files, names=["codes_anna.csv", "codes_boris.csv"])
    assert found.coders == ("anna", "boris")
    assert said(found) == {"fees": pytest.approx(alpha(FEES)), "staff": pytest.approx(alpha(STAFF))}
    assert found.table is not None
    assert set(found.table.left_out) == {"problem"}


def test_a_file_a_coder_with_marks_or_lists_or_one_value(read: Read) -> None:
    marks = [
        table(
            "id,fees,staff",
            [(n, "x" * one[g], "x" * other[g]) for n, (one, other) in enumerate(zip(FEES, STAFF, strict=True))],
        )
        for g in range(2)
    ]
    known = [
        [
            tuple(None if not (one[g] or other[g]) else cells[g] for g in range(2))
            for one, other, cells in zip(FEES, STAFF, code, strict=True)
        ]
        for code in (FEES, STAFF)
    ]
    found = read(*marks, names=["anna.csv", "boris.csv"])
    assert said(found) == {"fees": pytest.approx(alpha(known[0])), "staff": pytest.approx(alpha(known[1]))}
    found = read(*marks, names=["anna.csv", "boris.csv"], empty="none")
    assert said(found) == {"fees": pytest.approx(alpha(FEES)), "staff": pytest.approx(alpha(STAFF))}
    lists = [
        table("id,codes", [(n, f'"{", ".join(sorted(row[g] or ()))}"') for n, row in enumerate(SETS)]) for g in range(2)
    ]
    is_sets(read(*lists, names=["anna.csv", "boris.csv"]))
    single = [table("id,topic", [(n, row[g]) for n, row in enumerate(TOPICS)]) for g in range(2)]
    is_topics(read(*single, names=["anna.csv", "boris.csv"]))
    is_topics(read(*single, names=["anna/codes.csv", "boris/codes.csv"]))
    own = [
        table(f"id,{name}", [(n, row[g]) for n, row in enumerate(TOPICS)]) for g, name in enumerate(("anna", "boris"))
    ]
    is_topics(read(*own, names=["anna.csv", "boris.csv"]))


@pytest.mark.parametrize("seed", range(4))
def test_the_same_ratings_have_the_same_alpha_in_every_layout(read: Read, seed: int) -> None:
    chance = random.Random(seed)
    coders = ("anna", "boris", "carla")[: chance.randint(2, 3)]
    true = [chance.choice(("fees", "staff", "rules", "law")) for _ in range(chance.randint(12, 30))]

    def rating(value: str) -> str | None:
        if chance.random() < 0.1:
            return None
        return value if chance.random() < 0.75 else chance.choice(true)

    rows = [tuple(rating(value) for _ in coders) for value in true]
    expected = pytest.approx(alpha(rows), abs=1e-9)
    wide = table(",".join(["unit", *coders]), numbered(rows))
    turned = [(coder, *(row[g] for row in rows)) for g, coder in enumerate(coders)]
    across = table(",".join(["rater", *(f"u{n + 1}" for n in range(len(rows)))]), turned)
    lines = lines_of(rows, coders)
    chance.shuffle(lines)
    long = table("unit,coder,value", lines)
    for content in (wide, across, long):
        assert said(read(content))["all categories"] == expected
    files = [table("unit,topic", [(n, row[g]) for n, row in enumerate(rows)]) for g in range(len(coders))]
    found = read(*files, names=[f"{coder}.csv" for coder in coders])
    assert said(found)["all categories"] == expected
