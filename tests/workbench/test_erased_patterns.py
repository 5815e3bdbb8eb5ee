"""What was erased, or never released, does not live on in the patterns of a codebook."""

from __future__ import annotations

from tipcoder.model import Code, Codebook, CodePattern
from tipcoder.workbench.codebook.erased_wordings import drop_examples, list_examples, mask_texts
from tipcoder.workbench.publishing.unreleased_wording import list_examples as list_public_examples

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
