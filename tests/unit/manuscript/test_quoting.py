"""What counts as a quotation, whom a citation belongs to, and what an author may change."""

from __future__ import annotations

import pytest

from tipcoder.manuscript.checking import Verdict, check_manuscript
from tipcoder.manuscript.citations import find_citations
from tipcoder.manuscript.counts import find_counts
from tipcoder.manuscript.paragraphs import Note, Paragraph
from tipcoder.manuscript.plain_files import read_markdown
from tipcoder.manuscript.quotations import find_quotations
from tipcoder.manuscript.sources import SourceIndex, build_source

SAID = {
    "1016": ("en", "The officials never read the report and they threaten us with closing."),
    "1049": ("en", "We were never invited, only the big ones in the capital."),
    "1061": ("es", "Nunca nos invitaron al taller de la capital."),
    "1077": ("en", "They treat us unfair."),
}
IDS = {**{who: who for who in SAID}, "8888": "1016"}
"""The last one was drawn for an earlier export."""


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “they left” and “we stayed”.", ["they left", "we stayed"]),
        ('Straight "marks of old" too', ["marks of old"]),
        ("Deutsch „so“ und »anders«, français « ainsi »", ["so", "anders", " ainsi "]),
        ("It’s the NGO’s ‘own words’ and no more", ["own words"]),
        ("“One ‘inside’ another”", ["One ‘inside’ another"]),
        ("no mark closes “this", []),
        ("5\" of snow and 6' of it", []),
        ("“…”", []),
    ],
)
def test_quotations_stand_between_the_marks_of_any_language(text: str, quoted: list[str]) -> None:
    found = find_quotations(Paragraph(1, text))
    assert [one.text for one in found] == quoted
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("(Response 1016)", [("1016",)]),
        ("Responses 1016, 1049, and 1061 agree", [("1016", "1049", "1061")]),
        ("respondents #1016 & 1049", [("1016", "1049")]),
        ("Respuestas 1016 y 1049", [("1016", "1049")]),
        ("Ответы 1016 и 1049", [("1016", "1049")]),
        ("Response 1254.2", [("1254.2",)]),
        ("they agree (1016, 1049)", [("1016", "1049")]),
        ("in the report (2014) and 1016 more", []),
        ("(Miller 2013) and (12)", []),
        ("a response rate of 45%", []),
    ],
)
def test_response_ids_are_cited_in_the_ways_of_authors(text: str, ids: list[tuple[str]]) -> None:
    assert [one.ids for one in find_citations(Paragraph(1, text), IDS)] == ids


def test_a_note_cites_for_what_stands_before_its_mark() -> None:
    text = "One wrote “they threaten us”\ufffc and left."
    notes = (Note(text.index("\ufffc"), "Response 1016."),)
    (citation,) = find_citations(Paragraph(1, text, notes), IDS)
    assert (citation.start, citation.ids) == (28, ("1016",))


@pytest.mark.parametrize(
    ("text", "verdict", "cited"),
    [
        ("They say “the officials never read the report” (Response 1016).", Verdict.EXACT, "1016"),
        ("“The officials never read the report.” (Response 8888)", Verdict.EXACT, "8888"),
        ("Response 1016 said that “officials never read the report.”", Verdict.EXACT, "1016"),
        ("that “[t]he officials … threaten us” (Response 1016)", Verdict.MARKED, "1016"),
        ("by “threaten[ing] us with closing” (Response 1016)", Verdict.MARKED, "1016"),
        ("that “officials [in the ministry] never read” (Response 1016)", Verdict.MARKED, "1016"),
        (
            "that “officials never read [it] and they threaten” (Response 1016)",
            Verdict.MARKED,
            "1016",
        ),
        ("that “officials never saw the report” (Response 1016)", Verdict.CHANGED, "1016"),
        ("that “officials read the report” (Response 1016)", Verdict.CHANGED, "1016"),
        ("treated “unfairly” (Response 1077)", Verdict.CHANGED, "1077"),
        ("“only the big ones in the capital” (Response 1016)", Verdict.OTHER, "1016"),
        ("“only the big ones in the capital” (Response 1999)", Verdict.NO_RESPONSE, "1999"),
        ("“the moon is made of green cheese” (Response 1016)", Verdict.NOT_FOUND, "1016"),
        ("“we were not invited to it” (Response 1061)", Verdict.UNSURE, "1061"),
        ("“the moon is made of green cheese” (Miller 2013)", Verdict.NOT_OURS, ""),
        ("so-called “best practice” of donors", Verdict.SHORT, ""),
    ],
)
def test_every_kind_of_quotation_has_its_verdict(text: str, verdict: Verdict, cited: str) -> None:
    sources = [
        build_source(who, who, "why", language, said, released=[said])
        for who, (language, said) in SAID.items()
    ]
    (found,) = check_manuscript(read_markdown(text), SourceIndex(sources), IDS, "en").quotations
    assert found.verdict is verdict
    assert " ".join(found.cited) == cited


def test_quotations_of_one_sentence_share_the_citation_and_the_next_sentence_has_its_own() -> None:
    text = (
        "They “never read the report” and “threaten us” (Response 1016). Others were “never "
        "invited” (Response 1049). The rest is “best practice”. Responses 1016 and 1061 agree."
    )
    sources = [build_source(who, who, "why", lang, said) for who, (lang, said) in SAID.items()]
    found = check_manuscript(read_markdown(text), SourceIndex(sources), IDS, "en")
    assert [one.cited for one in found.quotations] == [("1016",), ("1016",), ("1049",), ()]
    assert [one.ids for one in found.citations] == [("1016", "1061")]


def test_words_that_nobody_released_are_told_and_a_replacement_is_what_was_released() -> None:
    said = "The mayor of Ochre Gate took our keys and laughed about it."
    released = "The mayor of [town] took our keys"
    sources = [
        build_source("1016", "1016", "why", "en", said, released=[released]),
        build_source("1016", "1016", "why", "en", released, released=[released]),
    ]
    verdicts = []
    for words in ("mayor of [town] took our keys", "mayor of Ochre Gate took", "laughed about it"):
        text = f"“{words}” (Response 1016)"
        (found,) = check_manuscript(read_markdown(text), SourceIndex(sources), IDS, "en").quotations
        verdicts.append(found.verdict)
    assert verdicts == [Verdict.MARKED, Verdict.NOT_RELEASED, Verdict.NOT_RELEASED]


def test_a_translation_is_known_as_one() -> None:
    sources = [
        build_source("1061", "1061", "why", "es", SAID["1061"][1]),
        build_source("1061", "1061", "why", "es", "They never invited us.", is_translation=True),
    ]
    text = "“they never invited us” (Response 1061, translated from Spanish)"
    (found,) = check_manuscript(read_markdown(text), SourceIndex(sources), IDS, "en").quotations
    assert found.verdict is Verdict.TRANSLATED
    assert found.is_said_translated


def test_counts_of_people_are_read_in_digits_and_in_words() -> None:
    text = (
        "Eleven of the larger organisations and 37 respondents agreed; twenty-three NGOs, one of "
        "the 12 groups and doce organizaciones did not. In 2014 the law changed."
    )
    found = [(one.number, one.text) for one in find_counts([Paragraph(1, text)])]
    assert found == [
        (11, "Eleven of the larger organisations"),
        (37, "37 respondents"),
        (23, "twenty-three NGOs"),
        (12, "12 groups"),
        (12, "doce organizaciones"),
    ]
