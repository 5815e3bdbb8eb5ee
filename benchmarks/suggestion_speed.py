"""How long suggestions take on large studies, in processor time:
building, learning a label, and sorting the queue anew.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import gold
from benchmarks.results import Line, keep
from tipcoder.model.codes import Codebook
from tipcoder.suggestion.pattern_weights import PatternWeights
from tipcoder.suggestion.suggester import Suggester, SuggesterText, TextJudgement

SIZES = (10_000, 100_000)
CODES = 15
CODED_WITH = 20
"""Codes of a coded study, of which each of two coders gives an answer 3.6 on average."""
_CODINGS = (3, 4, 4, 3, 4)
_REFITS = 5
_LABELS = 60
_SCREENS = 100
_RARE = 0.07
"""Share of words that hardly any other answer has:
names, places and misspelt words make vocabularies grow.
"""
_SYLLABLES = ("ra", "to", "mi", "sel", "kon", "dar", "pe", "lu", "vin", "gos", "ta", "be")


def measure() -> None:
    """In a process for each size, so that its memory is nobody else's."""
    lines = []
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks", "suggestions-once", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=gold.ROOT)
        found = json.loads(done.stdout)
        large = size == SIZES[-1]
        name = f"{size:,} answers"
        lines.append(
            Line(
                f"{name}: label to sorted queue, ms",
                found["label"],
                None,
                50 if large else 5,
                less=True,
            )
        )
        lines.append(
            Line(
                f"{name}: nine suggestions with evidence, ms", found["suggest"], None, 50, less=True
            )
        )
        ready, refit = 10 if large else 2, None if large else 50
        lines += [
            Line(
                f"{name}, all coded by two: built and learned, s",
                found["coded"],
                None,
                ready,
                f"{CODED_WITH} codes",
                less=True,
            ),
            Line(f"{name}, all coded: refit of a code, ms", found["refit"], None, refit, less=True),
            Line(
                f"{name}, all coded: label to sorted queue, ms",
                found["coded_label"],
                None,
                50 if large else 5,
                less=True,
            ),
        ]
        if large:
            lines.append(
                Line(f"{name}: build, s", found["build"], None, 20, f"{CODES} codes", less=True)
            )
            what = f"{name}: looked through for patterns, s"
            lines.append(Line(what, found["patterns"], None, 30, less=True))
            lines.append(Line(f"{name}: peak memory, MB", found["memory"], None, 1200, less=True))
    keep("speed", lines)


def once(size: int) -> None:
    """One size; prints seconds, milliseconds and megabytes as JSON."""
    texts = invented(size)
    codes = [code for code in gold.shipped_codebook().codes.values() if code.codable][:CODES]
    begun = time.process_time()
    suggester = Suggester(texts, codes, gold.concepts(), ("en", "es", "ru"))
    build = time.process_time() - begun
    draw = random.Random(2)
    labels, screens = [], []
    for n in range(_LABELS):
        row = draw.randrange(size)
        begun = time.process_time()
        suggester.record_judgement(row, [codes[0].key] if n % 3 else [], read=True)
        suggester.rank_texts(codes[0].key)
        labels.append(time.process_time() - begun)
    for _ in range(_SCREENS):
        row = draw.randrange(size)
        begun = time.process_time()
        suggester.suggest_codes(row, 9)
        screens.append(time.process_time() - begun)
    coded = _time_coded(texts, draw)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )
    found = {
        "build": build,
        "label": 1000 * median(labels),
        "suggest": 1000 * median(screens),
        "memory": memory,
        **coded,
    }
    print(json.dumps(found))


def _time_coded(texts: list[SuggesterText], draw: random.Random) -> dict[str, float]:
    """The same study when two coders have finished all of it; in processor time."""
    book = gold.shipped_codebook()
    codes = [code for code in book.codes.values() if code.codable][:CODED_WITH]
    keys = [code.key for code in codes]
    judged = {}
    for row in range(len(texts)):
        given = [draw.sample(keys, draw.choice(_CODINGS)) for _ in range(2)]
        judged[row] = TextJudgement({*given[0], *given[1]}, (), True)

    begun = time.process_time()
    suggester = Suggester(texts, codes, gold.concepts(), ("en", "es", "ru"))
    suggester.record_judgements(judged)
    coded = time.process_time() - begun

    # The first one loads scikit-learn.
    due = suggester.list_due_refits()[: _REFITS + 1]
    refits = [_time_one(partial(suggester.refit_classifier, code)) for code in due]
    labels = []
    for n in range(_LABELS):
        row = draw.randrange(len(texts))
        begun = time.process_time()
        suggester.record_judgement(row, keys[:1] if n % 3 else [], read=True)
        suggester.rank_texts(keys[0])
        labels.append(time.process_time() - begun)
    return {
        "patterns": _time_patterns(texts, book),
        "coded": coded,
        "refit": 1000 * median(refits[1:]),
        "coded_label": 1000 * median(labels),
    }


def _time_patterns(texts: list[SuggesterText], book: Codebook) -> float:
    """Seconds of processor time in which all of them are looked through for all patterns."""
    codes = [code for code in book.codes.values() if code.codable]
    said = [text.text for text in texts]
    patterns = PatternWeights(said, ["en"] * len(said), codes, book.lists)
    return _time_one(patterns.search_more)


def _time_one(work: Callable[[], object]) -> float:
    """Processor time in seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def invented(size: int) -> list[SuggesterText]:
    """Answers of 120 characters on average: words of the demo survey in any order,
    and rare ones.
    """
    draw = random.Random(1)
    with (Path(gold.ROOT) / "data" / "demo" / "survey.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        cells = [
            cell
            for row in csv.DictReader(file)
            for name, cell in row.items()
            if name.startswith("Q")
        ]
    words = [word for cell in cells if len(cell) > 40 for word in cell.split()]

    def word() -> str:
        if draw.random() >= _RARE:
            return draw.choice(words)
        return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(2, 4)))

    return [
        SuggesterText(" ".join(word() for _ in range(draw.randint(8, 31))), f"Q{n % 10}")
        for n in range(size)
    ]
