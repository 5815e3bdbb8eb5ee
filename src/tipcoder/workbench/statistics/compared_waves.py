"""Which two waves are compared, and who is in each: a respondent counts once in a wave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from tipcoder.analysis.presence import UNKNOWN
from tipcoder.analysis.presence_counts import group_by_respondent
from tipcoder.analysis.wave_changes import estimate_change
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.results.changes import WaveChange
from tipcoder.store import waves
from tipcoder.store.waves import Wave
from tipcoder.text import format_count, join_words
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.study import OpenStudy

ONCE = (
    "A respondent counts once in a wave: a code is there where any case has it, and of outcomes "
    "the first case counts."
)


@dataclass(frozen=True, eq=False)
class ComparedWaves:
    """The earlier and the later wave, as places in a table of cases."""

    names: tuple[str, str]
    table: CaseTable
    places: tuple[tuple[int, ...], tuple[int, ...]]
    """The cases of each wave."""
    drawn: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    """The same before some of them were chosen; None where all are there."""

    def count_respondents(self) -> tuple[int, int, int]:
        """In the earlier wave, in the later one, and in both."""
        first, second = (set(self._find_respondents(places)) for places in self.places)
        return len(first), len(second), len(first & second)

    def _find_respondents(self, places: Collection[int]) -> list[str]:
        return [self.table.respondents[place] for place in places]

    @property
    def has_repeats(self) -> bool:
        """Whether any respondent has several cases in a wave."""
        return any(len(set(self._find_respondents(places))) < len(places) for places in self.places)

    def choose_cases(self, wanted: Callable[[int], bool]) -> ComparedWaves:
        """The same waves with some of their cases; `wanted` is asked of each place."""
        first, second = (tuple(filter(wanted, places)) for places in self.places)
        return ComparedWaves(self.names, self.table, (first, second), self.drawn or self.places)

    def collect_states(self, states: Sequence[int]) -> WaveSamples:
        """From a state of a code for each case of the table; what is unknown is left out."""
        found = []
        for places in self.places:
            chosen = [states[place] for place in places]
            grouped = group_by_respondent(chosen, self._find_respondents(places))
            known = {one: float(state) for one, state in grouped.items() if state != UNKNOWN}
            found.append(known)
        return self._add_weights(WaveSamples(found[0], found[1]))

    def collect_values(self, values: Sequence[float | None]) -> WaveSamples:
        """From a number for each case of the table: that of each respondent's first case."""
        found = []
        for places in self.places:
            first: dict[str, float | None] = {}
            for place in places:
                first.setdefault(self.table.respondents[place], values[place])
            found.append({one: value for one, value in first.items() if value is not None})
        return self._add_weights(WaveSamples(found[0], found[1]))

    def _add_weights(self, samples: WaveSamples) -> WaveSamples:
        """With the weight of each respondent in each wave, that of the first case there; who has
        none stands for nobody.
        """
        if self.table.weights is None:
            return samples
        kept, weights = [], []
        for places, values in zip(self.places, (samples.before, samples.after), strict=True):
            first: dict[str, float] = {}
            for place in places:
                first.setdefault(self.table.respondents[place], float(self.table.weights[place]))
            # Nothing is above a weight that is not a number.
            weights.append({one: first[one] for one in values if first[one] > 0})
            kept.append({one: value for one, value in values.items() if first[one] > 0})
        return WaveSamples(kept[0], kept[1], weights[0], weights[1], *self._strata)

    @cached_property
    def _strata(self) -> tuple[dict[str, int], tuple[int, ...]]:
        """The stratum of each respondent and how many are in each; nothing where there is one.

        Whoever is new in the later wave was drawn for it, from strata of its own.
        """
        design = self.table.design
        if design is None or design.strata is None:
            return {}, ()
        codes, count = design.strata.codes.tolist(), len(design.strata.sizes)
        stratum_of: dict[str, int] = {}
        for shift, places in zip((0, count), self.drawn or self.places, strict=True):
            for place in places:
                if design.weights[place] > 0:
                    stratum_of.setdefault(self.table.respondents[place], codes[place] + shift)
        sizes = Counter(stratum_of.values())
        return stratum_of, tuple(sizes[code] for code in range(2 * count))

    def describe_waves(self) -> str:
        """Who is compared, as a sentence."""
        before, after, both = self.count_respondents()
        return (
            f"Wave {self.names[0]} has {format_count(before, 'respondent')} and wave "
            f"{self.names[1]} has {after}; {both} answered in both."
        )


def choose_waves(
    study: OpenStudy, table: CaseTable, earlier: str | None, later: str | None
) -> ComparedWaves:
    """The waves named, else the last two. Raises BadInput for a name that is no wave of the study,
    and where there are not two.
    """
    with study.store.read() as db:
        known = waves.list_waves(db)
        wave_of = waves.load_waves_by_case(db)
    names = _choose_names([one for one in known if one.name], earlier, later)
    places = []
    for name in names:
        places.append(tuple(n for n, case in enumerate(table.ids) if wave_of.get(case) == name))
    return ComparedWaves(names, table, (places[0], places[1]))


def _choose_names(known: Sequence[Wave], earlier: str | None, later: str | None) -> tuple[str, str]:
    names = [one.name for one in known]
    if len(names) < 2:
        raise BadInput(
            "The study has no two waves to compare.",
            "Bring the next one in with `tipcoder import FILE --wave NAME`, or name the column of "
            "waves in study.toml: [respondent] wave.",
        )
    for name in (earlier, later):
        if name is not None and name not in names:
            raise BadInput(
                f"The study has no wave {name!r}.",
                did_you_mean(name, names) or f"It has {join_words(names)}.",
            )
    return _fill_names(names, earlier, later)


def _fill_names(names: Sequence[str], earlier: str | None, later: str | None) -> tuple[str, str]:
    """The last two where none is named, and the neighbour of the one that is."""
    if earlier is None and later is None:
        return names[-2], names[-1]
    if earlier is None:
        assert later is not None, "one of them is named"
        earlier = _find_neighbour(names, later, -1)
    if later is None:
        later = _find_neighbour(names, earlier, 1)
    if earlier == later:
        raise BadInput(f"Wave {earlier} cannot be compared with itself.", "Name two waves.")
    return earlier, later


def _find_neighbour(names: Sequence[str], name: str, step: int) -> str:
    place = names.index(name) + step
    if not 0 <= place < len(names):
        which, option = ("earlier", "--from") if step < 0 else ("later", "--to")
        raise BadInput(
            f"There is no wave {which} than {name}.", f"Say which one is meant with {option}."
        )
    return names[place]


def estimate_wave_change(
    samples: WaveSamples, waves: tuple[str, str], measure: str, min_n: int
) -> WaveChange:
    """The change of one thing, which has no name yet."""
    found = estimate_change(samples, waves, measure, min_n)
    return WaveChange("", "", measure, found.estimates, found.sample, notes=found.notes)
