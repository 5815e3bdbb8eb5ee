"""Codebook -> JSON for the store and TOML for people. Reading what was written gives the same
codebook.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tipcoder.model.codes import Code, Codebook, CodePattern

_FIELDS = ("label", "definition", "use_when", "avoid_when", "examples", "cues")


def codebook_to_document(codebook: Codebook) -> dict[str, Any]:
    """The codebook as the document that `parse_codebook` reads."""
    document: dict[str, Any] = {"title": codebook.title, "language": codebook.language}
    if codebook.lists:
        document["list"] = lists_to_document(codebook)
    document["code"] = {code.key: _as_entry(code) for code in codebook.codes.values()}
    return document


def lists_to_document(codebook: Codebook) -> dict[str, dict[str, list[str]]]:
    """The lists of words that patterns name."""
    lists: dict[str, dict[str, list[str]]] = {}
    for name, by_language in codebook.lists.items():
        lists[name] = {language: list(words) for language, words in by_language.items()}
    return lists


def _as_entry(code: Code) -> dict[str, Any]:
    entry = _as_settings(code)
    for name in _FIELDS:
        values: Mapping[str, Any] = getattr(code, name)
        if values:
            entry[name] = {
                lang: list(v) if isinstance(v, tuple) else v for lang, v in values.items()
            }
    if code.patterns:
        entry["patterns"] = list_pattern_entries(code)
    return entry


def _as_settings(code: Code) -> dict[str, Any]:
    """What a code says once, whatever the language."""
    entry: dict[str, Any] = {}
    if code.parent is not None:
        entry["parent"] = code.parent
    if not code.codable:
        entry["codable"] = False
    if code.colour is not None:
        entry["colour"] = code.colour
    if code.number:
        entry["number"] = code.number
    if code.digit:
        entry["digit"] = code.digit
    if code.questions:
        entry["questions"] = list(code.questions)
    if code.against is not None:
        entry["against"] = code.against
    return entry


def list_pattern_entries(code: Code) -> dict[str, list[str | dict[str, Any]]]:
    """The patterns of a code as they stand in a document, by language."""
    entries: dict[str, list[str | dict[str, Any]]] = {}
    for language, patterns in code.patterns.items():
        entries[language] = [_as_pattern_entry(pattern) for pattern in patterns]
    return entries


def _as_pattern_entry(pattern: CodePattern) -> str | dict[str, Any]:
    """A pattern as short as it can be written: one that has nothing but words is a text."""
    entry: dict[str, Any] = {"find": pattern.find}
    if pattern.weight != CodePattern.weight:
        is_whole = pattern.weight == int(pattern.weight)
        entry["weight"] = int(pattern.weight) if is_whole else pattern.weight
    if pattern.yes:
        entry["yes"] = pattern.yes
    if pattern.no:
        entry["no"] = pattern.no
    return entry if len(entry) > 1 else pattern.find


def codebook_to_json(codebook: Codebook) -> str:
    """Canonical JSON: equal codebooks give equal text, code order included."""
    return json.dumps(codebook_to_document(codebook), ensure_ascii=False, separators=(",", ":"))


def codebook_to_toml(codebook: Codebook) -> str:
    """A codebook.toml, one table for each code, long texts in sub-tables."""
    import tomlkit

    document = tomlkit.document()
    document.add("title", tomlkit.item(codebook.title))
    document.add("language", tomlkit.item(codebook.language))
    if codebook.lists:
        document.add("list", lists_to_toml(codebook))
    codes = tomlkit.table(is_super_table=True)
    for code in codebook.codes.values():
        codes.add(code.key, _as_toml_entry(code))
    document.add("code", codes)
    return tomlkit.dumps(document)


def lists_to_toml(codebook: Codebook) -> Any:
    """The `[list.NAME]` tables of a codebook.toml."""
    import tomlkit

    lists = tomlkit.table(is_super_table=True)
    for name, by_language in lists_to_document(codebook).items():
        lists.add(name, tomlkit.item(by_language))
    return lists


def code_to_toml(code: Code) -> str:
    """The tables of one code as they stand in a codebook.toml."""
    import tomlkit

    codes = tomlkit.table(is_super_table=True)
    codes.add(code.key, _as_toml_entry(code))
    document = tomlkit.document()
    document.add("code", codes)
    return tomlkit.dumps(document).strip("\n") + "\n"


def _as_toml_entry(code: Code) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key, value in _as_entry(code).items():
        if isinstance(value, dict):
            inner = tomlkit.table()
            for language, text in value.items():
                written = patterns_to_toml(text) if key == "patterns" else tomlkit.item(text)
                inner.add(language, written)
            table.add(key, inner)
        else:
            table.add(key, value)
    return table


def patterns_to_toml(entries: Sequence[str | Mapping[str, Any]]) -> Any:
    """Patterns as a list with one of them on each line."""
    import tomlkit

    array = tomlkit.array()
    for entry in entries:
        if isinstance(entry, str):
            array.append(entry)
            continue
        table = tomlkit.inline_table()
        table.update(entry)
        array.append(table)
    return array.multiline(multiline=True)
