"""The leak audit of a file, with everything that a study knows."""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge as Knowledge
from tipcoder.privacy.audit.knowledge import Population, build_value_book
from tipcoder.privacy.audit.linking import find_links
from tipcoder.privacy.audit.reading import read_contents
from tipcoder.privacy.detection import Detector
from tipcoder.privacy.key_file import Keys
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.store import redactions, survey_data
from tipcoder.store.engine import Db
from tipcoder.workbench.publishing.decided_words import collect_decided_words
from tipcoder.workbench.redaction.detector import build_detector, load_study_keys, read_identities
from tipcoder.workbench.study import OpenStudy

BARE_CELLS = (".csv", ".tsv", ".txt")
"""Files that a spreadsheet opens and whose cells it may take for formulas."""
_NAMES_NOBODY = frozenset(
    ("root", "user", "admin", "administrator", "localhost", "test", "guest", "ubuntu", "coder")
)
"""Accounts and computers that are called so everywhere."""
_SHORTEST_MACHINE_NAME = 4


@dataclass(frozen=True)
class AuditReport:
    """What an audit found, and what it looked at."""

    findings: tuple[LeakFinding, ...]
    """Grave ones first."""
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
    keys, identities = load_study_keys(study), read_identities(study)
    with study.store.read() as db:
        # One look at the store: a decision made meanwhile would be of another state.
        sources = {source.id: source for source in redactions.load_sources(db)}
        decided = redactions.load_decisions(db)
        rules = redactions.load_rules(db)
        respondents = survey_data.load_respondent_ids(db)
        population = _read_population(db)
    detector = detector or build_detector(study, identities, sources.values())
    words = collect_decided_words(sources, decided, rules.values(), detector.ordinary_words)

    cells = _list_identity_cells(keys)
    # IDs that the survey file itself has made public are not a secret.
    is_public = study.definition.privacy.response_ids == "from-column"
    return Knowledge(
        detector=detector,
        ordinary=detector.ordinary_words,
        values=build_value_book(cells),
        source_ids={} if is_public else keys.source_ids,
        removed={who: tuple(found) for who, found in words.removed.items()},
        runs=frozenset(words.runs),
        kept={who: frozenset(found) for who, found in words.kept.items()},
        ids=dict(zip(respondents, respondents, strict=True)) | keys.fresh_ids,
        machine=find_machine_names(),
        population=population,
        sentence=_describe_search(keys, len(cells), words.count_removed()),
    )


def _list_identity_cells(keys: Keys) -> list[tuple[str, str]]:
    """(column, value) of every cell of the key file that says who somebody is."""
    cells: list[tuple[str, str]] = []
    for columns in keys.identities.values():
        for column, values in columns.items():
            cells += zip(repeat(column, len(values)), values, strict=True)
    return cells


def _describe_search(keys: Keys, cells: int, removed: int) -> str:
    aliases = sum(map(len, keys.aliases.values()))
    return (
        f"Looked for the names of {len(keys.identities)} respondents, {aliases} alias(es), "
        f"{cells} cells of the key file, {removed} spans that were removed, contacts, places, "
        "formulas, hidden parts and metadata."
    )


def _read_population(db: Db) -> Population:
    """Closed columns of the survey, as `tipcoder merge` and the survey file name them."""
    cases = survey_data.load_cases(db)
    cells = [json.loads(case.attributes) for case in cases]
    names: set[str] = set().union(*cells)

    columns = {}
    for name in names:
        columns[name] = [attributes.get(name) or "" for attributes in cells]
    # A file may name its columns either way.
    columns |= {f"survey.{name}": values for name, values in columns.items()}
    return Population(tuple(case.key.response_id for case in cases), columns)


def find_machine_names() -> tuple[str, ...]:
    """Names of the account and the computer that would tell who made a file."""
    names = []
    # A container may have no entry for its user, and a computer no name.
    with suppress(OSError, KeyError):
        names.append(getpass.getuser())
    with suppress(OSError):
        names.append(socket.gethostname())
    return tuple(filter(_tells_maker, names))


def _tells_maker(name: str) -> bool:
    return len(name) >= _SHORTEST_MACHINE_NAME and name.lower() not in _NAMES_NOBODY


def audit_file(
    path: Path,
    knowledge: Knowledge,
    against: Iterable[Path] = (),
    *,
    released: frozenset[str] = frozenset(),
    told: ProgressCallback = ignore_progress,
) -> AuditReport:
    """Read a file back and look through it. Raises BadInput for a file that cannot be read.

    In columns that are `released` nothing may be left that rules point at, unless a person decided
    to keep it. `told` hears how far it is.
    """
    # What is read is the finished file, and not what we meant to write.
    contents = read_contents(path)
    found = audit_contents(
        contents,
        knowledge,
        bare_cells=path.suffix.lower() in BARE_CELLS,
        released=released,
        told=told,
    )
    # Two files that each name nobody may do so together.
    for other in against:
        found += find_links(contents, read_contents(other), other.name)

    # A stable sort: within the grave ones the order of the file stays.
    found.sort(key=lambda finding: not finding.grave)
    cells = 0
    for sheet in contents.sheets:
        cells += sum(len(row.cells) for row in sheet.rows)
    return AuditReport(tuple(found), cells, len(contents.passages), knowledge.sentence)
