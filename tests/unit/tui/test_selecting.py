"""Selecting words of an answer without a mouse."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tipcoder.language.units import TextUnit
from tipcoder.text import GraphemeBoundaries
from tipcoder.tui.selection import TextSelection

ANSWER = "They deny it. We asked twice, in May. Nothing came."


def selected(selection: TextSelection) -> str:
    return selection.text[slice(*selection.span)] if selection.span else ""


def test_the_first_press_selects_the_first_sentence_and_the_next_the_next() -> None:
    selection = TextSelection(ANSWER)
    selection.select_unit(TextUnit.SENTENCE, forward=True)
    assert selected(selection) == "They deny it."
    selection.select_unit(TextUnit.SENTENCE, forward=True)
    assert selected(selection) == "We asked twice, in May."


def test_stepping_past_the_end_begins_again_and_back_from_the_start_goes_to_the_end() -> None:
    selection = TextSelection(ANSWER)
    for _ in range(4):
        selection.select_unit(TextUnit.SENTENCE, forward=True)
    assert selected(selection) == "They deny it."
    selection.select_unit(TextUnit.SENTENCE, forward=False)
    assert selected(selection) == "Nothing came."


def test_a_smaller_unit_is_looked_for_inside_what_is_selected() -> None:
    selection = TextSelection(ANSWER)
    selection.select_unit(TextUnit.SENTENCE, forward=True)
    selection.select_unit(TextUnit.SENTENCE, forward=True)
    selection.select_unit(TextUnit.CLAUSE, forward=True)
    assert selected(selection) == "We asked twice"
    selection.select_unit(TextUnit.WORD, forward=True)
    assert selected(selection) == "We"


def test_a_unit_that_is_selected_already_moves_on_at_the_first_press() -> None:
    selection = TextSelection("one. two, three.")
    selection.select_unit(TextUnit.CLAUSE, forward=True)
    selection.select_unit(TextUnit.SENTENCE, forward=True)
    assert selected(selection) == "two, three."


def test_stretching_takes_one_more_unit_and_shrinking_gives_it_back() -> None:
    selection = TextSelection(ANSWER)
    selection.select_unit(TextUnit.WORD, forward=True)
    selection.stretch_selection(outward=True)
    assert selected(selection) == "They deny"
    selection.stretch_selection(outward=True)
    selection.stretch_selection(outward=False)
    selection.stretch_selection(outward=False)
    assert selected(selection) == "They"
    selection.stretch_selection(outward=False)
    assert selected(selection) == "They", "the last word is not shrunk away"


def test_the_other_edge_stretches_backwards() -> None:
    selection = TextSelection(ANSWER)
    for _ in range(3):
        selection.select_unit(TextUnit.WORD, forward=True)
    selection.swap_edge()
    selection.stretch_selection(outward=True)
    assert selected(selection) == "deny it"
    selection.swap_edge()
    selection.stretch_selection(outward=True)
    assert selected(selection) == "deny it. We"


def test_the_edge_moves_by_whole_letters_whatever_they_are_made_of() -> None:
    family = "👨‍👩‍👧‍👦"
    selection = TextSelection(f"a{family}e\u0301x")
    for _ in range(3):
        selection.move_caret(forward=True, extend=True)
    assert selected(selection) == f"a{family}e\u0301"


def test_an_arrow_without_shift_leaves_the_selection_at_its_end() -> None:
    selection = TextSelection(ANSWER)
    selection.select_unit(TextUnit.SENTENCE, forward=True)
    selection.move_caret(forward=True, extend=False)
    assert selection.span is None
    assert selection.caret == len("They deny it.")


def test_the_mouse_selects_in_both_directions() -> None:
    selection = TextSelection("one two three")
    selection.place_caret(4)
    selection.drag_edge(6)
    assert selected(selection) == "two"
    selection.place_caret(7)
    selection.drag_edge(4)
    assert selected(selection) == "two"


def test_clearing_puts_the_caret_where_the_selection_began() -> None:
    selection = TextSelection(ANSWER)
    selection.select_unit(TextUnit.SENTENCE, forward=True)
    selection.select_unit(TextUnit.SENTENCE, forward=True)
    selection.select_nothing()
    assert selection.span is None
    assert selection.caret == ANSWER.index("We")


def test_there_is_nothing_to_select_in_an_answer_of_stops() -> None:
    selection = TextSelection("...")
    assert not selection.select_unit(TextUnit.WORD, forward=True)
    assert selection.span is None


moves = st.lists(
    st.one_of(
        st.tuples(st.just("step"), st.sampled_from(list(TextUnit)), st.booleans()),
        st.tuples(st.just("stretch"), st.booleans(), st.none()),
        st.tuples(st.just("caret"), st.booleans(), st.booleans()),
        st.tuples(st.just("edge"), st.none(), st.none()),
        st.tuples(st.just("drag"), st.integers(0, 40), st.none()),
        st.tuples(st.just("clear"), st.none(), st.none()),
    ),
    max_size=12,
)


@given(st.text(alphabet=st.sampled_from("ab. ,\n👩‍🚒e\u0301\u200d🇫🇷क्ष"), max_size=30), moves)
def test_whatever_is_pressed_no_letter_is_ever_cut(
    text: str, presses: list[tuple[str, object, object]]
) -> None:
    selection = TextSelection(text)
    clusters = GraphemeBoundaries(text)
    for verb, first, second in presses:
        if verb == "step":
            selection.select_unit(TextUnit(str(first)), forward=bool(second))
        elif verb == "stretch":
            selection.stretch_selection(outward=bool(first))
        elif verb == "caret":
            selection.move_caret(forward=bool(first), extend=bool(second))
        elif verb == "edge":
            selection.swap_edge()
        elif verb == "drag":
            assert isinstance(first, int)
            selection.drag_edge(min(first, len(text)))
        else:
            selection.select_nothing()
        assert 0 <= selection.caret <= len(text)
        if selection.span is not None:
            assert clusters.snap_span(*selection.span) == selection.span
