"""Case labels for the IDs that the survey itself has, as somebody who codes in a spreadsheet knows
them.
"""

from __future__ import annotations

from tipcoder.errors import EnvironmentFault
from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.store import survey_data
from tipcoder.store.survey_data import StoredCase
from tipcoder.text import normalise_identifier, unscope_identifier
from tipcoder.workbench.study import OpenStudy


class SurveyIds:
    """Finds the case that a cell, or a cell with the numbers of its case, means."""

    def __init__(self, study: OpenStudy) -> None:
        """Where the key file is not at hand, only case labels are known."""
        with study.store.read() as db:
            cases = survey_data.load_cases(db)
        self.labels = {case.label for case in cases}
        sources = _load_source_ids(study)
        own = {response: source for source, response in sources.items()}
        self._by_number: dict[tuple[str, str], str] = {}
        self._single: dict[str, str] = {}
        several: set[str] = set()
        for case in cases:
            # Where IDs start anew in each wave, the wave is kept with them.
            known_as = own.get(case.key.response_id, case.key.response_id)
            source = unscope_identifier(known_as)
            self._add_numbers(source, case)
            self._add_numbers(case.key.response_id, case)
            if source in self._single:
                several.add(source)
            self._single[source] = case.label
        for source in several:
            del self._single[source]
        self._several = several
        self._sources = {*self._single, *several}

    def _add_numbers(self, source: str, case: StoredCase) -> None:
        """What a sheet may have beside the ID: the number, or the wave and the number; or the wave
        alone, where the respondent has one case in it.
        """
        _, number, wave = case.key
        if not wave:
            self._by_number[source, number] = case.label
            return
        self._by_number[source, f"{wave}.{number}"] = case.label
        if (source, wave) in self._by_number:
            # Several cases in one wave: the wave alone means none of them.
            self._by_number[source, wave] = ""
        else:
            self._by_number[source, wave] = case.label

    def knows(self, cell: str) -> bool:
        """Whether a cell is a case label or the survey's ID of a respondent."""
        cell = normalise_identifier(cell)
        return cell in self.labels or cell in self._sources

    def has_several(self, cell: str) -> bool:
        """Whether a cell is the survey's ID of a respondent with several cases."""
        return normalise_identifier(cell) in self._several

    def find_label(self, cell: str, numbers: tuple[str, ...] = ()) -> str:
        """The case label, or the cell as it is where no case is meant.

        `numbers` are the cells of the columns that tell the rows of a respondent apart, the wave
        first.
        """
        cell = normalise_identifier(cell)
        if cell in self.labels:
            return cell
        number = ".".join(part for part in map(normalise_identifier, numbers) if part)
        if number and self._by_number.get((cell, number)):
            return self._by_number[cell, number]
        if cell in self._single:
            return self._single[cell]
        source, _, last = cell.rpartition(".")
        return self._by_number.get((source, last)) or cell


def load_survey_ids(study: OpenStudy) -> dict[str, str]:
    """The survey's own ID of each respondent, by response ID.

    Raises EnvironmentFault without the study's key file.
    """
    if study.definition.privacy.response_ids == "from-column":
        with study.store.read() as db:
            return {name: name for name in survey_data.load_respondent_ids(db)}
    sources = load_keys(key_path(study.read_uuid())).source_ids
    return {response: unscope_identifier(source) for source, response in sources.items()}


def _load_source_ids(study: OpenStudy) -> dict[str, str]:
    """The survey's own IDs with their response IDs; empty without the study's key file."""
    if study.definition.privacy.response_ids == "from-column":
        return {}
    try:
        return dict(load_keys(key_path(study.read_uuid())).source_ids)
    except EnvironmentFault:
        return {}
