"""How positions of a project are counted: as somebody says, as tipcoder writes, or as is found."""

from __future__ import annotations

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.interchange.positions import (
    COUNTINGS,
    STANDARD,
    Counting,
    CountingFound,
    PlaceFinder,
    Width,
    find_counting,
    get_base_text,
)
from tipcoder.interchange.refi_reading import ReadProject
from tipcoder.text import make_excerpt, make_printable_line

_WIDTH_NAMES = {Width.CODE_POINT: "code-point", Width.UTF_16: "utf-16", Width.BYTE: "byte"}
_OWN = "tipcoder "
_SHOWN = 40


def _name_counting(counting: Counting) -> str:
    width = _WIDTH_NAMES[counting.width]
    line_end = "+crlf" if counting.line_end == 2 else ""
    mark = "+bom" if counting.counts_mark else ""
    return f"{width}{line_end}{mark}"


COUNTING_NAMES = {_name_counting(counting): counting for counting in COUNTINGS}
"""Ways of counting by what a person calls them, such as `utf-16+crlf`."""


def choose_counting(project: ReadProject, said: str | None) -> tuple[Counting, str]:
    """The way of counting, and a sentence about it without its full stop.

    `said` is what a person calls it. Raises BadInput for a name that means none, and where nobody
    said it and two ways fit alike.
    """
    if said is not None:
        chosen = _require_counting(said)
        return chosen, f"positions are counted in {chosen.describe()}, as you said"
    if project.origin.startswith(_OWN):
        # A coder may mark half a word, which must not count against our own file.
        return STANDARD, f"positions are counted in {STANDARD.describe()}, as tipcoder writes them"
    found = find_counting(project.sources)
    if not found.is_sure:
        raise _refuse_doubt(found, project)
    return found.counting, found.describe()


def _require_counting(name: str) -> Counting:
    try:
        return COUNTING_NAMES[name.casefold()]
    except KeyError:
        raise BadInput(
            f"Positions are not counted in {name!r}.", did_you_mean(name, COUNTING_NAMES)
        ) from None


def _refuse_doubt(found: CountingFound, project: ReadProject) -> BadInput:
    rival = found.rival or STANDARD
    shown = _show_difference(project, found.counting, rival)
    return BadInput(
        f"{project.source}: cannot tell how positions are counted: in "
        f"{found.counting.describe()} or in {rival.describe()}{shown}.",
        f"Say it with --positions {_name_counting(found.counting)} or "
        f"--positions {_name_counting(rival)}.",
    )


def _show_difference(project: ReadProject, one: Counting, other: Counting) -> str:
    """The first quote that the two ways take for different words."""
    for source in project.sources:
        text = get_base_text(source)
        finders = [PlaceFinder(text, way, source.has_mark) for way in (one, other)]
        for selection in source.selections:
            quotes = []
            for finder in finders:
                start, end = finder.find_place(selection.start), finder.find_place(selection.end)
                is_there = start is not None and end is not None
                quote = text[start:end] if is_there else "nothing"
                quotes.append(make_excerpt(make_printable_line(quote), _SHOWN))
            if quotes[0] != quotes[1]:
                return f" (a quote is {quotes[0]!r} or {quotes[1]!r})"
    return ""
