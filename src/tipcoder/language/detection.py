"""The language of each answer of a survey, told from the answer, the other answers, and its
respondent.

Bayes in one pass. A long text speaks for itself. For the others three things are asked in turn:
their n-grams, with the languages of the long texts as prior; their words, where long texts have
them; and, if they are short, what the respondent writes elsewhere, as far as short answers to the
question go by that. What cannot be told with nine in ten gets UNKNOWN_LANGUAGE, never a silent
guess.

Deterministic, and the order of the answers does not count. Languages are those of langdetect's
profiles, and a few that their script gives away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.language.habits import (
    TOLD,
    Utterance,
    estimate_followed,
    find_habits,
    weigh_habits,
)
from tipcoder.language.letters import TextWords, cut_into_words
from tipcoder.language.profiles import Profiles, load_profiles
from tipcoder.language.word_index import WordIndex
from tipcoder.model.answers import UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats, Ints

__all__ = ["LIKE", "Detected", "Utterance", "detect_languages"]

_WEIGHT = 0.15
"""Of an n-gram: neighbours overlap, and counting each in full would make every text
sure of itself.
"""
_LONG = 60
"""Letters from which on a text may speak for itself."""
_SURE = 0.99
_HANDICAP = 3.0
"""Nats by which a language that nobody declared must do better to be discovered."""
_FEW_WORDS = 8
_FEW_LETTERS = 40
"""The same for scripts without spaces."""
_WORD_ELSEWHERE = 0.5
"""Weight, in texts, of a language in which no long text has the word."""
_WORDS_HEARD = 5
"""More words than this together weigh no more: a longer text has letters enough of its own."""
_FOREIGN_LETTERS = 0.02
"""Share of letters that no profile knows from which on the text is in a language
without a profile.
"""
_MISFIT = -5.55
"""Mean log probability of an n-gram below which a long text is in no language that has a profile.

Of 1,100 long texts in 30 languages the worst had -5.47 in its own; Russian in Latin letters has
-5.62 in its nearest.
"""
_ONLY_LANGUAGE = {
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "SINHALA": "si",
}
"""Of scripts that no profile is written in."""
LIKE = {
    "bs": "hr",
    "cnr": "hr",
    "sh": "hr",
    "sr": "hr",
    "nb": "no",
    "nn": "no",
    "fil": "tl",
    "ms": "id",
}
"""Languages without a profile, and the profile that fits them where they are declared."""


class Detected(NamedTuple):
    """The language of an answer, and what settled it.

    `source`: `script` (one language only is written so), `text` (its own letters), `words` (long
    answers of the survey have them), `respondent` (what they write elsewhere), or `unknown`.
    `confidence` is the probability of the language, or with `unknown` that of the likeliest one,
    which was not enough.
    """

    language: str
    confidence: float
    source: str


def detect_languages(utterances: Sequence[Utterance], languages: Sequence[str]) -> list[Detected]:
    """The language of each utterance. `languages` are the declared ones; others are found if a long
    text is in one.
    """
    spoken = sorted(set(utterances))
    if not spoken:
        return []
    found = dict(zip(spoken, _detect_all(spoken, languages), strict=True))
    return [found[utterance] for utterance in utterances]


def _detect_all(spoken: Sequence[Utterance], languages: Sequence[str]) -> list[Detected]:
    import numpy as np

    profiles = load_profiles()
    stand_ins = _find_stand_ins(languages)
    declared = np.isin(profiles.languages, [*languages, *stand_ins])
    texts = sorted({utterance.text for utterance in spoken})
    words = cut_into_words(texts)
    index = WordIndex(words)
    sums = index.sum_by_text(profiles.score_words(index.vocabulary))
    possible = _find_possible(words, sums, profiles)
    own = _WEIGHT * sums
    unprompted = np.where(declared, own, own - _HANDICAP)

    alone = _compute_posterior(unprompted, possible)
    best, sure = alone.argmax(axis=1), alone.max(axis=1)
    speaks = (sure >= _SURE) & _find_long(words)
    candidates = declared | np.isin(np.arange(len(declared)), best[speaks])
    allowed = possible & candidates
    allowed |= possible & ~allowed.any(axis=1, keepdims=True)
    # A short text in a language of its own would else be taken for the nearest candidate.
    allowed[(sure >= TOLD) & ~allowed[np.arange(len(texts)), best]] = False

    # From here on only with the languages that are left: they are few, and texts may be many.
    left = np.flatnonzero(allowed.any(axis=0))
    allowed, count = allowed[:, left], max(int(candidates.sum()), 1)
    heard = np.where(speaks[:, None] & (left == best[:, None]), 1.0, 0.0)
    total = heard.sum(axis=0)
    of_survey = np.log((total + 1) / (total.sum() + count))
    prompted = own[:, left] + of_survey
    by_letters = np.where(speaks[:, None], unprompted[:, left], prompted)
    heed = np.where(speaks, 0, np.minimum(1, _WORDS_HEARD / np.maximum(index.lengths, 1)))
    word_shares = _compute_word_shares(index.sum_by_word(heard), count)
    by_words = by_letters + heed[:, None] * index.sum_by_text(word_shares)
    first = _compute_posterior(by_letters, allowed)
    second = _compute_posterior(by_words, allowed)

    # So far of texts; what follows is of answers, because one text may come from many respondents.
    rows = _find_rows(texts, spoken)
    few = _find_short(words)
    habits = find_habits(spoken, np.where(few[:, None], 0, second)[rows], count)
    short = few[rows]
    unbiased = _compute_posterior(by_words - of_survey, allowed)
    followed = estimate_followed(spoken, unbiased[rows], habits, short, total)
    heeded = weigh_habits(habits, followed, of_survey)
    third = _compute_posterior(by_words[rows] + np.where(short[:, None], heeded, 0), allowed[rows])

    names = [_name_column(profiles.languages[column], stand_ins) for column in left]
    only = possible.sum(axis=1) == 1
    detected: list[Detected] = []
    for row, last in zip(rows, third, strict=True):
        steps = (first[row], second[row], last)
        detected.append(_choose_language(words[row].script, names, bool(only[row]), steps))
    return detected


def _find_stand_ins(languages: Sequence[str]) -> dict[str, str]:
    """The profile that fits a declared language without one, and that language; the first wins."""
    stand_ins: dict[str, str] = {}
    for name in languages:
        profile = LIKE.get(name)
        if profile is not None and profile not in languages:
            stand_ins.setdefault(profile, name)
    return stand_ins


def _name_column(profile: str, stand_ins: Mapping[str, str]) -> str:
    return stand_ins.get(profile, profile)


def _find_long(words: Sequence[TextWords]) -> Bools:
    """Which texts have letters enough to speak for themselves."""
    import numpy as np

    return np.array([text.letters >= _LONG for text in words])


def _find_short(words: Sequence[TextWords]) -> Bools:
    """Which texts are so short that their respondent's other answers are asked."""
    import numpy as np

    return np.array([text.count < _FEW_WORDS and text.letters < _FEW_LETTERS for text in words])


