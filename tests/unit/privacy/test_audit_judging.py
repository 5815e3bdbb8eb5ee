"""What an audit takes for a leak and what not: wolves, and what only looks like one.

The texts are made by hand. ISBN, DOI, ORCID and phone numbers are the examples that their
standards and numbering plans set apart, so that they belong to nobody.
"""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet, Passage
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge, Population, build_value_book
from tipcoder.privacy.audit.reading import read_contents
from tipcoder.privacy.audit.study_wording import DeclaredColumns, StudyWording
from tipcoder.privacy.audit.unreleased import (
    GONE,
    UNREAD,
    WITHHELD,
    UnreleasedWording,
)
from tipcoder.privacy.audit.wording_index import StoredWording
from tipcoder.privacy.detection import Detector

ANSWERS = (
    StoredWording(
        "5101",
        "Every spring the two of us walked from farm to farm with a lantern and a list of names.",
        WITHHELD,
    ),
    StoredWording("5202", "They never answered our letters.", UNREAD),
    StoredWording("5303", "We sold the van and the boat to pay the cook in that year.", GONE),
    StoredWording("5303", "They smiled and then did nothing at all about it for years.", UNREAD),
)
RELEASED = ("They smiled and then did nothing at all about it for years.",)


@pytest.fixture
def known(detector: Detector) -> Knowledge:
    return Knowledge(
        detector=detector,
        values=build_value_book([("organisation", "Harbour Light Network")]),
        ids={number: number for number in ("5101", "5202", "5303", "7853", "6113")},
        unreleased=UnreleasedWording(ANSWERS, RELEASED),
        study_wording=StudyWording(
            ["How do American officials take part?", "Little", "Camino Sereno is asked first"]
        ),
        declared=DeclaredColumns({"survey.home.country": ["Kenya", "Togo"], "country": ["KEN"]}),
    )


Look = Callable[[str], list[LeakFinding]]


@pytest.fixture
def look(known: Knowledge) -> Look:
    """What an audit finds in a paragraph."""

    def audit(text: str) -> list[LeakFinding]:
        contents = Contents()
        contents.passages.append(Passage("line 1", text, part="text"))
        return audit_contents(contents, known)

    return audit


def audit_rows(
    known: Knowledge, head: Sequence[str], *rows: Sequence[str], **more: object
) -> list[LeakFinding]:
    lines = [ContentRow(f"row {number}", tuple(row)) for number, row in enumerate(rows, 1)]
    contents = Contents(sheets=[ContentSheet(tuple(head), lines)])
    return audit_contents(contents, known, **more)  # type: ignore[arg-type]


# --- crying wolf ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        # numbers of tables and papers
        "0.9754601226993865",
        "The mean is 14.13 (1.13), against 15.07 (1.07).",
        "1.0\n.667\n1.0",
        "p = 0.0214, t(1141) = 2.30512344",
        "12,345,678.90 in all",
        "2010 2011 2012 2013 2014",
        "10 20 30 40 50 60",
        "0 0 352 1200",
        "1209   1735   2210",
        "On 2014-06-12 10:22:33 it began.",
        "12.06.2014 10.22",
        "20140612102233",
        "doi:10.1000/182 and https://doi.org/10.1000/182",
        "doi:10.1234/0010414020938102",
        "ISBN 978-0-306-40615-7",
        "978-0-306-40615-7",
        "ISBN 0-306-40615-2",
        "ISSN 2049-3630",
        "0000-0002-1825-0097",
        "123e4567-e89b-12d3-a456-426614174000",
        "Psychology, 61, 1029–1048.",
        "Psychology 61(4): 1029-1048.",
        "7853 6113",  # two response IDs
        "9 9 4 8 6 7 5 and 7 8 7 5 6 8 4 4 3 7 5",  # the numbers in a grid
        "M 91.899028 266.498108 L 342.558302 15.838834 z",
        "translate(99.464533 314.178577) rotate(-90 123.45 678.9)",
        # addresses that lead to nobody
        "http://creativecommons.org/ns#",
        "http://www.w3.org/2000/svg",
        "They were late.It was cold.",
        "run analysis.py and tables.do",
        "fill: #b0b0b0; clip-path: url(#pbb89440288)",
        "@article{gwet2008,\n  title = {Agreement}\n}",
        "@uncodable",
        # places that are labels or titles
        "Kenya\nTogo\nCosta Rica",
        "Kenya & 12 & 0.4 \\\\ Togo & 3 & 0.1 \\\\",
        "British Journal of Mathematical and Statistical Psychology, 61, 29.",
        "Kruskal-Wallis test",
        "English name of the country",
        # texts of the study itself
        "How do American officials take part?",
        "0 = None; 1 = Little; 2 = Some",
        # placeholders
        "1 withheld, 2 anonymous",
        # words that anybody may write, and words that were released
        "They smiled and then did nothing at all about it for years.",
        "They never answered our letters of that kind at all, said the mayor",
        "two of us walked from farm to",
        "/usr/share/doc",
        "https://doi.org/10.1000/home/182",
        "\\\\midrule\\\\ a & b",
        "TheCamelCaseNameOfSomethingInCode and d131dd02c5e6eec4693d9a0698aff95c",
    ],
)
def test_what_only_looks_like_a_leak_is_not_found(look: Look, text: str) -> None:
    assert [(each.kind, each.words) for each in look(text)] == []


