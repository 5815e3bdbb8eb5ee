"""Which forms of known names are worth a look, by the words that are written in an answer.

Words like `network` stand in hundreds of names. A form needs two thirds of its words, so that at
least one of its rarest third and one more is written where it stands: only under these it is
found, which leaves out nothing (prefix filtering, Chaudhuri, Ganti and Kaushik, 2006).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tipcoder.privacy.name_forms import NameForm
from tipcoder.privacy.name_words import SMALL_LATIN

FEWEST_OF_PERSON = 2
"""Different words of a person's name that must stand together."""

FormIndex = Mapping[str, Sequence[tuple[int, int]]]
"""For each word, numbers of forms and the position of the word in them."""


def count_needed(size: int) -> int:
    """Words of a form of `size` words that must be written, misspelt or not: two thirds of it."""
    return -(-2 * size // 3)


def find_large_words(forms: Iterable[NameForm]) -> dict[str, None]:
    """Every word of the forms that is worth looking up, each once."""
    words: dict[str, None] = {}
    for form in forms:
        words.update(dict.fromkeys(word for word in form.words if word not in SMALL_LATIN))
    return words


def build_form_index(forms: Sequence[NameForm]) -> FormIndex:
    """The forms by the words under which they are found, in order of the forms."""
    often: Counter[str] = Counter()
    for form in forms:
        often.update(form.words)

    posts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, form in enumerate(forms):
        for position in _choose_positions(form, often):
            posts[form.words[position]].append((number, position))
    return posts


def _choose_positions(form: NameForm, often: Mapping[str, int]) -> list[int]:
    """The rarest words of a form, so many that it cannot be written without one of them."""
    large = [at for at, word in enumerate(form.words) if word not in SMALL_LATIN]
    if form.any_order:
        # A name may say a word twice, and only different words count.
        large = [at for at in large if form.words.index(form.words[at]) == at]
    # Articles stand in their places by themselves.
    small = len(form.words) - form.count_large()
    needed = count_needed(len(form.words)) - small
    if form.any_order:
        needed = FEWEST_OF_PERSON
    needed = max(needed, 1)
    large.sort(key=lambda at: often[form.words[at]])
    return large[: max(len(large) - needed + 1, 0)]
