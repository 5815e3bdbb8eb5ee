"""Several codes in a cell, on several lines, or in several columns: compared code by code."""

from __future__ import annotations

import pytest

from by_definition import alpha
from rating_tables import SETS, TOPICS, Read, is_sets, is_topics, numbered, presence, said, table
from tipcoder.errors import BadInput


@pytest.mark.parametrize(
    "sign",
    [", ", ",", "; ", "|", " / ", "\n", "\\n", "·", " • ", "، ", "；", " and ", " и ", " und "],
)
def test_several_codes_in_a_cell_are_compared_code_by_code(read: Read, sign: str) -> None:
    rows = []
    for n, row in enumerate(SETS):
        cells = [
            "" if cell is None else sign.join(sorted(cell, reverse=bool(n % 2))) for cell in row
        ]
        rows.append((n + 1, *(f'"{cell}"' for cell in cells)))
    content = table("unit,anna,boris", rows)
    found = read(content)
    is_sets(found)
    assert any("--empty none" in note for note in found.notes)
    is_sets(read(content, empty="none"), none=True)


def test_each_coder_may_write_lists_in_another_way(read: Read) -> None:
    ways = {
        "a program's list": lambda codes: "[" + ", ".join(f"'{code}'" for code in codes) + "]",
        "braces": lambda codes: "{" + ",".join(codes) + "}",
        "and": " and ".join,
        "semicolon at the end": lambda codes: "".join(f"{code};" for code in codes),
    }
    for write in ways.values():
        rows = []
        for n, (anna, boris) in enumerate(SETS):
            one = "" if anna is None else write(sorted(anna))
            two = "" if boris is None else ", ".join(sorted(boris, reverse=True))
            rows.append((n + 1, f'"{one}"', f'"{two}"'))
        is_sets(read(table("unit,anna,boris", rows)))


def test_tags_with_a_blank_between_them_are_several(read: Read) -> None:
    rows = [
        (n + 1, *(" ".join(f"#{code}" for code in sorted(cell or ())) for cell in row))
        for n, row in enumerate(SETS)
    ]
    found = said(read(table("unit,anna,boris", rows)))
    assert found == {
        f"#{code}": pytest.approx(alpha(presence(code))) for code in ("fees", "rules", "staff")
    }


@pytest.mark.parametrize(
    ("sign", "labels"),
    [
        ("; ", {"fees": "fees, grants", "rules": "law, courts", "staff": "staff"}),
        (", ", {"fees": "fees/grants", "rules": "law & order", "staff": "staff"}),
        (", ", {"fees": "fees and grants", "rules": "law and order", "staff": "staff and pay"}),
        (" | ", {"fees": "fees, and grants", "rules": "law/courts", "staff": "staff + pay"}),
    ],
)
def test_signs_inside_labels_part_no_codes(read: Read, sign: str, labels: dict[str, str]) -> None:
    rows = []
    for n, row in enumerate(SETS):
        cells = [
            sign.join(labels[code] for code in sorted(cell or (), reverse=bool(n % 2)))
            for cell in row
        ]
        rows.append((n + 1, *(f'"{cell}"' for cell in cells)))
    found = said(read(table("unit,anna,boris", rows)))
    assert found == {labels[code]: pytest.approx(alpha(presence(code))) for code in labels}


def test_numbers_of_codes_may_have_only_a_blank_between_them(read: Read) -> None:
    number = {"fees": "1", "rules": "2", "staff": "3"}
    rows = [
        (n + 1, *(" ".join(number[code] for code in cell or ()) for cell in row))
        for n, row in enumerate(SETS)
    ]
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
        table("id,code1,code2", [(n, *spread(row[g], (n + g) % 2)) for n, row in enumerate(SETS)])
        for g in range(2)
    ]
    is_sets(read(*files, names=["anna.csv", "boris.csv"]))
    with pytest.raises(BadInput, match="may be several codes of one coder"):
        read(files[0])
    beside = [(n, *spread(row[0], n % 2), *spread(row[1], 1 - n % 2)) for n, row in enumerate(SETS)]
    is_sets(
        read(
            table("id,code1_anna,code2_anna,code1_boris,code2_boris", beside),
            coders=["anna", "boris"],
        )
    )
    lines = [
        (n, name, *spread(row[g], (n + g) % 2))
        for n, row in enumerate(SETS)
        for g, name in enumerate(("anna", "boris"))
    ]
    is_sets(read(table("id,coder,code_1,code_2", lines)))


def test_a_word_for_no_code_says_that_the_unit_was_read(read: Read) -> None:
    rows = [
        (n + 1, *("none" if cell is None else f'"{", ".join(cell)}"' for cell in row))
        for n, row in enumerate(SETS)
    ]
    found = read(table("unit,anna,boris", rows))
    is_sets(found, none=True)
    assert any("'none' (3 cells) is taken as read" in note for note in found.notes)


def test_a_label_with_a_comma_in_it_stays_one_label(read: Read) -> None:
    rows = [
        ('"rights, women"', '"rights, women"'),
        ("fees", "fees"),
        ("fees", '"rights, women"'),
        ("staff", "staff"),
    ]
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
