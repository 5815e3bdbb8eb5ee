"""codebook.toml -> Codebook, and the checks that a list of codes must pass.

Keys are compared casefolded, and a cue may belong to one code only: a cue that points two ways suggests nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import LANGUAGE, Code, Codebook
from tipcoder.text import fold_text
from tipcoder.tomlfile import TomlTable, load_toml

MAX_KEY = 64
MAX_LABEL = 200
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def read_codebook(path: Path) -> Codebook:
    """Read and check a codebook. Raises BadInput naming file, code and remedy."""
    return parse_codebook(load_toml(path), path.name)


def parse_codebook(document: Mapping[str, object], source: str) -> Codebook:
    """A codebook from a TOML document already loaded; `source` is named in errors."""
    table = TomlTable(source, "", document)
    title = table.read_text("title", "") or ""
    language = table.read_text("language", "en") or "en"
    codes = {}
    for key, entry in table.read_named_tables("code"):
        codes[key] = _parse_code(key, entry, language)
    table.refuse_unknown_keys()
    codebook = Codebook(title, language, codes)
    check_codebook(codebook, source)
    return codebook


def _parse_code(key: str, table: TomlTable, language: str) -> Code:
    def read_texts(name: str) -> dict[str, str]:
        plain, per_language = table.read_text_per_language(name)
        return {language: plain} if plain else per_language

    def read_lists(name: str) -> dict[str, tuple[str, ...]]:
        plain, per_language = table.read_texts_per_language(name)
        return {language: plain} if plain else per_language

    code = Code(
        key=key,
        label=read_texts("label") or {language: key.replace("_", " ")},
        parent=table.read_text("parent"),
        definition=read_texts("definition"),
        use_when=read_texts("use_when"),
        avoid_when=read_texts("avoid_when"),
        examples=read_lists("examples"),
        cues=read_lists("cues"),
        colour=table.read_text("colour"),
        codable=table.read_flag("codable", True),
        questions=table.read_texts("questions"),
    )
    table.refuse_unknown_keys()
    return code


def check_codebook(codebook: Codebook, source: str) -> None:
    """Refuse a codebook that cannot be worked with. Raises BadInput for the first thing found."""
    if not codebook.codes:
        raise BadInput(f"{source}: has no code.", "Add [code.some_key] with a label.")
    seen: dict[str, str] = {}
    for code in codebook.codes.values():
        _check_code(codebook, code, source)
        twin = seen.setdefault(fold_text(code.key), code.key)
        if twin != code.key:
            raise BadInput(f"{source}, code.{code.key}: differs from {twin!r} only in case or accents.", "Rename one.")
    _check_circles(codebook, source)
    _check_cues(codebook, source)


def _check_code(codebook: Codebook, code: Code, source: str) -> None:
    place = f"{source}, code.{code.key[:MAX_KEY]}"
    if not code.key.strip() or code.key != code.key.strip() or code.key[0] == "@" or _CONTROL.search(code.key):
        raise BadInput(
            f"{source}, code.{code.key[:MAX_KEY]!r}: cannot be a key.",
            "Use letters, digits and _ (a leading @ is reserved).",
        )
    if len(code.key) > MAX_KEY:
        raise BadInput(f"{place}: the key has {len(code.key)} characters, {MAX_KEY} at most.", "Shorten it.")
    for name in ("label", "definition", "use_when", "avoid_when", "examples", "cues"):
        for language in getattr(code, name):
            if not LANGUAGE.fullmatch(language):
                raise BadInput(f"{place}, {name}: {language!r} is no language.", "Use codes like en, es, ru.")
    for language, label in code.label.items():
        if not label.strip():
            raise BadInput(f"{place}: the label in {language!r} is empty.", "Write a label or leave the line out.")
        if label.splitlines() != [label]:
            raise BadInput(f"{place}: the label in {language!r} has a line break.", "Keep it on one line.")
        if len(label) > MAX_LABEL:
            raise BadInput(
                f"{place}: the label in {language!r} has {len(label)} characters, {MAX_LABEL} at most.", "Shorten it."
            )
    if code.colour is not None and not _COLOUR.fullmatch(code.colour):
        raise BadInput(f"{place}: {code.colour!r} is no colour.", 'Write it like colour = "#b45f06".')
    if code.parent is not None and code.parent not in codebook.codes:
        raise BadInput(
            f"{place}: its parent {code.parent!r} is not in the codebook.", did_you_mean(code.parent, codebook.codes)
        )


def _check_circles(codebook: Codebook, source: str) -> None:
    for code in codebook.codes.values():
        path = codebook.path_to(code.key)
        again = codebook.codes[path[0]].parent
        if again is not None:
            circle = " > ".join((again, *path[: path.index(again) + 1]))
            raise BadInput(
                f"{source}, code.{again}: is its own ancestor ({circle}).", "Give one code in it another parent."
            )


def _check_cues(codebook: Codebook, source: str) -> None:
    owner: dict[str, str] = {}
    for code in codebook.codes.values():
        for language, cues in code.cues.items():
            for cue in cues:
                key = " ".join(fold_text(cue).split())
                if not key:
                    raise BadInput(f"{source}, code.{code.key}: an empty cue in {language!r}.", "Remove it.")
                other = owner.setdefault(key, code.key)
                if other != code.key:
                    raise BadInput(
                        f"{source}, code.{code.key}: the cue {cue!r} also stands under {other!r}.",
                        "Keep it where it points more surely.",
                    )


def find_gaps(codebook: Codebook, languages: tuple[str, ...]) -> list[str]:
    """Sentences about what a coder will miss: no definition, no cue in a language of the study."""
    out = []
    for code in codebook.codes.values():
        if not any(map(str.strip, code.definition.values())):
            out.append(f"{code.key}: has no definition.")
        if not code.codable:
            continue
        if not any(map(str.strip, code.use_when.values())):
            out.append(f"{code.key}: does not say when to use it.")
        absent = [language for language in languages if not code.cues.get(language)]
        if absent:
            out.append(f"{code.key}: has no cue in {', '.join(absent)}.")
    return out
