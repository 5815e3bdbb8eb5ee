"""How much of what somebody marked by hand the search for names points at, and how often in vain.

The marks are a file of yours: they point at real people, so none comes with the project. Its
columns are `text`, `start`, `end`, `severity` (high, medium or low) and `kind`. A text is named as
`respondent.case:question` of the founding study's release. Offsets are code points, half-open. A
text that was read and holds nothing has one row without a span.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from benchmarks import gold
from tipcoder.privacy.detection import Detector, build_known_entities
from tipcoder.privacy.hits import HIGH, SEVERITIES, Hit
from tipcoder.privacy.name_forms import build_forms
from tipcoder.privacy.rare_words import build_vocabulary
from tipcoder.workbench.redaction.detector import find_country_code, load_gazetteer

NAME, COUNTRY = "Q1.2", "work.country"
"""Columns of the release: the organisation's name, and the country of its phone numbers."""
HALVES = ("tuned on", "kept aside")


class Mark(NamedTuple):
    """A span that somebody marked."""

    start: int
    end: int
    severity: str
    kind: str


class Read(NamedTuple):
    """A text as a person marked it and as the search reads it."""

    text: str
    respondent: str
    marks: list[Mark]
    hits: list[Hit]


def load_marks(path: Path) -> dict[str, list[Mark]]:
    """Marks by text; a text without any was read and holds nothing."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = marks[row["text"]]
            if row["start"]:
                mark = Mark(int(row["start"]), int(row["end"]), row["severity"], row["kind"])
                found.append(mark)
    return dict(marks)


def choose_half(respondent: str) -> str:
    """Which half of the respondents somebody belongs to; the same in every run."""
    return HALVES[sha256(f"reach {respondent}".encode()).digest()[0] % 2]


def read_texts(marks: Mapping[str, list[Mark]]) -> list[Read]:
    """Every marked text, searched as a study of the release would be."""
    questions = gold.open_questions()
    said = gold.answers(questions)
    languages = gold.languages(said)
    with gold.RELEASE.open(encoding="utf-8", newline="") as file:
        rows = {row["clean.id"]: row for row in csv.DictReader(file)}
    detector = _build_detector(rows, said)

    out = []
    for one, language in zip(said, languages, strict=True):
        name = f"{one.respondent}.{one.case}:{one.question}"
        if name in marks:
            code = find_country_code(rows[one.respondent][COUNTRY])
            regions = (code,) if code else ()
            hits = detector.find_proposals(one.text, one.respondent, regions, language)
            out.append(Read(one.text, one.respondent, marks[name], hits))
    return out


def _build_detector(rows: Mapping[str, dict[str, str]], said: Sequence[gold.Said]) -> Detector:
    template = gold.ROOT / "data" / "templates" / "tip-ngo-survey.toml"
    with template.open("rb") as file:
        definition = tomllib.load(file)
    vocabulary = build_vocabulary((one.respondent, one.text) for one in said)
    names = [(row[NAME], respondent) for respondent, row in rows.items()]
    known = [(name, owner) for name, owner in names if name not in ("", "NA", "REDACTED")]
    places = load_gazetteer()
    entities = build_known_entities(build_forms(known, [], []), places, vocabulary)
    asked = [question["text"] for question in definition["question"]]
    return Detector(entities, places, definition["privacy"]["keep"], vocabulary, questions=asked)


def is_touched(mark: Mark, hits: Iterable[Hit]) -> bool:
    """Whether somebody who looks at the hits sees the mark."""
    return any(hit.start < mark.end and mark.start < hit.end for hit in hits)


def measure(path: Path) -> None:
    """Print what is touched by kind, and precision, for both halves of the respondents."""
    marks = load_marks(path)
    read = read_texts(marks)
    print(f"{len(read)} of {len(marks)} marked texts are in the release")
    for half in (*HALVES, ""):
        part = [one for one in read if half in ("", choose_half(one.respondent))]
        print(f"\n{half or 'all respondents'}: {len(part)} texts")
        _print_touched(part)
        _print_precision(part)


def _print_touched(read: Sequence[Read]) -> None:
    by_kind: dict[str, list[bool]] = defaultdict(list)
    by_severity: dict[str, list[bool]] = defaultdict(list)
    for one in read:
        for mark in one.marks:
            touched = is_touched(mark, one.hits)
            by_severity[mark.severity].append(touched)
            if mark.severity == HIGH:
                by_kind[mark.kind].append(touched)
    for severity in SEVERITIES:
        _print_share(f"{severity}, touched", by_severity[severity])
    for kind in sorted(by_kind):
        _print_share(f"  {HIGH} {kind}", by_kind[kind])


def _print_precision(read: Sequence[Read]) -> None:
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for one in read:
        for hit in one.hits:
            right = any(hit.start < mark.end and mark.start < hit.end for mark in one.marks)
            by_kind[f"{hit.kind} {hit.severity}"].append(right)
    every = [right for found in by_kind.values() for right in found]
    _print_share("proposals that meet a mark", every)
    for kind in sorted(by_kind):
        _print_share(f"  {kind}", by_kind[kind])


def _print_share(what: str, found: Sequence[bool]) -> None:
    if found:
        share = sum(found) / len(found)
        print(f"{what:<40}{share:>6.2f}   {sum(found)} of {len(found)}")
