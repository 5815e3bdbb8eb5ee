"""Where words of an answer stand in another one that says the same in other case and spacing."""

from __future__ import annotations


def move_span(source: str, target: str, start: int, end: int) -> tuple[int, int]:
    """The span in `target` of the words at `start` to `end` in `source`; both half-open offsets.

    Counted by characters that are no white space. Where the two texts have different numbers of
    these, as `ß` and `ss`, the whole of `target` stands for the words.
    """
    if (start, end) == (0, len(source)):
        return 0, len(target)
    if source == target:
        return start, end
    places = [at for at, character in enumerate(target) if not character.isspace()]
    before = _count_written(source[:start])
    within = _count_written(source[start:end])
    if _count_written(source) != len(places) or not within:
        return 0, len(target)
    return places[before], places[before + within - 1] + 1


def _count_written(text: str) -> int:
    """Characters that are no white space."""
    return sum(not character.isspace() for character in text)
