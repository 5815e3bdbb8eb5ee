"""The detector of a study: identities from the key file, the keep-list, its words, and the tables of tipcoder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from tipcoder.errors import BadInput
from tipcoder.model import Coder
from tipcoder.privacy.detecting import Detector, build_known_entities
from tipcoder.privacy.gazetteer import Gazetteer, build_gazetteer
from tipcoder.privacy.key_file import Keys, key_path, load_keys, save_keys
from tipcoder.privacy.name_forms import build_forms
from tipcoder.privacy.named_entities import load_recognisers
from tipcoder.privacy.rare_words import build_vocabulary
from tipcoder.privacy.words import split_words
from tipcoder.store import coders, events, survey_data
from tipcoder.store.redactions import SourceAnswer
from tipcoder.text import fold_text, hash_text
from tipcoder.workbench.language_models import find_pipelines
from tipcoder.workbench.shipped import reference_file
from tipcoder.workbench.study import OpenStudy

_LONGEST_NAME = 200
_NO_NAME = re.compile(
    r"[\d\s.,:;/+\-TZ%]*|\d{4}-\d\d-\d\dT[\d:.]+Z?|yes|no|true|false|si|sí|да|нет", re.I
)
"""Times, numbers and ticks that stand in identifying columns too."""


@dataclass(frozen=True)
class Identities:
    """Who must not be named."""

    organisations: tuple[tuple[str, str], ...] = field(repr=False)
    persons: tuple[tuple[str, str], ...] = field(repr=False)
    aliases: tuple[tuple[str, str], ...] = field(repr=False)
    platform_ids: frozenset[str] = field(repr=False)

    @property
    def alias_digest(self) -> str:
        """Moves with every alias."""
        return hash_text("\n".join(sorted(f"{owner}\t{name}" for name, owner in self.aliases)))

    def list_names(self) -> list[tuple[str, str]]:
        """Every (name, response ID)."""
        return [*self.organisations, *self.persons, *self.aliases]


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Names of countries and cities, built once a process."""
    with (
        reference_file("demonyms.csv").open(encoding="utf-8") as demonyms,
        reference_file("cities.txt").open(encoding="utf-8") as cities,
    ):
        return build_gazetteer(demonyms, cities)


def load_study_keys(study: OpenStudy) -> Keys:
    """The key file. Raises EnvironmentFault where it is missing or others can read it; a public study may have none."""
    path = key_path(study.read_uuid())
    if study.definition.privacy.response_ids == "from-column" and not path.exists():
        return Keys(study.read_uuid())
    return load_keys(path)


def read_identities(study: OpenStudy) -> Identities:
    """Everything in the key file that names somebody."""
    keys = load_study_keys(study)
    organisations: list[tuple[str, str]] = []
    persons: list[tuple[str, str]] = []
    for response_id, columns in keys.identities.items():
        for column, values in columns.items():
            into = organisations if column == study.definition.respondent_name else persons
            into += [(value, response_id) for value in values if _is_name(value)]
    aliases = [(name, response_id) for response_id, names in keys.aliases.items() for name in names]
    public = study.definition.privacy.response_ids == "from-column"
    ids = (
        frozenset()
        if public
        else frozenset(source for source in keys.source_ids if len(source) > 3)
    )
    return Identities(tuple(organisations), tuple(persons), tuple(aliases), ids)


def _is_name(value: str) -> bool:
    return len(value) <= _LONGEST_NAME and not _NO_NAME.fullmatch(value.strip())


def build_detector(
    study: OpenStudy, identities: Identities, texts: Iterable[SourceAnswer]
) -> Detector:
    """A detector that knows every respondent of the study."""
    used = build_vocabulary((source.respondent, source.text) for source in texts)
    forms = build_forms(identities.organisations, identities.persons, identities.aliases)
    known = build_known_entities(forms, load_gazetteer(), used)
    return Detector(
        known,
        load_gazetteer(),
        study.definition.privacy.keep,
        used,
        load_recognisers(find_pipelines(study.definition.models, study.folder)),
    )


@lru_cache(maxsize=1024)
def find_country_code(country: str) -> str:
    """The ISO code of a country's name, or empty."""
    found = load_gazetteer().names.find_phrases(split_words(country))
    return next((f.what.country for f in found if f.what.kind == "country"), "")


def find_phone_regions(source: SourceAnswer) -> tuple[str, ...]:
    """Countries whose phone numbers to expect in an answer: those that the columns of its case name."""
    named = [
        value
        for name, value in source.attributes.items()
        if "country" in fold_text(name) and len(value) < 60
    ]
    return tuple(dict.fromkeys(code for value in named if (code := find_country_code(value))))


def change_alias(
    study: OpenStudy, coder: Coder, name: str, response_id: str = "", *, remove: bool = False
) -> str:
    """Add or take away a further name of a respondent, or of a third party; it goes to the key file only.

    Every review is asked for again. Raises BadInput for a respondent that is not there.
    """
    name = " ".join(name.split())
    if not split_words(name):
        raise BadInput("An alias needs a name with a letter or a digit in it.")
    whose = f"of {response_id}" if response_id else "of a third party"
    done = f"An alias {whose} was {'taken away' if remove else 'added'}"
    # Under the store's lock: two who change the key file at once would lose one of the changes.
    with study.store.write() as db:
        if response_id and response_id not in survey_data.load_respondent_ids(db):
            raise BadInput(
                f"There is no respondent {response_id!r}.",
                "Use a response ID, without the case number.",
            )
        keys = load_study_keys(study)
        listed = keys.aliases.setdefault(response_id, [])
        if remove and name not in listed:
            raise BadInput(
                "That is no alias of theirs.", "`tipcoder redact alias list` shows what there is."
            )
        if remove:
            listed.remove(name)
        elif name not in listed:
            listed.append(name)
        save_keys(key_path(study.read_uuid()), keys, study.folder)
        # The log says that it happened, never which name it was.
        events.finish_act(
            events.begin_act(db, coders.ensure_coder(db, coder).id, "alias", done, final=True),
            keep=True,
        )
    return f"{done}. Every quote has to be read again."
