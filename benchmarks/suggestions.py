"""How good suggestions are on what people coded in the founding study:
every promise beside what is measured.

Read from the evidence folder at run time; drawn by respondent, fixed seeds. Suggestions know all
answers of the study, as they would in use, and only the labels named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from benchmarks import gold, headline
from benchmarks.results import Line, keep
from tipcoder.language.detection import Utterance, detect_languages
from tipcoder.suggestion.evaluation import average_over_codes
from tipcoder.suggestion.measuring import ReadingCost, estimate_random_reading, measure_reading
from tipcoder.suggestion.plain_classifier import build_word_matrix
from tipcoder.suggestion.replaying import (
    FinishedAnswers,
    Quality,
    RespondentSplit,
    draw_resamples,
    draw_splits,
    measure_classifier,
    measure_random_order,
    measure_tool,
    read_likeliest,
    read_plainly,
)
from tipcoder.suggestion.suggester import Suggester, SuggesterText

LANGUAGES = ("en", "es", "ru")
DRAWS = 30
SEED = 7
_SHORT = 15
"""Characters of the answers whose language is hardest to tell."""
_FEW = 2
_WITHOUT_PROFILE = {"bs": "hr"}
"""Bosnian is told from Croatian by nobody's letters;
it is called so where the study declares it.
"""


def measure() -> None:
    """Print the table and keep it in RESULTS.md."""
    if not gold.is_here():
        print("the evidence folder is not here: suggestions are not measured")
        return
    lines = [*languages(), *assistants(), *untouched(), *citations(), *transfer()]
    keep("suggestions", lines)
    keep("offers", [*headline.headline(), *headline.contrast()])


def languages() -> Iterator[Line]:
    """Share of right languages among answers that a person read because they are hard."""
    said = gold.answers(gold.every_column(), repeated=True)
    read = gold.languages_read()
    detected = detect_languages(
        [Utterance(a.text, a.respondent, a.question) for a in said], LANGUAGES
    )
    right: list[tuple[bool, int]] = []
    for answer, found in zip(said, detected, strict=True):
        language = read.get((answer.respondent, answer.case, answer.question))
        if language not in (None, "und"):
            right.append(
                (found.language in (language, _WITHOUT_PROFILE.get(language)), len(answer.text))
            )
    short = [ok for ok, length in right if length <= _SHORT]
    yield Line(
        "language of hard answers",
        mean([ok for ok, _ in right]),
        None,
        0.99,
        f"{len(right)} answers",
    )
    yield Line(f"  of up to {_SHORT} characters", mean(short), None, 0.97, f"{len(short)} answers")


class Coded(NamedTuple):
    """Answers with labels among all answers of the study, and what plain methods see of them."""

    finished: FinishedAnswers
    words: Any


def _coded(question: str) -> Coded:
    labels = gold.assistants(question)
    said = gold.answers(gold.open_questions())
    codes = list(gold.assistants_codebook(question).codes.values())
    texts = [
        SuggesterText(a.text, a.question, language)
        for a, language in zip(said, gold.detected(said), strict=True)
    ]
    suggester = Suggester(texts, codes, gold.concepts(), LANGUAGES)
    rows = [
        n for n, a in enumerate(said) if a.question == question and (a.respondent, a.case) in labels
    ]
    carried = {row: labels[said[row].respondent, said[row].case] for row in rows}
    finished = FinishedAnswers(suggester, carried, {row: said[row].respondent for row in rows})
    return Coded(finished, build_word_matrix([a.text for a in said]))


def assistants() -> Iterator[Line]:
    """The assistants' codes on why officials mention the tier."""
    finished, words = _coded(gold.REASONS)
    size = len(finished.rows)
    none = list(draw_resamples(finished, DRAWS, SEED))
    whole = measure_tool(finished, RespondentSplit([], finished.rows))
    spread_of = _spreads([measure_tool(finished, split) for split in none])
    dice = _means(
        [
            measure_random_order(finished, RespondentSplit([], finished.rows), n)
            for n in range(DRAWS)
        ]
    )
    note = f"{size} answers, random {dice.ap:.2f} / {dice.recall_3:.2f}"
    yield Line("assistants' codes, no labels: macro AP", whole.ap, spread_of.ap, 0.45, note)
    yield Line(
        "  recall@3",
        whole.recall_3,
        spread_of.recall_3,
        0.58,
        f"with evidence {_shown(finished):.2f}",
    )
    drawn = list(draw_splits(finished, 50, DRAWS, SEED))
    found = [measure_tool(finished, split) for split in drawn]
    mid, wide, flat = (
        _means(found),
        _spreads(found),
        _means([measure_classifier(finished, split, words) for split in drawn]),
    )
    # What labels have taught can be seen only beside the same answers without any.
    bare = _means([measure_tool(finished, RespondentSplit([], split.asked)) for split in drawn])
    note = (
        f"{len(drawn[0].asked)} asked; without labels on the same {bare.ap:.3f}; tf-idf and "
        f"regression {flat.ap:.2f} / {flat.recall_3:.2f} / {flat.top_right:.2f}"
    )
    yield Line("assistants' codes, 50 labels: macro AP", mid.ap, wide.ap, 0.50, note)
    note = f"without labels on the same {bare.recall_3:.3f}"
    yield Line("  recall@3", mid.recall_3, wide.recall_3, 0.68, note)
    note = f"without labels on the same {bare.top_right:.3f}"
    yield Line("  top one right", mid.top_right, wide.top_right, 0.45, note)
    yield headline.describe_worths(
        "  the same, worth of the cold start", _try_worths(finished, drawn)
    )
    read, flat_read, dice_read = [], [], []
    for code in finished.suggester.codes:
        carriers = finished.list_rows_with(code.key)
        if len(carriers) >= _FEW:
            read.append(_reading(read_likeliest(finished, code.key, finished.rows), size))
            flat_read.append(
                _reading(read_plainly(finished, code.key, finished.rows, words, SEED), size)
            )
            dice_read.append(estimate_random_reading(len(carriers), size))
    yield _to_95("assistants' codes", read, flat_read, dice_read, 0.48)


