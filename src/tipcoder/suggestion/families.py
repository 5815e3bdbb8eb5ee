"""Codes that judge a topic, beside the code that only names it.

A code that is `against` another is the judgement of what that one, its neutral neighbour, says
plainly. So are the codes below it, unless they name a neighbour of their own. Such codes, and those
that have patterns, are a family: a code with everything below it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from tipcoder.model.answers import UNKNOWN_LANGUAGE
from tipcoder.model.codes import Code
from tipcoder.suggestion.grading import OFFERING


class Families:
    """Families of some codes; codes that can be put on an answer have a number."""

    def __init__(self, codes: Sequence[Code], numbers: Mapping[str, int]) -> None:
        self._codes = {code.key: code for code in codes}
        self._numbers = numbers
        self.neutral_of: dict[int, int] = {}
        """The neutral neighbour of each code that has one."""
        self.members: dict[int, tuple[int, ...]] = {}
        """For each code of a family, all codes of it."""
        self._with_patterns: dict[int, frozenset[str]] = {}
        for key, number in numbers.items():
            self._with_patterns[number] = frozenset(_list_languages(self._codes[key]))
            neutral = self._find_neutral(key)
            if neutral is not None:
                self.neutral_of[number] = neutral

        roots = {number: self._find_root(key) for key, number in numbers.items()}
        for number, root in roots.items():
            if root is not None:
                alike = [other for other, its_root in roots.items() if its_root == root]
                self.members[number] = tuple(alike)

    def speaks(self, code: int, language: str) -> bool:
        """Whether a code has patterns in a language that may offer it.

        Where nobody can tell the language, patterns in any count.
        """
        languages = self._with_patterns[code]
        is_known = language not in ("", UNKNOWN_LANGUAGE)
        return language in languages if is_known else bool(languages)

    def family_speaks(self, code: int, language: str) -> bool:
        """Whether a code of its family has."""
        return any(self.speaks(member, language) for member in self.members.get(code, ()))

    def _climb(self, key: str) -> Iterator[Code]:
        """A code and those above it; the whole codebook may not be there."""
        seen: set[str] = set()
        above: str | None = key
        while above in self._codes and above not in seen:
            seen.add(above)
            yield self._codes[above]
            above = self._codes[above].parent

    def _find_neutral(self, key: str) -> int | None:
        for code in self._climb(key):
            if code.against is not None:
                # A folder cannot be offered, and nothing stands against itself.
                number = self._numbers.get(code.against)
                return None if code.against == key else number
        return None

    def _find_root(self, key: str) -> str | None:
        """The topmost code that judges or has patterns; None where there is none."""
        judging = [code.key for code in self._climb(key) if code.against or _list_languages(code)]
        return judging[-1] if judging else None


def _list_languages(code: Code) -> Collection[str]:
    """Languages in which a code has patterns that may offer it."""
    languages = []
    for language, patterns in code.patterns.items():
        # Those that only support other signs cannot tell where nothing is to be offered.
        if any(pattern.weight >= OFFERING for pattern in patterns):
            languages.append(language)
    return languages
