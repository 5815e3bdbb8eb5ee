"""The language of each answer of a survey, told from the answer, the other answers, and its respondent.

Bayes in one pass. A long text speaks for itself. For the others three things are asked in turn: their n-grams, with
the languages of the long texts as prior; their words, where long texts have them; and, if they are short, what the
respondent writes elsewhere, as far as short answers to the question go by that. What cannot be told with nine in ten
gets UNKNOWN_LANGUAGE, never a silent guess.

Deterministic, and the order of the answers does not count. Languages are those of langdetect's profiles, and a few
that their script gives away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.language.letters import TextWords, cut_into_words
from tipcoder.language.profiles import Profiles, load_profiles
from tipcoder.language.word_index import WordIndex
from tipcoder.model import UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

_WEIGHT = 0.15
"""Of an n-gram: neighbours overlap, and counting each in full would make every text sure of itself."""
_LONG = 60
"""Letters from which on a text may speak for itself."""
_SURE = 0.99
_TOLD = 0.9
_HANDICAP = 3.0
"""Nats by which a language that nobody declared must do better to be discovered."""
_FEW_WORDS = 8
_FEW_LETTERS = 40
"""The same for scripts without spaces."""
_WORD_ELSEWHERE = 0.5
"""Weight, in texts, of a language in which no long text has the word."""
_WORDS_HEARD = 5
"""More words than this together weigh no more: a longer text has letters enough of its own."""
_SPOKEN_ELSEWHERE = 0.02
"""Weight, in answers, of a language in which the respondent wrote no long answer."""
_FOLLOWED = 0.98
"""How often a short answer is in the language of the respondent's long ones, before anything is heard of a question."""
_FOLLOWED_WEIGHT = 0.25
"""Answers that this counts as much as."""
_FOREIGN_LETTERS = 0.02
"""Share of letters that no profile knows from which on the text is in a language without a profile."""
_MISFIT = -5.55
"""Mean log probability of an n-gram below which a long text is in no language that has a profile.

Of 1,100 long texts in 30 languages the worst had -5.47 in its own; Russian in Latin letters has -5.62 in its nearest.
"""
_ONLY_LANGUAGE = {"ARMENIAN": "hy", "GEORGIAN": "ka", "KHMER": "km", "LAO": "lo", "MYANMAR": "my", "SINHALA": "si"}
"""Of scripts that no profile is written in."""
LIKE = {"bs": "hr", "cnr": "hr", "sh": "hr", "sr": "hr", "nb": "no", "nn": "no", "fil": "tl", "ms": "id"}
"""Languages without a profile, and the profile that fits them where they are declared."""


class Utterance(NamedTuple):
    """An answer, who gave it, and to which question."""

    text: str
    respondent: str
    question: str = ""


class Detected(NamedTuple):
    """The language of an answer, and what settled it.

    `source`: `script` (one language only is written so), `text` (its own letters), `words` (long answers of the
    survey have them), `respondent` (what they write elsewhere), or `unknown`. `confidence` is the probability of
    the language, or with `unknown` that of the likeliest one, which was not enough.
    """

    language: str
    confidence: float
    source: str


def detect_languages(utterances: Sequence[Utterance], languages: Sequence[str]) -> list[Detected]:
    """The language of each utterance. `languages` are the declared ones; others are found if a long text is in one."""
    spoken = sorted(set(utterances))
    if not spoken:
        return []
    found = dict(zip(spoken, _detect_all(spoken, languages), strict=True))
    return [found[utterance] for utterance in utterances]


def _detect_all(spoken: Sequence[Utterance], languages: Sequence[str]) -> list[Detected]:
    import numpy as np

    profiles = load_profiles()
    stand_ins = {LIKE[name]: name for name in reversed(languages) if name in LIKE and LIKE[name] not in languages}
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
    speaks = (sure >= _SURE) & np.array([w.letters >= _LONG for w in words])
    candidates = declared | np.isin(np.arange(len(declared)), best[speaks])
    allowed = possible & candidates
    allowed |= possible & ~allowed.any(axis=1, keepdims=True)
    # A short text in a language of its own would else be taken for the nearest candidate.
    allowed[(sure >= _TOLD) & ~allowed[np.arange(len(texts)), best]] = False

    # From here on only with the languages that are left: they are few, and texts may be many.
    left = np.flatnonzero(allowed.any(axis=0))
    allowed, count = allowed[:, left], max(int(candidates.sum()), 1)
    heard = np.where(speaks[:, None] & (left == best[:, None]), 1.0, 0.0)
    total = heard.sum(axis=0)
    of_survey = np.log((total + 1) / (total.sum() + count))
    prompted = own[:, left] + of_survey
    by_letters = np.where(speaks[:, None], unprompted[:, left], prompted)
    heed = np.where(speaks, 0, np.minimum(1, _WORDS_HEARD / np.maximum(index.lengths, 1)))
    by_words = by_letters + heed[:, None] * index.sum_by_text(_compute_word_shares(index.sum_by_word(heard), count))
    first, second = _compute_posterior(by_letters, allowed), _compute_posterior(by_words, allowed)

    at = {text: row for row, text in enumerate(texts)}
    rows = np.array([at[utterance.text] for utterance in spoken])
    few = np.array([w.count < _FEW_WORDS and w.letters < _FEW_LETTERS for w in words])
    habits = _find_habits(spoken, np.where(few[:, None], 0, second)[rows], count)
    short = few[rows]
    unbiased = _compute_posterior(by_words - of_survey, allowed)
    followed = _estimate_followed(spoken, unbiased[rows], habits, short, total)
    heeded = _weigh_habits(habits, followed, of_survey)
    third = _compute_posterior(by_words[rows] + np.where(short[:, None], heeded, 0), allowed[rows])

    names = [stand_ins.get(profiles.languages[column], profiles.languages[column]) for column in left]
    only = possible.sum(axis=1) == 1
    return [
        _choose_language(words[row].script, names, bool(only[row]), (first[row], second[row], last))
        for row, last in zip(rows, third, strict=True)
    ]


