"""Letters in front of words: which, and where they are drawn."""

from __future__ import annotations

from itertools import permutations

from tipcoder.tui.widgets.answer_labels import TextLabel, build_labels, fit_label, place_labels
from tipcoder.tui.widgets.answer_layout import wrap_text


def test_one_letter_is_enough_while_there_are_letters() -> None:
    assert build_labels(3, "asdf") == ["a", "s", "d"]
    assert build_labels(0, "asdf") == []


def test_with_more_labels_than_letters_none_is_the_beginning_of_another() -> None:
    labels = build_labels(9, "asdf")
    assert len(set(labels)) == 9
    assert not any(one.startswith(other) for one, other in permutations(labels, 2))
    assert [label for label in labels if len(label) == 1] == ["a", "s"]
    assert len(build_labels(99, "asdf")) == 16


def drawn(text: str, labels: list[TextLabel], width: int) -> list[str]:
    """Rows of text with the labels on them."""
    rows = []
    for row in wrap_text(text, width):
        shown, at = "", row.start
        for label in place_labels(row, text, labels, 0):
            shown += text[at : label.start] + fit_label(label, row, label.start, label.end)
            at = label.end
        rows.append(shown + text[at : row.end])
    return rows


def test_a_label_stands_on_the_blank_before_its_words_else_on_their_first_letter() -> None:
    labels = [TextLabel(0, "a"), TextLabel(5, "s"), TextLabel(10, "d")]
    assert drawn("One. Two. Three.", labels, 40) == ["ane.sTwo.dThree."]
    assert drawn("One. Two. Three.", labels, 10) == ["ane.sTwo. ", "dhree."]


def test_two_letters_and_wide_letters_keep_their_columns() -> None:
    assert drawn("One. Two.", [TextLabel(5, "sa")], 40) == ["One.sawo."]
    assert drawn("漢字. 漢字.", [TextLabel(0, "a"), TextLabel(4, "s")], 40) == ["a 字.s漢字."]
