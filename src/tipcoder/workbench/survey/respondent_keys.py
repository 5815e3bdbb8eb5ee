"""Response IDs of respondents, and the key file that says who is behind them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.privacy.key_file import Keys, key_path, load_keys
from tipcoder.privacy.response_ids import draw_response_ids, find_numbers
from tipcoder.slices import iterate_chunks
from tipcoder.store import survey_data
from tipcoder.survey.mangled_ids import check_changed_ids
from tipcoder.text import format_count, unscope_identifier
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.import_report import FrozenSurvey
from tipcoder.workbench.survey.stored_waves import StoredWaves

_TOGETHER = 10_000
"""Response IDs that are asked for at once."""


def assign_response_ids(
    study: OpenStudy, frozen: FrozenSurvey, first: bool, stored: StoredWaves
) -> tuple[Keys, Mapping[str, str]]:
    """The keys as they will be, and the response ID of every respondent, by the survey's own ID.

    Nothing is written yet. `first` says that the store has no respondents. Raises EnvironmentFault
    where the key file is another study's, and BadInput for IDs that cannot be shown.
    """
    uuid = study.read_uuid()
    path = key_path(uuid)
    is_public = study.definition.privacy.response_ids == "from-column"
    keys = Keys(uuid)
    # A public study may have a key file, and does where its survey names people.
    if not first and (path.exists() or not is_public):
        keys = load_own_keys(study, path)

    sources = frozen.tally.cases_of
    known = _find_known_before_waves(study, frozen, keys, stored)
    _check_against_stored(study, frozen, keys, known, stored)
    ids: Mapping[str, str]
    if is_public:
        _check_public_ids(frozen)
        # The survey's own IDs are shown as they are.
        ids = dict(zip(sources, sources, strict=True))
    else:
        retired = _find_retired(keys, sources)
        _draw_missing_ids(study, frozen, keys, {**retired, **known})
        ids = ChainMap(keys.source_ids, known, retired) if retired or known else keys.source_ids
    frozen.report.new_respondents = _count_new(study, [ids[source] for source in sources])
    return keys, ids


def _find_known_before_waves(
    study: OpenStudy, frozen: FrozenSurvey, keys: Keys, stored: StoredWaves
) -> dict[str, str]:
    """Response IDs of respondents who came in before there were waves.

    Where IDs start anew in each wave, a new one is kept with its wave. Theirs was not.
    """
    if not study.definition.has_ids_of_a_wave:
        return {}
    found = {}
    for source, waves in frozen.tally.waves_of.items():
        if source in keys.source_ids:
            continue
        (wave,) = waves
        own_id = unscope_identifier(source)
        response_id = keys.source_ids.get(own_id) or keys.find_retired(own_id)
        if response_id is not None and stored.has_case(response_id, wave):
            found[source] = response_id
    return found


def _find_retired(keys: Keys, sources: Iterable[str]) -> dict[str, str]:
    """Response IDs of respondents of the file who were erased: they get no new ones."""
    found = {}
    for source in sources if keys.retired else ():
        response_id = keys.find_retired(source)
        if response_id is not None and source not in keys.source_ids:
            found[source] = response_id
    return found


def _check_against_stored(
    study: OpenStudy,
    frozen: FrozenSurvey,
    keys: Keys,
    known_before: Mapping[str, str],
    waves: StoredWaves,
) -> None:
    """Refuse a file in which known respondents would come in a second time."""
    stored = set(keys.source_ids)
    if not stored and study.definition.privacy.response_ids == "from-column":
        with study.store.read() as db:
            stored = set(survey_data.load_respondent_ids(db))
    if not stored:
        return
    retired = _find_retired(keys, frozen.tally.cases_of)
    known = stored | retired.keys() | known_before.keys()
    fresh = [source for source in frozen.tally.cases_of if source not in known]
    if study.definition.respondent_id is not None:
        check_changed_ids(frozen.table.source, fresh, stored)
        return
    present = {keys.source_ids.get(source) for source in frozen.tally.cases_of}
    present.update(known_before.values())
    expected = set(keys.source_ids.values())
    if frozen.tally.waves:
        # Rows of another wave are not missing from a file of this one.
        expected &= waves.list_respondents(frozen.tally.waves.keys())
    _check_known_rows(frozen, len(fresh), len(expected - present))


def _check_known_rows(frozen: FrozenSurvey, fresh: int, absent: int) -> None:
    """Where a row is known by its cells alone, a changed row looks like one that went and one that
    came.
    """
    if not fresh or not absent:
        return
    raise BadInput(
        f"{frozen.table.source}: {format_count(fresh, 'row')} are new and "
        f"{format_count(absent, 'row')} of the study are not in it. Without a column of IDs it "
        "cannot be told whether answers were changed or added.",
        "Export all answers with the same columns as before, or name a column of IDs as `id` in a "
        "new study.",
    )


def _draw_missing_ids(
    study: OpenStudy, frozen: FrozenSurvey, keys: Keys, retired: Mapping[str, str]
) -> None:
    """Give every respondent of the file an ID who has none yet."""
    known = keys.source_ids.keys() | retired.keys()
    fresh = [source for source in frozen.tally.cases_of if source not in known]
    if not fresh:
        return
    taken = _find_taken_ids(study, frozen, keys)
    drawn = draw_response_ids(len(fresh), study.definition.privacy.id_digits, taken)
    keys.source_ids.update(zip(fresh, drawn, strict=True))


def _find_taken_ids(study: OpenStudy, frozen: FrozenSurvey, keys: Keys) -> set[str]:
    """Everything that no new response ID may be.

    IDs that were given, the survey's own, and numbers that answers name.
    """
    digits = study.definition.privacy.id_digits
    with study.store.read() as db:
        # A number that an answer names would be taken for whoever gets it as an ID.
        texts = (text for _, text, _ in survey_data.iterate_known_texts(db))
        taken = set(find_numbers(texts, digits))
        taken.update(survey_data.load_respondent_ids(db))
    taken.update(keys.source_ids.values())
    taken.update(keys.retired.values())
    taken.update(map(unscope_identifier, frozen.tally.cases_of))
    taken.update(frozen.tally.numbers)
    return taken


def _count_new(study: OpenStudy, response_ids: Sequence[str]) -> int:
    """How many of these are not in the store yet."""
    known = 0
    with study.store.read() as db:
        for part in iterate_chunks(response_ids, _TOGETHER):
            known += len(survey_data.load_respondent_ids(db, part))
    return len(response_ids) - known


def _check_public_ids(frozen: FrozenSurvey) -> None:
    line = frozen.tally.unshowable
    if line is not None:
        raise BadInput(
            f"{frozen.table.source}, line {line}: the respondent's ID cannot be shown as a "
            "response ID.",
            'Let tipcoder draw them: response_ids = "random" under [privacy].',
        )


def load_own_keys(study: OpenStudy, path: Path) -> Keys:
    """The key file of this study. Raises EnvironmentFault where it is missing or another's."""
    keys = load_keys(path)
    if keys.study != study.read_uuid():
        raise EnvironmentFault(
            f"{path}: is the key file of another study.",
            f"Bring that of {study.definition.title!r} from a backup.",
        )
    return keys


def find_key_file_fault(study: OpenStudy) -> str:
    """A sentence if the study's key file is missing or not private, else an empty string.

    Also where it is of another study, or does not know every respondent.
    """
    path = key_path(study.read_uuid())
    response_ids = study.definition.privacy.response_ids
    if response_ids == "from-column" and not path.exists():
        return ""
    try:
        keys = load_own_keys(study, path)
    except EnvironmentFault as fault:
        return str(fault)
    if response_ids != "random":
        return ""

    with study.store.read() as db:
        stored = set(survey_data.load_respondent_ids(db))
    unknown = stored.difference(keys.source_ids.values(), keys.retired.values())
    if not unknown:
        return ""
    return (
        f"{path}: does not say who is behind {len(unknown)} response ID(s). "
        "Restore it from a backup."
    )
