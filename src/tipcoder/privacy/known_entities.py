"""Names that the study itself knows, looked for in every answer.

The names are those of all respondents and not only of the writer. They are compared in Latin
letters without accents and case endings. A word may be misspelt a little, and a name as a whole
must be at least 86 % alike (rapidfuzz).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tipcoder.privacy.compared_words import Word, find_latin_stems, fold_word, spell_in_latin
from tipcoder.privacy.form_index import build_form_index, count_needed, find_large_words
from tipcoder.privacy.form_matching import ALONE, RARE_WORD, FormJudge, compute_likeness, is_loud
from tipcoder.privacy.hits import HIGH, MEDIUM, Hit
from tipcoder.privacy.name_forms import FIRM, NameForm
from tipcoder.privacy.near_words import NearWords

ALIKE = 86
"""Percent from which a name with misspelt words counts as a whole."""
_SHORTEST_SPACED = 4
"""Letters of a name that is looked for in single letters."""
_FURTHEST_APART = 2
"""Words from one part of a person's name to the next: one word may stand between them."""


class _WordMatches(NamedTuple):
    """An answer, word by word."""

    words: Sequence[Word]
    names: Sequence[frozenset[str]]
    """For each word, the words of known names that it may stand for."""
    loud: bool
    """All of it is in capitals, so that they say nothing."""
    own: str
    """Response ID of whose answer it is."""


class _FormSpan(NamedTuple):
    """Words `first` to `last` (exclusive) are a form, and how alike they are, in percent."""

    first: int
    last: int
    likeness: float


class KnownEntities:
    """Every form of every known name, indexed by its words.

    `ordinary` are folded words that several respondents use with a small letter, or that name a
    country: alone they name nobody.
    """

    def __init__(self, forms: Sequence[NameForm], ordinary: Collection[str] = ()) -> None:
        stems: set[str] = set()
        for word in ordinary:
            stems.update(find_latin_stems(word))
        self._judge = FormJudge(stems)

        self._forms = [
            form for form in forms if form.how not in ALONE or form.words[0] not in stems
        ]
        self._posts = build_form_index(self._forms)
        self._near = NearWords(find_large_words(self._forms))
        # The same words are written again and again.
        self._match_word = lru_cache(maxsize=65536)(self._match_text)

    def find_names(self, words: Sequence[Word], own: str = "") -> Iterator[Hit]:
        """Hits in the coordinates of the words. `own` is the response ID of whose answer it is."""
        names = [self._match_word(word.text) for word in words]
        answer = _WordMatches(words, names, is_loud(words), own)

        for number, anchors in sorted(self._find_anchors(answer).items()):
            form = self._forms[number]
            if form.any_order:
                spans = _find_people(form, answer)
            else:
                spans = self._find_fixed_order(form, answer, sorted(anchors))
            for span in spans:
                start, end = words[span.first].start, words[span.last - 1].end
                yield _build_hit(form, start, end, span.likeness, own)

    def _find_anchors(self, answer: _WordMatches) -> dict[int, set[int]]:
        """By the number of each form that may stand in the answer, the words where it may begin."""
        anchors: dict[int, set[int]] = defaultdict(set)
        for at, names in enumerate(answer.names):
            for name in names:
                for number, position in self._posts.get(name, ()):
                    anchors[number].add(at - position)
        return anchors

    def find_spaced_name(self, letters: str, start: int, end: int, own: str = "") -> Iterator[Hit]:
        """A hit if letters that were written apart spell a known name of one word."""
        spelled = spell_in_latin(fold_word(letters))
        for part in _iterate_parts(spelled):
            for number, _ in self._posts.get(part, ()):
                form = self._forms[number]
                if len(form.words) == 1:
                    yield _build_hit(form, start, end, 100, own)
                    return

    def _match_text(self, text: str) -> frozenset[str]:
        """Words of known names that a written word may stand for, by any of its stems."""
        stems = find_latin_stems(fold_word(text))
        near = [self._near.find_near_words(stem) for stem in stems]
        return frozenset().union(*near)

    def _find_fixed_order(
        self, form: NameForm, answer: _WordMatches, anchors: Sequence[int]
    ) -> Iterator[_FormSpan]:
        """Stretches of as many words as the form has that are this form."""
        size = len(form.words)
        measure = self._measure_single if size == 1 else self._measure_sequence
        for first in anchors:
            # A name may begin before the answer or end behind it, if its other words fit.
            if not 0 <= first <= len(answer.words) - size:
                continue
            likeness = measure(form, answer, first)
            if likeness is not None:
                yield _FormSpan(first, first + size, likeness)

    def _measure_single(self, form: NameForm, answer: _WordMatches, at: int) -> float | None:
        """How alike a word and a form of one word are, in percent; None if it is not the form."""
        word = answer.words[at]
        if not self._judge.is_single_match(form, word, answer.loud, answer.own):
            return None
        return compute_likeness(form.words, [word])

    def _measure_sequence(self, form: NameForm, answer: _WordMatches, first: int) -> float | None:
        """How alike words and a form of several are, in percent; None if they are not the form."""
        size = len(form.words)
        found = 0
        for place, word in enumerate(form.words, first):
            found += word in answer.names[place]
        # First what is quick to say: nearly all places end here.
        if found < count_needed(size):
            return None
        window = answer.words[first : first + size]
        likeness = compute_likeness(form.words, window)
        # Two thirds of the words may do, if the others are not far off.
        if found < size and likeness < ALIKE:
            return None
        return likeness if self._judge.is_telling(form, window, answer.loud, likeness) else None


def _find_people(form: NameForm, answer: _WordMatches) -> Iterator[_FormSpan]:
    """Neighbouring words that are at least two different words of a person's name."""
    wanted = set(form.words)
    places = [at for at, names in enumerate(answer.names) if not wanted.isdisjoint(names)]
    for run in _group_neighbours(places):
        found: set[str] = set()
        for at in run:
            found |= answer.names[at] & wanted
        if len(run) > 1 and len(found) > 1:
            yield _FormSpan(run[0], run[-1] + 1, 100)


def _group_neighbours(places: Sequence[int]) -> Iterator[list[int]]:
    """Ascending places in runs, in which each is near the one before it."""
    run: list[int] = []
    for at in places:
        if run and at - run[-1] > _FURTHEST_APART:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _iterate_parts(spelled: str) -> Iterator[str]:
    """Every stretch of a word, the longest first."""
    for length in range(len(spelled), _SHORTEST_SPACED - 1, -1):
        for at in range(len(spelled) - length + 1):
            yield spelled[at : at + length]


def _build_hit(form: NameForm, start: int, end: int, likeness: float, own: str) -> Hit:
    mine = bool(own) and form.owner == own
    kind = "own_org" if mine else "other_org"
    if "person" in form.how:
        kind = "person"

    firm = mine or form.how in FIRM
    # An acronym or a single word may be a word of the language after all.
    doubtful = form.capitals or form.how == RARE_WORD
    severity = MEDIUM if doubtful and not firm else HIGH

    return Hit(start, end, kind, severity, (_describe_form(form, mine, likeness),), firm=firm)


def _describe_form(form: NameForm, mine: bool, likeness: float) -> str:
    """Why it was found; never the name itself, which the reader may not know."""
    whose = "another respondent's" if form.owner else "a known"
    if mine:
        whose = "the respondent's"

    what = form.how if "person" in form.how else f"organisation, {form.how}"
    near = "" if likeness >= 100 else f", {likeness:.0f}% alike"
    return f"{whose} {what}{near}"
