"""Finished work read again as if it were unread.

What would the tool have suggested, and what would one have read first? Everything is drawn by
respondent, because a respondent repeats herself, and with a fixed seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.suggestion.measuring import average_precision, recall_at, top_right
from tipcoder.suggestion.plain_classifier import PlainReader, score_by_regression
from tipcoder.suggestion.suggester import Suggester, TextJudgement

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

_NOTHING = TextJudgement((), (), False)


@dataclass(frozen=True)
class FinishedAnswers:
    """What people finished, as rows of a suggester.

    It knows all texts of the study, and nothing is judged.
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
        names = sorted(set(self.respondents.values()))
        rows_of: dict[str, list[int]] = {name: [] for name in names}
        for row in self.carried:
            rows_of[self.respondents[row]].append(row)
        return rows_of

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
    """Respondents in random order until there are `labels` answers; the others are asked for.

    The surplus of the last known respondent is left out.
    """
    import numpy as np

    random = np.random.default_rng([seed, labels])
    rows = finished.group_by_respondent()
    names = list(rows)
    for _ in range(draws):
        known: list[int] = []
        asked: list[int] = []
        for at in random.permutation(len(names)):
            of_respondent = rows[names[at]]
            missing = labels - len(known)
            if missing > 0:
                known += of_respondent[:missing]
            else:
                asked += of_respondent
        yield RespondentSplit(known, asked)


def draw_resamples(finished: FinishedAnswers, draws: int, seed: int) -> Iterator[RespondentSplit]:
    """Nothing known; as many respondents as there are, drawn with replacement: for 0 labels."""
    import numpy as np

    random = np.random.default_rng(seed)
    rows = list(finished.group_by_respondent().values())
    for _ in range(draws):
        asked: list[int] = []
        for at in random.integers(len(rows), size=len(rows)):
            asked += rows[at]
        yield RespondentSplit([], asked)


def measure_tool(finished: FinishedAnswers, split: RespondentSplit) -> Quality:
    """The tool's suggestions for the asked answers after it learned from the known ones."""
    suggester = finished.suggester
    known = {row: TextJudgement(finished.carried[row], (), True) for row in split.known}
    suggester.record_judgements(known)
    for code in suggester.list_due_refits():
        suggester.refit_classifier(code)

    ranked: list[list[str]] = []
    by_code: dict[str, list[float]] = {code.key: [] for code in suggester.codes}
    for row in split.asked:
        scored = suggester.rank_codes(row)
        ranked.append([key for key, _ in scored])
        for key, score in scored:
            by_code[key].append(score)

    # The next draw starts from nothing again.
    suggester.record_judgements(dict.fromkeys(split.known, _NOTHING))
    return _measure_quality(finished, split, ranked, by_code)


def measure_classifier(finished: FinishedAnswers, split: RespondentSplit, words: Any) -> Quality:
    """The same of logistic regression on `words`, tf-idf of words and pairs.

    A code of which the known answers are all alike comes last.
    """
    import numpy as np

    by_code: dict[str, list[float]] = {}
    for code in finished.suggester.codes:
        carries = np.array([code.key in finished.carried[row] for row in split.known], bool)
        scores = np.full(len(split.asked), -np.inf)
        if carries.any() and not carries.all():
            # Balanced classes forget how frequent a code is, so its share is added again.
            prior = math.log(carries.mean())
            scores = score_by_regression(words, split.known, carries)[split.asked] + prior
        by_code[code.key] = scores.tolist()
    return _measure_quality(finished, split, _rank_by_scores(by_code, len(split.asked)), by_code)


def measure_random_order(finished: FinishedAnswers, split: RespondentSplit, seed: int) -> Quality:
    """The same of dice."""
    import numpy as np

    codes = finished.suggester.codes
    shape = (len(codes), len(split.asked))
    drawn = np.random.default_rng([seed, len(split.known)]).random(shape)
    by_code = {code.key: drawn[n].tolist() for n, code in enumerate(codes)}
    return _measure_quality(finished, split, _rank_by_scores(by_code, len(split.asked)), by_code)


def _rank_by_scores(by_code: Mapping[str, Sequence[float]], count: int) -> list[list[str]]:
    """For each of `count` answers the codes by their score, ties in codebook order."""
    ranked = []
    for row in range(count):
        scores_of_row = {key: scores[row] for key, scores in by_code.items()}
        # Sorting backwards keeps the order of what is equal, too.
        ranked.append(sorted(scores_of_row, key=scores_of_row.__getitem__, reverse=True))
    return ranked


def _measure_quality(
    finished: FinishedAnswers,
    split: RespondentSplit,
    ranked: Sequence[Sequence[str]],
    by_code: dict[str, list[float]],
) -> Quality:
    carried = [finished.carried[row] for row in split.asked]
    precisions = []
    for key, scores in by_code.items():
        precision = average_precision(scores, [key in codes for codes in carried])
        # It does not exist for a code that none of the answers carries.
        if not math.isnan(precision):
            precisions.append(precision)
    ap = sum(precisions) / len(precisions) if precisions else math.nan
    return Quality(ap, recall_at(ranked, carried), top_right(ranked, carried))


def read_likeliest(finished: FinishedAnswers, code: str, rows: Sequence[int]) -> dict[int, int]:
    """Place of each carrier when the likeliest of `rows` is always read next.

    Every judgement is learned, from nothing but the codebook at first. Stops at the last carrier;
    what comes after it costs nothing more to know.
    """
    suggester = finished.suggester

    def score_rows() -> Floats:
        return suggester.score_texts(code)

    def learn_judgement(row: int, carries: bool) -> None:
        if carries:
            suggester.record_judgement(row, [code], (), read=False)
        else:
            suggester.record_judgement(row, (), [code], read=False)

    places, seen = _read_in_order(finished, code, rows, score_rows, learn_judgement)
    suggester.record_judgements(dict.fromkeys(seen, _NOTHING))
    return places


def read_plainly(
    finished: FinishedAnswers, code: str, rows: Sequence[int], words: Any, seed: int
) -> dict[int, int]:
    """The same with logistic regression on tf-idf, at random until both kinds have been seen."""
    reader = PlainReader(words, seed)
    places, _ = _read_in_order(finished, code, rows, reader.score_texts, reader.learn_label)
    return places


def _read_in_order(
    finished: FinishedAnswers,
    code: str,
    rows: Sequence[int],
    scores: Callable[[], Floats],
    learn: Callable[[int, bool], None],
) -> tuple[dict[int, int], list[int]]:
    """The place of each carrier, and the rows that were read, in order."""
    import numpy as np

    unread = np.array(rows)
    is_unread = np.ones(len(unread), bool)
    wanted = sum(code in finished.carried[row] for row in rows)
    places: dict[int, int] = {}
    seen: list[int] = []
    while len(places) < wanted:
        # Scores change with every judgement, so the next one is looked for each time.
        scores_left = np.where(is_unread, scores()[unread], -np.inf)
        at = int(np.argmax(scores_left))
        is_unread[at] = False
        row = int(unread[at])
        seen.append(row)
        carries = code in finished.carried[row]
        if carries:
            places[row] = len(seen)
        learn(row, carries)
    return places, seen