def _try_worths(finished: FinishedAnswers, drawn: Sequence[RespondentSplit]) -> Any:
    """Draws x worths of the cold start: macro AP after the labels of each draw."""
    import numpy as np

    found = np.zeros((len(drawn), len(headline.WORTHS)))
    for draw, split in enumerate(drawn):
        for at, worth in enumerate(headline.WORTHS):
            with headline.cold_worth(worth):
                found[draw, at] = measure_tool(finished, split).ap
    return found


def untouched() -> Iterator[Line]:
    """The assistants' codes on two questions that nothing was ever tuned on:
    what a new codebook may expect.
    """
    for question, what in (
        (gold.READERS, "who else used the report"),
        (gold.PARTNERS, "other partners"),
    ):
        finished = _coded(question).finished
        everything = RespondentSplit([], finished.rows)
        whole, dice = (
            measure_tool(finished, everything),
            _means([measure_random_order(finished, everything, n) for n in range(DRAWS)]),
        )
        spread = _spreads(
            [measure_tool(finished, split) for split in draw_resamples(finished, DRAWS, SEED)]
        )
        note = f"{len(finished.rows)} answers, random {dice.ap:.2f} / {dice.recall_3:.2f}"
        yield Line(f"never tuned on, no labels: {what}: macro AP", whole.ap, spread.ap, None, note)
        yield Line("  recall@3", whole.recall_3, spread.recall_3, None)


def citations() -> Iterator[Line]:
    """Respondents whom the article cites for a claim, among all who say something
    where it may be read.
    """
    claims = [claim for claim in gold.claims() if len(claim.cited) >= _FEW]
    codes = [claim.code for claim in gold.claims()]
    said = gold.answers(gold.open_questions())
    cold, read, flat_read, dice_read = [], [], [], []
    for claim in claims:
        finished = _people(claim, codes, said)
        size, carriers = len(finished.rows), finished.list_rows_with(claim.code.key)
        if len(carriers) < _FEW:
            continue
        order = finished.suggester.rank_texts(claim.code.key).tolist()
        cold.append(measure_reading([order.index(row) + 1 for row in carriers], size))
        read.append(_reading(read_likeliest(finished, claim.code.key, finished.rows), size))
        words = build_word_matrix([text.text for text in finished.suggester.texts])
        flat_read.append(
            _reading(read_plainly(finished, claim.code.key, finished.rows, words, SEED), size)
        )
        dice_read.append(estimate_random_reading(len(carriers), size))
    for share, promise in (("10", 0.62), ("20", 0.75)):
        values = [getattr(one, f"found_{share}") for one in cold]
        note = f"{len(cold)} claims, random .{share}"
        yield Line(
            f"cited respondents in the first {share} %, cold",
            mean(values),
            _error(values),
            promise,
            note,
        )
    yield _to_95("citations", read, flat_read, dice_read, 0.38)


