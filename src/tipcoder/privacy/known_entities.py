"""Names that the study itself knows, looked for in every answer.

The names are those of all respondents and not only of the writer. They are compared in Latin
letters without accents and case endings. A word may be misspelt a little, and a name as a whole
must be at least 86 % alike (rapidfuzz).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from tipcoder.privacy.compared_words import Word, find_latin_stems
from tipcoder.privacy.form_index import build_form_index, count_needed, find_large_words
from tipcoder.privacy.form_matching import (
    ALIKE,
    ALONE,
    Answer,
    FormJudge,
    compute_likeness,
    is_loud,
)
from tipcoder.privacy.glued_names import GluedNames, choose_form
from tipcoder.privacy.hits import Hit
from tipcoder.privacy.known_hits import build_known_hit
from tipcoder.privacy.name_forms import NameForm
from tipcoder.privacy.name_words import GENERIC_LATIN, SMALL_LATIN
from tipcoder.privacy.near_words import NearWords
from tipcoder.privacy.person_runs import extend_over_initials, extend_over_others, find_people
from tipcoder.privacy.shared_forms import SharedForm, share_forms
from tipcoder.privacy.sound_keys import SoundIndex
from tipcoder.privacy.spaced_names import SpacedNames
from tipcoder.privacy.written_forms import COMMON_TOGETHER, GLUED

Places = Mapping[str, Sequence[int]]
"""For words of known names, the numbers of the words of an answer that may stand for them."""


class FormSpan(NamedTuple):
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
        self._ordinary = stems | GENERIC_LATIN
        self._glued = GluedNames(form for form in forms if form.how in GLUED)

        looked_for = []
        for form in forms:
            is_ordinary = form.how in ALONE and form.words[0] in stems and not form.chosen
            if form.how not in GLUED and not is_ordinary:
                looked_for.append(form)
        self._spaced = SpacedNames(looked_for)

        self._shared = share_forms(looked_for)
        different = [shared.form for shared in self._shared]
        self._posts = build_form_index(different)
        self._near = NearWords(_gather_stems(different, find_large_words(different)))
        self._sounds = SoundIndex(_list_written(different))
        # A study has the same words again and again.
        self._names: dict[str, frozenset[str]] = {}
        self._glued_forms: dict[str, Sequence[NameForm]] = {}

    def find_names(self, words: Sequence[Word], text: str, own: str = "") -> Iterator[Hit]:
        """Hits in the coordinates of `text`, whose words are `words`.

        `own` is the response ID of whose answer it is.
        """
        names = [self._match_word(word) for word in words]
        places = _list_places(names)
        candidates: list[tuple[int, NameForm, Sequence[int]]] = []
        for at, anchors in self._find_anchors(places).items():
            shared = self._shared[at]
            if not shared.may_stand_in(places):
                continue
            starts = _choose_starts(shared, places, anchors)
            for number, form in shared.iterate_readings(own) if starts else ():
                candidates.append((number, form, starts))

        # Of forms that say the same of a span the first one counts.
        candidates.sort(key=itemgetter(0))
        # Few answers have a name, and only there the capitals matter.
        answer = Answer(text, words, names, bool(candidates) and is_loud(words), own)
        for _, form, starts in candidates:
            for span in self._find_spans(form, answer, starts):
                yield build_known_hit(form, words, span.first, span.last, span.likeness, own)

        yield from self._find_glued_names(answer)

    def _find_glued_names(self, answer: Answer) -> Iterator[Hit]:
        for at, word in enumerate(answer.words):
            forms = self._glued_forms.get(word.text)
            if forms is None:
                forms = self._find_glued_forms(word)
                self._glued_forms[word.text] = forms
            if not forms:
                continue
            form = choose_form(forms, answer.own)
            # The rest of the name may stand beside it.
            first, last = extend_over_others(answer.names, at, at + 1, form.others)
            is_name = form.how != COMMON_TOGETHER or last - first > 1
            if is_name or _has_inner_capital(word.text):
                yield build_known_hit(form, answer.words, first, last, 100, answer.own)

    def _find_glued_forms(self, word: Word) -> Sequence[NameForm]:
        forms = self._glued.find_forms(word)
        # A word of the language is not two that were glued.
        return forms if forms and self._ordinary.isdisjoint(word.latin) else ()

    def find_spaced_name(self, text: str, start: int, end: int, own: str = "") -> Iterator[Hit]:
        """A hit if the letters of a span, which stand apart, spell a known name of one word."""
        yield from self._spaced.find_name(text, start, end, own)

    def _match_word(self, word: Word) -> frozenset[str]:
        """Words of known names that a word may stand for, by any of its stems or by its sound."""
        known = self._names.get(word.text)
        if known is None:
            near = [self._near.find_near_words(stem) for stem in word.latin]
            known = self._sounds.find_alike(word).union(*near)
            self._names[word.text] = known
        return known

    def _find_anchors(self, places: Places) -> dict[int, set[int]]:
        """By the number of each form that may stand in the answer, the words where it may begin."""
        anchors: dict[int, set[int]] = defaultdict(set)
        for name, found in places.items():
            for number, position in self._posts.get(name, ()):
                anchors[number].update([at - position for at in found])
        return anchors

    def _find_spans(
        self, form: NameForm, answer: Answer, starts: Sequence[int]
    ) -> Iterator[FormSpan]:
        """Where a form stands; initials beside a person's name belong to it."""
        if form.any_order:
            wanted = frozenset(form.words)
            for first, last in find_people(wanted, answer.names, starts):
                yield FormSpan(*extend_over_initials(answer.words, first, last, form.words), 100)
            return
        for span in self._find_fixed_order(form, answer, starts):
            if form.others:
                first, last = extend_over_initials(answer.words, span.first, span.last, form.others)
                span = span._replace(first=first, last=last)
            yield span

    def _find_fixed_order(
        self, form: NameForm, answer: Answer, starts: Sequence[int]
    ) -> Iterator[FormSpan]:
        """Stretches of as many words as the form has that are this form."""
        size = len(form.words)
        measure = self._measure_single if size == 1 else self._measure_sequence
        for first in starts:
            # A name may begin before the answer or end behind it, if its other words fit.
            if not 0 <= first <= len(answer.words) - size:
                continue
            likeness = measure(form, answer, first)
            if likeness is not None:
                yield FormSpan(first, first + size, likeness)

    def _measure_single(self, form: NameForm, answer: Answer, at: int) -> float | None:
        """How alike a word and a form of one word are, in percent; None if it is not the form."""
        if not self._judge.is_single_match(form, answer, at):
            return None
        return compute_likeness(form.words, [answer.words[at]])

    def _measure_sequence(self, form: NameForm, answer: Answer, first: int) -> float | None:
        """How alike words and a form of several are, in percent; None if they are not the form."""
        size = len(form.words)
        names = answer.names[first : first + size]
        window = answer.words[first : first + size]
        found = 0
        for wanted, near, word in zip(form.words, names, window, strict=True):
            # Articles are in no index.
            found += wanted in near or wanted in word.latin
        if found < count_needed(size):
            return None
        likeness = compute_likeness(form.words, window)
        if found < size and likeness < ALIKE:
            return None
        return likeness if self._judge.is_telling(form, window, answer, likeness) else None


