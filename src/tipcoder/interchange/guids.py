"""Identifiers of things in a project: the same at every export, and never like a number.

What stands for a thing is a digest of the study's own identifier and the thing's name (RFC 4122,
version 5). Each group of the identifier begins with a letter: a group of digits alone could be
somebody's number in the survey, and the audit of a published file would have to take it for one.
"""

from __future__ import annotations

import uuid

_LETTERS = "abcdef"


def make_guid(study: str, kind: str, *names: str) -> str:
    """The identifier of a thing, `kind` being what it is and `names` what it is called by."""
    # A tab stands in no name, so two things never share their joined names.
    drawn = str(uuid.uuid5(uuid.NAMESPACE_URL, "\t".join((study, kind, *names))))
    return "-".join(map(_begin_with_letter, drawn.split("-")))


def _begin_with_letter(group: str) -> str:
    first = group[0]
    return (_LETTERS[int(first) % len(_LETTERS)] if first.isdigit() else first) + group[1:]


def normalise_guid(written: str | None) -> str:
    """An identifier as it is compared: programs write it with braces and in either case."""
    return (written or "").strip().strip("{}").lower()
