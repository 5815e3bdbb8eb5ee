"""The detector of a study: identities from the key file, the keep-list, its words, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.model.codings import Coder
from tipcoder.privacy.compared_words import split_words
from tipcoder.privacy.detection import Detector, build_known_entities
from tipcoder.privacy.gazetteer import Gazetteer, build_gazetteer
from tipcoder.privacy.key_file import Keys, key_path, load_keys, save_keys
from tipcoder.privacy.name_forms import build_forms
from tipcoder.privacy.named_entities import load_recognisers
from tipcoder.privacy.rare_words import Vocabulary, build_vocabulary
from tipcoder.shipped_data import reference_file
from tipcoder.store import survey_data
from tipcoder.store.redactions import SourceAnswer
from tipcoder.study import Study
from tipcoder.text import fold_text, hash_text
from tipcoder.values import list_no_words, list_yes_words
from tipcoder.workbench.language_models import find_pipelines
from tipcoder.workbench.redaction.final_acts import record_final_act
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.trust import require_models

_LONGEST_NAME = 200
"""Characters; a longer cell is a remark and would match nothing."""
_LONGEST_COUNTRY = 59
_SHORTEST_PLATFORM_ID = 4
_NO_NAME = re.compile(r"[\d\s.,:;/+\-TZ%]*|\d{4}-\d\d-\d\dT[\d:.]+Z?")
"""Times and numbers that identifying columns hold too."""

OwnedName = tuple[str, str]
"""A name and the response ID of its owner."""


@dataclass(frozen=True)
class Identities:
    """Who must not be named. Nothing of it is shown by `repr`, which may end in a log."""

    organisations: tuple[OwnedName, ...] = field(repr=False)
    persons: tuple[OwnedName, ...] = field(repr=False)
    aliases: tuple[OwnedName, ...] = field(repr=False)
    platform_ids: frozenset[str] = field(repr=False)
    known_persons: tuple[OwnedName, ...] = field(default=(), repr=False)
    """People whom somebody has named by hand."""

    @property
    def alias_digest(self) -> str:
        """Changes with every alias, so that what was read under other aliases is stale."""
        # Sorted below, so that another order in the key file makes no review stale.
        lines = [f"{owner}\t{name}" for name, owner in self.aliases]
        lines += [f"{owner}\tperson\t{name}" for name, owner in self.known_persons]
        return hash_text("\n".join(sorted(lines)))


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Names of countries and cities, built once a process."""
    with (
        reference_file("demonyms.csv").open(encoding="utf-8") as demonyms,
        reference_file("cities.txt").open(encoding="utf-8") as cities,
    ):
        return build_gazetteer(demonyms, cities)


def load_study_keys(study: OpenStudy) -> Keys:
    """The key file.

    Raises EnvironmentFault where it is missing or others can read it; a public study may have none.
    """
    path = key_path(study.read_uuid())
    # Whose IDs are public may have nothing to keep secret.
    if _has_public_ids(study) and not path.exists():
        return Keys(study.read_uuid())
    return load_keys(path)


def _has_public_ids(study: OpenStudy) -> bool:
    """Whether the survey's own IDs are shown, because they are public already."""
    return study.definition.privacy.response_ids == "from-column"


def read_identities(study: OpenStudy) -> Identities:
    """Everything in the key file that names somebody."""
    keys = load_study_keys(study)
    organisations: list[OwnedName] = []
    persons: list[OwnedName] = []
    for response_id, columns in keys.identities.items():
        for column, values in columns.items():
            names = [(value, response_id) for value in values if _is_name(value)]
            # The column of the respondent's name holds organisations; all others name people.
            if column == study.definition.respondent_name:
                organisations += names
            else:
                persons += names

    aliases = _list_owned(keys.aliases)
    known_persons = _list_owned(keys.known_persons)

    platform_ids: set[str] = set()
    if not _has_public_ids(study):
        # A short one would be found in every number of every answer.
        platform_ids = {each for each in keys.survey_ids if len(each) >= _SHORTEST_PLATFORM_ID}
    return Identities(
        tuple(organisations),
        tuple(persons),
        aliases,
        frozenset(platform_ids),
        known_persons,
    )


def _list_owned(names: Mapping[str, Sequence[str]]) -> tuple[OwnedName, ...]:
    """Names by owner as pairs of a name and its owner."""
    pairs: list[OwnedName] = []
    for response_id, others in names.items():
        pairs += [(name, response_id) for name in others]
    return tuple(pairs)


