"""A codebook of the REFI-QDA standard (1.5, 2019) and a codebook of tipcoder, both ways.

Programs write it with various namespaces and with empty sets, which the schema forbids. What can be
read is read. The standard has one description for a code, so what tipcoder keeps apart stands in it
line by line.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from tipcoder.codebook.revising import make_code_key
from tipcoder.errors import BadInput
from tipcoder.interchange.code_descriptions import format_description, parse_description
from tipcoder.interchange.guids import make_guid
from tipcoder.interchange.refi_model import RefiCode
from tipcoder.interchange.refi_reading import iterate_codes
from tipcoder.interchange.refi_records import RecordReader
from tipcoder.model.codes import Code, Codebook

_LARGEST = 64 << 20
"""Bytes of a codebook."""
_LONGEST_LABEL = 200


def read_refi_codebook(content: bytes, source: str, title: str, language: str) -> Codebook:
    """Codes with their descriptions, colours and nesting. Raises BadInput for what is no such
    file.
    """
    if len(content) > _LARGEST:
        raise BadInput(f"{source}: is too large for a codebook.", "Export the codebook alone.")
    reader = RecordReader(io.BytesIO(content), source, "codebook")
    found: list[RefiCode] = []
    for record in reader.iterate_records():
        if record.tag == "Codes":
            found += iterate_codes(record)
    return Codebook(title, language, build_codes(found, language))


def build_codes(found: Iterable[RefiCode], language: str) -> dict[str, Code]:
    """Codes of tipcoder by key, from codes of a file, parents first."""
    codes: dict[str, Code] = {}
    keys: dict[str, str] = {}
    for one in found:
        label = " ".join(one.name.split())[:_LONGEST_LABEL] or "code"
        key = make_code_key(label, Codebook("", language, codes))
        keys[one.guid] = key
        parts = parse_description(one.description)
        codes[key] = Code(
            key,
            {language: label},
            parent=keys.get(one.parent) if one.parent else None,
            definition=_in_language(parts.definition, language),
            use_when=_in_language(parts.use_when, language),
            avoid_when=_in_language(parts.avoid_when, language),
            examples={language: parts.examples} if parts.examples else {},
            cues={language: parts.cues} if parts.cues else {},
            colour=one.colour or None,
            codable=one.codable,
        )
    return codes


def _in_language(text: str, language: str) -> Mapping[str, str]:
    return {language: text} if text else {}


def list_refi_codes(
    book: Codebook, study: str, notes: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[RefiCode, ...]:
    """The codes of a codebook as a file has them, parents first.

    `study` is the study's identifier, `notes` are the identifiers of memos by code key.
    """
    codes = []
    for _, code in book.list_in_tree_order():
        codes.append(
            RefiCode(
                make_guid(study, "code", code.key),
                code.find_label(book.language, book.language),
                make_guid(study, "code", code.parent) if code.parent else "",
                format_description(code, book.language),
                code.colour or "",
                code.codable,
                (notes or {}).get(code.key, ()),
            )
        )
    return tuple(codes)
