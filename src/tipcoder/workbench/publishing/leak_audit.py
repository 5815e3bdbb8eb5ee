"""The leak audit of a file, with everything that a study knows."""

from __future__ import annotations

import getpass
import hashlib
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.model.codings import Coder
from tipcoder.privacy.audit.audit import announce_contents, audit_contents
from tipcoder.privacy.audit.contents import Contents
from tipcoder.privacy.audit.finding import CERTAIN, LIKELIHOODS
from tipcoder.privacy.audit.finding import LeakFinding as LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge as Knowledge
from tipcoder.privacy.audit.knowledge import build_value_book, count_shared_values
from tipcoder.privacy.audit.linking import find_links
from tipcoder.privacy.audit.name_search import NameSearch, OrdinaryWords
from tipcoder.privacy.audit.reading import read_what_can_be_read
from tipcoder.privacy.audit.study_wording import StudyWording
from tipcoder.privacy.key_file import Keys
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.store import redactions, survey_data, withdrawals
from tipcoder.store.accepted_findings import FILE, WORDING, load_accepted_findings
from tipcoder.store.stored_texts import iterate_stored_texts
from tipcoder.suggestion.patterns.word_lists import load_shipped_lists
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.publishing.accepted_findings import (
    Acceptance,
    choose_findings,
    keep_acceptance,
)
from tipcoder.workbench.publishing.decided_words import collect_decided_words
from tipcoder.workbench.publishing.study_columns import declare_columns, read_population
from tipcoder.workbench.publishing.unreleased_wording import (
    Verdicts,
    collect_unreleased,
    iterate_shipped_texts,
    list_examples,
    list_own_texts,
)
from tipcoder.workbench.redaction.detector import build_detector, load_study_keys, read_identities
from tipcoder.workbench.study import OpenStudy

BARE_CELLS = (".csv", ".tsv", ".txt")
"""Files that a spreadsheet opens and whose cells it may take for formulas."""
_NAMES_NOBODY = frozenset(
    ("root", "user", "admin", "administrator", "localhost", "test", "guest", "ubuntu", "coder")
)
"""Accounts and computers that are called so everywhere."""
_SHORTEST_MACHINE_NAME = 4
_SOON_READ = 2_000_000
"""Bytes of a file that may be read once more for the sake of the others."""


@dataclass(frozen=True)
class AuditReport:
    """What an audit found, and what it looked at."""

    findings: tuple[LeakFinding, ...]
    """Grave ones first."""
    cells: int
    passages: int
    sentence: str
    """What was looked for."""
    refusal: BadInput | None = None
    """What to raise where a part of the file was not read, about which nothing can be said."""

    @property
    def has_passed(self) -> bool:
        """Whether everything was read and nothing grave was found."""
        return self.refusal is None and not any(finding.grave for finding in self.findings)

    def describe_accepted(self) -> str:
        """What people accepted and why, in a sentence; empty where they accepted nothing."""
        reasons = [finding.accepted for finding in self.findings if finding.accepted]
        if not reasons:
            return ""
        return f"{len(reasons)} accepted: {'; '.join(dict.fromkeys(reasons)).rstrip('.')}."


