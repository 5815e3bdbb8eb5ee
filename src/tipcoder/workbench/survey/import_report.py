"""A survey file as it was read, and the report on what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tipcoder.survey.frozen_case import FrozenCase
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.wave_names import WaveNames
from tipcoder.workbench.survey.tally import SurveyTally


@dataclass
class ImportReport:
    """What an import read and did. Counts are of cases unless the name says otherwise."""

    source: str = ""
    sha256: str = ""
    encoding: str = ""
    delimiter: str = ""
    rows: int = 0
    columns: int = 0
    respondents: int = 0
    cases: int = 0
    new_respondents: int = 0
    new: int = 0
    kept: int = 0
    changed: int = 0
    waves: dict[str, int] = field(default_factory=dict)
    """Cases of the file by wave; empty where the survey has one."""
    wave_changes: list[str] = field(default_factory=list)
    """What came in as a new wave, and which cases were given one."""
    refused: list[str] = field(default_factory=list)
    dropped: int = 0
    """Rows that are no cases although nobody asked to leave them out."""
    notes: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    """Open cells of the file by state."""
    languages: dict[str, int] = field(default_factory=dict)
    """Readable answers that this import wrote, by language."""
    duplicates: int = 0
    """Readable answers of the file that repeat another one to the same question."""
    new_versions: list[str] = field(default_factory=list)
    """Answers whose text changed, with the codings left on the old text."""
    withdrawn: list[str] = field(default_factory=list)
    """Answers whose text the file no longer has, with what that means."""
    missing: int = 0
    """Those among them whose row the file no longer has."""
    returned: list[str] = field(default_factory=list)
    """Answers that had been withdrawn and have their text again."""
    erased: dict[str, int] = field(default_factory=dict)
    """Answers of the file that were erased and stay so, by the day of the erasure."""
    replaced: int = 0
    """Wordings that this import replaced, and that are still in the study."""
    translations: dict[str, int] = field(default_factory=dict)
    """Translations that this import wrote: `new`, `replaced` and `removed`."""
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


@dataclass
class FrozenSurvey:
    """A survey file read as the study says, before anything is written."""

    table: SurveyTable
    cases: Sequence[FrozenCase]
    tally: SurveyTally
    report: ImportReport
    waves: WaveNames
    """Names of waves as the file and the study spell them."""
