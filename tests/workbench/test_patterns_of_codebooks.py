"""Patterns travel with their codebook, and what was erased does not live on in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tipcoder.codebook.tables import build_codebook_rows
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.export.codebook_report import build_codebook_report
from tipcoder.export.formats import render_report
from tipcoder.model.codes import Code, Codebook, CodePattern
from tipcoder.study import read_study
from tipcoder.workbench.codebook.erased_wordings import drop_examples, list_examples, mask_texts
from tipcoder.workbench.codebook.foreign_codebooks import read_any_codebook
from tipcoder.workbench.codebook.formats import add_new_codes
from tipcoder.workbench.publishing import released_examples
from tipcoder.workbench.publishing.released_examples import find_raw_examples
from tipcoder.workbench.publishing.unreleased_wording import iterate_shipped_texts
from tipcoder.workbench.publishing.unreleased_wording import list_examples as list_public_examples
from tipcoder.workbench.shipped import template_path
from tipcoder.workbench.study import OpenStudy

BOOK = Codebook(
    "T",
    "en",
    {
        "a": Code(
            "a",
            {"en": "A"},
            patterns={
                "en": (
                    CodePattern("not @we", 2, "They forgot us.", "They asked Marlow."),
                    CodePattern("marlow", 1),
                )
            },
        )
    },
    lists={"we": {"en": ("us", "marlow house")}},
)


def test_sentences_of_patterns_count_as_examples() -> None:
    assert list_examples(BOOK) == {"They forgot us.", "They asked Marlow."}
    assert list_public_examples(BOOK) == ["They forgot us.", "They asked Marlow."]


def test_a_sentence_that_came_with_the_program_tells_nothing_of_an_answer(
    here: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people may write "They were not happy at all": nobody's export is refused for it."""
    theirs = "the officials say the report is unfair"
    code = Code("a", {"en": "A"}, patterns={"en": (CodePattern("unfair", 2, theirs, "Fair."),)})
    book = Codebook("T", "en", {"a": code})
    assert [found.part for found in find_raw_examples(here, [book])] == ["patterns"]
    monkeypatch.setattr(released_examples, "iterate_shipped_texts", lambda: iter((theirs,)))
    assert find_raw_examples(here, [book]) == []


def test_sentences_of_shipped_patterns_are_shipped_texts() -> None:
    assert "They were not happy at all." in iterate_shipped_texts()


def test_questions_of_templates_are_shipped_texts_whatever_a_respondent_is_called() -> None:
    study = read_study(template_path("tip-ngo-survey"))
    assert {question.text for question in study.questions} <= set(iterate_shipped_texts())


def test_a_sentence_that_was_erased_leaves_its_pattern() -> None:
    first, second = drop_examples(BOOK, {"They forgot us."}.__contains__).codes["a"].patterns["en"]
    assert first == CodePattern("not @we", 2, "", "They asked Marlow.")
    assert second == CodePattern("marlow", 1)
    assert drop_examples(BOOK, {"Nothing."}.__contains__) is BOOK


def test_masked_words_leave_patterns_and_lists() -> None:
    def mask(text: str) -> str:
        return text.replace("Marlow", "▮▮▮▮▮▮").replace("marlow", "▮▮▮▮▮▮")

    masked = mask_texts(BOOK, mask)
    (first,) = masked.codes["a"].patterns["en"]
    assert first == CodePattern("not @we", 2, "They forgot us.", "They asked ▮▮▮▮▮▮.")
    assert masked.lists == {"we": {"en": ("us",)}}
    assert mask_texts(BOOK, str) is BOOK


def test_a_code_that_is_added_keeps_its_neighbour_where_that_is_here() -> None:
    here = Codebook("H", "en", {"plain": Code("plain", {"en": "Workshops"})})
    there = Codebook(
        "T",
        "en",
        {
            "angry": Code("angry", {"en": "Angry"}, against="workshops"),
            "lonely": Code("lonely", {"en": "Lonely"}, against="quiet"),
            "workshops": Code("workshops", {"en": "Workshops"}),
            "quiet": Code("quiet", {"en": "Quiet"}),
        },
        lists={"we": {"en": ("us",)}},
    )
    joined = add_new_codes(here, there)
    # The same code has another key here, and is known by its label.
    assert joined.codes["angry"].against == "plain"
    assert joined.codes["lonely"].against == "quiet"
    assert joined.lists == {"we": {"en": ("us",)}}


def test_a_neighbour_is_a_column_of_the_table_of_codes() -> None:
    book = Codebook(
        "T", "en", {"a": Code("a", {"en": "A"}), "b": Code("b", {"en": "B"}, against="a")}
    )
    rows, columns = build_codebook_rows(book)
    assert "against" in columns
    assert [row["against"] for row in rows] == ["", "a"]


def test_a_table_of_codes_brings_its_neighbours_along(tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("code,label,against\na,A,\nb,B,a\n", "utf-8")
    assert read_any_codebook(file, "en", "T").codes["b"].against == "a"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_patterns_and_lists_come_back_out_of_a_table(tmp_path: Path, ending: str) -> None:
    codes = {
        "a": Code(
            "a", {"en": "A"}, patterns={"en": (CodePattern("not @we", 3, "Yes; us.", "No"),)}
        ),
        "b": Code("b", {"en": "B"}, patterns={"ru": (CodePattern("не|ни нас"),)}, against="a"),
    }
    book = Codebook("T", "en", codes, lists={"we": {"en": ("us", "our team"), "ru": ("нас",)}})
    report = build_codebook_report(book, "en")
    file = tmp_path / f"codes.{ending}"
    file.write_bytes(render_report(report, f".{ending}"))
    assert codebook_to_json(read_any_codebook(file, "en", "T")) == codebook_to_json(book)


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("not invite~", "line 2: patterns in 'en' are no list."),
        ('{"find": 1}', "line 2: patterns in 'en' are no list."),
        ('[{"find": 1}]', "line 2, patterns[en 1]: `find` must be text"),
        ('["a", {"find": "b", "weight": 9}]', "line 2, patterns[en 2]: `weight` must be"),
    ],
)
def test_a_cell_that_holds_no_patterns_is_refused(
    tmp_path: Path, cell: str, complaint: str
) -> None:
    quoted = cell.replace('"', '""')
    file = tmp_path / "codes.csv"
    file.write_text(f'code,label,patterns.en\na,A,"{quoted}"\n', "utf-8")
    with pytest.raises(BadInput, match=re.escape(complaint)):
        read_any_codebook(file, "en", "T")