def _people(claim: gold.Claim, codes: Sequence[Any], said: Sequence[gold.Said]) -> FinishedAnswers:
    """A respondent is one text: everything that she says where the claim may be read."""
    texts: dict[str, list[str]] = {}
    for answer in said:
        if answer.question in claim.code.questions:
            texts.setdefault(answer.respondent, []).append(answer.text)
    people = sorted(texts)
    suggester = Suggester(
        [SuggesterText("\n".join(texts[name])) for name in people],
        codes,
        gold.concepts(),
        LANGUAGES,
    )
    key = frozenset([claim.code.key])
    carried = {row: key if name in claim.cited else frozenset() for row, name in enumerate(people)}
    return FinishedAnswers(suggester, carried, dict(enumerate(people)))


def transfer() -> Iterator[Line]:
    """English labels only, asked in the other languages: which question does an answer answer?"""
    import numpy as np

    book = gold.topics_codebook()
    topic_of = {question: code.key for code in book.codes.values() for question in code.questions}
    said = gold.answers(tuple(topic_of))
    codes = [replace(code, questions=()) for code in book.codes.values()]
    texts = [
        SuggesterText(a.text, "", language)
        for a, language in zip(said, gold.detected(said), strict=True)
    ]
    suggester = Suggester(texts, codes, gold.concepts(), LANGUAGES)
    carried = {row: frozenset([topic_of[a.question]]) for row, a in enumerate(said)}
    finished = FinishedAnswers(
        suggester, carried, {row: a.respondent for row, a in enumerate(said)}
    )
    spoken = gold.languages(said)
    english = [row for row, language in enumerate(spoken) if language == "en"]
    others = [row for row, language in enumerate(spoken) if language not in ("en", "und", "?")]
    random = np.random.default_rng(SEED)
    drawn = [
        RespondentSplit(random.choice(english, 100, replace=False).tolist(), others)
        for _ in range(DRAWS)
    ]
    found = [measure_tool(finished, split) for split in drawn]
    words = build_word_matrix([a.text for a in said])
    flat = _means([measure_classifier(finished, split, words) for split in drawn])
    bare = measure_tool(finished, RespondentSplit([], others))
    note = (
        f"{len(others)} asked; without labels on the same {bare.ap:.3f}; tf-idf and regression "
        f"{flat.ap:.2f}"
    )
    yield Line(
        "100 English labels, other languages: AP", _means(found).ap, _spreads(found).ap, 0.40, note
    )


def _to_95(
    name: str,
    read: list[ReadingCost],
    flat: list[ReadingCost],
    dice: list[ReadingCost],
    promise: float,
) -> Line:
    values, plainly, by_chance = ([one.read_for_95 for one in some] for some in (read, flat, dice))
    note = (
        f"{len(values)} codes, tf-idf and regression {mean(plainly):.2f}, random "
        f"{mean(by_chance):.2f}"
    )
    return Line(f"read for 95 %: {name}", mean(values), _error(values), promise, note, less=True)


def _reading(places: dict[int, int], size: int) -> ReadingCost:
    return measure_reading(list(places.values()), size)


def _shown(finished: FinishedAnswers) -> float:
    """Recall@3 of what a coder is shown: only suggestions with evidence."""
    put = hit = 0
    for row, codes in finished.carried.items():
        put += len(codes)
        hit += sum(
            suggestion.code in codes for suggestion in finished.suggester.suggest_codes(row, 3)
        )
    return hit / put


def mean(values: Sequence[float]) -> float:
    """Of those that could be computed."""
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _deviation(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    middle = mean(known)
    return math.sqrt(sum((value - middle) ** 2 for value in known) / max(len(known) - 1, 1))


def _error(values: Sequence[float]) -> float:
    """Half of the bootstrap interval over codes, over 1.96:
    comparable with a deviation over draws.
    """
    found = average_over_codes(values, SEED)
    return (found.high - found.low) / 2 / 1.96


def _of(found: Sequence[Quality], measure: Callable[[Sequence[float]], float]) -> Quality:
    return Quality._make(measure(column) for column in zip(*found, strict=True))


def _means(found: Sequence[Quality]) -> Quality:
    return _of(found, mean)


def _spreads(found: Sequence[Quality]) -> Quality:
    return _of(found, _deviation)
