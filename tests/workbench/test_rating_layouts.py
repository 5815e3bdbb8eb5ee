"""Tables with coders as lines or with one line per rating: recognised, or a question."""

from __future__ import annotations

import pytest

from by_definition import alpha
from rating_tables import THREE, TOPICS, Read, is_three, is_topics, lines_of, numbered, said, table
from tipcoder.errors import BadInput


@pytest.mark.parametrize(
    "corner", ["coder", "rater", "кодер", "codificador", "Kodierer", "", "name", "unit"]
)
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
    with pytest.raises(BadInput, match="does not name the columns"):
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
        (
            n + 1,
            f"2024-05-{n % 28 + 1:02}",
            unit,
            coder,
            "" if n % 5 else "not sure about this",
            value,
        )
        for n, (unit, coder, value) in enumerate(triples)
    ]
    found = read(table("id,date,unit,coder,comment,rating", rows))
    is_topics(found)
    assert found.table is not None
    assert set(found.table.left_out) == {"id", "date", "comment"}


def test_a_coder_who_says_two_things_of_one_unit_is_refused_with_the_lines(read: Read) -> None:
    triples = [*lines_of(TOPICS, ("anna", "boris")), (3, "boris", "staff")]
    content = table("unit,coder,value", triples)
    with pytest.raises(
        BadInput, match=r"lines 7 and 21 are one coder's .* 'fees' and 'staff'"
    ) as refused:
        read(content)
    assert "--layout sets" in refused.value.hint
    again = [*lines_of(TOPICS, ("anna", "boris")), (3, "boris", "fees")]
    found = read(table("unit,coder,value", again))
    is_topics(found)
    assert any("count once: line 21" in note for note in found.notes)


@pytest.mark.parametrize(
    "above",
    [
        "Pilot coding of March\n\n",
        "Pilot coding,,,\n",
        "Pilot,,,\n,,,\nTwo coders,,,\n",
        "Pilot of 3 coders\n",
    ],
)
def test_titles_above_the_header_are_no_header(read: Read, above: str) -> None:
    found = read(above + table("unit,anna,boris,carla", numbered(THREE)))
    is_three(found)
    assert found.coders == ("anna", "boris", "carla")
    assert any("above the header were skipped as titles" in note for note in found.notes)


def test_a_coder_who_is_not_in_the_lines_is_named_with_those_who_are(read: Read) -> None:
    content = table("text,who,rated", lines_of(TOPICS, ("anna", "boris")))
    with pytest.raises(BadInput, match="the column 'who' does not name 'dora'") as refused:
        read(content, coders=["anna", "dora"])
    assert "boris" in refused.value.hint
