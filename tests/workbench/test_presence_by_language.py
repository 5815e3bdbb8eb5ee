"""Who says something in which language, counted by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from tipcoder.analysis.presence import ABSENT, PRESENT, UNKNOWN, CaseAnswer
from tipcoder.model.codes import Code, Codebook
from tipcoder.study import Study
from tipcoder.workbench.statistics.layers import Layer
from tipcoder.workbench.statistics.presence import PresenceReading


def answer(case: int, question: str, language: str, *codes: str, read: bool = True) -> CaseAnswer:
    return CaseAnswer(
        *(case, question, True, True, True, read, frozenset(codes)), language=language
    )


def test_a_case_counts_in_every_language_that_it_answers_in() -> None:
    """Case 0 speaks of late trains in English and of nothing in Spanish, case 1 in Spanish alone,
    case 2 in neither; nobody has read the Spanish answer of case 3; case 4 wrote Russian where the
    code was never looked for.
    """
    book = Codebook("", "en", {"late": Code("late", {"en": "Late"})})
    answers = {
        "why": [
            answer(0, "why", "en", "late"),
            answer(1, "why", "es", "late"),
            answer(2, "why", "en"),
            answer(3, "why", "es", read=False),
        ],
        "more": [
            answer(0, "more", "es"),
            answer(2, "more", "es", "late"),
            answer(3, "more", "en"),
        ],
        "other": [answer(4, "other", "ru")],
    }
    reading = PresenceReading(
        cast("Layer", None),
        book,
        cast("Study", SimpleNamespace(questions=())),
        5,
        answers,
        {"late": frozenset({"why", "more"})},
    )
    assert reading.list_languages() == ["es", "en", "ru"]
    english = reading.find_states_in_language(["late"], "en").codes["late"]
    assert english.states == (PRESENT, UNKNOWN, ABSENT, ABSENT, UNKNOWN)
    assert (english.coverage.present, english.coverage.coded) == (1, 3)
    spanish = reading.find_states_in_language(["late"], "es").codes["late"]
    assert spanish.states == (ABSENT, PRESENT, PRESENT, UNKNOWN, UNKNOWN)
    assert (spanish.coverage.present, spanish.coverage.coded) == (2, 3)
    russian = reading.find_states_in_language(["late"], "ru").codes["late"]
    assert set(russian.states) == {UNKNOWN}
