"""Which answer of the study a text of another program's project is.

A text is known by its words first, and where several answers say the same by its identifier or its
name. A text that was changed elsewhere is known by identifier or name too; the answer stays as it
is, and a quote in such a text is looked for in the answer. A text that is called by its case may
hold several answers of that case, as programs make it of a survey.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.interchange.positions import get_base_text
from tipcoder.interchange.refi_model import RefiSource
from tipcoder.text import normalise_text
from tipcoder.workbench.exchange.project_export import SourceGuids

Place = tuple[str, str]
"""Case label and question."""
_PARTS = re.compile(r"[^\s_,;:/\\|()\[\]]+")


@dataclass(frozen=True)
class MatchedText:
    """An answer, and where the text of a source lies in it."""

    place: Place
    answer: str
    """The words in the store."""
    source: str
    """The words in the project, in code points as its positions are turned into."""
    shift: int
    """What is added to a place in the source to have it in the answer."""
    is_changed: bool = False
    """Whether the words differ by more than blanks at the ends."""
    is_part: bool = False
    """Whether the source has more than this answer."""

    def find_span(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch of the source as a stretch of the answer, or None where it cannot be told."""
        if self.is_part:
            low, high = start + self.shift, end + self.shift
            return (low, high) if 0 <= low < high <= len(self.answer) else None
        if not self.is_changed:
            low, high = max(start + self.shift, 0), min(end + self.shift, len(self.answer))
            return (low, high) if low < high else None
        quote = self.source[start:end]
        at = self.answer.find(quote)
        # Words that stand there twice may be either.
        if not quote.strip() or at < 0 or self.answer.find(quote, at + 1) >= 0:
            return None
        return at, at + len(quote)


class TextMatcher:
    """Finds the answers of sources."""

    def __init__(self, texts: Mapping[Place, str], guids: SourceGuids) -> None:
        self._texts = texts
        self._by_guid = {guids.name_source(*place): place for place in texts}
        self._by_words: dict[str, list[Place]] = {}
        self._by_name: dict[str, list[Place]] = {}
        for place, text in texts.items():
            self._by_words.setdefault(text.strip(), []).append(place)
            case, question = place
            self._by_name.setdefault(f"{case} {question}".casefold(), []).append(place)
            self._by_name.setdefault(case.casefold(), []).append(place)

    def match_source(self, source: RefiSource) -> tuple[MatchedText, ...] | str:
        """The answer, or the answers that a text of a whole case holds; or why there is none."""
        named = self._find_named(source)
        if source.text is None:
            if len(named) == 1:
                # Without its words only codes on the whole can be placed.
                text = self._texts[named[0]]
                return (MatchedText(named[0], text, text, 0),)
            return "its text is not in the file"
        text = normalise_text(get_base_text(source)).text
        same = self._by_words.get(text.strip(), [])
        chosen = [place for place in same if place in named] if len(same) > 1 else same
        if len(chosen) == 1:
            return (self._place_text(chosen[0], text),)
        if same:
            return f"{len(same)} answers say the same, and its name tells none of them"
        if len(named) == 1:
            return (MatchedText(named[0], self._texts[named[0]], text, 0, is_changed=True),)
        return self._find_parts(named, text) or "no answer has this text"

    def _find_parts(self, named: Sequence[Place], text: str) -> tuple[MatchedText, ...]:
        """The answers of a case that stand in its text, each once and none inside another."""
        parts: list[MatchedText] = []
        taken: list[tuple[int, int]] = []
        # The longest first: a short answer may be words of a long one.
        for place in sorted(named, key=lambda one: -len(self._texts[one])):
            answer = self._texts[place]
            words = answer.strip()
            if not words or text.count(words) != 1:
                continue
            at = text.index(words)
            end = at + len(words)
            if any(at < other_end and other < end for other, other_end in taken):
                continue
            taken.append((at, end))
            shift = _count_blanks_before(answer) - at
            parts.append(MatchedText(place, answer, text, shift, is_part=True))
        return tuple(parts)

    def _place_text(self, place: Place, text: str) -> MatchedText:
        answer = self._texts[place]
        shift = _count_blanks_before(answer) - _count_blanks_before(text)
        return MatchedText(place, answer, text, shift)

    def _find_named(self, source: RefiSource) -> list[Place]:
        """The answers that the identifier or the name of a source means."""
        if source.guid in self._by_guid:
            return [self._by_guid[source.guid]]
        name = source.name.casefold().removesuffix(".txt").strip()
        if name in self._by_name:
            return self._by_name[name]
        found: dict[Place, None] = {}
        parts = _PARTS.findall(name)
        for part in parts:
            for place in self._by_name.get(part, ()):
                found[place] = None
        both = [place for place in found if place[1].casefold() in parts]
        return both or list(found)


def _count_blanks_before(text: str) -> int:
    return len(text) - len(text.lstrip())