def test_drawings_and_style_sheets_hold_no_phone_numbers_and_no_handles(
    known: Knowledge, tmp_path: Path
) -> None:
    file = tmp_path / "figure.svg"
    file.write_text(
        '<svg viewBox="0 0 360 388.8" xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:cc="http://creativecommons.org/ns#"><style>@media print { a { fill: #facade } }'
        '</style><defs><path id="m1" d="M 0 0 L 3.5 0"/></defs>'
        '<path d="M 91.899028 266.498108 L 342.5 15.838834" style="fill: #ffffff"'
        ' clip-path="url(#pbb89440288)"/><use href="#m63d477fc08"/>'
        '<g transform="translate(99.464533 314.178577)"><text>0.25</text></g></svg>',
        "utf-8",
    )
    assert [(f.kind, f.words) for f in audit_contents(read_contents(file), known)] == []


# --- wolves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "likelihood"),
    [
        ("call +44 20 7946 0958", "phone", "certain"),
        ("tel. 555 0142", "phone", "certain"),
        ("тел. 8 495 123 45 67", "phone", "certain"),
        ("Call\n020 7946\n0958", "phone", "certain"),
        ("020 7946 0958", "phone", "likely"),
        ("(555) 010-0142 any time", "phone", "likely"),
        ("01 23 45 67 89", "phone", "likely"),
        ("0712345678", "phone", "likely"),
        ("the number 1402568553", "phone", "possible"),
        ("0 2 0 7 9 4 6 0 9 5 8", "phone", "possible"),
        ("lucy@brindle.example.org", "email", "certain"),
        ("www.brindle.example.org/about", "url", "likely"),
        ("brindle.example.org", "url", "likely"),
        ("ask @brindlehouse", "url", "likely"),
        ("#ourbrindlecampaign", "url", "possible"),
        ("Harbour Light Network", "key file", "certain"),
        ("Fundación Camino Sereno", "other_org", "certain"),
        ("Fundacion Camino Serena", "other_org", "likely"),
        ("They took us to Chisinau.", "place", "possible"),
        ("the Kenyan police", "nationality", "possible"),
        (
            "she walked from farm to farm with a lantern and left",
            "unreleased",
            "likely",
        ),
        (ANSWERS[0].text, "unreleased", "certain"),
        ("Somebody said: they never answered our letters.", "unreleased", "likely"),
        ("“They never answered our letters.”", "unreleased", "likely"),
        ("WE SOLD THE VAN, AND THE BOAT, TO PAY THE COOK IN THAT YEAR", "unreleased", "certain"),
        (r"kept in C:\Users\lucy\study.db", "machine", "certain"),
    ],
)
def test_what_gives_somebody_away_is_found_and_said_how_likely(
    look: Look, text: str, kind: str, likelihood: str
) -> None:
    found = {(each.kind, each.likelihood) for each in look(text)}
    assert {each[1] for each in found if each[0] == kind} == {likelihood}, found


