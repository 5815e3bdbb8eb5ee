"""A long text read in windows says what it says as a whole, whatever lies across a cut."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tipcoder.privacy import plain_view as plain
from tipcoder.privacy import windows as cutting
from tipcoder.privacy.cues import find_refusals
from tipcoder.privacy.detection import Detector
from tipcoder.privacy.hits import HIGH, Hit
from tipcoder.privacy.plain_view import build_plain_text, build_plain_view
from tipcoder.privacy.windows import find_in_windows, iterate_windows

FILLER = (
    "the",
    "police",
    "trained",
    "judges",
    "and",
    "shelters",
    "after",
    "a",
    "long",
    "meeting",
    "in",
    "spring",
)
NAMED = [
    "Harbour Light Network",
    "harbour light network",
    "Fundacion Camino Sereno",
    "Надежды Севера",
    "María Ixquiac Tzoc",
    "H A L I N",
    "anna.luz@casa.example",
    "anna dot luz [at] casa dot example",
    "https://casa.example/a/b?c=d",
    "+51 1 234 5678",
    "one two three four five six seven",
    "12 de marzo de 2019",
    "US$ 25,000",
    "Peru",
    "перуанских",
    "12 Green Hill Road",
    "K e n y a",
    "Har\u200bbour L\u0456ght Network",
    "Ka\u0301sa &eacute;t&eacute;",
    "embas-\nsy of Chile",
    "please do not publish our name",
    "we are the only shelter in the region",
    "I founded the network",
    "Ministry of Labour",
]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """From now on windows are small: a stretch of so many letters,
    and a sentence or two around it.
    """

    def cut(stretch: int) -> None:
        monkeypatch.setattr(cutting, "STRETCH", stretch)
        monkeypatch.setattr(cutting, "AROUND", 400)
        monkeypatch.setattr(cutting, "_LONGEST_WORD", 30)

    return cut


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Sentences of plain words, in which anything that names somebody may stand anywhere."""
    out: list[str] = []
    for _ in range(draw(st.integers(1, 40))):
        sentence = draw(st.lists(st.sampled_from(FILLER), min_size=2, max_size=9))
        if draw(st.booleans()):
            sentence.insert(draw(st.integers(0, len(sentence))), draw(st.sampled_from(NAMED)))
        out.append(" ".join(sentence) + draw(st.sampled_from([". ", ".\n", "! "])))
    return "".join(out)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(texts(), st.integers(30, 300))
def test_windows_give_the_hits_of_the_whole(
    detector: Detector, small: Callable[[int], None], text: str, stretch: int
) -> None:
    whole = (
        detector.find_proposals(text, "1001", ("PE",), "en"),
        detector.find_known_names(text),
        detector.find_place_names(text),
    )
    small(stretch)
    assert (
        detector.find_proposals(text, "1001", ("PE",), "en"),
        detector.find_known_names(text),
        detector.find_place_names(text),
    ) == whole


@pytest.mark.parametrize("named", NAMED)
def test_what_names_somebody_is_found_at_every_place_around_a_cut(
    detector: Detector, small: Callable[[int], None], named: str
) -> None:
    expected = {hit.kind for hit in detector.find_proposals(f"They met. {named}. They left.")}
    small(120)
    for before in range(100, 125):
        text = f"{'x' * before}. They met. {named}. They left. " + "and more of it. " * 60
        found = [
            hit
            for hit in detector.find_proposals(text)
            if hit.start < before + 12 + len(named) and hit.end > before
        ]
        assert {hit.kind for hit in found} == expected, before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("ab \n", max_size=900), st.integers(1, 200))
@example("a" * 900, 1)
def test_stretches_make_up_the_text_and_windows_hold_them(
    small: Callable[[int], None], text: str, stretch: int
) -> None:
    small(stretch)
    found = list(iterate_windows(text))
    assert "".join(text[one.first : one.last] for one in found) == text
    assert all(0 <= one.start <= one.first < one.last <= one.end <= len(text) for one in found)


def test_something_longer_than_what_is_read_around_is_found_whole(
    small: Callable[[int], None],
) -> None:
    link = "https://casa.example/" + "a1/" * 1_500
    text = f"{'word ' * 50}{link} {'word ' * 50}"

    def find(stretch: str) -> Iterator[Hit]:
        at = stretch.find("https://")
        if at >= 0:
            yield Hit(at, at + len(stretch[at:].split()[0]), "url", HIGH, ("link",))

    small(100)
    start, end = max(
        ((hit.start, hit.end) for hit in find_in_windows(text, find)),
        key=lambda span: span[1] - span[0],
    )
    assert text[start:end] == link


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("ab é&;\u0301\u202e\u202c\n-xl1", max_size=300))
@example("a &amp; b word-\n more a\u202ebc de f\u202cg h " * 5)
def test_the_plain_text_of_a_long_answer_is_made_page_by_page(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(plain, "_PAGE", 7)
    assert build_plain_text(text) == build_plain_view(text).text


def test_a_long_text_takes_the_memory_of_its_hits_and_not_of_its_letters(
    detector: Detector,
) -> None:
    text = (
        "They gave us training and money for the work of the year. " * 8_000
        + "Write to anna@casa.example."
    )
    tracemalloc.start()
    found = detector.find_known_names(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(hit.kind, text[hit.start : hit.end]) for hit in found] == [
        ("email", "anna@casa.example")
    ]
    # Its words alone, as objects, take more than ten million bytes.
    assert most < 9_000_000


def test_a_refusal_deep_in_a_long_text_is_where_it_stands() -> None:
    text = "We met. " * 9_000 + "Please do not publish our name. " + "They left. " * 9_000
    (found,) = {(hit.start, hit.end) for hit in find_in_windows(text, find_refusals)}
    assert "not publish our name" in text[found[0] : found[1]]
