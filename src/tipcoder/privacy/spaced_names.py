"""Names and acronyms whose letters stand apart: `H A L I N`, `H.L.N.`, `H L N`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tipcoder.privacy.compared_words import fold_word, spell_in_latin
from tipcoder.privacy.hits import Hit
from tipcoder.privacy.known_hits import build_known_span
from tipcoder.privacy.written_forms import NameForm

_SHORTEST_PART = 4
"""Letters of a name that is looked for among more letters than its own."""
_SHORTEST_WHOLE = 3


class SpacedNames:
    """Forms of one word, to look letters up in that were written apart."""

    def __init__(self, forms: Iterable[NameForm]) -> None:
        self._by_word: dict[str, list[NameForm]] = defaultdict(list)
        for form in forms:
            if len(form.words) == 1:
                self._by_word[form.words[0]].append(form)

    def find_name(self, text: str, start: int, end: int, own: str = "") -> Iterator[Hit]:
        """A hit if the letters of a span, which stand apart, spell a known name of one word.

        `own` is whose answer it is.
        """
        places = [at for at in range(start, end) if text[at].isalpha()]
        letters = "".join(text[at] for at in places)
        for first, last in _iterate_parts(len(letters)):
            part = letters[first:last]
            # One more letter may be a word of its own: `a`, `y`, `o`.
            whole = len(part) == len(letters) or letters[:first].islower()
            form = self._find_form(part, whole, own)
            if form is not None:
                yield build_known_span(form, places[first], places[last - 1] + 1, 100, own)
                return

    def _find_form(self, part: str, whole: bool, own: str) -> NameForm | None:
        if len(part) < _SHORTEST_PART and not whole:
            return None
        for form in self._by_word.get(spell_in_latin(fold_word(part)), ()):
            mine = bool(own) and form.owner == own
            if mine or not form.capitals or part.isupper():
                return form
        return None


def _iterate_parts(letters: int) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) of every run of letters that may be a name, the longest first."""
    for length in range(letters, _SHORTEST_WHOLE - 1, -1):
        for first in range(letters - length + 1):
            yield first, first + length
