"""Names that the study itself knows, looked for in every answer: of all respondents, not only of its writer.

Compared in Latin letters without accents and case endings. A word may be misspelt a little, and a name as a whole must
be at least 86 % alike (rapidfuzz).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from tipcoder.privacy.hits import HIGH, MEDIUM, Hit
from tipcoder.privacy.name_forms import FIRM, GENERIC_LATIN, SMALL_LATIN, Form
from tipcoder.privacy.words import Word, find_latin_stems, fold_word, spell_in_latin

ALIKE = 86
_FUZZY_FROM = 5
_TWO_ERRORS_FROM = 10
_SHORTEST_TOGETHER = 6
ALONE = frozenset(
    ("rare word of the name", "part of a person's name", "e-mail part", "name run together")
)
"""Forms of one word that might be a word of the language."""
_CHOSEN = "alias"
"""A person gave it, so it is a name even where it is a word that many use."""
_OWN_ONLY_SMALL = "rare word of the name"


class KnownEntities:
    """Every form of every known name, indexed by its words.

    `ordinary` are folded words that several respondents use with a small letter, or that name a country: alone they
    name nobody.
    """

    def __init__(self, forms: Sequence[Form], ordinary: Collection[str] = ()) -> None:
        self._ordinary = frozenset(stem for word in ordinary for stem in find_latin_stems(word))
        self._forms = [
            form for form in forms if form.how not in ALONE or form.words[0] not in self._ordinary
        ]
        self._posts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, form in enumerate(self._forms):
            for position, word in enumerate(form.words):
                if word not in SMALL_LATIN:
                    self._posts[word].append((number, position))
        self._known = tuple(
            word for word in self._posts if len(word) >= _FUZZY_FROM and word.isalpha()
        )
        self._near = lru_cache(maxsize=131072)(self._look_up)

    def find_names(self, words: Sequence[Word], own: str = "") -> Iterator[Hit]:
        """Hits in the coordinates of the words. `own` is the response ID of whose answer it is."""
        loud = _is_loud(words)
        matches = [self._match_word(word) for word in words]
        seen: dict[int, set[int]] = defaultdict(set)
        for at, known in enumerate(matches):
            for name in known:
                for number, position in self._posts[name]:
                    seen[number].add(at if self._forms[number].any_order else at - position)
        for number, anchors in seen.items():
            form = self._forms[number]
            spans = (
                self._find_people(form, matches, sorted(anchors))
                if form.any_order
                else self._find_fixed_order(form, words, matches, sorted(anchors), loud, own)
            )
            for first, last, alike in spans:
                yield self._build_hit(form, words[first].start, words[last - 1].end, alike, own)

    def find_spaced_name(self, letters: str, start: int, end: int, own: str = "") -> Iterator[Hit]:
        """A hit if letters that were written apart spell a known name of one word."""
        spelled = spell_in_latin(fold_word(letters))
        for length in range(len(spelled), 3, -1):
            for at in range(len(spelled) - length + 1):
                for number, _ in self._posts.get(spelled[at : at + length], ()):
                    form = self._forms[number]
                    if len(form.words) == 1:
                        yield self._build_hit(form, start, end, 100, own)
                        return

    def _build_hit(self, form: Form, start: int, end: int, alike: float, own: str) -> Hit:
        person = "person" in form.how
        mine = bool(own) and form.owner == own
        kind = "person" if person else "own_org" if mine else "other_org"
        whose = "the respondent's" if mine else "another respondent's" if form.owner else "a known"
        what = form.how if person else f"organisation, {form.how}"
        near = "" if alike >= 100 else f", {alike:.0f}% alike"
        severity = (
            HIGH
            if mine or form.how in FIRM or not (form.capitals or form.how == _OWN_ONLY_SMALL)
            else MEDIUM
        )
        return Hit(
            start, end, kind, severity, (f"{whose} {what}{near}",), firm=form.how in FIRM or mine
        )

    def _match_word(self, word: Word) -> frozenset[str]:
        return frozenset().union(*(self._near(stem) for stem in word.latin))

    def _look_up(self, stem: str) -> frozenset[str]:
        out = {stem} if stem in self._posts else set()
        for ending in ("s", "a", "y", "i", "e", "o"):
            if len(stem) >= 4 and stem + ending in self._posts:
                out.add(stem + ending)  # a stem without its ending, where the known name has one
            if (
                ending in "sa"
                and len(stem) >= 5
                and stem.endswith(ending)
                and stem[:-1] in self._posts
            ):
                out.add(stem[:-1])
        if len(stem) >= _FUZZY_FROM and stem.isalpha() and self._known:
            from rapidfuzz import process
            from rapidfuzz.distance import OSA

            errors = 2 if len(stem) >= _TWO_ERRORS_FROM else 1
            found = process.extract(
                stem, self._known, scorer=OSA.distance, score_cutoff=errors, limit=8
            )
            out.update(
                name
                for name, distance, _ in found
                if distance <= (2 if len(name) >= _TWO_ERRORS_FROM else 1)
            )
        return frozenset(out)

    def _find_fixed_order(
        self,
        form: Form,
        words: Sequence[Word],
        matches: Sequence[frozenset[str]],
        anchors: Sequence[int],
        loud: bool,
        own: str,
    ) -> Iterator[tuple[int, int, float]]:
        size = len(form.words)
        for anchor in anchors:
            if anchor < 0 or anchor + size > len(words):
                continue
            window = words[anchor : anchor + size]
            if size == 1:
                word = window[0]
                if self._is_single_match(form, word, loud, own):
                    yield anchor, anchor + 1, _compute_likeness(form.words, window)
                continue
            hits = sum(1 for i, name in enumerate(form.words) if name in matches[anchor + i])
            alike = _compute_likeness(form.words, window)
            near = hits == size or (hits * 3 >= size * 2 and alike >= ALIKE)
            if near and self._is_telling(form, window, loud, alike):
                yield anchor, anchor + size, alike

    def _is_telling(self, form: Form, window: Sequence[Word], loud: bool, alike: float) -> bool:
        """Whether the words are this name and not just words that stand in it too."""
        if len("".join(form.words)) < _SHORTEST_TOGETHER:
            return False
        if form.how == _CHOSEN and alike == 100:
            return True
        special = [
            w
            for w in form.words
            if w not in GENERIC_LATIN and w not in SMALL_LATIN and w not in self._ordinary
        ]
        return bool(special) or (_is_named(window) and (not loud or len(window) > 2))

    def _is_single_match(self, form: Form, word: Word, loud: bool, own: str) -> bool:
        name = form.words[0]
        large = word.text[:1].isupper() and not loud
        exact = name in word.latin
        if form.how == _CHOSEN and exact:
            return True
        if form.how not in ALONE:
            if form.capitals or name in self._ordinary:
                return exact and word.text.isupper() and not loud
            return exact or (len(name) >= 6 and large)
        if not self._ordinary.isdisjoint(word.latin):
            return False
        if form.how == _OWN_ONLY_SMALL and form.owner != own:
            return exact and large
        # A misspelling of a single word may be another word.
        return (
            exact or _is_inflected(form, word) or (len(name) >= 6 and (large or form.owner == own))
        )

    def _find_people(
        self, form: Form, matches: Sequence[frozenset[str]], places: Sequence[int]
    ) -> Iterator[tuple[int, int, float]]:
        own = set(form.words)
        run: list[int] = []
        for at in (*places, -9):
            if run and at != -9 and at - run[-1] <= 2:
                run.append(at)
                continue
            if len(run) > 1 and len(set().union(*(matches[i] & own for i in run))) > 1:
                yield run[0], run[-1] + 1, 100
            run = [at]


def _is_inflected(form: Form, word: Word) -> bool:
    return any(
        stem and form.words[0].startswith(stem) and len(form.words[0]) - len(stem) < 2
        for stem in word.latin
    )


def _is_named(window: Sequence[Word]) -> bool:
    """Whether words are written like a name."""
    return sum(1 for word in window if word.text[:1].isupper()) > len(window) / 2


def _is_loud(words: Sequence[Word]) -> bool:
    """Whether a whole answer is in capitals, so that they say nothing."""
    letters = [word for word in words if word.text.isalpha() and len(word.text) > 3]
    return len(letters) > 2 and sum(1 for word in letters if word.text.isupper()) > 0.7 * len(
        letters
    )


def _compute_likeness(names: Sequence[str], window: Sequence[Word]) -> float:
    from rapidfuzz import fuzz

    best = " ".join(
        min(word.latin, key=lambda stem: abs(len(stem) - len(name)))
        for name, word in zip(names, window, strict=True)
    )
    return float(fuzz.ratio(" ".join(names), best))
