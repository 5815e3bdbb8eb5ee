"""A codebook grows: codes are added, reworded, moved, merged and retired."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tipcoder.codebook.differences import find_changed_meanings, find_differences, has_same_meaning
from tipcoder.codebook.revising import (
    add_code,
    add_example,
    edit_list,
    edit_text,
    make_code_key,
    merge_codes,
    move_code,
    restore_code,
    retire_code,
    set_colour,
)
from tipcoder.errors import BadInput
from tipcoder.model.codes import Code, Codebook, CodePattern


@pytest.fixture
def book() -> Codebook:
    codes = (
        Code("reaction", {"en": "Reactions"}, codable=False),
        Code(
            "denial",
            {"en": "Denial"},
            parent="reaction",
            definition={"en": "They deny."},
            cues={"en": ("a lie",)},
        ),
        Code(
            "anger",
            {"en": "Anger"},
            parent="reaction",
            examples={"es": ("furiosos",)},
            cues={"en": ("furious",)},
        ),
        Code("shouting", {"en": "Shouting"}, parent="anger"),
        Code("money", {"en": "Money"}, colour="#123456"),
    )
    return Codebook("Test", "en", {code.key: code for code in codes})


def test_a_new_code_gets_a_key_of_its_labels_letters(book: Codebook) -> None:
    changed, key = add_code(book, "  Стыд за рейтинг ", "ru", "reaction")
    assert key == "styd_za_reiting"
    assert changed.codes[key].label == {"ru": "Стыд за рейтинг"}
    assert changed.codes[key].parent == "reaction"
    assert book.codes.keys() < changed.codes.keys()


def test_a_key_that_is_taken_gets_a_number(book: Codebook) -> None:
    assert make_code_key("Denial!", book) == "denial_2"
    assert make_code_key("???", book) == "code"


@pytest.mark.parametrize("label", ["DENIAL", " denial "])
def test_a_label_that_exists_is_not_made_twice(book: Codebook, label: str) -> None:
    with pytest.raises(BadInput, match="'denial' already"):
        add_code(book, label, "en")


def test_texts_are_set_and_taken_away_per_language(book: Codebook) -> None:
    changed = edit_text(book, "denial", "definition", "ru", "Отрицают.")
    assert changed.codes["denial"].definition == {"en": "They deny.", "ru": "Отрицают."}
    assert edit_text(changed, "denial", "definition", "ru", " ").codes["denial"].definition == {
        "en": "They deny."
    }


def test_the_last_label_cannot_be_taken_away(book: Codebook) -> None:
    with pytest.raises(BadInput, match="needs a label"):
        edit_text(book, "denial", "label", "en", "")


def test_a_cue_of_another_code_is_refused(book: Codebook) -> None:
    with pytest.raises(BadInput, match="'furious'"):
        edit_list(book, "denial", "cues", "en", ("a lie", "Furious"))


def test_a_quote_becomes_an_example_once(book: Codebook) -> None:
    changed = add_example(book, "denial", "en", "it is not true")
    assert changed.codes["denial"].examples == {"en": ("it is not true",)}
    with pytest.raises(BadInput, match="already"):
        add_example(changed, "denial", "en", "it is not true")


def test_a_code_moves_with_what_is_below_it_but_never_below_itself(book: Codebook) -> None:
    changed = move_code(book, "anger", None, before="money")
    assert changed.path_to("shouting") == ("anger", "shouting")
    assert [code.key for code in changed.children_of(None)] == ["reaction", "anger", "money"]
    with pytest.raises(BadInput, match="below itself"):
        move_code(book, "anger", "shouting")


def test_retiring_a_code_leaves_what_was_below_it_under_its_parent(book: Codebook) -> None:
    changed = retire_code(book, "anger")
    assert "anger" not in changed.codes
    assert changed.codes["shouting"].parent == "reaction"


def test_merging_keeps_examples_cues_and_sub_codes(book: Codebook) -> None:
    changed = merge_codes(book, "anger", "denial")
    assert changed.codes["denial"].examples == {"es": ("furiosos",)}
    assert changed.codes["denial"].cues == {"en": ("a lie", "furious")}
    assert changed.codes["shouting"].parent == "denial"
    assert "anger" not in changed.codes


@pytest.mark.parametrize(
    ("gone", "kept", "merged"),
    [(("Q1",), ("Q2",), ("Q2", "Q1")), ((), ("Q2",), ()), (("Q1",), (), ())],
)
def test_a_merged_code_is_asked_wherever_either_was(
    book: Codebook, gone: tuple[str, ...], kept: tuple[str, ...], merged: tuple[str, ...]
) -> None:
    codes = dict(book.codes)
    codes["anger"] = replace(codes["anger"], questions=gone)
    codes["denial"] = replace(codes["denial"], questions=kept)
    changed = merge_codes(replace(book, codes=codes), "anger", "denial")
    assert changed.codes["denial"].questions == merged


def test_a_code_can_be_merged_into_the_one_below_it(book: Codebook) -> None:
    changed = merge_codes(book, "anger", "shouting")
    assert changed.codes["shouting"].parent == "reaction"


def test_a_code_cannot_be_merged_with_itself_nor_into_a_folder(book: Codebook) -> None:
    with pytest.raises(BadInput, match="itself"):
        merge_codes(book, "anger", "anger")
    with pytest.raises(BadInput, match="only groups"):
        merge_codes(book, "anger", "reaction")


def test_a_colour_must_be_one(book: Codebook) -> None:
    assert set_colour(book, "money", None).codes["money"].colour is None
    with pytest.raises(BadInput, match="not a colour"):
        set_colour(book, "money", "blueish")


def test_every_change_is_told_and_a_codebook_does_not_differ_from_itself(book: Codebook) -> None:
    assert find_differences(book, book) == []
    changed, key = add_code(book, "Pride", "en")
    changed = edit_text(changed, "denial", "definition", "en", "They deny the facts.")
    changed = edit_list(changed, "anger", "cues", "en", ("enraged",))
    changed = move_code(
        set_colour(retire_code(changed, "money"), "denial", "#ff0000"), "shouting", None
    )
    told = {
        (c.code, c.what, c.language, c.before, c.after) for c in find_differences(book, changed)
    }
    assert told == {
        (key, "added", "", "", "Pride"),
        ("denial", "definition", "en", "They deny.", "They deny the facts."),
        ("denial", "colour", "", "", "#ff0000"),
        ("anger", "cues", "en", "furious", "enraged"),
        ("money", "retired", "", "Money", ""),
        ("shouting", "moved", "", "anger", ""),
    }


def test_only_definitions_and_rules_change_what_a_code_means(book: Codebook) -> None:
    relabelled = edit_text(book, "denial", "label", "en", "Denying")
    assert find_changed_meanings(book, relabelled) == set()
    assert find_changed_meanings(
        book, edit_text(relabelled, "anger", "use_when", "en", "They shout.")
    ) == {"anger"}


def test_an_order_among_siblings_and_a_title_are_told_too(book: Codebook) -> None:
    assert find_differences(book, move_code(book, "anger", "reaction", before="denial")) == [
        ("anger", "order", "", "denial", "")
    ]  # fmt: skip
    assert find_differences(book, replace(book, title="New")) == [("", "title", "", "Test", "New")]
    assert find_differences(
        edit_list(book, "anger", "cues", "en", ("a", "b")),
        edit_list(book, "anger", "cues", "en", ("b", "a")),
    ) == [("anger", "cues", "en", "a; b", "b; a")]


def test_a_place_before_a_code_that_stands_elsewhere_is_refused(book: Codebook) -> None:
    for before in ("money", "shouting", "denial"):
        with pytest.raises(BadInput, match="will not be beside denial under reaction"):
            move_code(book, "denial", "reaction", before)


def test_a_code_merged_into_one_far_below_it_hands_the_branch_up(book: Codebook) -> None:
    changed = merge_codes(book, "reaction", "shouting")
    assert changed.path_to("shouting") == ("anger", "shouting")
    assert changed.codes["denial"].parent == "shouting"


def test_a_retired_code_comes_back_below_what_is_left_of_its_path_without_cues_that_others_took(
    book: Codebook,
) -> None:
    gone = book.codes["shouting"]
    without = retire_code(retire_code(book, "shouting"), "anger")
    without = edit_list(without, "denial", "cues", "en", ("they shout",))
    old = replace(gone, cues={"en": ("They  shout", "loud")})
    back = restore_code(without, old, ("reaction", "anger", "shouting")).codes["shouting"]
    assert (back.parent, back.cues) == ("reaction", {"en": ("loud",)})
    with pytest.raises(BadInput, match="is in the codebook"):
        restore_code(book, gone, ())


def test_a_key_of_a_retired_code_is_not_given_again_in_any_spelling(book: Codebook) -> None:
    assert make_code_key("Pride", book, {"PRIDE"}) == "pride_2"


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ({"en": "A thing."}, {"en": " A  thing.\n"}, True),
        ({"en": "A thing."}, {"en": "A thing.", "ru": "Вещь."}, True),
        ({"en": "A thing.", "ru": "Вещь."}, {"en": "A thing."}, True),
        ({"en": "A thing.", "ru": "Вещь."}, {"en": "A thing.", "ru": "Дело."}, False),
        ({"en": "A thing."}, {"ru": "Вещь."}, False),
        ({}, {"en": "A thing."}, False),
        ({"en": " "}, {}, True),
    ],
)
def test_a_translation_leaves_the_meaning_and_a_first_or_other_text_changes_it(
    before: dict[str, str], after: dict[str, str], same: bool
) -> None:
    for part in ("definition", "use_when", "avoid_when"):
        assert has_same_meaning({part: before}, {part: after}) is same
        assert has_same_meaning({part: after}, {part: before}) is same


@pytest.fixture
def judged(book: Codebook) -> Codebook:
    """Denial is against money, and both have patterns."""
    patterns = {"en": (CodePattern("all lies", 3),)}
    denial = replace(book.codes["denial"], against="money", patterns=patterns)
    money = replace(book.codes["money"], patterns={"en": (CodePattern("fund~"),)})
    return replace(book, codes={**book.codes, "denial": denial, "money": money})


def test_patterns_and_neighbours_do_not_change_what_a_code_means(
    book: Codebook, judged: Codebook
) -> None:
    assert find_changed_meanings(book, judged) == set()
    assert [tuple(change) for change in find_differences(book, judged)] == [
        ("denial", "against", "", "", "money"),
        ("denial", "patterns", "en", "", "all lies | weight 3"),
        ("money", "patterns", "en", "", "fund~ | weight 2"),
    ]


def test_a_changed_list_of_words_is_told(book: Codebook) -> None:
    old = replace(book, lists={"ngo": {"en": ("ngo~", "charity")}})
    new = replace(book, lists={"ngo": {"en": ("ngo~", "shelter")}})
    assert [tuple(change) for change in find_differences(old, new)] == [
        ("", "@ngo", "en", "charity", "shelter")
    ]


def test_a_code_whose_neutral_neighbour_retires_has_none(judged: Codebook) -> None:
    changed = retire_code(judged, "money")
    assert changed.codes["denial"].against is None


def test_a_code_comes_back_without_a_neighbour_that_is_gone(judged: Codebook) -> None:
    gone = judged.codes["denial"]
    without = retire_code(retire_code(judged, "denial"), "money")
    assert restore_code(without, gone, ("reaction", "denial")).codes["denial"].against is None
    beside = retire_code(judged, "denial")
    assert restore_code(beside, gone, ("reaction", "denial")).codes["denial"].against == "money"


def test_merging_moves_neighbours_and_patterns(judged: Codebook) -> None:
    into_anger = merge_codes(judged, "money", "anger")
    assert into_anger.codes["denial"].against == "anger"
    assert into_anger.codes["anger"].patterns == {"en": (CodePattern("fund~"),)}
    together = merge_codes(judged, "money", "denial").codes["denial"]
    assert together.against is None
    assert together.patterns == {"en": (CodePattern("all lies", 3), CodePattern("fund~"))}
    inherited = merge_codes(judged, "denial", "anger").codes["anger"]
    assert inherited.against == "money"


def test_a_code_that_comes_back_leaves_its_digit_to_the_one_that_has_it_by_now(
    book: Codebook,
) -> None:
    keys = [code.key for code in book.codes.values() if code.codable][:2]
    old = replace(book.codes[keys[0]], digit=4)
    without = retire_code(book, old.key)
    assert restore_code(without, old, (old.key,)).codes[old.key].digit == 4
    taken = {**without.codes, keys[1]: replace(without.codes[keys[1]], digit=4)}
    back = restore_code(replace(without, codes=taken), old, (old.key,))
    assert back.codes[old.key].digit == 0
