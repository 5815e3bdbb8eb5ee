"""Digests of parts of the program: what was kept on disk holds as long as they stay the same."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from tipcoder import __version__


def digest_program(files: Iterable[Path], libraries: Iterable[str] = (), version: str = "") -> str:
    """A digest of modules and tables, of the libraries they use, and of Python.

    `version` is one that people raise by hand. Whoever changes a module may forget to, so that the
    files themselves are read.
    """
    digest = hashlib.sha256(f"{__version__} {version}".encode())
    for name in libraries:
        digest.update(f" {name} {_find_version(name)}".encode())
    # What is a letter, and which capital belongs to it, comes with Python.
    digest.update(f" {unicodedata.unidata_version} {sys.version_info[:3]}".encode())
    for path in sorted(files):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _find_version(library: str) -> str:
    """Its version, or empty: spaCy, of which only lists of words are read, need not be there."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""
