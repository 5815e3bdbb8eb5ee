"""How long it takes to look for what names somebody in all answers of a study,
from a cold start.
"""

from __future__ import annotations

import csv
import itertools
import time

from benchmarks.studies import QUESTIONS, ROOT

ANSWERS, RESPONDENTS = 2_000, 500
PROMISED = 10.0
"""Seconds for 2,000 answers, the tables and the forms of every name included."""


HOSTILE = (
    "1 2 ",
    "Aa ",
    "1-",
    "Ministry of ",
    "No. ",
    "12 ",
    "Mr Aa ",
    "HALIN ",
    "a.b.",
    "Ley ",
    "www.",
    "we the only ",
)
"""Repeated for a hundred thousand characters, each makes careless patterns take minutes."""
HOSTILE_LENGTH = 100_000
HOSTILE_PROMISED = 10.0


def worst() -> tuple[float, str]:
    """Seconds for the slowest of the hostile texts, and which it is."""
    from tipcoder.privacy.detection import Detector, build_known_entities
    from tipcoder.privacy.name_forms import build_forms
    from tipcoder.privacy.rare_words import build_vocabulary
    from tipcoder.workbench.redaction.detector import load_gazetteer

    forms = build_forms([("Harbour Light Network (HALIN)", "1")], [("Ada Brindle", "1")], [])
    detector = Detector(
        build_known_entities(forms, load_gazetteer(), build_vocabulary([])), load_gazetteer()
    )
    took = []
    for piece in HOSTILE:
        text = piece * (HOSTILE_LENGTH // len(piece))
        begun = time.perf_counter()
        detector.find_proposals(text, "1", ("US",))
        took.append((time.perf_counter() - begun, piece))
    return max(took)


def seconds() -> tuple[float, int, int]:
    """Seconds, characters read and proposals made;
    names and texts are those of the fictional study, varied.
    """
    from tipcoder.privacy.detection import Detector, build_known_entities
    from tipcoder.privacy.name_forms import build_forms
    from tipcoder.privacy.rare_words import build_vocabulary
    from tipcoder.workbench.redaction.detector import load_gazetteer

    with (ROOT / "data" / "demo" / "survey.csv").open(encoding="utf-8", newline="") as file:
        demo = list(csv.DictReader(file))
    endings = ("", "Norte", "of the Lakes", "Plus", "Юг")
    numbered = enumerate(itertools.islice(itertools.cycle(demo), RESPONDENTS))
    names = [
        (f"{row['organisation']} {endings[n % len(endings)]}".strip(), str(n))
        for n, row in numbered
    ]
    persons = [(row["contact"], str(n)) for n, row in enumerate(demo)]
    texts = [row[q] for q in QUESTIONS for row in demo if row[q] not in ("", "NA", "REDACTED")]
    # The number keeps answers from being one another's duplicates.
    answers = [
        f"{text} {n}" for n, text in enumerate(itertools.islice(itertools.cycle(texts), ANSWERS))
    ]
    begun = time.perf_counter()
    used = build_vocabulary((str(n % RESPONDENTS), text) for n, text in enumerate(answers))
    detector = Detector(
        build_known_entities(build_forms(names, persons, []), load_gazetteer(), used),
        load_gazetteer(),
        ("US Embassy",),
        used,
    )
    found = sum(
        len(detector.find_proposals(text, str(n % RESPONDENTS), ("KG",)))
        for n, text in enumerate(answers)
    )
    return time.perf_counter() - begun, sum(map(len, answers)), found
