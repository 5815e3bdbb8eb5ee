"""A column for each code, of each coder, with one line per coder, or in one file per coder."""

from __future__ import annotations

import random

import pytest

from by_definition import alpha
from rating_tables import (
    FEES,
    SENTENCES,
    SETS,
    STAFF,
    THREE,
    TOPICS,
    YES,
    Read,
    is_sets,
    is_topics,
    lines_of,
    numbered,
    said,
    table,
)
from tipcoder.errors import BadInput


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
        "{code}__{coder}",
        "{code}@{coder}",
        "{coder}#{code}",
        "{coder}\\{code}",
        "{coder}::{code}",
        "{code}[{coder}]",
        "{code} coded by {coder}",
        "{code} by {coder}",
        "{coder}_code_{code}",
        "code_{code}_{coder}",
        "{coder}{code}",
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


@pytest.mark.parametrize(
    "name", ["{code}_{coder}", "{coder}_{code}", "{coder}: {code}", "{code} ({coder})"]
)
@pytest.mark.parametrize(
    "coders", [("Анна П.", "Борис К."), ("Anna Maria", "Jean-Luc"), ("a.ray", "b.lee")]
)
def test_coders_of_a_matrix_have_any_names(read: Read, name: str, coders: tuple[str, str]) -> None:
    places = [(code, coder) for code in ("fees", "more staff") for coder in coders]
    head = ",".join(["unit", *(name.format(code=code, coder=coder) for code, coder in places)])
    rows = [(*one, *other) for one, other in zip(FEES, STAFF, strict=True)]
    right = {"fees": pytest.approx(alpha(FEES)), "more staff": pytest.approx(alpha(STAFF))}
    assert said(read(table(head, numbered(rows)))) == right
    asked = read(table(head, numbered(rows)), coders=coders)
    assert (said(asked), asked.coders) == (right, coders)


def test_capitals_part_codes_from_coders(read: Read) -> None:
    rows = [(*one, *other) for one, other in zip(FEES, STAFF, strict=True)]
    found = read(table("unit,FeesAnna,FeesBoris,StaffAnna,StaffBoris", numbered(rows)))
    assert said(found) == {"Fees": pytest.approx(alpha(FEES)), "Staff": pytest.approx(alpha(STAFF))}


def test_marks_in_columns_for_each_code_and_coder(read: Read) -> None:
    other = [(1 - a, 1 - b) for a, b in FEES]
    rows = [
        tuple("x" * cell for cell in (*one, *two)) for one, two in zip(FEES, other, strict=True)
    ]
    found = read(
        table(
            "doc_id,doc_name,fees_anna,fees_boris,free_anna,free_boris", numbered(rows, SENTENCES)
        )
    )
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
        table(
            "id,female,conflict,reason",
            [(n, sexes[n], FEES[n][g], STAFF[n][g]) for n in range(len(FEES))],
        )
        for g in range(2)
    ]
    found = read(*files, names=names)
    assert said(found) == {
        "conflict": pytest.approx(alpha(FEES)),
        "reason": pytest.approx(alpha(STAFF)),
    }
    rows = [(*one, *two) for one, two in zip(FEES, STAFF, strict=True)]
    found = read(table("id,conflict_anna,conflict_boris,reason_anna,reason_boris", numbered(rows)))
    assert said(found) == {
        "conflict": pytest.approx(alpha(FEES)),
        "reason": pytest.approx(alpha(STAFF)),
    }


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
    rows = [
        tuple("" if cell is None else f'"{long[str(cell)]}"' for cell in row) for row in TOPICS[:6]
    ]
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
        (f"2024/05/{n % 28 + 1:02} 10:0{n % 10}", coder, unit, value)
        for n, (unit, coder, value) in enumerate(triples)
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
    found = read(
        table("unit,weight_coder1,weight_coder2,tone_coder1,tone_coder2", numbered(rows)),
        level="ordinal",
    )
    assert said(found)["weight"] == pytest.approx(alpha(weight, "ordinal"))
    assert said(found)["tone"] == pytest.approx(alpha(tone, "ordinal"))
    assert "tone: 1" in said(found)


def test_a_line_a_coder_with_a_column_a_code(read: Read) -> None:
    rows = [
        (n + 1, coder, FEES[n][g], STAFF[n][g])
        for g, coder in enumerate(("anna", "boris"))
        for n in range(len(FEES))
    ]
    found = read(table("doc,coder,fees,staff", rows))
    assert said(found) == {"fees": pytest.approx(alpha(FEES)), "staff": pytest.approx(alpha(STAFF))}