def _find_possible(words: Sequence[TextWords], sums: Floats, profiles: Profiles) -> Flags:
    """Which languages a text can be in by its script, and none if it fits no profile."""
    import numpy as np

    columns = {script: np.isin(profiles.languages, list(users)) for script, users in profiles.scripts.items()}
    nothing = np.zeros(len(profiles.languages), dtype=bool)
    possible = np.array([nothing if _is_foreign(w, profiles) else columns.get(w.script, nothing) for w in words])
    grams = np.array([3 * sum(map(len, w.words)) + len(w.words) for w in words])
    misfit = np.where(possible, sums, -np.inf).max(axis=1) < _MISFIT * grams
    possible[misfit & np.array([w.letters >= _LONG for w in words])] = False
    return possible


def _is_foreign(words: TextWords, profiles: Profiles) -> bool:
    text = "".join(words.words)
    return not text.isascii() and sum(not profiles.knows_letter(letter) for letter in text) > _FOREIGN_LETTERS * len(
        text
    )


def _compute_posterior(scores: Floats, allowed: Flags) -> Floats:
    """Probabilities of the allowed languages; all zero where none is."""
    import numpy as np

    masked = np.where(allowed, scores, -np.inf)
    best = masked.max(axis=1, keepdims=True, initial=-np.inf)
    weights = np.exp(masked - np.where(np.isfinite(best), best, 0))
    total = weights.sum(axis=1, keepdims=True)
    posterior: Floats = weights / np.where(total > 0, total, 1)
    return posterior


def _compute_word_shares(counts: Floats, candidates: int) -> Floats:
    """Log share of each language among the long texts that have a word; 0 for a word that none has."""
    import numpy as np

    seen = counts.sum(axis=1, keepdims=True)
    shares = np.zeros(counts.shape)
    np.log((counts + _WORD_ELSEWHERE) / (seen + _WORD_ELSEWHERE * candidates), out=shares, where=seen > 0)
    return shares


def _find_habits(spoken: Sequence[Utterance], longer: Floats, candidates: int) -> Floats:
    """For each utterance, log probabilities by what its respondent wrote in longer answers; 0 if nothing."""
    import numpy as np

    numbers: dict[str, int] = {}
    who = np.array([numbers.setdefault(utterance.respondent, len(numbers)) for utterance in spoken])
    sums = np.zeros((len(numbers), longer.shape[1]))
    np.add.at(sums, who, longer)
    total = sums.sum(axis=1, keepdims=True)
    habits: Floats = np.zeros(sums.shape)
    np.log((sums + _SPOKEN_ELSEWHERE) / (total + _SPOKEN_ELSEWHERE * candidates), out=habits, where=total > 0)
    return np.take(habits, who, axis=0)


def _estimate_followed(
    spoken: Sequence[Utterance], alone: Floats, habits: Floats, short: Flags, heard: Floats
) -> Floats:
    """For each utterance how likely a short answer to its question is in the respondent's own language.

    Fields for "other, please specify" are often filled in by whoever typed in or translated the survey. It shows in
    other short answers that can be told by themselves, `alone`, of respondents who else write another language than
    most. What most write is left out of `alone`: it would make English of every Spanish "no".
    """
    import numpy as np

    if not habits.shape[1]:  # no answer of the survey fits any language
        return np.full(len(spoken), _FOLLOWED)
    own = habits.argmax(axis=1)
    tellable = short & habits.any(axis=1) & (own != heard.argmax()) & (alone.max(axis=1) >= _TOLD)
    follows = alone.argmax(axis=1) == own
    numbers: dict[str, int] = {}
    asked = np.array([numbers.setdefault(utterance.question, len(numbers)) for utterance in spoken])
    yes = np.bincount(asked, tellable & follows, len(numbers))[asked] - (tellable & follows)
    all_others = np.bincount(asked, tellable, len(numbers))[asked] - tellable
    shares: Floats = (yes + _FOLLOWED * _FOLLOWED_WEIGHT) / (all_others + _FOLLOWED_WEIGHT)
    return shares


def _weigh_habits(habits: Floats, followed: Floats, of_survey: Floats) -> Floats:
    """What the respondent's languages change, as log probabilities; 0 where nothing is known of them.

    As far as they are followed they take the place of the survey's languages, which `of_survey` gives and which are
    counted in already.
    """
    import numpy as np

    mixed: Floats = followed[:, None] * np.exp(habits - of_survey) + (1 - followed[:, None])
    out: Floats = np.where(habits.any(axis=1, keepdims=True), np.log(mixed), 0)
    return out


def _choose_language(script: str, names: Sequence[str], only: bool, steps: tuple[Floats, Floats, Floats]) -> Detected:
    if script in _ONLY_LANGUAGE:
        return Detected(_ONLY_LANGUAGE[script], 1.0, "script")
    confidence = float(steps[-1].max(initial=0))
    if confidence < _TOLD:
        return Detected(UNKNOWN_LANGUAGE, confidence, "unknown")
    best = int(steps[-1].argmax())
    if only:
        return Detected(names[best], confidence, "script")
    for step, source in zip(steps, ("text", "words"), strict=False):
        if step[best] >= _TOLD:
            return Detected(names[best], confidence, source)
    return Detected(names[best], confidence, "respondent")
