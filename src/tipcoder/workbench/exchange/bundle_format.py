"""A bundle: what one coder said, as a file that is brought to another copy of the study.

No answer's text is in it. Answers are named by response ID, case and question, and guarded by the
digest of their text; coder and codes are known by their uuids.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder import __version__
from tipcoder.model.codings import DERIVED, PERSON, Outcome
from tipcoder.text import hash_text

FORMAT = "tipcoder-bundle/1"


@dataclass(frozen=True)
class BundledCoding:
    """A code on a span; `codebook` is the digest of the revision under which it was applied."""

    code: str
    key: str
    start: int
    end: int
    codebook: str
    origin: str


@dataclass(frozen=True)
class BundledAnswer:
    """What was said of one answer. Without an outcome it is not finished."""

    response: str
    case: str
    question: str
    text: str
    """The digest of the answer's text."""
    outcome: Outcome | None
    codebook: str
    codings: tuple[BundledCoding, ...]
    origin: str = PERSON
    """`CARRIED` or `MANY` where it was finished so, and no person judged it."""
    round: str = ""
    """The drift round in which it was coded again; empty for what is said of the answer itself."""


@dataclass(frozen=True)
class Bundle:
    """The work of one coder in one study."""

    study: str
    coder: str
    name: str
    codebooks: Mapping[str, str]
    """Digest -> codebook revision as the store keeps it."""
    answers: tuple[BundledAnswer, ...]


def format_bundle(bundle: Bundle) -> str:
    """The file's content: JSON, one answer a line, so that two bundles can be compared."""
    head = {
        "format": FORMAT,
        "software": f"tipcoder {__version__}",
        "study": bundle.study,
        "coder": {"uuid": bundle.coder, "name": bundle.name},
        "codebooks": {name: json.loads(text) for name, text in bundle.codebooks.items()},
    }
    said = [answer for answer in bundle.answers if not answer.round]
    again = [answer for answer in bundle.answers if answer.round]
    # The answers go into the object of the head, whose closing brace comes after them.
    opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
    parts = [opening, _format_answers("answers", said)]
    # In a list of its own, which a program that knows no drift rounds passes over: it would take
    # what was coded again for what was coded.
    if again:
        parts.append(_format_answers("again", again))
    return ",\n".join(parts) + "}\n"


def _format_answers(name: str, answers: Sequence[BundledAnswer]) -> str:
    lines = []
    for answer in answers:
        entry = _build_answer_entry(answer)
        lines.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
    return f'"{name}": [\n' + ",\n".join(lines) + "\n]"


def _build_answer_entry(answer: BundledAnswer) -> dict[str, object]:
    entry: dict[str, object] = {
        "response": answer.response,
        "case": answer.case,
        "question": answer.question,
        "text": answer.text,
    }
    if answer.round:
        entry["round"] = answer.round
    if answer.outcome is not None:
        # What is not finished has no such keys, and a reader needs no null.
        entry["finished"] = answer.outcome.value
        entry["codebook"] = answer.codebook
        if answer.origin in DERIVED:
            # A key of its own for each, because earlier versions read `carried` alone.
            entry[answer.origin] = True
    if answer.codings:
        entry["codings"] = [_build_coding_entry(coding) for coding in answer.codings]
    return entry


def _build_coding_entry(coding: BundledCoding) -> dict[str, object]:
    return {
        "code": coding.code,
        "key": coding.key,
        "start": coding.start,
        "end": coding.end,
        "codebook": coding.codebook,
        "origin": coding.origin,
    }


def name_codebook(text: str) -> str:
    """What a codebook revision is called in a bundle."""
    return hash_text(text)
