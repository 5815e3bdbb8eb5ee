"""The cases of a study in order of the survey, as statistics read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from tipcoder.analysis.decimal_marks import find_decimal_mark
from tipcoder.analysis.indicators import as_number
from tipcoder.analysis.outcome_bands import divide_in_halves, divide_promoters
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.survey_strata import Strata, stratify
from tipcoder.analysis.unmatched import Unmatched
from tipcoder.analysis.value_checks import find_unmatched_values, read_weights
from tipcoder.analysis.variables import (
    Cases,
    Levels,
    Numbers,
    build_levels,
    build_numbers,
    build_yes_no,
    number_members,
)
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.store import survey_data
from tipcoder.store.attributes import find_cases_with_words, without_open_questions
from tipcoder.study import Study
from tipcoder.study.multi_selects import Selection
from tipcoder.values import unify_spellings
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.arrays import Floats


@dataclass(frozen=True, eq=False)
class CaseTable:
    """Closed answers by case; a missing cell is None and never an empty text.

    All columns have one value a case, in order of the survey.
    """

    study: Study
    ids: tuple[int, ...]
    """Row ids of the store."""
    labels: tuple[str, ...]
    respondents: tuple[str, ...]
    numbers: tuple[str, ...]
    cells: tuple[Mapping[str, str], ...]
    waves: tuple[str, ...]
    """Empty texts where the survey has one wave."""
    with_words: Mapping[str, Set[int]] = field(default_factory=dict)
    """Of open questions that factors name in `specify`: row ids of the cases that wrote there."""

    recoded: Mapping[str, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    """Factors that words of people's own were coded back into: by row id of the case, keys of the
    options or the level that it has then.
    """

    def __len__(self) -> int:
        return len(self.ids)

    def read_column(self, name: str) -> list[str | None]:
        """A column of the survey, one cell per case."""
        # These two are not among the attributes: the store has them as keys.
        if name == self.study.respondent_id:
            return list(self.respondents)
        if self.study.case == (name,):
            return list(self.numbers)
        return [cells.get(name) for cells in self.cells]

    def read_answers(self, column: str) -> list[str | None]:
        """The same without the answers that study.toml calls missing for the column, such as 999
        of an outcome that is a number.
        """
        is_missing = self.study.find_missing_answers(column)
        cells = self.read_column(column)
        return [None if cell is None or is_missing(cell) else cell for cell in cells]

    def outcome_levels(self, name: str) -> Levels:
        """An outcome of the study. Raises BadInput naming the nearest one."""
        if name not in self.study.outcomes:
            raise BadInput(
                f"The study has no outcome {name!r}.",
                _suggest_definition("outcome", name, self.study.list_outcome_names()),
            )
        spec = self.study.outcomes[name]
        values = list(map(spec.find_level, self.read_column(spec.column)))
        return build_levels(name, spec.levels, values)

    def outcome_numbers(self, name: str) -> Numbers:
        """A number outcome of the study; of a net promoter score what each answer counts."""
        spec = self.study.number_outcomes[name]
        cells = self.read_column(spec.column)
        mark = find_decimal_mark(cells)
        values = []
        for cell in cells:
            is_answer = cell is not None and cell not in spec.spellings
            number = as_number(cell, mark) if cell is not None and is_answer else None
            values.append(None if number is None else spec.find_score(number))
        return build_numbers(name, values)

    def measure_outcome(self, name: str) -> Levels | Numbers:
        """An outcome of either kind. Raises BadInput naming the nearest one."""
        if name in self.study.number_outcomes:
            return self.outcome_numbers(name)
        return self.outcome_levels(name)

    def outcome_bands(self, name: str) -> Levels:
        """An outcome of either kind as few levels, lowest first: a number in two halves, and of a
        net promoter score detractors, passives and promoters.
        """
        spec = self.study.number_outcomes.get(name)
        if spec is None:
            return self.outcome_levels(name)
        numbers = self.outcome_numbers(name)
        return divide_promoters(numbers) if spec.is_nps else divide_in_halves(numbers)

    def factor_levels(self, name: str) -> Levels:
        """A factor of the study as yes and no or as its levels, or one option of a factor with
        several.
        """
        if name in self.study.factors:
            spec = self.study.factors[name]
            return build_yes_no(name, list(map(spec.find_state, self.read_column(spec.column))))
        if name in self.study.categories:
            return self._category_levels(name)
        found = self.study.find_multi_select(name)
        assert found is not None, "names of factors are checked before"
        asked, option = found
        states = [one.find_state(option.key) for one in self.read_selections(asked.name)]
        return build_yes_no(name, states)

    def _category_levels(self, name: str) -> Levels:
        """A factor with levels, under what people call them."""
        category = self.study.categories[name]
        label_of = dict(zip(category.levels, category.level_labels, strict=True))
        values = []
        recoded = self.recoded.get(name, {})
        for case_id, cell in zip(self.ids, self.read_column(category.column), strict=True):
            level = category.find_level(cell)
            for moved in recoded.get(case_id, ()):
                level = moved
            values.append(None if level is None else label_of[level])
        levels = build_levels(name, category.level_labels, values)
        return replace(levels, is_ordered=category.ordered)

    def read_selections(self, name: str) -> tuple[Selection, ...]:
        """What each case says to a factor with several options."""
        if name not in self._selections:
            spec = self.study.multi_selects[name]
            wrote = self.with_words.get(spec.specify or "", frozenset())
            selections = []
            for case_id, cells in zip(self.ids, self.cells, strict=True):
                has_words = case_id in wrote or (spec.specify or "") in cells
                said = spec.read_case(cells.get, has_words)
                moved = self.recoded.get(name, {}).get(case_id)
                if moved is not None:
                    said = replace(said, ticked=moved)
                selections.append(said)
            self._selections[name] = tuple(selections)
        return self._selections[name]

    @cached_property
    def _selections(self) -> dict[str, tuple[Selection, ...]]:
        return {}

    def group_column(self, column: str) -> list[str | None]:
        """A column as groups of cases.

        Values that differ only in case, blanks or as numbers are one group.
        """
        # As study.toml spells a value, so does every table of it.
        spelled = self.study.find_spelled_values().get(column, ())
        return unify_spellings(self.read_column(column), spelled)

    def label_column(self, column: str) -> list[str | None]:
        """The same under what a factor with levels calls them, and as it is coded back.

        What is none of its levels stays what it is.
        """
        values = self.group_column(column)
        for name, category in self.study.categories.items():
            if category.column == column:
                levels = self._category_levels(name)
                for place, code in enumerate(levels.codes.tolist()):
                    values[place] = levels.labels[code] if code >= 0 else values[place]
        return values

    def category_levels(self, column: str) -> Levels:
        """The groups of a column in alphabetical order."""
        values = self.group_column(column)
        return build_levels(
            column, sorted({value for value in values if value is not None}), values
        )

    @cached_property
    def weights(self) -> Floats | None:
        """The survey weight of each case, NaN where it has none; None without weights."""
        import numpy as np

        if self.study.weight is None:
            return None
        weights = read_weights(self.read_column(self.study.weight))
        return np.array([np.nan if one is None else one for one in weights], dtype=np.float64)

    @cached_property
    def design(self) -> SurveyDesign | None:
        """Weights with respondents as clusters; None without weights."""
        if self.weights is None:
            return None
        strata = None if self._stratified is None else self._stratified[0]
        return SurveyDesign(self.weights, number_members(self.respondents), strata)

    @property
    def moved_respondents(self) -> int:
        """Respondents whose cases are in several strata: they count in that of the first one."""
        return 0 if self._stratified is None else self._stratified[1]

    @cached_property
    def _stratified(self) -> tuple[Strata, int] | None:
        """The strata, and how many respondents are in several; None without strata or weights."""
        import numpy as np

        column = self.study.strata
        if self.weights is None or column is None:
            return None
        codes = number_members(self.group_column(column))
        # Those without a stratum are one of their own.
        codes = np.where(codes < 0, codes.max() + 1, codes)
        return stratify(self.weights, number_members(self.respondents), codes)

    @cached_property
    def unmatched_cells(self) -> tuple[Unmatched, ...]:
        """Values of the survey that match nothing the study spells for their column."""
        return find_unmatched_values(self.study, self.read_column)

    def find_clusters(self, countries: Sequence[str | None]) -> Cases:
        """Who answered and about which country: clusters of cases that are not independent."""
        strata = self.design.strata if self.design is not None else None
        respondents = number_members(self.respondents)
        return Cases(respondents, number_members(countries), self.weights, strata)

    def first_of_each_respondent(self) -> list[int]:
        """Places of the first case of every respondent, in order of the survey."""
        seen: dict[str, int] = {}
        for place, respondent in enumerate(self.respondents):
            seen.setdefault(respondent, place)
        return list(seen.values())


def _suggest_definition(kind: str, name: str, known: Iterable[str]) -> str:
    return did_you_mean(name, known) or f"Define [{kind}.{name}] in study.toml."


def read_survey_cells(study: OpenStudy) -> CaseTable:
    """Every live case as the survey has it, whatever is coded back, without open texts: they may
    name people. Raises BadInput for no cases.
    """
    with study.store.read() as db:
        cases = survey_data.load_cases(db)
        # Also questions that study.toml no longer names.
        texts = set(survey_data.count_texts_by_question(db))
        with_words = {}
        for asked in study.definition.multi_selects.values():
            if asked.specify:
                with_words[asked.specify] = find_cases_with_words(db, asked.specify)
    # A column that was imported before study.toml called it a translation.
    texts.update(study.definition.translation_columns())
    if not cases:
        raise BadInput("The study has no cases yet.", "Bring a survey in with `tipcoder import`.")
    return CaseTable(
        study=study.definition,
        ids=tuple(case.id for case in cases),
        labels=tuple(case.label for case in cases),
        respondents=tuple(case.key.response_id for case in cases),
        numbers=tuple(case.key.number for case in cases),
        cells=tuple(without_open_questions(json.loads(case.attributes), texts) for case in cases),
        waves=tuple(case.key.wave for case in cases),
        with_words=with_words,
    )
