"""Questions with several options: how many chose each, among those who were asked, and what does
not fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tipcoder.analysis.unmatched import Unmatched, rank_values
from tipcoder.results.tables import TableLine
from tipcoder.study.multi_selects import MultiSelectSpec, Selection, SelectOption
from tipcoder.text import format_count, join_words
from tipcoder.values import Spellings


@dataclass(frozen=True)
class SelectionCounts:
    """What cases say to one question."""

    asked: int
    not_asked: int
    unknown: int
    """Cases without anything, of which nobody can tell whether they were asked."""
    nothing: int
    """Cases that were asked and chose nothing."""
    contradicting: int
    """Cases that chose an option which rules out all others, and another one."""
    lines: tuple[TableLine, ...]
    """For each option how many chose it, of those of whom it is known."""

    @property
    def chosen_share(self) -> float:
        """The sum of all shares: above 1 where cases chose several."""
        return sum(line.count / line.base for line in self.lines if line.base)

    def describe_base(self, unit: str = "case") -> str:
        """Who counts, and who does not, in a few sentences."""
        said = [f"{format_count(self.asked, unit)} asked"]
        if self.nothing:
            said.append(f"{self.nothing} of them chose nothing")
        if self.not_asked:
            said.append(f"{self.not_asked} not asked")
        if self.unknown:
            said.append(
                f"{self.unknown} with nothing at all, which may be not asked, so they do not count"
            )
        sentence = f"{'; '.join(said)}."
        if self.chosen_share > 1:
            share = f"{100 * self.chosen_share:.0f}%"
            sentence += f" Several could be chosen, so the shares add up to {share}."
        return sentence


def count_selections(spec: MultiSelectSpec, selections: Sequence[Selection]) -> SelectionCounts:
    """Count what cases say."""
    asked = Counter(selection.is_asked for selection in selections)
    nothing = contradicting = 0
    exclusive = frozenset(spec.exclusive)
    for selection in selections:
        if selection.is_asked and not selection.ticked and not selection.strange:
            nothing += 1
        if len(selection.ticked) > 1 and selection.ticked & exclusive:
            contradicting += 1
    lines = []
    for option in spec.all_options:
        states = Counter(selection.find_state(option.key) for selection in selections)
        lines.append(TableLine(option.label, states[True], states[True] + states[False]))
    return SelectionCounts(
        asked[True], asked[False], asked[None], nothing, contradicting, tuple(lines)
    )


def describe_oddities(spec: MultiSelectSpec, counts: SelectionCounts) -> Iterator[str]:
    """What somebody should look at, as sentences without a full stop."""
    place = f"factor {spec.name}"
    unused = [line.label for line in counts.lines if not line.count]
    if unused:
        yield f"{place}: nobody chose {join_words([repr(label) for label in unused], 'or')}"
    if counts.contradicting:
        labels = [option.label for option in spec.all_options if option.key in spec.exclusive]
        chose = format_count(counts.contradicting, "case")
        yield f"{place}: {chose} chose {join_words(labels, 'or')} and another option beside it"
    if counts.unknown:
        cases = format_count(counts.unknown, "case has", "cases have")
        yield (
            f"{place}: {cases} nothing in it, and whether they were asked cannot be told "
            "(`asked_if` or `else = false` says it)"
        )


def find_unmatched_options(
    spec: MultiSelectSpec, column: Callable[[str], Sequence[str | None]]
) -> Iterator[Unmatched]:
    """Cells that say neither yes nor no, or pieces of a list that are none of its options."""
    if spec.column is None:
        for option in spec.options:
            yield _find_unmatched_marks(spec, option, column(option.column))
    # Whatever else stands there counts as the option for people's own words.
    elif spec.other is None:
        yield _find_unmatched_pieces(spec, column(spec.column))


def _find_unmatched_marks(
    spec: MultiSelectSpec, option: SelectOption, cells: Sequence[str | None]
) -> Unmatched:
    strange: Counter[str] = Counter()
    for cell, count in Counter(cells).items():
        said = spec.read_case({option.column: cell}.get, has_words=False)
        for _, value in said.strange:
            strange[value] += count
    words = Spellings(spec.true_if or (option.label,))
    return Unmatched(
        place=f"factor {spec.name}",
        column=option.column,
        values=rank_values(strange, words),
        consequence="stays unknown" if len(strange) == 1 else "stay unknown",
        wanted="value of true_if or false_if" if spec.true_if else "yes, no or the option",
    )


def _find_unmatched_pieces(spec: MultiSelectSpec, cells: Sequence[str | None]) -> Unmatched:
    strange: Counter[str] = Counter()
    matching = filled = 0
    for cell, count in Counter(cells).items():
        if cell is None:
            continue
        filled += count
        found, others = spec.split_cell(cell)
        matching += count if found else 0
        for other in dict.fromkeys(others):
            strange[other] += count
    written = tuple(option.written for option in spec.options)
    return Unmatched(
        place=f"factor {spec.name}",
        column=spec.column or "",
        values=rank_values(strange, Spellings(written)),
        consequence="counts as no option" if len(strange) == 1 else "count as no option",
        wanted="value of levels (`other` makes such words an option)",
        nothing_matches=bool(filled) and not matching,
        spelled=written,
        filled=filled,
    )
