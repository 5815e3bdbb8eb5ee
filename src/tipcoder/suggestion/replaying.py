"""Finished work read again as if nobody had: what the tool would have suggested, and what one would
have read first.

Everything is drawn by respondent, because a respondent repeats herself, and with a fixed seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.suggestion.measuring import average_precision, recall_at, top_right
from tipcoder.suggestion.suggester import Suggester

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_REFITTED_EACH = 10
"""Labels up to which the plain classifier is trained anew after each; later only after each tenth
part more."""
_STRENGTH = 10.0
"""C of the plain classifier: it does better so than with 1."""


@dataclass(frozen=True)
class FinishedAnswers:
    """What people finished: rows of a suggester that knows all texts of the study, with nothing
    judged.
    """

    suggester: Suggester
    carried: Mapping[int, frozenset[str]]
    """The codes of each finished row; a text that a respondent repeats stands once."""
    respondents: Mapping[int, str]
    """Who wrote it."""

    @property
    def rows(self) -> list[int]:
        """The finished rows, in order."""
        return list(self.carried)

    def group_by_respondent(self) -> dict[str, list[int]]:
        """The finished rows of each respondent, who are in alphabetical order."""
        out: dict[str, list[int]] = {name: [] for name in sorted(set(self.respondents.values()))}
        for row in self.carried:
            out[self.respondents[row]].append(row)
        return out

    def list_rows_with(self, code: str) -> list[int]:
        """Rows that carry a code."""
        return [row for row, codes in self.carried.items() if code in codes]


class Quality(NamedTuple):
    """Of one set of unseen answers."""

    ap: float
    """Mean over codes that the answers carry."""
    recall_3: float
    top_right: float


class RespondentSplit(NamedTuple):
    """Rows that are known and rows that are asked for; no respondent is in both."""

    known: list[int]
    asked: list[int]


def draw_splits(
    finished: FinishedAnswers, labels: int, draws: int, seed: int
) -> Iterator[RespondentSplit]:
    """Respondents in random order until there are `labels` answers; the last one's surplus is left
    out.
    """
    import numpy as np

    random = np.random.default_rng([seed, labels])
    rows = finished.group_by_respondent()
    names = list(rows)
    for _ in range(draws):
        known: list[int] = []
        asked: list[int] = []
        for at in random.permutation(len(names)):
            mine = rows[names[at]]
            if len(known) < labels:
                known += mine[: labels - len(known)]
            else:
                asked += mine
        yield RespondentSplit(known, asked)


def draw_resamples(finished: FinishedAnswers, draws: int, seed: int) -> Iterator[RespondentSplit]:
    """Nothing known; the answers of as many respondents as there are, drawn with replacement: for n
    = 0.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    rows = list(finished.group_by_respondent().values())
    for _ in range(draws):
        yield RespondentSplit(
            [], [row for at in random.integers(len(rows), size=len(rows)) for row in rows[at]]
        )


def measure_tool(finished: FinishedAnswers, split: RespondentSplit) -> Quality:
    """The tool's suggestions for the asked answers after it learned from the known ones."""
    found = finished.suggester
    for row in split.known:
        found.record_judgement(row, finished.carried[row], read=True)
    for code in found.list_due_refits():
        found.refit_classifier(code)
    scored = [found.rank_codes(row) for row in split.asked]
    ranked = [[code for code, _ in pairs] for pairs in scored]
    of_row = [dict(pairs) for pairs in scored]
    by_code = {code.key: [scores[code.key] for scores in of_row] for code in found.codes}
    for row in split.known:
        found.record_judgement(row, (), read=False)
    return _measure_quality(finished, split, ranked, by_code)


def measure_classifier(finished: FinishedAnswers, split: RespondentSplit, words: Any) -> Quality:
    """The same of logistic regression on `words`, tf-idf of words and pairs; a code without
    carriers scores 0.
    """
    import numpy as np

    keys = [code.key for code in finished.suggester.codes]
    by_code: dict[str, list[float]] = {}
    for key in keys:
        carries = np.array([key in finished.carried[row] for row in split.known], bool)
        if carries.any() and not carries.all():
            scores = _score_by_regression(words, split.known, carries)[split.asked] + math.log(
                carries.mean()
            )
        else:
            scores = np.full(len(split.asked), -np.inf)
        by_code[key] = scores.tolist()
    return _measure_quality(
        finished, split, _rank_by_scores(keys, by_code, len(split.asked)), by_code
    )


