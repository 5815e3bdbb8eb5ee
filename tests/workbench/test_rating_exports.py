"""What other programs export of coding: lists of segments, matrices of counts, codes as lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from by_definition import alpha
from rating_tables import SETS, Read, is_sets, presence, said, table
from tipcoder.errors import BadInput

CODES = ("fees", "rules", "staff")
CODERS = ("anna", "boris")


def segments(
    write: Callable[[int, str, str], Sequence[object]], coders: Sequence[str] = CODERS
) -> list[Sequence[object]]:
    """A line for each code that a coder applied to a unit."""
    out = []
    for n, row in enumerate(SETS):
        for coder, cell in zip(CODERS, row, strict=True):
            if coder in coders:
                out += [write(n, coder, code) for code in sorted(cell or ())]
    return out


def counts(coder: int, *, blank: str = "0") -> list[tuple[object, ...]]:
    """One line per unit, and how often a coder applied each code.

    Units that the coder has not are left out.
    """
    out = []
    for n, row in enumerate(SETS):
        cell = row[coder]
        if cell is not None:
            out.append((f"P{n}", *((1 + n % 3) if code in cell else blank for code in CODES)))
    return out


def test_coded_segments_of_a_project_name_their_coder_and_document(read: Read) -> None:
    head = (
        "Color;Comment;Document group;Document name;Code;Begin;End;Weight score;Segment;Created "
        "by;Created;Area"
    )
    lines = segments(
        lambda n, who, code: (
            "●",
            "",
            "Wave 2",
            f"P{n}",
            code,
            n,
            n,
            0,
            f"words {n}",
            who,
            "12.03.2024",
            20 + n,
        )
    )
    found = read(table(head.replace(";", ","), lines, ";"))
    is_sets(found)
    assert found.table is not None
    assert "'Document name'" in found.table.read_as
    assert "'Created by'" in found.table.read_as


def test_quotations_with_several_codes_in_a_cell(read: Read) -> None:
    lines = []
    for n, row in enumerate(SETS):
        for who, cell in zip(CODERS, row, strict=True):
            if cell:
                listed = "\n".join(sorted(cell))
                lines.append(
                    (
                        len(lines) + 1,
                        f"quote {n}",
                        f"P{n}",
                        f'"{listed}"',
                        who,
                        f"what was said in {n}",
                    )
                )
    is_sets(read(table("ID,Quotation Name,Document,Codes,Created by,Quotation Content", lines)))


def test_excerpts_with_a_column_for_each_code(read: Read) -> None:
    lines = []
    for n, row in enumerate(SETS):
        for who, cell in zip(CODERS, row, strict=True):
            if cell is not None:
                lines.append(
                    (
                        f"P{n}",
                        f"{n}-{n + 30}",
                        who,
                        "3/4/2024",
                        *(str(code in cell) for code in CODES),
                    )
                )
    head = ",".join(f"Code: {code} Applied" for code in CODES)
    found = read(table(f"Media Title,Excerpt Range,Excerpt Creator,Excerpt Date,{head}", lines))
    assert said(found) == {
        f"Code: {code} Applied": pytest.approx(alpha(presence(code))) for code in CODES
    }


def test_several_excerpts_of_a_document_have_their_codes_together(read: Read) -> None:
    lines = []
    for n, row in enumerate(SETS):
        for who, cell in zip(CODERS, row, strict=True):
            for part in sorted(cell or ()):
                lines.append(
                    (
                        f"P{n}",
                        f"{len(lines)}-{len(lines) + 9}",
                        who,
                        *(str(code == part) for code in CODES),
                    )
                )
    head = ",".join(f"{code} Applied" for code in CODES)
    content = table(f"Media Title,Excerpt Range,Excerpt Creator,{head}", lines)
    assert said(read(content)) == {
        f"{code} Applied": pytest.approx(alpha(presence(code))) for code in CODES
    }


@pytest.mark.parametrize("head", ["id,document,tag,content", "nr,Document,Code,Segment"])
def test_a_list_of_segments_from_each_coder(read: Read, head: str) -> None:
    files = [
        table(
            head,
            [
                (i, *line)
                for i, line in enumerate(
                    segments(lambda n, _, code: (f"P{n}", code, f"words {n}"), [who])
                )
            ],
        )
        for who in CODERS
    ]
    found = read(*files, names=["anna.csv", "boris.csv"])
    is_sets(found)
    assert found.table is not None
    assert "one line per segment" in found.table.read_as


def test_counts_of_codes_are_asked_about_and_read_as_presence(read: Read) -> None:
    head = ",".join(["Document", *CODES])
    files = [table(head, counts(coder)) for coder in (0, 1)]
    with pytest.raises(BadInput) as refused:
        read(*files, names=["anna.csv", "boris.csv"])
    assert "--layout matrix" in refused.value.hint
    found = read(*files, names=["anna.csv", "boris.csv"], layout="matrix")
    is_sets(found)
    assert any("above 0" in note for note in found.notes)
    sums = [[*rows, ("SUM", 9, 9, 9)] for rows in (counts(0, blank=""), counts(1, blank=""))]
    is_sets(
        read(
            *(table(head, rows) for rows in sums), names=["anna.csv", "boris.csv"], layout="matrix"
        )
    )


def test_a_matrix_with_codes_as_lines_is_turned(read: Read) -> None:
    files = []
    for coder in (0, 1):
        units = [row for row in SETS if None not in row]
        lines = [(code, *(int(code in (row[coder] or ())) for row in units)) for code in CODES]
        files.append(table(",".join(["Code System", *(f"P{n}" for n in range(len(units)))]), lines))
    found = read(*files, names=["anna.csv", "boris.csv"])
    is_sets(found)
