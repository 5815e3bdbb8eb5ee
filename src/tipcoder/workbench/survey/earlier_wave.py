"""The wave of cases that came in before the survey had a second one.

As long as a study has one wave, nobody says which. With the second one the first needs a name:
from the column of waves, where the cases have it among their attributes, else from a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.store import survey_data
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.store.survey_data import StoredCase, write_case_number
from tipcoder.study import Study
from tipcoder.survey.wave_names import WaveNames, is_wave_name
from tipcoder.text import format_count, normalise_identifier
from tipcoder.workbench.survey.stored_rows import format_json

FIRST = "1"
"""The earlier wave, where a file is said to be another one and nobody names the earlier."""


class NamedCase(NamedTuple):
    """A stored case with the wave that it is given."""

    case: StoredCase
    wave: str
    written_number: str
    """Its number from now on: another one only where the wave was the number so far."""


def name_earlier_cases(
    db: Db, study: Study, names: WaveNames, first_wave: str | None
) -> list[NamedCase]:
    """A wave for every case that has none. Raises BadInput where nothing says which."""
    nameless = [case for case in survey_data.load_cases(db) if not case.key.wave]
    named = []
    unsaid = 0
    for case in nameless:
        attributes = json.loads(case.attributes)
        said = normalise_identifier(attributes.get(study.wave_attribute, ""))
        if not is_wave_name(said):
            said = ""
        wave = said or first_wave or (FIRST if names.whole else "")
        if not wave:
            unsaid += 1
            continue
        wave = names.find_name(wave)
        named.append(NamedCase(case, wave, _renumber(case, attributes, study, wave)))
    if unsaid:
        cases = format_count(unsaid, "case")
        raise BadInput(
            f"{cases} of the study came in without a wave, and the survey has several from now on.",
            "Say which wave they are with --first-wave NAME, as it stands in the file.",
        )
    return named


def _renumber(case: StoredCase, attributes: dict[str, str], study: Study, wave: str) -> str:
    """The wave may have been `case`, or a part of it, before study.toml called it a wave."""
    if not study.wave:
        return case.written_number
    said = attributes.get(study.wave, "")
    parts = [normalise_identifier(attributes.get(column, "")) for column in study.case]
    number = ".".join(part for part in parts if part) or "1"
    former = {said, f"{said}.{number}", f"{number}.{said}"}
    if case.written_number == number or case.written_number not in former:
        return case.written_number
    return write_case_number(number, wave)


def give_waves(act: Act, study: Study, named: Iterable[NamedCase]) -> None:
    """Write the waves, as changes that can be undone."""
    for case, wave, number in named:
        attributes = json.loads(case.attributes) | {study.wave_attribute: wave}
        before = {"wave": "", "number": case.written_number, "attributes": case.attributes}
        after = {"wave": wave, "number": number, "attributes": format_json(attributes)}
        changed = {name: value for name, value in after.items() if value != before[name]}
        survey_data.change_case(act, case.id, {name: before[name] for name in changed}, changed)
