"""A bundle: what one coder said, as a file that is brought to another copy of the study. No answer's text is in it.

Answers are named by response ID, case and question, and guarded by the digest of their text; coder and codes are known
by their uuids. A bundle comes by mail from another machine, so everything in it is checked before it is believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from tipcoder import __version__
from tipcoder.codebook.reading import parse_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput, EnvironmentFault, TipcoderError
from tipcoder.model import Outcome
from tipcoder.text import hash_text

FORMAT = "tipcoder-bundle/1"
MAX_BYTES = 64 * 1024 * 1024
_MAX_WORD = 200
_MAX_OFFSET = 2**31
_ORIGIN = re.compile(r"[a-z][a-z -]{0,30}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BundledCoding:
    """A code on a span; `codebook` is the digest of the revision under which it was put."""

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
    lines = [
        json.dumps(_build_answer_entry(answer), ensure_ascii=False, separators=(",", ":")) for answer in bundle.answers
    ]
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{opening},\n"answers": [\n' + ",\n".join(lines) + "\n]}\n"


def _build_answer_entry(answer: BundledAnswer) -> dict[str, object]:
    entry: dict[str, object] = {
        "response": answer.response,
        "case": answer.case,
        "question": answer.question,
        "text": answer.text,
    }
    if answer.outcome is not None:
        entry |= {"finished": answer.outcome.value, "codebook": answer.codebook}
    if answer.codings:
        entry["codings"] = [
            {
                "code": coding.code,
                "key": coding.key,
                "start": coding.start,
                "end": coding.end,
                "codebook": coding.codebook,
                "origin": coding.origin,
            }
            for coding in answer.codings
        ]
    return entry


def read_bundle(path: Path) -> Bundle:
    """The bundle in a file. Raises BadInput, in one sentence, for anything that no bundle would hold."""
    name = path.name
    try:
        document = json.loads(_read_content(path), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadInput(f"{name}: is no bundle of tipcoder.", _REMEDY) from None
    top = _BundleEntry(name, "top level", document)
    if top.values.get("format") != FORMAT:
        if str(top.values.get("format", "")).startswith("tipcoder-bundle/"):
            raise BadInput(f"{name}: was written by a newer tipcoder.", "Bring this one up to date.")
        raise BadInput(f"{name}: is no bundle of tipcoder.", _REMEDY)
    person = top.find_entry("coder")
    codebooks = _parse_codebooks(top)
    answers = []
    seen: set[tuple[str, str, str]] = set()
    for number, entry in enumerate(top.require_list("answers"), 1):
        answer = _parse_answer(_BundleEntry(name, f"answer {number}", entry), codebooks)
        place = (answer.response, answer.case, answer.question)
        if place in seen:
            raise BadInput(f"{name}, answer {number}: stands twice in the bundle.", _REMEDY)
        seen.add(place)
        answers.append(answer)
    return Bundle(
        top.require_uuid("study"), person.require_uuid("uuid"), person.require_word("name"), codebooks, tuple(answers)
    )


_REMEDY = "Have it exported again with `tipcoder bundle export`."


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _read_content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise BadInput(f"{path}: is a folder, not a bundle.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BadInput(f"{path}: there is no such file.") from None
    except OSError as error:
        raise EnvironmentFault(f"{path}: cannot be read ({error.strerror}).", "Check its permissions.") from None
    if len(data) > MAX_BYTES:
        raise BadInput(f"{path.name}: is larger than {MAX_BYTES // 1024**2} MB, which no bundle is.", _REMEDY)
    return data


@dataclass(frozen=True)
class _BundleEntry:
    """One object of the file, which knows where it stands."""

    source: str
    place: str
    document: Any

    @property
    def values(self) -> dict[str, Any]:
        if not isinstance(self.document, dict):
            raise self.build_fault("is not what a bundle holds there")
        return self.document

    def build_fault(self, what: str) -> BadInput:
        return BadInput(f"{self.source}, {self.place}: {what}.", _REMEDY)

    def require_word(self, key: str, *, empty: bool = False) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or len(value) > _MAX_WORD or not value.isprintable() or not (value or empty):
            raise self.build_fault(f"{key} is no name")
        return value

    def require_uuid(self, key: str) -> str:
        try:
            return str(UUID(self.require_word(key)))
        except ValueError:
            raise self.build_fault(f"{key} is no uuid") from None

    def require_digest(self, key: str) -> str:
        value = self.require_word(key)
        if not _DIGEST.fullmatch(value):
            raise self.build_fault(f"{key} is no digest")
        return value

    def require_offset(self, key: str) -> int:
        value = self.values.get(key)
        if type(value) is not int or not 0 <= value < _MAX_OFFSET:
            raise self.build_fault(f"{key} is no offset")
        return value

    def find_entry(self, key: str) -> _BundleEntry:
        return _BundleEntry(self.source, f"{self.place}, {key}", self.values.get(key))

    def require_list(self, key: str) -> list[Any]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.build_fault(f"{key} is no list")
        return value


def _parse_codebooks(top: _BundleEntry) -> dict[str, str]:
    """Every codebook revision, checked like any other codebook, as the store would keep it."""
    out = {}
    for key, document in top.find_entry("codebooks").values.items():
        if not _DIGEST.fullmatch(key):
            raise top.build_fault("a codebook has no digest")
        if not isinstance(document, dict):
            raise top.build_fault("a codebook is not what a bundle holds there")
        try:
            out[key] = codebook_to_json(parse_codebook(document, f"{top.source}, codebook {key[:12]}"))
        except TipcoderError:
            raise
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise top.build_fault("a codebook is not what a bundle holds there") from None
    return out


def _parse_answer(entry: _BundleEntry, codebooks: Mapping[str, str]) -> BundledAnswer:
    outcome, under = None, ""
    if "finished" in entry.values:
        try:
            outcome = Outcome(entry.require_word("finished"))
        except ValueError:
            raise entry.build_fault("finished is no way to finish an answer") from None
        under = _require_codebook(entry, codebooks)
    codings = tuple(
        _parse_coding(_BundleEntry(entry.source, entry.place, one), codebooks) for one in entry.require_list("codings")
    )
    if len({(one.code, one.start, one.end) for one in codings}) < len(codings):
        raise entry.build_fault("a coding stands twice")
    if outcome is not None and bool(codings) != (outcome is Outcome.CODED):
        raise entry.build_fault("how it was finished and its codings contradict each other")
    if outcome is None and not codings:
        raise entry.build_fault("says nothing")
    return BundledAnswer(
        response=entry.require_word("response"),
        case=entry.require_word("case", empty=True),
        question=entry.require_word("question"),
        text=entry.require_digest("text"),
        outcome=outcome,
        codebook=under,
        codings=codings,
    )


def _parse_coding(entry: _BundleEntry, codebooks: Mapping[str, str]) -> BundledCoding:
    start, end = entry.require_offset("start"), entry.require_offset("end")
    if start >= end:
        raise entry.build_fault(f"{start}-{end} is no span")
    origin = entry.require_word("origin", empty=True)
    if origin and not _ORIGIN.fullmatch(origin):
        raise entry.build_fault("origin is no word")
    return BundledCoding(
        entry.require_uuid("code"), entry.require_word("key"), start, end, _require_codebook(entry, codebooks), origin
    )


def _require_codebook(entry: _BundleEntry, codebooks: Mapping[str, str]) -> str:
    name = entry.require_digest("codebook")
    if name not in codebooks:
        raise entry.build_fault("names a codebook that is not in the bundle")
    return name


def name_codebook(text: str) -> str:
    """What a codebook revision is called in a bundle."""
    return hash_text(text)
