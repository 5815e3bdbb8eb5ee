"""A codebook.toml brought to another revision, as a careful person would do it: what did not change stays as written.

Comments, order of keys and line breaks of the codes that stay are kept to the letter. A remark right above a code
goes where the code goes; one with an empty line below it heads a section and stays. Whatever cannot be done so is
written anew, because the file must always read as the codebook that it is said to hold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from tipcoder.codebook.reading import parse_codebook
from tipcoder.codebook.writing import code_to_toml, codebook_to_document, codebook_to_json, codebook_to_toml
from tipcoder.errors import TipcoderError
from tipcoder.model import Code, Codebook

_HEADER = re.compile(r"\s*\[\s*code\s*\.")
_FENCES = ('"""', "'''")


class _CodeBlock(NamedTuple):
    """One code in the file: what stands above it as a section of its own, and its remarks, header and lines."""

    above: str
    text: str


def rewrite_toml(text: str, codebook: Codebook) -> str:
    """`text`, changed so that it reads as `book`; a new text where `text` is no codebook."""
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return codebook_to_toml(codebook)
    head, blocks = _split_codes(text)
    for careful in (True, False):
        written = _join_codes(head, blocks, codebook, careful)
        if _does_read_as(written, codebook):
            return written
    return codebook_to_toml(codebook)


def _does_read_as(text: str, codebook: Codebook) -> bool:
    try:
        return codebook_to_json(parse_codebook(tomllib.loads(text), "codebook")) == codebook_to_json(codebook)
    except (tomllib.TOMLDecodeError, TipcoderError):
        return False


def _split_codes(text: str) -> tuple[str, dict[str, _CodeBlock]]:
    """What stands above the first code, and every code in the order of the file."""
    head: list[str] = []
    bodies: dict[str, list[str]] = {}
    aboves: dict[str, str] = {}
    lines, fence = head, ""
    for line in text.splitlines(keepends=True):
        key = _find_key(line) if not fence else None
        if key is not None and key not in bodies:
            section, remarks = _split_comments(lines)
            aboves[key] = "".join(section)
            bodies[key] = lines = remarks
        elif key is not None:
            lines = bodies[key]
        lines.append(line)
        fence = _find_open_fence(line, fence)
    return "".join(head), {key: _CodeBlock(aboves[key], "".join(body)) for key, body in bodies.items()}


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
    """Take the comments at the end of these lines off: those of a section, and those right above what follows."""
    at = len(lines)
    while at and (not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#")):
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


def _find_open_fence(line: str, fence: str) -> str:
    """Which multi-line string is open behind this line. A rough look: the result is read back before it is used."""
    rest = line
    while rest:
        if fence:
            _, found, rest = rest.partition(fence)
            fence = "" if found else fence
        else:
            opened = sorted((at, mark) for mark in _FENCES if (at := rest.find(mark)) >= 0)
            if not opened:
                break
            at, fence = opened[0]
            rest = rest[at + len(fence) :]
    return fence


def _join_codes(head: str, blocks: Mapping[str, _CodeBlock], codebook: Codebook, careful: bool) -> str:
    wanted = codebook_to_document(codebook)["code"]
    old, new = list(blocks), list(wanted)
    stayed = {
        key
        for a, _, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for key in old[a : a + size]
    }
    above: dict[str, str] = {}
    waiting = ""
    for key, block in blocks.items():
        waiting += block.above
        if key in stayed:
            above[key], waiting = waiting, ""
        elif key not in wanted:
            waiting += _find_remarks(block.text)
    parts = [head]
    for key in new:
        parts.append(above.get(key, ""))
        parts.append(_format_code(codebook.codes[key], wanted[key], blocks.get(key), codebook.language, careful))
    parts.append(waiting)
    return "".join(_end_line(part) for part in parts if part)


def _end_line(part: str) -> str:
    return part if part.endswith("\n") else part + "\n"


def _find_remarks(text: str) -> str:
    kept = []
    for line in text.splitlines(keepends=True):
        if not line.lstrip().startswith("#"):
            break
        kept.append(line)
    return "".join(kept) + ("\n" if kept else "")


def _format_code(code: Code, entry: Mapping[str, Any], block: _CodeBlock | None, language: str, careful: bool) -> str:
    if block is None:
        return "\n" + code_to_toml(code)
    try:
        there = tomllib.loads(block.text)["code"][code.key]
    except (tomllib.TOMLDecodeError, KeyError):
        there = {}
    if _spell_out_languages(there, language) == _spell_out_languages(entry, language):
        return block.text
    mended = _mend_code(code.key, entry, block.text, language) if careful else None
    return mended or _find_remarks(block.text) + code_to_toml(code)


def _spell_out_languages(entry: Mapping[str, Any], language: str) -> dict[str, Any]:
    """An entry with a plain text or list under the language that it is in."""
    plain = ("parent", "colour", "codable", "questions")
    told = {
        name: value if name in plain or isinstance(value, dict) else {language: value} for name, value in entry.items()
    }
    return {name: value for name, value in told.items() if value not in ({}, []) and (name, value) != ("codable", True)}


def _mend_code(key: str, entry: Mapping[str, Any], text: str, language: str) -> str | None:
    """The lines of one code with only the parts written anew that changed; None where that cannot be done."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        table: Any = document["code"][key]
        there, wanted = _spell_out_languages(table.unwrap(), language), _spell_out_languages(entry, language)
        for name in there:
            if name not in wanted:
                del table[name]
        for name, value in wanted.items():
            if there.get(name) == value:
                continue
            if isinstance(value, dict) and isinstance(table.get(name), dict):
                _replace_languages(table[name], value)
            else:
                table[name] = value[language] if isinstance(value, dict) and list(value) == [language] else value
        return tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, ValueError):
        return None


def _replace_languages(table: Any, value: Mapping[str, Any]) -> None:
    for language in list(table):
        if language not in value:
            del table[language]
    for language, text in value.items():
        there = table.get(language)
        if there is None or there != text:
            table[language] = text