def test_only_what_is_possible_passes_and_the_surest_comes_first(look: Look) -> None:
    found = look("Write to lucy@brindle.example.org or to 020 7946 0958, in Chisinau.")
    assert [(each.kind, each.likelihood, each.grave) for each in found] == [
        ("email", "certain", True),
        ("phone", "likely", True),
        ("place", "possible", False),
    ]


def test_every_finding_says_why_in_words_and_repeats_nothing(look: Look) -> None:
    said = {
        "is an e-mail address": "lucy@brindle.example.org",
        "looks like a phone number": "020 7946 0958",
        "may be a place, by name": "They went to Chisinau.",
        "repeats words of an answer that somebody withholds": ANSWERS[0].text,
        "repeats words of an answer that nobody has read for release": ANSWERS[1].text,
        "repeats words of an answer that is changed, emptied or gone by now": ANSWERS[2].text,
    }
    for sentence, text in said.items():
        assert [each.sentence for each in look(text)] == [sentence]


def test_the_same_thing_at_500_places_is_one_finding_with_three_of_them(known: Knowledge) -> None:
    rows = [("5101", "write to lucy@brindle.example.org")] * 500
    (found,) = audit_rows(known, ("response", "quote"), *rows)
    assert len(found.places) == 500
    assert found.location == "column quote: row 1, row 2, row 3 and 497 more"


def test_a_name_and_the_cell_of_the_key_file_that_it_is_are_one_finding(look: Look) -> None:
    assert [each.kind for each in look("the Harbour Light Network came")] == ["key file"]


# --- other writings -------------------------------------------------------------------------------

NAME, CYRILLIC = "Fundación Camino Sereno", "Надежда Севера"


def _escape(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


@pytest.mark.parametrize("name", [NAME, CYRILLIC])
@pytest.mark.parametrize(
    ("how", "write"),
    [
        ("percent signs", lambda t: "".join(f"%{byte:02X}" for byte in t.encode())),
        ("escapes", _escape),
        ("escapes", lambda t: "".join(f"\\x{byte:02x}" for byte in t.encode())),
        ("entities", lambda t: "".join(f"&amp;#{ord(char)};" for char in t)),
        ("quoted-printable", lambda t: quopri.encodestring(t.encode(), quotetabs=True).decode()),
        ("base64", lambda t: base64.b64encode(t.encode()).decode()),
        ("base64", lambda t: base64.b64encode(t.encode("utf-16-le")).decode()),
        ("base64", lambda t: base64.urlsafe_b64encode(t.encode()).decode()),
        ("hexadecimal digits", lambda t: t.encode().hex()),
        ("UTF-7", lambda t: f"+{base64.b64encode(t.encode('utf-16-be')).decode().rstrip('=')}-"),
    ],
)
def test_a_name_in_another_writing_is_found_and_the_writing_is_said(
    look: Look, name: str, how: str, write: Callable[[str], str]
) -> None:
    found = [each for each in look(f"see {write(name)} there") if each.kind.endswith("org")]
    assert [each.sentence.endswith(f", written in {how}") for each in found] == [True]


def test_withheld_words_in_base64_are_found(look: Look) -> None:
    found = look(base64.b64encode(ANSWERS[0].text.encode()).decode())
    assert [each.kind for each in found] == ["unreleased"]


def test_a_name_that_stands_in_plain_words_too_is_not_found_twice(look: Look) -> None:
    found = look("Camino Sereno, at https://www.example.com/?q=Camino%20Sereno")
    assert sorted(each.kind for each in found) == ["other_org", "url"]


def test_wide_letters_that_were_read_as_narrow_ones_are_joined(look: Look) -> None:
    wide = NAME.encode("utf-16-le").decode("latin-1")
    assert "other_org" in {each.kind for each in look(wide)}


# --- names over edges -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        ("Harbour", "Light Network"),
        ("Harbour Light", "Network"),
        ("Harbour", "Light", "Network"),
        ("we went to Fundación", "Camino Sereno twice"),
        ("Harbour", "", "Light Network"),
    ],
)
def test_a_name_over_several_cells_is_found_once(known: Knowledge, cells: tuple[str, ...]) -> None:
    found = audit_rows(known, [f"c{number}" for number in range(len(cells))], cells)
    over = [each for each in found if "over two cells" in each.sentence]
    assert [(each.likelihood, each.places) for each in over] == [("likely", ("row 1",))]


