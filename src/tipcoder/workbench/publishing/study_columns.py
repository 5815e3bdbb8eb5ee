"""Closed columns of a study as files may show them: under which names, with which values."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from tipcoder.privacy.audit.knowledge import Population
from tipcoder.privacy.audit.study_wording import DeclaredColumns
from tipcoder.privacy.small_cells import USUAL
from tipcoder.store import survey_data
from tipcoder.store.engine import Db
from tipcoder.study import Study
from tipcoder.workbench.statistics.country_names import read_crosswalk
from tipcoder.workbench.study import OpenStudy

_CODES, _NAMES = "country", "country_name"
"""What a merged table calls the countries that it joins by, also where the survey has a column of
that name."""
_MERGED = "merged "
"""In front of a column's key where the name is one of the survey's as well."""
_SPLIT = ",;|"


def read_population(db: Db, study: OpenStudy) -> Population:
    """Closed columns of the survey, as `tipcoder merge` and the survey file name them."""
    cases = survey_data.load_cases(db)
    cells = [json.loads(case.attributes) for case in cases]
    names: dict[str, None] = {}
    for attributes in cells:
        names.update(dict.fromkeys(attributes))

    columns: dict[str, Sequence[str]] = {}
    for name in names:
        columns[name] = [attributes.get(name) or "" for attributes in cells]
    # A file may name its columns either way.
    columns |= {f"survey.{name}": values for name, values in columns.items()}

    country = study.definition.country
    heads = {}
    if country and country.column in columns:
        codes, english = _join_countries(study, columns[country.column])
        columns |= {_MERGED + _CODES: codes, _MERGED + _NAMES: english}
        heads = {_MERGED + _CODES: _CODES, _MERGED + _NAMES: _NAMES}
    return Population(tuple(case.key.response_id for case in cases), columns, heads=heads)


def _join_countries(study: OpenStudy, written: Sequence[str]) -> tuple[list[str], list[str]]:
    """Code and English name of the country of each case, empty where it has none."""
    crosswalk = read_crosswalk(study)
    codes = {name: crosswalk.find_country(name) or "" for name in set(written)}
    names = {code: crosswalk.find_name(code) if code else "" for code in set(codes.values())}
    return [codes[name] for name in written], [names[codes[name]] or "" for name in written]


def declare_columns(study: Study, population: Population) -> DeclaredColumns:
    """The values that a cell of a closed column may have without saying who somebody is.

    In a column of countries or regions all of them; elsewhere those that enough respondents share.
    """
    places = {_MERGED + _CODES, _MERGED + _NAMES}
    if study.country:
        for name in filter(None, (study.country.column, study.country.region)):
            places |= {name, f"survey.{name}"}

    declared = {}
    shared: dict[int, set[str]] = {}
    """By the identity of a column, which a file may name in two ways."""
    for name, values in population.columns.items():
        if name in places:
            allowed = set(values)
        else:
            if id(values) not in shared:
                shared[id(values)] = _find_shared(population, values)
            allowed = shared[id(values)]
        declared[population.heads.get(name, name)] = allowed - {""}
    for key, outcome in study.outcomes.items():
        declared[f"outcome.{key}"] = set(outcome.levels)
    for key, category in study.categories.items():
        declared[f"factor.{key}"] = set(category.level_labels)
    return DeclaredColumns(declared)


def _find_shared(population: Population, values: Sequence[str]) -> set[str]:
    """Values that enough respondents have; of a list each part counts by itself."""
    # Few values are different ones, and each is parted once.
    parts = {value: {value, *_split_list(value)} for value in set(values)}
    pairs: set[tuple[str, str]] = set()
    for respondent, value in set(zip(population.respondents, values, strict=True)):
        pairs.update((respondent, part) for part in parts[value])
    counts = Counter(value for _, value in pairs)
    return {value for value, count in counts.items() if count >= USUAL}


def _split_list(value: str) -> list[str]:
    for sign in _SPLIT:
        value = value.replace(sign, "\n")
    return [part.strip() for part in value.split("\n")]
