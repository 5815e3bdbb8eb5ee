"""What tipcoder says of a code, in the one description that other programs show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tipcoder.model.codes import Code

_INCLUDE, _EXCLUDE, _EXAMPLE, _CUE = "Include: ", "Exclude: ", "Example: ", "Cue: "


@dataclass(frozen=True)
class CodeDescription:
    """The parts of a description."""

    definition: str = ""
    use_when: str = ""
    avoid_when: str = ""
    examples: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


def format_description(code: Code, language: str) -> str:
    """The definition, and below it a line for each further thing that is said of the code."""
    return "\n".join(_iterate_lines(code, language))


def _iterate_lines(code: Code, language: str) -> Iterator[str]:
    definition = code.definition.get(language, "")
    if definition:
        yield definition
    for lead, text in ((_INCLUDE, code.use_when), (_EXCLUDE, code.avoid_when)):
        if text.get(language):
            # A line end would end what is said.
            yield lead + " ".join(text[language].split())
    for lead, items in ((_EXAMPLE, code.examples), (_CUE, code.cues)):
        yield from _list_items(lead, items, language)


def _list_items(lead: str, items: Mapping[str, tuple[str, ...]], language: str) -> Iterator[str]:
    for item in items.get(language, ()):
        yield lead + " ".join(item.split())


def parse_description(text: str) -> CodeDescription:
    """The parts of a description; one that another program wrote is a definition as a whole."""
    definition: list[str] = []
    told: dict[str, list[str]] = {_INCLUDE: [], _EXCLUDE: [], _EXAMPLE: [], _CUE: []}
    for line in text.replace("\r\n", "\n").split("\n"):
        lead = next((lead for lead in told if line.startswith(lead)), None)
        if lead is None:
            definition.append(line)
        else:
            told[lead].append(line.removeprefix(lead).strip())
    return CodeDescription(
        "\n".join(definition).strip(),
        " ".join(told[_INCLUDE]),
        " ".join(told[_EXCLUDE]),
        tuple(told[_EXAMPLE]),
        tuple(told[_CUE]),
    )
