"""Codes and codebooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CodePattern:
    """Words that speak for a code, as somebody wrote them in the language of patterns."""

    find: str
    weight: float = 2
    """What it may do: .5 orders only, 1 supports, 2 offers the code, 3 offers it as strong."""
    yes: str = ""
    """A sentence that it must find; empty where nobody wrote one."""
    no: str = ""
    """A sentence that it must not find."""


@dataclass(frozen=True)
class Code:
    """One entry of a codebook. Texts per language; `key` is stable and used in files."""

    key: str
    label: Mapping[str, str]
    parent: str | None = None
    definition: Mapping[str, str] = field(default_factory=dict)
    use_when: Mapping[str, str] = field(default_factory=dict)
    avoid_when: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    colour: str | None = None
    codable: bool = True
    number: int = 0
    """Its number in a numbered frame; 0 for none."""
    digit: int = 0
    """The key from 1 to 9 that applies it on its questions, whatever else has a digit; 0 for
    none."""
    questions: tuple[str, ...] = ()
    """Columns whose answers the code is meant for; empty means all. It may be used elsewhere
    too."""
    against: str | None = None
    """Key of its neutral neighbour: the code for the same topic without the same judgement."""
    patterns: Mapping[str, tuple[CodePattern, ...]] = field(default_factory=dict)

    def find_label(self, language: str, fallback: str) -> str:
        """The label in `language`, else in `fallback`, else the key."""
        return self.label.get(language) or self.label.get(fallback) or self.key


@dataclass(frozen=True)
class Codebook:
    """Codes in the order of the file, keyed by `Code.key`; `language` is that of plain strings."""

    title: str
    language: str
    codes: Mapping[str, Code]
    revision: int = 0
    """0 until it is kept in a study."""
    lists: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Lists of words that patterns name as @NAME: name -> language -> entries."""

    def path_to(self, key: str) -> tuple[str, ...]:
        """Keys from the root down to `key`."""
        steps: list[str] = []
        at: str | None = key
        # A codebook that is being written may have a ring of parents.
        while at is not None and at in self.codes and at not in steps:
            steps.append(at)
            at = self.codes[at].parent
        return tuple(reversed(steps))

    def children_of(self, key: str | None) -> tuple[Code, ...]:
        """Codes directly under `key`, or the roots."""
        return tuple(code for code in self.codes.values() if code.parent == key)

    def list_in_tree_order(self) -> tuple[tuple[int, Code], ...]:
        """Every code with its depth, parents before children, siblings in file order."""
        below: dict[str | None, list[Code]] = {}
        for code in self.codes.values():
            below.setdefault(code.parent, []).append(code)

        ordered: list[tuple[int, Code]] = []
        # The last one is taken first, so each list of siblings goes in backwards.
        stack = [(0, code) for code in reversed(below.get(None, []))]
        while stack:
            depth, code = stack.pop()
            ordered.append((depth, code))
            for child in reversed(below.get(code.key, [])):
                stack.append((depth + 1, child))
        return tuple(ordered)


@dataclass(frozen=True)
class CodeCount:
    """How often a code is applied to answers of one question, language and wave."""

    code: str
    question: str
    language: str
    answers: int
    codings: int
    coder: str
    wave: str = ""
