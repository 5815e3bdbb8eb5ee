"""What a theme is called: the words that tell it from all the others, language by language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.themes.statements import Statement
from tipcoder.suggestion.themes.vectors import is_telling, mark_telling_stems
from tipcoder.suggestion.word_keys import list_written_words

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats

_PRIOR = 50.0
"""Words that the prior is worth: a word of all themes alike tells none."""
_PEOPLE = 3
"""Respondents who must have used a word: what fewer write may tell who they are."""
_WORDS = 8
"""Words of a language that are kept for a theme."""
_CONCEPTS = 3


@dataclass(frozen=True)
class TellingWord:
    """A word that stands for a theme, as people write it."""

    text: str
    language: str
    weight: float
    """z of the log odds ratio: how much more often it is here than elsewhere."""
    people: int


class WordTeller:
    """Which words tell one theme from the others; made once for all statements."""

    def __init__(
        self, statements: Sequence[Statement], corpus: Corpus, stops: frozenset[str]
    ) -> None:
        import numpy as np

        self._said = np.array([len(statement.twins) for statement in statements], np.float64)
        self._stems: Any = mark_telling_stems(corpus, stops)
        self._concepts: Any = corpus.concept_texts
        self._concept_names = corpus.concepts.names
        self._forms = _collect_forms(statements, corpus, stops)

    def find_telling_words(self, rows: Bools) -> list[TellingWord]:
        """Of the statements that are marked, the most telling first, a few of each language."""
        weights = _weigh_columns(self._stems, self._said, rows)
        found: list[TellingWord] = []
        of_language: Counter[str] = Counter()
        for stem in _rank_positive(weights):
            for word in self._forms.write_stem(stem, rows, float(weights[stem])):
                if of_language[word.language] < _WORDS:
                    of_language[word.language] += 1
                    found.append(word)
        return found

    def find_telling_concepts(self, rows: Bools) -> list[str]:
        """The concepts that tell the marked statements from the others, the most telling first."""
        weights = _weigh_columns(self._concepts, self._said, rows)
        names = [self._concept_names[number] for number in _rank_positive(weights)]
        return [name.replace("_", " ") for name in names[:_CONCEPTS]]


def _weigh_columns(marks: Any, said: Floats, rows: Bools) -> Floats:
    """For each column, how much more often the marked rows have it than the others, as z.

    `marks` is statements x columns, `said` how often each statement was made. Weighted log odds
    ratios with an informative prior (Monroe, Colaresi & Quinn 2008, doi:10.1093/pan/mpn018).
    """
    import numpy as np

    everywhere = np.asarray(marks.T @ said).ravel()
    here = np.asarray(marks[rows].T @ said[rows]).ravel()
    there = everywhere - here
    prior = _PRIOR * everywhere / max(everywhere.sum(), 1)
    inside, outside = here.sum() + _PRIOR, there.sum() + _PRIOR
    with np.errstate(divide="ignore", invalid="ignore"):
        odds_here = np.log((here + prior) / (inside - here - prior))
        odds_there = np.log((there + prior) / (outside - there - prior))
        spread = np.sqrt(1 / (here + prior) + 1 / (there + prior))
        weights: Floats = np.nan_to_num((odds_here - odds_there) / spread)
    # What nobody wrote here cannot tell anything.
    weights[here == 0] = 0
    return weights


def _rank_positive(weights: Floats) -> list[int]:
    """The columns that speak for the marked rows, the heaviest first."""
    ranked = (-weights).argsort(kind="stable").tolist()
    return [column for column in ranked if weights[column] > 0]


@dataclass(frozen=True)
class _Form:
    """A word as it was written once."""

    row: int
    text: str
    language: str
    people: frozenset[int]
    is_name: bool
    """With a capital in the middle of a sentence."""


class _WrittenForms:
    """How the words of each stem are written, and by whom."""

    def __init__(self) -> None:
        self._of_stem: dict[int, list[_Form]] = {}

    def add_form(self, stem: int, form: _Form) -> None:
        self._of_stem.setdefault(stem, []).append(form)

    def write_stem(self, stem: int, rows: Bools, weight: float) -> list[TellingWord]:
        """The commonest form of a stem in each language, where enough people wrote it."""
        by_language: dict[str, list[_Form]] = {}
        for form in self._of_stem.get(stem, ()):
            if rows[form.row]:
                by_language.setdefault(form.language, []).append(form)
        words = []
        for language, forms in sorted(by_language.items()):
            people = frozenset[int]().union(*(form.people for form in forms))
            named = sum(form.is_name for form in forms)
            # What is mostly written with a capital is a name, and a code is not called by one.
            if len(people) < _PEOPLE or 2 * named > len(forms):
                continue
            (text, _), *_ = Counter(form.text for form in forms).most_common(1)
            words.append(TellingWord(text, language, weight, len(people)))
        return words


def _collect_forms(
    statements: Sequence[Statement], corpus: Corpus, stops: frozenset[str]
) -> _WrittenForms:
    forms = _WrittenForms()
    for row, statement in enumerate(statements):
        people = frozenset(answer.respondent for answer in statement.twins)
        for place, (written, word) in enumerate(list_written_words(statement.text)):
            if not is_telling(word, stops):
                continue
            number = corpus.vocabulary[word]
            is_name = place > 0 and written[:1].isupper() and not written.isupper()
            form = _Form(row, written.casefold(), statement.answer.language, people, is_name)
            forms.add_form(int(corpus.stem_of_word[number]), form)
    return forms
