"""The cases of a study in order of the survey, as statistics read them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.analysis.variables import Cases, Levels, levels, members, yes_no
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.store import survey_data
from tipcoder.store.attributes import closed
from tipcoder.study import Study
from tipcoder.workbench.opening import OpenStudy


@dataclass(frozen=True, eq=False)
class CaseTable:
    """Closed answers by case; a missing cell is None and never an empty text."""

    study: Study
    ids: tuple[int, ...]
    """Row ids of the store."""
    labels: tuple[str, ...]
    respondents: tuple[str, ...]
    numbers: tuple[str, ...]
    cells: tuple[Mapping[str, str], ...]

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, name: str) -> list[str | None]:
        """A column of the survey, one cell per case."""
        if name == self.study.respondent_id:
            return list(self.respondents)
        if name == self.study.case:
            return list(self.numbers)
        return [cells.get(name) for cells in self.cells]

    def outcome(self, name: str) -> Levels:
        """An outcome of the study. Raises BadInput naming the nearest one."""
        if name not in self.study.outcomes:
            raise BadInput(f"The study has no outcome {name!r}.", _define("outcome", name, self.study.outcomes))
        spec = self.study.outcomes[name]
        return levels(name, spec.levels, self.column(spec.column))

    def factor(self, name: str) -> Levels:
        """A yes/no factor of the study."""
        spec = self.study.factors[name]
        return yes_no(name, [spec.state(value) for value in self.column(spec.column)])

    def categories(self, column: str) -> Levels:
        """A column as it stands, its values in alphabetical order."""
        values = self.column(column)
        return levels(column, sorted({value for value in values if value is not None}), values)

    def membership(self) -> Cases:
        """Who answered and about which country: clusters of cases that are not independent."""
        country = self.study.country
        where: Sequence[str | None] = self.column(country.column) if country else [None] * len(self)
        return Cases(members(self.respondents), members(where))

    def first_of_each_respondent(self) -> list[int]:
        """Places of the first case of every respondent, in order of the survey."""
        seen: dict[str, int] = {}
        for place, respondent in enumerate(self.respondents):
            seen.setdefault(respondent, place)
        return list(seen.values())


def _define(kind: str, name: str, known: Mapping[str, object]) -> str:
    return did_you_mean(name, known) or f"Define [{kind}.{name}] in study.toml."


def case_table(here: OpenStudy) -> CaseTable:
    """Every live case. Raises BadInput for a study without any."""
    with here.store.read() as db:
        cases = survey_data.all_cases(db)
        texts = set(survey_data.questions_with_texts(db))
    if not cases:
        raise BadInput("The study has no cases yet.", "Bring a survey in with `tipcoder import`.")
    return CaseTable(
        study=here.study,
        ids=tuple(case.id for case in cases),
        labels=tuple(case.label for case in cases),
        respondents=tuple(case.key.response_id for case in cases),
        numbers=tuple(case.key.number for case in cases),
        cells=tuple(closed(json.loads(case.attributes), texts) for case in cases),
    )
