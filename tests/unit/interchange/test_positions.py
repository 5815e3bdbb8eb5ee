"""How a program counted is found from what it marked, and quotes come out the same."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tipcoder.interchange.positions import (
    COUNTINGS,
    Counting,
    PlaceFinder,
    Width,
    find_counting,
    get_base_text,
)
from tipcoder.interchange.refi_model import RefiSelection, RefiSource
from tipcoder.interchange.refi_reading import read_project

TEXT = "Нет денег 😀😀 у нас.\nThe café 👍 closed, кафе закрыто.\n\nLast: no money."
QUOTES = ("денег 😀😀", "café 👍 closed", "кафе", "Last: no money")
"""Words that begin and end where words do, as people mark them."""


def measure(text: str, counting: Counting) -> int:
    """The length of a text, each width by the definition of its encoding."""
    if counting.line_end == 2:
        text = text.replace("\n", "\r\n")
    if counting.width is Width.UTF_16:
        return len(text.encode("utf-16-le")) // 2
    return len(text.encode()) if counting.width is Width.BYTE else len(text)


def mark(counting: Counting, *, has_mark: bool) -> RefiSource:
    """The text with its quotes, counted in a way."""
    before = measure("\ufeff", counting) if counting.counts_mark else 0
    selections = []
    for quote in QUOTES:
        head = TEXT[: TEXT.index(quote)]
        start = before + measure(head, counting)
        selections.append(RefiSelection(start, start + measure(quote, counting)))
    return RefiSource("a", "R1", TEXT, tuple(selections), has_mark=has_mark)


def read_quotes(source: RefiSource, counting: Counting) -> list[str]:
    text = get_base_text(source)
    finder = PlaceFinder(text, counting, source.has_mark)
    quotes = []
    for selection in source.selections:
        start, end = finder.find_place(selection.start), finder.find_place(selection.end)
        assert start is not None
        assert end is not None
        quotes.append(text[start:end])
    return quotes


@pytest.mark.parametrize("counting", COUNTINGS, ids=lambda counting: counting.describe())
def test_each_way_of_counting_is_found(counting: Counting) -> None:
    source = mark(counting, has_mark=counting.counts_mark)
    found = find_counting([source])
    assert read_quotes(source, found.counting) == list(QUOTES)
    assert found.is_sure
    assert found.share == 100


def test_texts_that_every_way_reads_alike_tell_nothing_and_need_not() -> None:
    found = find_counting([RefiSource("a", "R1", "no money", (RefiSelection(0, 2),))])
    assert found.rival is None
    assert "every way of counting gives the same quotes" in found.describe()


def test_two_ways_that_fit_alike_are_told_as_a_doubt() -> None:
    """A position that is as good in two ways and gives two quotes."""
    text = "a 😀 b 😀 c"
    # In code points `b`, in UTF-16 units the blank before it.
    source = RefiSource("a", "R1", text, (RefiSelection(4, 5),))
    found = find_counting([source])
    assert not found.is_sure


def test_a_few_telling_quotes_among_thousands_are_enough() -> None:
    """What tells is looked at by itself: thousands of quotes that all ways read alike are no
    doubt about the others.
    """
    plain = [
        RefiSource(str(number), "R", "Нет денег", (RefiSelection(0, 3),)) for number in range(2_000)
    ]
    found = find_counting([*plain, mark(Counting(Width.UTF_16), has_mark=False)])
    assert found.counting.width is Width.UTF_16
    assert found.is_sure


def test_the_four_shapes_of_vendors_give_the_same_quotes(shared: Path) -> None:
    shapes = sorted((shared / "samples/shapes").glob("*.qdpx"))
    assert len(shapes) == 4
    (standard,) = [path for path in shapes if "standard" in path.name]
    with zipfile.ZipFile(standard) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith(".txt")]
        text = archive.read(name).decode()
    # The standard counts code points (section 10.2), as Python does.
    expected = [text[7:18], text[48:62], text[79:98]]
    for path in shapes:
        project = read_project(path)
        found = find_counting(project.sources)
        (source,) = project.sources
        assert read_quotes(source, found.counting) == expected, path.name
        assert found.is_sure
