"""A codebook.toml cut into its codes: the lines of each, with the comments that belong to it.

Only what `rewriting.py` needs to keep what people wrote. Nothing is understood here but headers,
comments and where multi-line strings end; the result is read back before it is used.
"""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

_HEADER = re.compile(r"\s*\[\s*code\s*\.")
_LIST_HEADER = re.compile(r"\s*\[\s*list\s*\.")
_FENCES = ('"""', "'''")


class CodeBlock(NamedTuple):
    """One code in the file: what stands above it as a section of its own, and its remarks, header
    and lines.
    """

    above: str
    text: str


def split_codes(text: str) -> tuple[str, dict[str, CodeBlock]]:
    """What stands above the first code, and every code in the order of the file.

    A list of words that stands below a code counts as standing above the first one.
    """
    head: list[str] = []
    bodies: dict[str, list[str]] = {}
    aboves: dict[str, str] = {}
    lines, fence = head, ""
    for line in text.splitlines(keepends=True):
        # Inside a multi-line string a line may look like a header and is none.
        key = _find_key(line) if not fence else None
        if not fence and _LIST_HEADER.match(line):
            lines = _return_to_head(head, lines)
        elif key is not None and key not in bodies:
            section, remarks = _split_comments(lines)
            aboves[key] = "".join(section)
            bodies[key] = lines = remarks
        elif key is not None:
            # A table of a code that began above, such as its cues.
            lines = bodies[key]
        lines.append(line)
        fence = _find_open_fence(line, fence)
    blocks = {key: CodeBlock(aboves[key], "".join(body)) for key, body in bodies.items()}
    return "".join(head), blocks


def _return_to_head(head: list[str], lines: list[str]) -> list[str]:
    """The head, with the comments that stand above a list of words further down."""
    if lines is not head:
        section, remarks = _split_comments(lines)
        head += ["\n", *section, *remarks]
    return head


def _find_key(header: str) -> str | None:
    """The code that a line like `[code.pushback.cues]` is about."""
    if not _HEADER.match(header):
        return None
    try:
        codes = tomllib.loads(header)["code"]
    except (tomllib.TOMLDecodeError, KeyError):
        return None
    return next(iter(codes)) if isinstance(codes, dict) else None


def _split_comments(lines: list[str]) -> tuple[list[str], list[str]]:
    """Take the comments at the end of these lines off.

    Gives those of a section, and those right above what follows.
    """
    at = len(lines)
    while at and _is_loose(lines[at - 1]):
        at -= 1
    # The empty line after a code's last line belongs to it.
    while at < len(lines) and not lines[at].strip():
        at += 1
    loose = lines[at:]
    del lines[at:]
    remark = len(loose)
    while remark and loose[remark - 1].strip():
        remark -= 1
    return loose[:remark], loose[remark:]


def _is_loose(line: str) -> bool:
    """Whether a line says nothing to a program: empty, or a comment."""
    written = line.strip()
    return not written or written.startswith("#")


def _find_open_fence(line: str, fence: str) -> str:
    """Which multi-line string is open behind this line.

    A rough look, because the result is read back before it is used.
    """
    rest = line
    while rest:
        if fence:
            _, found, rest = rest.partition(fence)
            fence = "" if found else fence
            continue
        places = {mark: rest.find(mark) for mark in _FENCES if mark in rest}
        if not places:
            break
        fence = min(places, key=places.__getitem__)
        rest = rest[places[fence] + len(fence) :]
    return fence


def find_remarks(text: str) -> str:
    kept = []
    for line in text.splitlines(keepends=True):
        if not line.lstrip().startswith("#"):
            break
        kept.append(line)
    return "".join(kept) + ("\n" if kept else "")