def _is_name(value: str) -> bool:
    shown = value.strip()
    if len(value) > _LONGEST_NAME or _NO_NAME.fullmatch(shown):
        return False
    return shown.casefold() not in (*list_yes_words(), *list_no_words())


def build_detector(
    study: OpenStudy, identities: Identities, texts: Iterable[SourceAnswer]
) -> Detector:
    """A detector that knows every respondent of the study, and which words its answers share."""
    # Words that many respondents use are not names, whatever they look like.
    vocabulary = build_vocabulary((source.respondent, source.text) for source in texts)
    return assemble_detector(study.definition, study.folder, identities, vocabulary)


def assemble_detector(
    definition: Study, folder: Path, identities: Identities, vocabulary: Vocabulary
) -> Detector:
    """A detector of what is read already; relative pipelines are looked for in `folder`."""
    forms = build_forms(
        identities.organisations,
        identities.persons,
        identities.aliases,
        identities.known_persons,
    )
    known = build_known_entities(forms, load_gazetteer(), vocabulary)
    require_models(folder, definition.models)
    pipelines = find_pipelines(definition.models, folder)
    return Detector(
        known,
        load_gazetteer(),
        definition.privacy.keep,
        vocabulary,
        load_recognisers(pipelines),
        [question.text for question in definition.questions],
    )


@lru_cache(maxsize=1024)
def find_country_code(country: str) -> str:
    """The ISO code of a country's name, or empty."""
    for found in load_gazetteer().names.find_phrases(split_words(country)):
        if found.what.kind == "country":
            return found.what.country
    return ""


def find_country_cells(source: SourceAnswer) -> list[str]:
    """What columns of a case say that may be about its country, in order of the columns."""
    cells = []
    for name, value in source.attributes.items():
        # Survey files call it work.country, Country or home_country.
        if _names_country(name) and len(value) <= _LONGEST_COUNTRY:
            cells.append(value)
    return cells


@lru_cache(maxsize=4096)
def _names_country(column: str) -> bool:
    return "country" in fold_text(column)


def find_phone_regions(source: SourceAnswer) -> tuple[str, ...]:
    """Countries whose phone numbers to expect in an answer: those that columns of its case name.

    ISO codes, each once, in order of the columns.
    """
    codes = dict.fromkeys(map(find_country_code, find_country_cells(source)))
    # A column may be called so and hold something else.
    codes.pop("", None)
    return tuple(codes)


def change_alias(
    study: OpenStudy,
    coder: Coder,
    name: str,
    response_id: str = "",
    *,
    person: bool = False,
    remove: bool = False,
) -> str:
    """Add or remove a further name of a respondent, or of a third party.

    With `person` it is somebody's own name and not an organisation's: looked for in any order, with
    initials and by the surname alone. What is removed is looked for among both. It goes to the key
    file only, and every review is asked for again. Raises BadInput for a respondent that does not
    exist, and for an alias to remove that is not there.
    """
    name = " ".join(name.split())
    if not split_words(name):
        raise BadInput("An alias needs a name with a letter or a digit in it.")

    # Under the store's lock: two who change the key file at once would lose one of the changes.
    with study.store.write() as db:
        # Without an ID it is a third party, who did not answer.
        if response_id and response_id not in survey_data.load_respondent_ids(db):
            raise BadInput(
                f"There is no respondent {response_id!r}.",
                "Use a response ID, without the case number.",
            )
        keys = load_study_keys(study)
        if remove and name in keys.known_persons.get(response_id, ()):
            person = True
        names = keys.known_persons if person else keys.aliases
        _change_alias_list(names.setdefault(response_id, []), name, remove)
        save_keys(key_path(study.read_uuid()), keys, study.folder)

        done = _describe_alias_act(response_id, person, remove)
        # The log says that it happened, never which name it was.
        record_final_act(db, coder, "alias", done)
    return f"{done}. Every quote has to be read again."


def _describe_alias_act(response_id: str, person: bool, remove: bool) -> str:
    whose = f"of {response_id}" if response_id else "of a third party"
    what = "The name of a person" if person else "An alias"
    return f"{what} {whose} was {'removed' if remove else 'added'}"


def _change_alias_list(aliases: list[str], name: str, remove: bool) -> None:
    if not remove:
        if name not in aliases:
            aliases.append(name)
        return
    if name not in aliases:
        raise BadInput("That is not an alias of theirs.", "`tipcoder redact alias` lists them.")
    aliases.remove(name)
