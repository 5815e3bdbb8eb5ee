"""The waves of a study beside those of a file that comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set

from tipcoder.errors import BadInput
from tipcoder.store import waves
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.study import Study
from tipcoder.survey.wave_names import check_wave_name
from tipcoder.text import format_count, join_words
from tipcoder.workbench.survey.earlier_wave import NamedCase, give_waves, name_earlier_cases
from tipcoder.workbench.survey.import_report import FrozenSurvey


def find_known_waves(
    db: Db, study: Study, wave: str | None, first_wave: str | None
) -> tuple[str, ...]:
    """Names that waves of the study have, or are given now.

    Raises BadInput where the study has several waves and nothing says which one a file is.
    """
    known = [each.name for each in waves.list_waves(db) if each.name]
    if known and wave is None and study.wave is None:
        listed = join_words(known)
        raise BadInput(
            f"The study has waves ({listed}), and nothing says of which one the file is.",
            f"Say it with --wave NAME, as in --wave {known[-1]}; a new name is a new wave.",
        )
    if first_wave is not None:
        if wave is None and study.wave is None:
            raise BadInput(
                "--first-wave names the wave that came before another one.",
                "Say with --wave NAME which one the file is.",
            )
        known.append(check_wave_name(first_wave))
    return tuple(known)


class StoredWaves:
    """What is stored, by wave, as it will be once every case has one."""

    def __init__(self, db: Db, study: Study, frozen: FrozenSurvey, first_wave: str | None) -> None:
        """Nothing is written yet. Raises BadInput where cases need a wave and none is said."""
        self._study, self._frozen, self._first_wave = study, frozen, first_wave
        self._by_respondent: dict[str, Set[str]] = {}
        self._names: frozenset[str] = frozenset()
        if not frozen.tally.waves:
            return
        named = self._name_earlier_cases(db)
        self._named = Counter(each.wave for each in named)
        for response_id, own in waves.load_waves_by_respondent(db).items():
            self._by_respondent[response_id] = own - {""}
        for each in named:
            response_id = each.case.key.response_id
            self._by_respondent[response_id] = {*self._by_respondent[response_id], each.wave}
        self._names = frozenset().union(*self._by_respondent.values())

    def _name_earlier_cases(self, db: Db) -> list[NamedCase]:
        return name_earlier_cases(db, self._study, self._frozen.waves, self._first_wave)

    def is_new(self, wave: str) -> bool:
        """Whether the study has no case of a wave yet, and has others."""
        return bool(wave) and bool(self._names) and wave not in self._names

    def has_case(self, response_id: str, wave: str) -> bool:
        """Whether a respondent answered in a wave."""
        return wave in self._by_respondent.get(response_id, ())

    def list_respondents(self, of: Set[str]) -> set[str]:
        """Response IDs of whoever answered in one of these waves."""
        return {one for one, own in self._by_respondent.items() if not own.isdisjoint(of)}

    def write_waves(self, act: Act) -> None:
        """Give every case its wave that has none, as a part of the import."""
        if self._frozen.tally.waves:
            # Asked anew within the transaction, because somebody may have changed a case meanwhile.
            give_waves(act, self._study, self._name_earlier_cases(act.db))

    def report_changes(self, ids: Mapping[str, str]) -> None:
        """Say which wave is new, and which cases are given one. `ids` are response IDs."""
        tally, said = self._frozen.tally, self._frozen.report.wave_changes
        if not tally.waves:
            return
        for wave, count in self._named.items():
            were = "that was here before is" if count == 1 else "that were here before are"
            said.append(f"{format_count(count, 'case')} {were} wave {wave} from now on")
        for wave, cases in tally.waves.items():
            if wave not in self._names:
                said.append(self._describe_new_wave(wave, cases, ids))

    def _describe_new_wave(self, wave: str, cases: int, ids: Mapping[str, str]) -> str:
        people = [ids[source] for source, own in self._frozen.tally.waves_of.items() if wave in own]
        sentence = (
            f"wave {wave} is new: {format_count(cases, 'case')} of "
            f"{format_count(len(people), 'respondent')}"
        )
        if not self._names:
            return sentence
        again = sum(one in self._by_respondent for one in people)
        if not again:
            return f"{sentence}, none of whom answered in an earlier wave"
        return f"{sentence}, of whom {again} answered in an earlier wave, too"