def test_cells_that_make_no_registered_name_together_are_left_alone(known: Knowledge) -> None:
    for cells in (("Harbour", "Camino"), ("Light", "Network"), ("Harbour.", "Light Network")):
        assert not [f for f in audit_rows(known, ("a", "b"), cells) if "over two" in f.sentence]


def test_a_name_over_two_paragraphs_is_found(known: Knowledge) -> None:
    contents = Contents()
    for place, text in (("line 1", "It was the Fundación Camino"), ("line 3", "Sereno that came.")):
        contents.passages.append(Passage(place, text, part="text"))
    over = [f for f in audit_contents(contents, known) if "paragraphs" in f.sentence]
    assert [(each.kind, each.places) for each in over] == [("other_org", ("line 3",))]


# --- tables ---------------------------------------------------------------------------------------


def test_a_country_in_a_column_that_the_study_declares_is_no_leak_and_in_a_quote_it_may_be(
    known: Knowledge,
) -> None:
    rows = [("5101", "Kenya", "KEN", "They went to Kenya."), ("5202", "Togo", "TGO", "No.")]
    found = audit_rows(known, ("case", "survey_home_country", "country", "remark"), *rows)
    assert [(each.kind, each.part, each.grave) for each in found] == [
        ("country", "column remark", False)
    ]
    strict = audit_rows(
        known, ("case", "country", "quote"), ("5101", "KEN", "Kenya"), released=("quote",)
    )
    assert [(each.kind, each.part, each.grave) for each in strict] == [
        ("country", "column quote", True)
    ]


def test_small_cells_are_counted_by_what_stands_in_a_column_and_not_by_its_name(
    known: Knowledge,
) -> None:
    """A survey has a column `country` with names; the merged table has one with ISO codes."""
    people = tuple(str(number) for number in range(1001, 1013))
    names = ["Kenya"] * 6 + ["Togo"] * 6
    codes = ["KEN"] * 6 + ["TGO"] * 6
    population = Population(
        people, {"country": names, "joined": codes}, heads={"joined": "country"}
    )
    counting = replace(known, ids=dict(zip(people, people, strict=True)), population=population)
    for cells in (codes, names):
        rows = list(zip(people, cells, strict=True))
        assert audit_rows(counting, ("case", "country"), *rows) == []
    rare = [*codes[:-1], "FJI"]
    fewer = replace(
        counting, population=replace(population, columns={"country": names, "joined": rare})
    )
    (found,) = audit_rows(fewer, ("case", "country"), *zip(people, rare, strict=True))
    assert (found.kind, found.places) == ("small cell", ("row 12",))


def test_a_short_number_of_the_survey_is_no_secret_in_a_text_and_its_column_is(
    known: Knowledge,
) -> None:
    numbers = {str(number): f"x{number}" for number in range(2010, 2020)}
    knowing = replace(known, source_ids={**numbers, "R_3Xk29vTq1": "x1"})
    (found,) = audit_rows(knowing, ("text",), ("It was in 2014.",))
    assert (found.kind, found.likelihood, found.grave) == ("source ID", "possible", False)
    (found,) = audit_rows(knowing, ("text",), ("row R_3Xk29vTq1",))
    assert (found.kind, found.likelihood) == ("source ID", "certain")


def test_words_that_several_wrote_and_titles_are_only_possible() -> None:
    law = "the convention for the care of lamps and lanterns on all seas"
    both = [StoredWording(who, f"We read {law} once.", UNREAD) for who in ("1", "2")]
    contents = Contents()
    contents.passages.append(Passage("line 1", f"It is {law}, of course.", part="text"))
    for wording in (both, [both[0]]):
        knowing = Knowledge(unreleased=UnreleasedWording(wording))
        (found,) = audit_contents(contents, knowing)
        assert found.grave == (len(wording) == 1)
    title = Contents()
    title.passages.append(Passage("line 1", law.title(), part="text"))
    (found,) = audit_contents(title, Knowledge(unreleased=UnreleasedWording(both[:1])))
    assert found.likelihood == "possible"
