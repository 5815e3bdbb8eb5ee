"""Codebook -> JSON for the store and TOML for people. Reading what was written gives the same
codebook.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tipcoder.model import Code, Codebook

_FIELDS = ("label", "definition", "use_when", "avoid_when", "examples", "cues")


def codebook_to_document(codebook: Codebook) -> dict[str, Any]:
    """The codebook as the document that `parse_codebook` reads."""
    return {
        "title": codebook.title,
        "language": codebook.language,
        "code": {code.key: _as_entry(code) for code in codebook.codes.values()},
    }


def _as_entry(code: Code) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if code.parent is not None:
        entry["parent"] = code.parent
    if not code.codable:
        entry["codable"] = False
    if code.colour is not None:
        entry["colour"] = code.colour
    if code.number:
        entry["number"] = code.number
    if code.questions:
        entry["questions"] = list(code.questions)
    for name in _FIELDS:
        values: Mapping[str, Any] = getattr(code, name)
        if values:
            entry[name] = {
                lang: list(v) if isinstance(v, tuple) else v for lang, v in values.items()
            }
    return entry


def codebook_to_json(codebook: Codebook) -> str:
    """Canonical JSON: equal codebooks give equal text, code order included."""
    return json.dumps(codebook_to_document(codebook), ensure_ascii=False, separators=(",", ":"))


def codebook_to_toml(codebook: Codebook) -> str:
    """A codebook.toml, one table for each code, long texts in sub-tables."""
    import tomlkit

    document = tomlkit.document()
    document.add("title", tomlkit.item(codebook.title))
    document.add("language", tomlkit.item(codebook.language))
    codes = tomlkit.table(is_super_table=True)
    for code in codebook.codes.values():
        codes.add(code.key, _as_toml_entry(code))
    document.add("code", codes)
    return tomlkit.dumps(document)


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
                inner.add(language, tomlkit.item(text))
            table.add(key, inner)
        else:
            table.add(key, value)
    return table