def _list_places(names: Sequence[frozenset[str]]) -> Places:
    """Where each word of a known name may stand, ascending; `names` are those of each word."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, found in enumerate(names):
        if not found:
            # Most words are in no name.
            continue
        for name in found:
            places[name].append(at)
    return places


def _choose_starts(shared: SharedForm, places: Places, anchors: Collection[int]) -> Sequence[int]:
    """The words where a form may begin, ascending; of a name in any order all that may be in it."""
    if not shared.form.any_order:
        return sorted(anchors)
    found: set[int] = set()
    for name in shared.wanted:
        found.update(places.get(name, ()))
    # One word is no person.
    return sorted(found) if len(found) > 1 else ()


def _has_inner_capital(text: str) -> bool:
    """Whether a word is written like `LanternHouse`."""
    return not text.isupper() and any(char.isupper() for char in text[1:])


def _gather_stems(
    forms: Sequence[NameForm], words: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """The stems of each word of a name, articles left out."""
    stems: dict[str, frozenset[str]] = dict.fromkeys(words, frozenset())
    for form in forms:
        for word, found in zip(form.words, form.list_stems(), strict=True):
            if word in stems:
                stems[word] |= found
    return stems


def _list_written(forms: Sequence[NameForm]) -> Iterator[str]:
    """The words of all names in their own alphabet, articles left out.

    Acronyms are not read aloud.
    """
    for form in forms:
        for latin, written in zip(form.words, form.folded, strict=False):
            if latin not in SMALL_LATIN:
                yield written
