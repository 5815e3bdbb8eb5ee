"""The labels that people gave to answers of the founding study,
read at run time from the evidence folder.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from tipcoder.codebook.reading import parse_codebook
from tipcoder.language.detection import Utterance, detect_languages
from tipcoder.model.codes import Code, Codebook
from tipcoder.suggestion.concepts import Concepts, parse_concepts

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TIPCODER_SHARED", ROOT.parent / "shared"))
RELEASE = SHARED / "replication" / "responses.csv"
GOLD = SHARED / "gold"
REASONS = "Q3.24.Text"
"""The question that the assistants coded with one codebook."""
READERS = "Q3.21_4_TEXT"
PARTNERS = "Q3.5_5_TEXT"
"""Two more that they coded, each with a codebook of its own."""
_UNREADABLE = ("", "NA", "REDACTED")
_LETTERS = 8


class Said(NamedTuple):
    """A readable answer, once per respondent."""

    respondent: str
    case: str
    question: str
    text: str


def is_here() -> bool:
    """Whether the evidence folder has what is measured on."""
    return RELEASE.exists() and (GOLD / "assistant_codes.csv").exists()


def answers(questions: Sequence[str], *, repeated: bool = False) -> list[Said]:
    """Readable answers to these questions, without withheld ones,
    and with a respondent's repetitions only if asked.
    """
    with RELEASE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    out: dict[tuple[str, str, str], Said] = {}
    for question in questions:
        for row in rows:
            text = row[question].strip()
            if text not in _UNREADABLE:
                found = Said(row["clean.id"], row["loop.number"], question, text)
                out.setdefault(
                    (found.respondent, question, found.case if repeated else text), found
                )
    return list(out.values())


def open_questions() -> tuple[str, ...]:
    """The columns of the founding study that are open questions."""
    with (ROOT / "data" / "templates" / "tip-ngo-survey.toml").open("rb") as file:
        return tuple(question["column"] for question in tomllib.load(file)["question"])


def concepts() -> Concepts:
    """The list that comes with tipcoder."""
    return parse_concepts(_toml(ROOT / "data" / "reference" / "concepts.toml"), "concepts.toml")


def shipped_codebook() -> Codebook:
    """The founding study's codebook as it comes with tipcoder."""
    return parse_codebook(_toml(ROOT / "codebooks" / "tip.toml"), "tip.toml")


def assistants_codebook(question: str = REASONS) -> Codebook:
    """What the assistants' codes for a question seem to mean, under short forms of their names."""
    name = {REASONS: "assistants.toml", READERS: "readers.toml", PARTNERS: "partners.toml"}[
        question
    ]
    return parse_codebook(_toml(ROOT / "benchmarks" / name), name)


def assistants(question: str) -> dict[tuple[str, str], frozenset[str]]:
    """(respondent, case) -> short forms of the codes that the assistants gave to the answer."""
    out: dict[tuple[str, str], set[str]] = {}
    for row in _rows("assistant_codes.csv"):
        if row["question"] == question:
            codes = out.setdefault((row["response_id"], row["case"]), set())
            if row["label"] == "1":
                codes.add(short(row["code"]))
    return {place: frozenset(codes) for place, codes in out.items()}


def topics_codebook() -> Codebook:
    """What each question asks about."""
    return parse_codebook(_toml(ROOT / "benchmarks" / "topics.toml"), "topics.toml")


def every_column() -> tuple[str, ...]:
    """The columns that the people who read languages looked at."""
    return tuple(dict.fromkeys(row["column"] for row in _rows("languages.csv")))


def languages_read() -> dict[tuple[str, str, str], str]:
    """(respondent, case, column) -> the language as a person read it;
    `und` where it cannot be told.
    """
    return {
        (r["response_id"], r["case"], r["column"]): r["language"] for r in _rows("languages.csv")
    }


def languages(said: Sequence[Said]) -> list[str]:
    """The language of each answer: as a person read it, else as tipcoder detects it."""
    read = languages_read()
    return [
        read.get((a.respondent, a.case, a.question), language)
        for a, language in zip(said, detected(said), strict=True)
    ]


def detected(said: Sequence[Said]) -> list[str]:
    """The language of each answer as tipcoder detects it."""
    found = detect_languages(
        [Utterance(a.text, a.respondent, a.question) for a in said], ("en", "es", "ru")
    )
    return [one.language for one in found]


class Reading(NamedTuple):
    """What two people say of an answer, of whose respondent the question has no other."""

    respondent: str
    question: str
    code: str
    """The head of a family of codes."""
    carries: bool


def headline() -> list[Reading]:
    """Answers that two people read for a headline code; doubtful ones are left out."""
    found = []
    for row in _rows("headline.csv"):
        if row["label"] in ("0", "1"):
            carries = row["label"] == "1"
            found.append(Reading(row["response_id"], row["question"], row["code"], carries))
    return found


class Claim(NamedTuple):
    """A claim of the article: where it may be read, what a codebook would say of it,
    and whom the article cites.
    """

    code: Code
    cited: frozenset[str]


def claims() -> list[Claim]:
    """Claims with two or more cited respondents whose texts are readable."""
    book = shipped_codebook()
    cited: dict[str, set[str]] = {}
    for row in _rows("citations.csv"):
        if row["readable"] == "1":
            cited.setdefault(short(row["code"]), set()).add(row["response_id"])
    entries = _toml(ROOT / "benchmarks" / "claims.toml")["claim"]
    return [
        Claim(_claim(key, entry, book), frozenset(cited.get(key, ())))
        for key, entry in entries.items()
    ]


def _claim(key: str, entry: dict[str, Any], book: Codebook) -> Code:
    definition: dict[str, str] = {"en": entry["definition"]} if "definition" in entry else {}
    label: dict[str, str] = {}
    use: dict[str, str] = {}
    cues: dict[str, tuple[str, ...]] = {"en": tuple(entry.get("cues", ()))}
    # Texts of several codes are told apart by a number behind the language;
    # suggestions look at texts only.
    for n, name in enumerate(entry["codes"]):
        code = book.codes[name]
        label |= {f"{language}{n}": text for language, text in code.label.items()}
        definition |= {f"{language}{n}": text for language, text in code.definition.items()}
        use |= {f"{language}{n}": text for language, text in code.use_when.items()}
        cues |= {f"{language}{n}": listed for language, listed in code.cues.items()}
        cues |= {f"{language}{n}e": listed for language, listed in code.examples.items()}
    return Code(
        key,
        label,
        definition=definition,
        use_when=use,
        cues=cues,
        questions=tuple(entry["questions"]),
    )


def short(name: str) -> str:
    """What a code or claim of the evidence folder is called here: the name itself is not ours."""
    return sha256(name.encode()).hexdigest()[:_LETTERS]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
