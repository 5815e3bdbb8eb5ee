"""A report in Markdown and HTML: plain text stays plain text in both."""

from __future__ import annotations

from html.parser import HTMLParser

from tipcoder.export.document import (
    Block,
    BulletList,
    Document,
    Figure,
    Heading,
    plain_paragraph,
    text_table,
)
from tipcoder.export.writers.html_page import write_html
from tipcoder.export.writers.markdown import write_markdown

HOSTILE = "a|b <script>alert('x')</script> *bold* [link](u) `code` & é"


def as_html(blocks: list[Block], title: str) -> str:
    return write_html(Document(title, tuple(blocks))).decode()


def as_markdown(blocks: list[Block]) -> str:
    return write_markdown(Document("t", tuple(blocks))).decode()


class Tags(HTMLParser):
    """Collects what an HTML page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_text_is_shown_and_not_obeyed_in_html() -> None:
    page = Tags(
        as_html(
            [
                Heading(HOSTILE),
                plain_paragraph(HOSTILE),
                BulletList((HOSTILE,)),
                text_table([HOSTILE], [[HOSTILE]]),
            ],
            HOSTILE,
        )
    )
    assert "script" not in page.tags
    assert page.text.count(HOSTILE) == 6


def test_a_bar_in_a_cell_makes_no_column_in_markdown() -> None:
    head, rule, row = as_markdown([text_table(["code", "n"], [["a|b", "3"]], [1])]).splitlines()
    assert (head, rule) == ("| code | n |", "| --- | ---: |")
    assert row == r"| a\|b | 3 |"


def test_markup_in_text_is_escaped_in_markdown() -> None:
    text = as_markdown([plain_paragraph(HOSTILE)])
    assert r"\<script\>" in text
    assert r"\*bold\*" in text
    assert r"\[link\]" in text


def test_what_would_begin_a_list_or_be_an_entity_is_text_in_markdown() -> None:
    lines = as_markdown(
        [
            plain_paragraph("- no item"),
            plain_paragraph("1. no number"),
            BulletList(("# &lt; &#60; AT&T",)),
        ]
    )
    assert lines == "\\- no item\n\n1\\. no number\n\n- \\# \\&lt; \\&\\#60; AT&T\n"
    assert as_markdown([plain_paragraph("2.5 of 3, -4 and +5")]) == "2.5 of 3, -4 and +5\n"


def test_line_breaks_in_a_cell_do_not_end_the_row() -> None:
    assert as_markdown([text_table(["a"], [["one\ntwo"]])]).splitlines()[2] == "| one two |"


def test_a_picture_is_drawn_in_html_and_written_in_letters_elsewhere() -> None:
    picture = Figure("<svg></svg>", "Alpha", "x  .74")
    assert "<svg></svg>" in as_html([picture], "t")
    assert "```text\nx  .74\n```" in as_markdown([picture])
