"""A codebook.toml brought to another revision, as a careful person would do it: what did not change
stays as written.

Comments, order of keys and line breaks of the codes that stay are kept to the letter. A remark
right above a code goes where the code goes; one with an empty line below it heads a section and
stays. Whatever cannot be done so is written anew, because the file must always read as the codebook
that it is said to hold.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from tipcoder.codebook.code_blocks import CodeBlock, find_remarks, split_codes
from tipcoder.codebook.differences import find_stayed
from tipcoder.codebook.reading import parse_codebook
from tipcoder.codebook.writing import (
    code_to_toml,
    codebook_to_document,
    codebook_to_json,
    codebook_to_toml,
    lists_to_document,
    lists_to_toml,
    patterns_to_toml,
)
from tipcoder.errors import TipcoderError
from tipcoder.model.codes import Code, Codebook, CodePattern

_WITHOUT_LANGUAGE = ("parent", "colour", "number", "digit", "codable", "questions", "against")


def rewrite_toml(text: str, codebook: Codebook) -> str:
    """`text`, changed so that it reads as `codebook`; a new text where `text` is no codebook."""
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return codebook_to_toml(codebook)
    head, blocks = split_codes(text)
    for careful in (True, False):
        written = _join_codes(head, blocks, codebook, careful)
        if _does_read_as(written, codebook):
            return written
    return codebook_to_toml(codebook)


def _does_read_as(text: str, codebook: Codebook) -> bool:
    try:
        read = parse_codebook(tomllib.loads(text), "codebook")
    except (tomllib.TOMLDecodeError, TipcoderError):
        return False
    return codebook_to_json(read) == codebook_to_json(codebook)


def _join_codes(
    head: str, blocks: Mapping[str, CodeBlock], codebook: Codebook, careful: bool
) -> str:
    """The file with its codes in the codebook's order.

    With `careful`, lines of a code that did not change are kept inside a code that did.
    """
    entries = codebook_to_document(codebook)["code"]
    above, rest = _place_sections(blocks, list(entries))
    parts = [_mend_lists(head, codebook)]
    for key, entry in entries.items():
        code = codebook.codes[key]
        parts.append(above.get(key, ""))
        parts.append(_format_code(code, entry, blocks.get(key), codebook.language, careful))
    parts.append(rest)
    return "".join(_end_line(part) for part in parts if part)


def _mend_lists(head: str, codebook: Codebook) -> str:
    """The lines above the first code, with the lists of words written anew that changed."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(head)
        there = document.unwrap().get("list", {})
        wanted = lists_to_document(codebook)
        if there == wanted:
            return head
        if not there or not wanted:
            document.pop("list", None)
            lists = {"list": lists_to_toml(codebook)} if wanted else {}
            document.update(lists)
            return tomlkit.dumps(document)
        _mend_each_list(document["list"], wanted)
        return tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, ValueError, AttributeError):
        # What is not understood is read back, and then written anew.
        return head


def _mend_each_list(lists: Any, wanted: Mapping[str, Mapping[str, list[str]]]) -> None:
    for name in list(lists):
        if name not in wanted:
            del lists[name]
    for name, by_language in wanted.items():
        if name in lists:
            _replace_languages(lists[name], by_language)
        else:
            lists[name] = by_language


def _place_sections(
    blocks: Mapping[str, CodeBlock], new: Sequence[str]
) -> tuple[dict[str, str], str]:
    """Which headings of sections stand above which code, and what stands below the last one.

    A heading stays above the next code that keeps its place; so do the remarks of codes that left.
    """
    stayed = find_stayed(list(blocks), list(new))
    above: dict[str, str] = {}
    waiting = ""
    for key, block in blocks.items():
        waiting += block.above
        if key in stayed:
            above[key] = waiting
            waiting = ""
        elif key not in new:
            waiting += find_remarks(block.text)
    return above, waiting


def _end_line(part: str) -> str:
    return part if part.endswith("\n") else part + "\n"


def _format_code(
    code: Code, entry: Mapping[str, Any], block: CodeBlock | None, language: str, careful: bool
) -> str:
    if block is None:
        return "\n" + code_to_toml(code)
    try:
        there = tomllib.loads(block.text)["code"][code.key]
    except (tomllib.TOMLDecodeError, KeyError):
        there = {}
    if _spell_out_languages(there, language) == _spell_out_languages(entry, language):
        return block.text
    mended = _mend_code(code.key, entry, block.text, language) if careful else None
    return mended or find_remarks(block.text) + code_to_toml(code)


def _spell_out_languages(entry: Mapping[str, Any], language: str) -> dict[str, Any]:
    """An entry with a plain text or list under the language that it is in.

    What is left out in writing, because it says nothing, is left out here too.
    """
    told: dict[str, Any] = {}
    for name, value in entry.items():
        if name == "patterns":
            value = _spell_out_patterns(value)
        has_language = name not in _WITHOUT_LANGUAGE and not isinstance(value, dict)
        spelled = {language: value} if has_language else value
        says_nothing = spelled in ({}, []) or (name == "codable" and spelled is True)
        if not says_nothing:
            told[name] = spelled
    return told


def _spell_out_patterns(written: Any) -> Any:
    """Patterns with everything said of each, so that two ways of writing one are equal."""
    if isinstance(written, dict):
        return {language: _spell_out_patterns(entries) for language, entries in written.items()}
    spelled = []
    for entry in written:
        told = {"find": entry} if isinstance(entry, str) else dict(entry)
        said = {name: value for name, value in told.items() if value != ""}
        spelled.append({"weight": CodePattern.weight, **said})
    return spelled


def _mend_code(key: str, entry: Mapping[str, Any], text: str, language: str) -> str | None:
    """The lines of one code with only the parts written anew that changed.

    None where that cannot be done.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        _mend_table(document["code"][key], entry, language)
        return tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, ValueError):
        return None


def _mend_table(table: Any, entry: Mapping[str, Any], language: str) -> None:
    there = _spell_out_languages(table.unwrap(), language)
    wanted = _spell_out_languages(entry, language)
    for name in there:
        if name not in wanted:
            del table[name]
    for name, value in wanted.items():
        if there.get(name) == value:
            continue
        if name == "patterns":
            _mend_patterns(table, entry[name])
        elif isinstance(value, dict) and isinstance(table.get(name), dict):
            _replace_languages(table[name], value)
        else:
            table[name] = _without_own_language(value, language)


def _mend_patterns(table: Any, wanted: Mapping[str, Any]) -> None:
    """Languages whose patterns did not change stay as they are laid out."""
    if not isinstance(table.get("patterns"), dict):
        table["patterns"] = {}
    patterns = table["patterns"]
    for language in list(patterns):
        if language not in wanted:
            del patterns[language]
    for language, entries in wanted.items():
        there = patterns.get(language)
        if there is None or _spell_out_patterns(there.unwrap()) != _spell_out_patterns(entries):
            patterns[language] = patterns_to_toml(entries)


def _without_own_language(value: Any, language: str) -> Any:
    """A text in the codebook's own language alone is written plain, as people write it."""
    if isinstance(value, dict) and list(value) == [language]:
        return value[language]
    return value


def _replace_languages(table: Any, value: Mapping[str, Any]) -> None:
    for language in list(table):
        if language not in value:
            del table[language]
    for language, text in value.items():
        # Setting what is there already would lose how it is written.
        there = table.get(language)
        if there is None or there != text:
            table[language] = text
