"""The fingerprint of everything that looks for names in a study: what was found holds under it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib import metadata
from pathlib import Path

from tipcoder import privacy
from tipcoder.privacy.detection import DETECTOR_VERSION
from tipcoder.shipped_data import reference_file
from tipcoder.study import Study
from tipcoder.table_words import TABLE_WORDS_FILE
from tipcoder.text import hash_text
from tipcoder.workbench.language_models import find_pipelines
from tipcoder.workbench.program_digest import digest_program
from tipcoder.workbench.redaction.detector import Identities

_LIBRARIES = ("Babel", "phonenumbers", "rapidfuzz", "regex", "spacy")
"""What detectors take names of places, shapes of numbers, likeness and common words from."""
_MODEL_FILES = ("meta.json", "config.cfg", "*/model")
"""What changes with every training of a pipeline; a study may name any folder, so no more is
looked at."""


def compute_fingerprint(
    definition: Study, folder: Path, identities: Identities, texts: Iterable[tuple[str, str]]
) -> str:
    """A digest that changes with whatever may change what is found.

    Identities, keep-list, words of the study, detectors with their tables, and language models.
    `texts` are the (respondent, text) that the vocabulary is built of: it follows from them and
    from the detectors, and need not be built to know that it is the same.
    """
    basis = [
        digest_detectors(),
        _list_fields(identities),
        _digest_texts(texts),
        # More than detectors read today: what they may read tomorrow must not be forgotten here.
        repr(definition.privacy),
        definition.languages,
        [question.text for question in definition.questions],
        sorted(_describe_pipelines(find_pipelines(definition.models, folder))),
    ]
    return hash_text(json.dumps(basis, ensure_ascii=False))


def _digest_texts(texts: Iterable[tuple[str, str]]) -> str:
    """A digest of texts and of who wrote them, in their order."""
    digest = hashlib.sha256()
    for respondent, text in texts:
        # With their lengths, so that no border between two of them can move.
        digest.update(f"{len(respondent)} {len(text)} {respondent}{text}".encode())
    return digest.hexdigest()


def _list_fields(known: Identities) -> list[object]:
    """Every field of what is known, sets in order."""
    values = (getattr(known, each.name) for each in fields(known))
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


@cache
def digest_detectors() -> str:
    """A digest of the detectors themselves: their modules, their tables and their libraries."""
    return digest_program(_iterate_detector_files(), _LIBRARIES, DETECTOR_VERSION)


def _iterate_detector_files() -> Iterator[Path]:
    package = Path(next(iter(privacy.__path__)))
    yield from package.glob("*.py")
    yield package.parent / "text.py"
    yield from package.parent.joinpath("language").glob("*.py")
    tables = reference_file("demonyms.csv").parent
    yield from tables.glob("*.csv")
    yield from tables.glob("*.txt")
    yield tables / TABLE_WORDS_FILE
    yield from tables.parent.joinpath("languages").glob("*.toml")


def _describe_pipelines(named: Mapping[str, str]) -> Iterator[str]:
    """Language models that are used: their names, versions and files."""
    for entry in metadata.entry_points(group="spacy_models"):
        version = entry.dist.version if entry.dist is not None else ""
        yield f"{entry.name} {version}"
    for language, name in named.items():
        yield f"{language} {name}"
        for pattern in _MODEL_FILES:
            for path in Path(name).glob(pattern):
                about = path.stat()
                yield f"{language} {path.relative_to(name)} {about.st_size} {about.st_mtime_ns}"