def _find_rows(texts: Sequence[str], spoken: Sequence[Utterance]) -> Ints:
    """For each utterance the row of its text."""
    import numpy as np

    row_of = {text: row for row, text in enumerate(texts)}
    return np.array([row_of[utterance.text] for utterance in spoken])


def _find_possible(words: Sequence[TextWords], sums: Floats, profiles: Profiles) -> Bools:
    """Which languages a text can be in by its script, and none if it fits no profile."""
    import numpy as np

    columns = {
        script: np.isin(profiles.languages, list(users))
        for script, users in profiles.scripts.items()
    }
    nothing = np.zeros(len(profiles.languages), dtype=bool)
    possible = np.array(
        [nothing if _is_foreign(w, profiles) else columns.get(w.script, nothing) for w in words]
    )
    grams = np.array([3 * sum(map(len, w.words)) + len(w.words) for w in words])
    misfit = np.where(possible, sums, -np.inf).max(axis=1) < _MISFIT * grams
    possible[misfit & _find_long(words)] = False
    return possible


def _is_foreign(words: TextWords, profiles: Profiles) -> bool:
    text = "".join(words.words)
    return not text.isascii() and sum(
        not profiles.knows_letter(letter) for letter in text
    ) > _FOREIGN_LETTERS * len(text)


def _compute_posterior(scores: Floats, allowed: Bools) -> Floats:
    """Probabilities of the allowed languages; all zero where none is."""
    import numpy as np

    masked = np.where(allowed, scores, -np.inf)
    best = masked.max(axis=1, keepdims=True, initial=-np.inf)
    weights = np.exp(masked - np.where(np.isfinite(best), best, 0))
    total = weights.sum(axis=1, keepdims=True)
    posterior: Floats = weights / np.where(total > 0, total, 1)
    return posterior


def _compute_word_shares(counts: Floats, candidates: int) -> Floats:
    """Log share of each language among the long texts that have a word; 0 for a word
    that none has.
    """
    import numpy as np

    seen = counts.sum(axis=1, keepdims=True)
    shares = np.zeros(counts.shape)
    np.log(
        (counts + _WORD_ELSEWHERE) / (seen + _WORD_ELSEWHERE * candidates),
        out=shares,
        where=seen > 0,
    )
    return shares


def _choose_language(
    script: str, names: Sequence[str], only: bool, steps: tuple[Floats, Floats, Floats]
) -> Detected:
    if script in _ONLY_LANGUAGE:
        return Detected(_ONLY_LANGUAGE[script], 1.0, "script")
    confidence = float(steps[-1].max(initial=0))
    if confidence < TOLD:
        return Detected(UNKNOWN_LANGUAGE, confidence, "unknown")
    best = int(steps[-1].argmax())
    if only:
        return Detected(names[best], confidence, "script")
    for step, source in zip(steps, ("text", "words"), strict=False):
        if step[best] >= TOLD:
            return Detected(names[best], confidence, source)
    return Detected(names[best], confidence, "respondent")