@pytest.mark.parametrize(
    "head", ["unit,coder,code,value", "Participant,Reviewer,Theme,Present", "x,кодер,тема,y"]
)
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
            [
                (n, "x" * one[g], "x" * other[g])
                for n, (one, other) in enumerate(zip(FEES, STAFF, strict=True))
            ],
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
    assert said(found) == {
        "fees": pytest.approx(alpha(known[0])),
        "staff": pytest.approx(alpha(known[1])),
    }
    found = read(*marks, names=["anna.csv", "boris.csv"], empty="none")
    assert said(found) == {"fees": pytest.approx(alpha(FEES)), "staff": pytest.approx(alpha(STAFF))}
    lists = [
        table(
            "id,codes", [(n, f'"{", ".join(sorted(row[g] or ()))}"') for n, row in enumerate(SETS)]
        )
        for g in range(2)
    ]
    is_sets(read(*lists, names=["anna.csv", "boris.csv"]))
    single = [table("id,topic", [(n, row[g]) for n, row in enumerate(TOPICS)]) for g in range(2)]
    is_topics(read(*single, names=["anna.csv", "boris.csv"]))
    is_topics(read(*single, names=["anna/codes.csv", "boris/codes.csv"]))
    own = [
        table(f"id,{name}", [(n, row[g]) for n, row in enumerate(TOPICS)])
        for g, name in enumerate(("anna", "boris"))
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
    files = [
        table("unit,topic", [(n, row[g]) for n, row in enumerate(rows)]) for g in range(len(coders))
    ]
    found = read(*files, names=[f"{coder}.csv" for coder in coders])
    assert said(found)["all categories"] == expected


def test_a_code_may_be_called_like_a_place_in_a_text(read: Read) -> None:
    rows = []
    for n, (fees, end) in enumerate(zip(FEES, STAFF, strict=True)):
        rows += [(n, "anna", fees[0], end[0]), (n, "boris", fees[1], end[1])]
    found = said(read(table("unit,coder,fees,end", rows)))
    assert found == {"fees": pytest.approx(alpha(FEES)), "end": pytest.approx(alpha(STAFF))}


EMPTY_AMONG_WRITTEN = ((1, 1), (0, 1), ("", 0), (1, ""), (0, 0))
EMPTY_IS_NO = 0.25
"""Krippendorff's alpha of five units of which two differ, with four 1 and six 0 in all:
1 - (10 - 1) * 2 / (4 * 6)."""


def test_an_empty_cell_says_no_in_every_layout(read: Read) -> None:
    lines = []
    for n, pair in enumerate(EMPTY_AMONG_WRITTEN):
        lines += [(n, coder, cell) for coder, cell in zip(("anna", "boris"), pair, strict=True)]
    long = table("unit,coder,rating", lines)
    of_codes = table("unit,coder,fees,staff", [(*line, line[2]) for line in lines])
    wide = table("unit,anna,boris", numbered(EMPTY_AMONG_WRITTEN))
    for content in (wide, long, of_codes):
        found = read(content, empty="none")
        assert all(one == pytest.approx(EMPTY_IS_NO) for one in said(found).values())
        assert any("taken as no" in note for note in found.notes)


def test_what_is_called_missing_stays_so_where_an_empty_cell_says_no(read: Read) -> None:
    # Without the two units that one coder left out: 1 - (6 - 1) * 1 / (3 * 3).
    alone = pytest.approx(4 / 9)
    rows = [tuple("NA" if cell == "" else cell for cell in row) for row in EMPTY_AMONG_WRITTEN]
    lines = []
    for n, pair in enumerate(rows):
        lines += [(n, coder, cell) for coder, cell in zip(("anna", "boris"), pair, strict=True)]
    wide, long = table("unit,anna,boris", numbered(rows)), table("unit,coder,rating", lines)
    for content in (wide, long):
        found = read(content, empty="none", missing=("NA",))
        assert list(said(found).values()) == [alone]
        assert any("--empty none changed nothing" in note for note in found.notes)

    marks = []
    for n, (one, other) in enumerate(rows):
        for coder, cell in (("anna", one), ("boris", other)):
            # Every line has a mark, so that it was read.
            marks.append((n, coder, {1: "x", 0: "", "NA": "NA"}[cell], "x"))
    found = read(table("unit,coder,fees,staff", marks), empty="none", missing=("NA",))
    assert said(found)["fees"] == alone
