"""The leak audit of a file, with everything that a study knows."""

from __future__ import annotations

import getpass
import json
import socket
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import (
    Knowledge,
    Population,
    Removed,
    Run,
    build_removed,
    build_value_book,
    find_runs_around,
)
from tipcoder.privacy.audit.linking import find_links
from tipcoder.privacy.audit.looking import audit_contents
from tipcoder.privacy.audit.reading import read_contents
from tipcoder.privacy.detecting import Detector
from tipcoder.privacy.replacing import is_own_wording
from tipcoder.privacy.words import fold_to_string
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.store import redactions, survey_data
from tipcoder.store.engine import Db
from tipcoder.store.redactions import KEEP
from tipcoder.workbench.redaction.detector import build_detector, load_study_keys, read_identities
from tipcoder.workbench.study import OpenStudy

BARE_CELLS = (".csv", ".tsv", ".txt")
"""Files that a spreadsheet opens and whose cells it may take for formulas."""
_NAMES_NOBODY = frozenset(("root", "user", "admin", "administrator", "localhost", "test", "guest", "ubuntu", "coder"))


@dataclass(frozen=True)
class AuditReport:
    """What an audit found, and what it looked at."""

    findings: tuple[LeakFinding, ...]
    cells: int
    passages: int
    sentence: str
    """What was looked for."""

    @property
    def has_passed(self) -> bool:
        """Whether nothing grave was found."""
        return not any(finding.grave for finding in self.findings)


def gather_knowledge(study: OpenStudy, detector: Detector | None = None) -> Knowledge:
    """Everything of a study that must not be seen. Raises EnvironmentFault without its key file."""
    keys, who = load_study_keys(study), read_identities(study)
    with study.store.read() as db:
        sources = {source.id: source for source in redactions.load_sources(db)}
        decided = redactions.load_decisions(db)
        rules = redactions.load_rules(db)
        respondents = survey_data.load_respondent_ids(db)
        population = _read_population(db)
    detector = detector or build_detector(study, who, sources.values())
    removed: dict[str, dict[Removed, None]] = defaultdict(dict)
    kept: dict[str, set[str]] = defaultdict(set)
    runs: set[Run] = set()
    for answer_id, decisions in decided.items():
        source = sources.get(answer_id)
        for decision in decisions if source else ():
            assert source is not None
            string = fold_to_string(source.text[decision.start : decision.end])
            if decision.decision == KEEP:
                kept[source.respondent].add(string)
                continue
            if decision.reason and is_own_wording(decision.replacement):
                kept[source.respondent].add(fold_to_string(decision.replacement))  # somebody vouches for these words
            gone = build_removed(source.respondent, source.text[decision.start : decision.end], decision.kind)
            if string and string != fold_to_string(decision.replacement):
                removed[source.respondent][gone] = None
                if gone.is_telling(detector.ordinary_words):
                    runs |= find_runs_around(source.text, decision.start, decision.end)
    for rule in rules.values():
        if rule.decision == KEEP:
            kept[""].add(fold_to_string(rule.string))
        else:
            removed[""][Removed("", fold_to_string(rule.string), rule.kind)] = None
    cells = [
        (column, value)
        for columns in keys.identities.values()
        for column, values in columns.items()
        for value in values
    ]
    public = study.definition.privacy.response_ids == "from-column"
    aliases = sum(len(names) for names in keys.aliases.values())
    return Knowledge(
        detector=detector,
        ordinary=detector.ordinary_words,
        values=build_value_book(cells),
        source_ids={} if public else keys.source_ids,
        removed={respondent: tuple(found) for respondent, found in removed.items()},
        runs=frozenset(runs),
        kept={respondent: frozenset(found) for respondent, found in kept.items()},
        ids={**{response: response for response in respondents}, **keys.fresh_ids},
        machine=find_machine_names(),
        population=population,
        sentence=(
            f"Looked for the names of {len(keys.identities)} respondents, {aliases} alias(es), {len(cells)} cells of "
            f"the key file, {sum(map(len, removed.values()))} spans that were taken out, contacts, places, formulas, "
            "hidden parts and metadata."
        ),
    )


def _read_population(db: Db) -> Population:
    """Closed columns of the survey, as `tipcoder merge` and the survey file name them."""
    cases = survey_data.load_cases(db)
    cells = [json.loads(case.attributes) for case in cases]
    names = {name for there in cells for name in there}
    columns = {name: [there.get(name) or "" for there in cells] for name in names}
    columns |= {f"survey.{name}": values for name, values in columns.items()}
    return Population(tuple(case.key.response_id for case in cases), columns)


def find_machine_names() -> tuple[str, ...]:
    """Names of the account and the computer that would tell who made a file."""
    names = []
    with suppress(OSError, KeyError):
        names.append(getpass.getuser())
    with suppress(OSError):
        names.append(socket.gethostname())
    return tuple(name for name in names if len(name) > 3 and name.lower() not in _NAMES_NOBODY)


def audit_file(
    path: Path,
    knowledge: Knowledge,
    against: Iterable[Path] = (),
    *,
    released: frozenset[str] = frozenset(),
    told: ProgressCallback = ignore_progress,
) -> AuditReport:
    """Read a file back and look through it. Raises BadInput for a file that cannot be read.

    In columns that are `released` nothing may stand that rules point at and no person decided to keep. `told` hears
    how far it is.
    """
    contents = read_contents(path)
    found = audit_contents(
        contents, knowledge, bare_cells=path.suffix.lower() in BARE_CELLS, released=released, told=told
    )
    for other in against:
        found += find_links(contents, read_contents(other), other.name)
    cells = sum(len(row.cells) for sheet in contents.sheets for row in sheet.rows)
    found.sort(key=lambda finding: not finding.grave)
    return AuditReport(tuple(found), cells, len(contents.passages), knowledge.sentence)