def gather_knowledge(study: OpenStudy, detector: NameSearch | None = None) -> Knowledge:
    """Everything of a study that must not be seen. Raises EnvironmentFault without its key file."""
    keys, identities = load_study_keys(study), read_identities(study)
    with study.store.read() as db:
        # One look at the store: a decision made meanwhile would be of another state.
        # A detector that is made here is told by all answers; else these are enough.
        has_detector = detector is not None
        load_sources = redactions.load_decided_sources if has_detector else redactions.load_sources
        sources = {source.id: source for source in load_sources(db)}
        verdicts = Verdicts(
            redactions.load_decisions(db),
            redactions.load_reviews(db),
            redactions.load_rules(db),
            frozenset(withdrawals.load_waiting(db)),
        )
        respondents = survey_data.load_respondent_ids(db)
        population = read_population(db, study)
        book = read_current_codebook(db)
        accepted = load_accepted_findings(db, WORDING)
        accepted_files = load_accepted_findings(db, FILE)
        own_texts = list_own_texts(study.definition, book)
        unreleased = collect_unreleased(iterate_stored_texts(db), verdicts, own_texts)
    declared = declare_columns(study.definition, population)
    detector = detector or build_detector(study, identities, sources.values())
    ordinary = OrdinaryWords(detector)
    words = collect_decided_words(sources, verdicts.decisions, verdicts.rules.values(), ordinary)

    cells = _list_identity_cells(keys)
    # IDs that the survey file itself has made public are not a secret.
    is_public = study.definition.privacy.response_ids == "from-column"
    return Knowledge(
        detector=detector,
        ordinary=ordinary,
        values=build_value_book(cells),
        shared_values=count_shared_values(cells),
        source_ids={} if is_public else keys.survey_ids,
        source_column=study.definition.respondent_id or "",
        removed={who: tuple(found) for who, found in words.removed.items()},
        runs=frozenset(words.runs),
        kept={who: frozenset(found) for who, found in words.kept.items()},
        ids=dict(zip(respondents, respondents, strict=True)) | keys.fresh_ids,
        machine=find_machine_names(),
        population=population,
        unreleased=unreleased,
        study_wording=StudyWording((*own_texts, *list_examples(book), *declared.list_values())),
        own_signs=frozenset(f"@{name}".lower() for name in (*book.lists, *load_shipped_lists())),
        shipped_wording=StudyWording(iterate_shipped_texts()),
        declared=declared,
        accepted=accepted,
        accepted_files=accepted_files,
        study=study.read_uuid(),
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
    named = (*keys.aliases.values(), *keys.known_persons.values())
    aliases = sum(map(len, named))
    return (
        f"Looked for the names of {len(keys.identities)} respondents, {aliases} alias(es), "
        f"{cells} cells of the key file, {removed} spans that were removed, words of answers that "
        "nobody released, contacts, places, formulas, hidden parts and metadata."
    )


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


_NOTHING: Mapping[str, str] = {}
_NEVER = frozenset(("source ID", "unreleased", "original wording", "taken out"))
"""Kinds of which a certain finding can be accepted for no file.

An ID of the survey joins every row to it, and words that a person withholds or took out are
released by reading them and not by a word on the command line. A name can be accepted, because a
file may thank an organisation that wants to be thanked.
"""


def _digest_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mark_finding(finding: LeakFinding, basis: str, accepted: Mapping[str, str]) -> LeakFinding:
    """A finding with its ID, and accepted if a person did so for these bytes."""
    # In released wording it has the ID of the wording.
    if finding.id or (finding.likelihood == CERTAIN and finding.kind in _NEVER):
        return finding
    own_id = finding.compute_id(basis)
    return finding.identify(own_id, accepted.get(own_id, ""))


def announce_files(names: Mapping[Path, str], knowledge: Knowledge) -> None:
    """Say which files are going to be looked through, each with the name that it will have.

    Their audits find the same without it, and go through all answers of the study once for each
    file instead of once for all.
    """
    if len(names) > 1:
        announce_contents(_iterate_contents(names), knowledge)


def _iterate_contents(names: Mapping[Path, str]) -> Iterator[Contents]:
    for path, name in names.items():
        # What cannot be read is refused by the audit, in the order of the files.
        with suppress(BadInput, EnvironmentFault, OSError):
            if path.stat().st_size <= _SOON_READ:
                yield read_what_can_be_read(path, name)[0]


def audit_file(
    path: Path,
    knowledge: Knowledge,
    against: Iterable[Path] = (),
    *,
    released: frozenset[str] = frozenset(),
    accepted: Mapping[str, str] = _NOTHING,
    name: str = "",
    told: ProgressCallback = ignore_progress,
) -> AuditReport:
    """Read a file back and look through it. Raises BadInput for a file that cannot be read.

    Where only a part of it can be, the report is of that part, and has the refusal of the rest.
    `accepted` are reasons by the ID of findings that a person accepted for a file. `name` is what
    the file will be called, where that is not its name now.

    In columns that are `released` nothing may be left that rules point at, unless a person decided
    to keep it. `told` hears how far it is.
    """
    # What is read is the finished file, and not what we meant to write.
    contents, refusal = read_what_can_be_read(path, name)
    found = audit_contents(
        contents,
        knowledge,
        bare_cells=path.suffix.lower() in BARE_CELLS,
        released=released,
        told=told,
    )
    digest = _digest_file(path)
    found = [_mark_finding(each, digest, accepted) for each in found]
    # Two files that each name nobody may do so together.
    for other in against:
        others, refused = read_what_can_be_read(other)
        refusal = refusal or refused
        links = find_links(contents, others, other.name)
        both = f"{digest} {_digest_file(other)}"
        found += [_mark_finding(each, both, accepted) for each in links]

    # A stable sort: among those that are alike the order of the file stays.
    found.sort(key=lambda each: (not each.grave, LIKELIHOODS.index(each.likelihood)))
    cells = 0
    for sheet in contents.sheets:
        cells += sum(len(row.cells) for row in sheet.rows)
    passages = len(contents.passages)
    return AuditReport(tuple(found), cells, passages, knowledge.sentence, refusal)


def accept_in_file(
    study: OpenStudy, coder: Coder, report: AuditReport, wish: Acceptance, file: Path
) -> AuditReport:
    """Keep that findings about a file are accepted, and the report as it is then.

    Raises BadInput for an ID that the report does not have.
    """
    chosen = choose_findings(report.findings, wish, file.name)
    keep_acceptance(study, coder, FILE, chosen, wish.reason)
    ids = {finding.id for finding in chosen}
    findings = []
    for finding in report.findings:
        found = finding.identify(finding.id, wish.reason) if finding.id in ids else finding
        findings.append(found)
    return replace(report, findings=tuple(findings))