def measure_random_order(finished: FinishedAnswers, split: RespondentSplit, seed: int) -> Quality:
    """The same of dice."""
    import numpy as np

    keys = [code.key for code in finished.suggester.codes]
    drawn = np.random.default_rng([seed, len(split.known)]).random((len(keys), len(split.asked)))
    by_code = {key: drawn[n].tolist() for n, key in enumerate(keys)}
    return _measure_quality(
        finished, split, _rank_by_scores(keys, by_code, len(split.asked)), by_code
    )


def _rank_by_scores(
    keys: Sequence[str], by_code: dict[str, list[float]], count: int
) -> list[list[str]]:
    return [sorted(keys, key=lambda key: -by_code[key][row]) for row in range(count)]


def _measure_quality(
    finished: FinishedAnswers,
    split: RespondentSplit,
    ranked: Sequence[Sequence[str]],
    by_code: dict[str, list[float]],
) -> Quality:
    carried = [finished.carried[row] for row in split.asked]
    found = [
        average_precision(scores, [key in codes for codes in carried])
        for key, scores in by_code.items()
    ]
    known = [ap for ap in found if not math.isnan(ap)]
    ap = sum(known) / len(known) if known else math.nan
    return Quality(ap, recall_at(ranked, carried), top_right(ranked, carried))


def read_likeliest(finished: FinishedAnswers, code: str, rows: Sequence[int]) -> dict[int, int]:
    """Place of each carrier among `rows` when the likeliest is always read next and every judgement
    is learned.

    From nothing but the codebook. Stops at the last carrier; what comes after it costs nothing more
    to know.
    """
    found = finished.suggester
    scores: Callable[[], Floats] = lambda: found.score_texts(code)  # noqa: E731

    def learn_judgement(row: int, carries: bool) -> None:
        found.record_judgement(
            row, [code] if carries else (), () if carries else [code], read=False
        )

    places, seen = _read_in_order(finished, code, rows, scores, learn_judgement)
    for row in seen:
        found.record_judgement(row, (), read=False)
    return places


def read_plainly(
    finished: FinishedAnswers, code: str, rows: Sequence[int], words: Any, seed: int
) -> dict[int, int]:
    """The same with logistic regression on tf-idf, at random until both kinds have been seen."""
    import numpy as np

    drawn = np.random.default_rng(seed).random(words.shape[0])
    known: list[int] = []
    carries: list[bool] = []
    state: dict[str, Any] = {"scores": drawn, "next": 0}

    def score_rows() -> Floats:
        if len(known) >= state["next"] and any(carries) and not all(carries):
            state["scores"] = _score_by_regression(words, known, np.array(carries))
            state["next"] = len(known) + max(1, len(known) // _REFITTED_EACH)
        found: Floats = state["scores"]
        return found

    def learn_label(row: int, there: bool) -> None:
        known.append(row)
        carries.append(there)

    return _read_in_order(finished, code, rows, score_rows, learn_label)[0]


def _read_in_order(
    finished: FinishedAnswers,
    code: str,
    rows: Sequence[int],
    scores: Callable[[], Floats],
    learn: Callable[[int, bool], None],
) -> tuple[dict[int, int], list[int]]:
    import numpy as np

    pile = np.array(rows)
    left = np.ones(len(pile), bool)
    wanted = sum(code in finished.carried[row] for row in rows)
    places: dict[int, int] = {}
    seen: list[int] = []
    while len(places) < wanted:
        at = int(np.argmax(np.where(left, scores()[pile], -np.inf)))
        left[at] = False
        row = int(pile[at])
        seen.append(row)
        there = code in finished.carried[row]
        if there:
            places[row] = len(seen)
        learn(row, there)
    return places, seen


def build_word_matrix(texts: Sequence[str]) -> Any:
    """tf-idf of words and pairs of words, as scikit-learn makes it: what people try first."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts).tocsr()
    except ValueError:
        # No text has a word of two letters.
        return sparse.csr_matrix((len(texts), 1))


def _score_by_regression(words: Any, rows: Sequence[int], carries: Any) -> Floats:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    known = words[list(rows)]
    active = np.unique(known.indices)
    if not len(active):
        return np.zeros(words.shape[0])
    model = LogisticRegression(
        C=_STRENGTH, class_weight="balanced", solver="liblinear", random_state=0
    )
    model.fit(known[:, active], carries)
    weights = np.zeros(words.shape[1])
    weights[active] = model.coef_[0]
    found: Floats = words @ weights + float(model.intercept_[0])
    return found
