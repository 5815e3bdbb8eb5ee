"""Reading a bundle.

It comes by mail from another machine, so everything in it is checked before it is believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from tipcoder.codebook.reading import parse_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput, EnvironmentFault, TipcoderError
from tipcoder.model.codings import DERIVED, PERSON, Outcome
from tipcoder.workbench.exchange.bundle_format import (
    FORMAT,
    Bundle,
    BundledAnswer,
    BundledCoding,
)

MAX_BYTES = 64 * 1024 * 1024
_MAX_WORD = 200
_MAX_OFFSET = 2**31
_ORIGIN = re.compile(r"[a-z][a-z -]{0,30}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REMEDY = "Have it exported again with `tipcoder bundle export`."


def read_bundle(path: Path) -> Bundle:
    """The bundle in a file.

    Raises BadInput, in one sentence, for anything that no bundle would hold.
    """
    top = _load_document(path)
    codebooks = _parse_codebooks(top)
    answers = [*_parse_answers(top, "answers", codebooks)]
    if "again" in top.values:
        answers += _parse_answers(top, "again", codebooks)

    person = top.find_entry("coder")
    return Bundle(
        study=top.require_uuid("study"),
        coder=person.require_uuid("uuid"),
        name=person.require_word("name"),
        codebooks=codebooks,
        answers=tuple(answers),
    )


def _parse_answers(
    top: _BundleEntry, name: str, codebooks: Mapping[str, str]
) -> Iterator[BundledAnswer]:
    """What is in one of the two lists of a bundle: `again` is of drift rounds."""
    seen: set[tuple[str, str, str, str]] = set()
    for number, document in enumerate(top.require_list(name), 1):
        what = "answer" if name == "answers" else "answer coded again"
        entry = _BundleEntry(top.source, f"{what} {number}", document)
        answer = _parse_answer(entry, codebooks)
        if name == "again":
            answer = replace(answer, round=entry.require_word("round"))
        place = (answer.round, answer.response, answer.case, answer.question)
        # Which of the two holds would be a matter of order.
        if place in seen:
            raise entry.build_fault("is in the bundle twice")
        seen.add(place)
        yield answer


def _load_document(path: Path) -> _BundleEntry:
    """The whole document, of the format that this version reads."""
    name = path.name
    try:
        document = json.loads(_read_content(path), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadInput(f"{name}: is not a bundle of tipcoder.", _REMEDY) from None

    top = _BundleEntry(name, "top level", document)
    written_as = top.values.get("format", "")
    if written_as == FORMAT:
        return top
    # A later format may mean other things by the same keys.
    if str(written_as).startswith("tipcoder-bundle/"):
        raise BadInput(f"{name}: was written by a newer tipcoder.", "Bring this one up to date.")
    raise BadInput(f"{name}: is not a bundle of tipcoder.", _REMEDY)


def _refuse_constant(word: str) -> NoReturn:
    """NaN and infinities are numbers to Python and not to JSON."""
    raise ValueError(word)


def _read_content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise BadInput(f"{path}: is a folder, not a bundle.")
        with path.open("rb") as file:
            # One byte more than allowed is enough to know.
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BadInput(f"{path}: there is no such file.") from None
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
    if len(data) > MAX_BYTES:
        megabytes = MAX_BYTES // 1024**2
        raise BadInput(f"{path.name}: is larger than {megabytes} MB, which no bundle is.", _REMEDY)
    return data


@dataclass(frozen=True)
class _BundleEntry:
    """One object of the file, which knows where it is in it."""

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
        """A short text of one line. Control characters would reach a terminal."""
        value = self.values.get(key)
        if not isinstance(value, str) or len(value) > _MAX_WORD or not value.isprintable():
            raise self.build_fault(f"{key} is not a name")
        if not value and not empty:
            raise self.build_fault(f"{key} is not a name")
        return value

    def require_uuid(self, key: str) -> str:
        try:
            return str(UUID(self.require_word(key)))
        except ValueError:
            raise self.build_fault(f"{key} is not a uuid") from None

    def require_digest(self, key: str) -> str:
        value = self.require_word(key)
        if not _DIGEST.fullmatch(value):
            raise self.build_fault(f"{key} is not a digest")
        return value

    def require_offset(self, key: str) -> int:
        value = self.values.get(key)
        # True is a whole number to Python.
        if type(value) is not int or not 0 <= value < _MAX_OFFSET:
            raise self.build_fault(f"{key} is not an offset")
        return value

    def find_entry(self, key: str) -> _BundleEntry:
        return _BundleEntry(self.source, f"{self.place}, {key}", self.values.get(key))

    def require_list(self, key: str) -> list[Any]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.build_fault(f"{key} is not a list")
        return value


def _parse_codebooks(top: _BundleEntry) -> dict[str, str]:
    """Every codebook revision, checked like any other codebook, as the store would keep it."""
    codebooks = {}
    for key, document in top.find_entry("codebooks").values.items():
        if not _DIGEST.fullmatch(key):
            raise top.build_fault("a codebook has no digest")
        if not isinstance(document, dict):
            raise top.build_fault("a codebook is not what a bundle holds there")
        try:
            codebook = parse_codebook(document, f"{top.source}, codebook {key[:12]}")
            codebooks[key] = codebook_to_json(codebook)
        except TipcoderError:
            raise
        except (ValueError, TypeError, AttributeError, RecursionError):
            # What a reader of TOML never meets may be anywhere in JSON.
            raise top.build_fault("a codebook is not what a bundle holds there") from None
    return codebooks


def _parse_answer(entry: _BundleEntry, codebooks: Mapping[str, str]) -> BundledAnswer:
    outcome = None
    codebook = ""
    if "finished" in entry.values:
        outcome = _parse_outcome(entry)
        codebook = _require_codebook(entry, codebooks)
    codings = tuple(_parse_codings(entry, codebooks))
    _refuse_contradiction(entry, outcome, codings)
    return BundledAnswer(
        response=entry.require_word("response"),
        case=entry.require_word("case", empty=True),
        question=entry.require_word("question"),
        text=entry.require_digest("text"),
        outcome=outcome,
        codebook=codebook,
        codings=codings,
        origin=_find_origin(entry) if outcome is not None else PERSON,
    )


def _find_origin(entry: _BundleEntry) -> str:
    """How a finished answer was finished, where no person judged it."""
    for origin in DERIVED:
        if entry.values.get(origin) is True:
            return origin
    return PERSON


def _parse_outcome(entry: _BundleEntry) -> Outcome:
    try:
        return Outcome(entry.require_word("finished"))
    except ValueError:
        raise entry.build_fault("finished is not a way to finish an answer") from None


def _refuse_contradiction(
    entry: _BundleEntry, outcome: Outcome | None, codings: tuple[BundledCoding, ...]
) -> None:
    places = {(one.code, one.start, one.end) for one in codings}
    # A coder applies a code to a span once.
    if len(places) < len(codings):
        raise entry.build_fault("has a coding twice")
    if outcome is None and not codings:
        raise entry.build_fault("says nothing")
    if outcome is not None and bool(codings) != (outcome is Outcome.CODED):
        raise entry.build_fault("how it was finished and its codings contradict each other")


def _parse_codings(entry: _BundleEntry, codebooks: Mapping[str, str]) -> Iterator[BundledCoding]:
    for document in entry.require_list("codings"):
        yield _parse_coding(_BundleEntry(entry.source, entry.place, document), codebooks)


def _parse_coding(entry: _BundleEntry, codebooks: Mapping[str, str]) -> BundledCoding:
    start = entry.require_offset("start")
    end = entry.require_offset("end")
    if start >= end:
        raise entry.build_fault(f"{start}-{end} is not a span")
    origin = entry.require_word("origin", empty=True)
    if origin and not _ORIGIN.fullmatch(origin):
        raise entry.build_fault("origin is not a word")
    return BundledCoding(
        code=entry.require_uuid("code"),
        key=entry.require_word("key"),
        start=start,
        end=end,
        codebook=_require_codebook(entry, codebooks),
        origin=origin,
    )


def _require_codebook(entry: _BundleEntry, codebooks: Mapping[str, str]) -> str:
    name = entry.require_digest("codebook")
    if name not in codebooks:
        raise entry.build_fault("names a codebook that is not in the bundle")
    return name
