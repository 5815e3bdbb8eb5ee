"""Judgements that are taken back as a whole, sentence by sentence; judged by hand beforehand."""

from __future__ import annotations

import pytest

from pattern_helpers import find

TAKEN_BACK = [
    # language, pattern, sentence, whether the pattern still counts
    ("en", "waste of time", "One cannot say that the two seminars were a waste of time.", False),
    ("en", "waste of time", "Nobody could call it a waste of time.", False),
    ("en", "waste of time", "It would be wrong to say it was a waste of time.", False),
    ("en", "waste of time", "One cannot say that it was long, it was a waste of time.", True),
    ("en", "waste of time", "One cannot say that it was long but it was a waste of time.", True),
    ("en", "useless", "Useless is not the word.", False),
    ("en", "useless", "It was useless, and that is not the word I used.", True),
    ("en", "not useful", "I would not say that the seminar in spring was useful.", True),
    ("en", "not useful", "Useful is not the word.", True),
    ("en", "not learn~", "Nobody can say that we did not learn.", False),
    ("en", "not prepared", "It would be unfair to say that it was badly prepared.", False),
    ("en", "not useful", "It was anything but useful.", True),
    ("en", "not believe~ ** report", "They do not believe that the report helps.", True),
    ("es", "inútil", "De inútil el curso no tuvo nada.", False),
    ("es", "inútil", "El curso fue inútil y no tuvo nada nuevo.", True),
    ("es", "not útil", "De útil no tuvo nada.", True),
    ("es", "perder tiempo", "No se puede decir que fuera perder tiempo.", False),
    ("es", "not útil", "Fue todo menos útil.", True),
    ("ru", "бесполезн~", "Нельзя сказать, что семинар в мае был бесполезным.", False),
    ("ru", "not полезн~", "Полезным этот семинар никак не назовёшь.", True),
    ("ru", "скучн~", "Скучным этот семинар никак не назовёшь.", False),
    ("uk", "нудн~", "Не можна сказати, що семінар був нудним.", False),
    ("fr", "inutile~", "On ne peut pas dire que la formation était inutile.", False),
    ("fr", "not utile~", "Ce fut tout sauf utile.", True),
    ("pt", "inútil", "Não se pode dizer que o curso foi inútil.", False),
    ("pt", "inútil", "De inútil o curso não teve nada.", False),
]


@pytest.mark.parametrize(("language", "pattern", "sentence", "counts"), TAKEN_BACK)
def test_what_is_taken_back_does_not_count(
    language: str, pattern: str, sentence: str, counts: bool
) -> None:
    assert bool(find(pattern, sentence, language)) is counts
