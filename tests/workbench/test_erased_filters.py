"""Words of an erased answer in saved filters: what goes, and what is nobody's wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from erasing_world import CODEBOOK, OTHERS, STUDY, WORDS, write_survey
from tipcoder.store.erasing import ErasureScope
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.erasure.erasing import erase_words, preview_erasure
from tipcoder.workbench.erasure.plan import EraseRequest
from tipcoder.workbench.history import read_log
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

# The erased answer: The quiet harbourmaster Oswin Tarrow hid eleven weavers until the tide turned.
# "survivors" and "listened" stand in another answer, "Visits" in the codebook, Kenya is a cell.
BLOCK = "█"
PUBLIC = STUDY.replace('name = "org"\n', "").replace(
    'identity = ["contact"]', 'response_ids = "from-column"'
)


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    survey = write_survey().replace(OTHERS["302"], "They hid from us in Kenya and in Peru.")
    with open_study_folder(make_study(survey, PUBLIC, CODEBOOK)) as opened:
        yield opened


def erase_with(study: OpenStudy, filters: dict[str, str]) -> dict[str, str]:
    """Anna's filters after the erasure."""
    anna = CodingSession(study, study.register_coder("anna"))
    for name, words in filters.items():
        anna.save_filter(name, words)
    erase_words(study, study.find_coder("lead"), build_request())
    return anna.read_saved_filters()


def build_request() -> EraseRequest:
    return EraseRequest(ErasureScope(case="301", question="role"), "asked for by the respondent")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A run of plain words, each ordinary, in another case.
        ("HID ELEVEN WEAVERS UNTIL THE TIDE", BLOCK * len("HID ELEVEN WEAVERS UNTIL THE TIDE")),
        # Single words that nobody else wrote, stems of words included.
        ("oswin", BLOCK * 5),
        ("-harbourmaster lang:en", f"-{BLOCK * 13} lang:en"),
        ("weaver", BLOCK * 6),
        ('"eleven weavers" or survivors', f'"{BLOCK * 14}" or survivors'),
        ("(tarrow or listened) -finished", f"({BLOCK * 6} or listened) -finished"),
        # Inside a phrase of the coder's own, in a pattern, and beside another word.
        ('"met Tarrow twice"', f'"met {BLOCK * 6} twice"'),
        (r"re:\bweav(ers|ing)", rf"re:\b{BLOCK * 4}(ers|ing)"),
        ("harbourmaster near/5 survivors", f"{BLOCK * 13} near/5 survivors"),
        ("copy:weavers", f"copy:{BLOCK * 7}"),
    ],
)
def test_words_of_the_answer_become_blocks(study: OpenStudy, before: str, after: str) -> None:
    assert erase_with(study, {"mine": before}) == {"mine": after}


@pytest.mark.parametrize(
    "words",
    [
        "until the",  # words that stand in every text
        "survivors listened",  # another answer has them
        "hid",  # another answer has it, and it is short
        "country=Kenya",
        "visits -finished",  # a word of the codebook
        "q:role code:shelter coder:anna",
        '"no such words"',
        "oswinian",  # no word of the answer, though one begins like it
        "near with or",
    ],
)
def test_what_is_nobodys_wording_stays(study: OpenStudy, words: str) -> None:
    assert erase_with(study, {"mine": words}) == {"mine": words}


def test_a_name_that_is_such_a_word_changes_wherever_it_is_used(study: OpenStudy) -> None:
    after = erase_with(
        study, {"erased": "lang:en", "oswin": "q:role", "both": "@oswin or survivors @erased"}
    )
    assert after == {
        "erased": "lang:en",
        "erased-2": "q:role",
        "both": "@erased-2 or survivors @erased",
    }


def test_a_filter_that_cannot_be_read_goes_whole(study: OpenStudy) -> None:
    after = erase_with(study, {"broken": '(Oswin "x', "other": '(survivors "x'})
    assert after == {"broken": BLOCK * len('(Oswin "x'), "other": '(survivors "x'}


def test_it_is_said_how_many_and_never_which_words(study: OpenStudy) -> None:
    for name in ("anna", "boris"):
        session = CodingSession(study, study.register_coder(name))
        session.save_filter("mine", "oswin tarrow")
        session.save_filter("other", "survivors")
    said = preview_erasure(study, build_request()).describe_preview()[0]
    assert "2 saved filters that hold the words" in said
    done = " ".join(erase_words(study, study.find_coder("lead"), build_request()))
    assert "Blocks stand for the words in 2 saved filters" in done
    newest = read_log(study, 1)[0].sentence
    for word in WORDS.split():
        assert len(word) < 6 or word.strip(".") not in said + done + newest
