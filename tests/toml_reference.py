"""Pages about the TOML files that people write, from the declarations
by which these files are read.
"""

from __future__ import annotations

from tipcoder.tomlkeys import REQUIRED, Example, Form, Key, Section


def files() -> dict[str, Section]:
    """Name of each file, and everything that may stand in it."""
    from tipcoder.codebook.reading import CODEBOOK
    from tipcoder.study.reading import STUDY
    from tipcoder.suggestion.concepts import CONCEPTS

    return {"study.toml": STUDY, "codebook.toml": CODEBOOK, "concepts.toml": CONCEPTS}


def reference_of(file: Section) -> str:
    """Every table of a file: its keys, then how it may be written."""
    parts = ["## A whole file", in_toml(whole_file(file))]
    for section in file.walk_sections():
        if section.keys or section.any_key:
            parts += _about(section)
    return "\n\n".join(parts)


def whole_file(file: Section, old: Example | None = None, new: Example | None = None) -> str:
    """The examples of every table, one below the other; `new` is written in place of `old`.

    A table that may stand once is shown once:
    by `old`, where that is one of its examples, else by its first.
    """
    parts = []
    for section in file.walk_sections():
        for example in _shown_together(section, old):
            changed = new if new is not None and example is old else example
            parts.append(_written(section, changed))
    return "\n".join(parts)


def _shown_together(section: Section, wanted: Example | None) -> list[Example]:
    examples = list(section.examples)
    if section.form in (Form.NAMED, Form.LISTED):
        return examples
    return [wanted] if wanted in examples else examples[:1]


def _written(section: Section, example: Example) -> str:
    lines = [section.heading(example.name), example.body()]
    return "\n".join(line for line in lines if line) + "\n"


def _about(section: Section) -> list[str]:
    heading = "Above the first table" if section.form is Form.TOP else f"`{section.heading()}`"
    parts = [f"## {heading}", _sentence(section), _table(section)]
    for example in section.examples:
        if example.about:
            parts.append(f"{example.about}:")
        parts.append(in_toml(_written(section, example)))
    return parts


def _sentence(section: Section) -> str:
    return (
        f"{section.meaning} **Required.**"
        if section.required and section.form is not Form.TOP
        else section.meaning
    )


def _table(section: Section) -> str:
    keys = [*section.keys, *([section.any_key] if section.any_key else [])]
    rows = ["| key | type | if absent | meaning |", "|---|---|---|---|"]
    for key in keys:
        rows.append(_row(key, key.name))
        rows += [_row(inner, f"{key.name}.{inner.name}") for inner in key.inside]
    return "\n".join(rows)


def _row(key: Key[object], name: str) -> str:
    meaning = key.meaning
    if key.allowed:
        meaning += f" May be: {key.allowed}."
    absent = "**required**" if key.default == REQUIRED else key.default
    cells = (f"`{name}`", key.kind, absent, meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def in_toml(text: str) -> str:
    """A block of code."""
    return f"```toml\n{text.strip()}\n```"
