"""Variables that tests are run on, by name, and what has to be printed beside a test on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.study import Study
from tipcoder.study.multi_selects import OPTION_SIGN
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.indicator_merge import MergedCases
from tipcoder.workbench.statistics.multi_selects import count_options

REGION = "region"
BY_MEANS = (
    "Averages by region compare the means of the scores by ANOVA; ranks do not take levels for "
    "equally far apart."
)
BY_RANKS = "A test by region compares ranks, which do not take levels for equally far apart."
PROMOTERS = (
    "An answer of 9 or 10 counts 100, of 0 to 6 counts −100, and others 0; the mean is the net "
    "promoter score (Reichheld, 2003)."
)


def check_outcomes(definition: Study, wanted: Sequence[str]) -> None:
    """Raises BadInput for a name that is not an outcome of the study."""
    known = definition.list_outcome_names()
    for name in wanted:
        if name not in known:
            raise BadInput(f"The study has no outcome {name!r}.", did_you_mean(name, known))


def require_variable(merged: MergedCases, name: str) -> Levels | Numbers:
    """An indicator, a factor, the region, or any closed column as categories.

    One value a case, in order of the survey. Raises BadInput for a name that is none of these.
    """
    study = merged.table.study
    if name in study.indicators:
        return merged.indicators[name]
    if name in study.list_factor_names():
        return merged.table.factor_levels(name)
    if name == REGION and study.country and study.country.region:
        return merged.table.category_levels(study.country.region)
    # Asked last, because it looks through every case.
    if any(name in cells for cells in merged.table.cells):
        return merged.table.category_levels(name)
    known = [*study.indicators, *study.list_factor_names()]
    raise BadInput(f"{name!r} is not a variable of the study.", did_you_mean(name, known))


def collect_notes(table: CaseTable, variable: str, names: Iterable[str]) -> tuple[str, ...]:
    """Sentences beside a test.

    What the study says about the `variable`, how many cells a factor's `else` decides, and which
    values of the outcomes and factors in `names` the study does not know.
    """
    names = list(names)
    about_scores = []
    if any(is_promoter_score(table.study, name) for name in names):
        about_scores.append(PROMOTERS)
    unmatched = _list_unmatched_notes(table, names)
    about_region = _list_region_notes(table.study, variable, names)
    return (*_list_variable_notes(table, variable), *about_scores, *about_region, *unmatched)


def is_ordered_outcome(study: Study, name: str) -> bool:
    """Whether an outcome has three levels or more, which tests by region compare by ranks."""
    spec = study.outcomes.get(name)
    return spec is not None and len(spec.levels) > 2


def _list_region_notes(study: Study, variable: str, names: Iterable[str]) -> list[str]:
    """Where the other test of an ordered outcome by region stands."""
    is_ranked = any(is_ordered_outcome(study, name) for name in names)
    if variable != REGION or study.weight is not None or not is_ranked:
        return []
    return [BY_MEANS]


def is_promoter_score(study: Study, name: str) -> bool:
    """Whether an outcome is a net promoter score."""
    spec = study.number_outcomes.get(name)
    return spec is not None and spec.is_nps


def _list_variable_notes(table: CaseTable, name: str) -> list[str]:
    study = table.study
    if name in study.indicators:
        note = study.indicators[name].note
        return [note] if note else []

    several = study.find_multi_select(name)
    if several is not None:
        asked, _ = several
        return [f"{asked.label or asked.name}: {count_options(table, asked.name).describe_base()}"]

    factor = study.factors.get(name)
    if factor is None or factor.otherwise is None:
        return []
    # An empty cell counts as an answer here, and a reader has to know how many do.
    empty = table.read_column(factor.column).count(None)
    if not empty:
        return []
    means = "yes" if factor.otherwise else "no"
    cells = f"{empty} of {len(table)} cases have an empty cell in {factor.column}"
    return [f"{cells} and count as {means}."]


def _list_unmatched_notes(table: CaseTable, names: Iterable[str]) -> list[str]:
    places: set[str] = set()
    for name in names:
        # A name may be an outcome or a factor; the other place matches nothing.
        places.update((f"outcome {name}", f"factor {name.partition(OPTION_SIGN)[0]}"))
    return [cells.note for cells in table.unmatched_cells if cells.place in places]
