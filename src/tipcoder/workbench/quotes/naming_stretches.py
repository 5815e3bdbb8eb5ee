"""Stretches that were read for release and may still name somebody, before anybody asks for a file.

What a person takes out of one answer may stand in another one of the same respondent, which was
read before. Nobody sees that at the stretch itself, and a file of quotes would hold it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tipcoder.errors import EnvironmentFault
from tipcoder.text import format_count, join_first
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.publishing.leak_audit import gather_knowledge
from tipcoder.workbench.quotes.held_quotes import NAMING
from tipcoder.workbench.quotes.naming_rows import NamedWords, add_kept_strings, find_naming_rows
from tipcoder.workbench.redaction.detection_base import DetectionBase
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.redaction.reviews import Stretch, find_stretches
from tipcoder.workbench.study import OpenStudy

_LISTED = 10
"""Places that a warning names."""


class NamingStretch(NamedTuple):
    """A stretch that was read and would be held back. Offsets are code points, half-open."""

    stretch: Stretch
    case: str
    question: str
    found: NamedWords
    """What was found in its released wording."""

    @property
    def place(self) -> str:
        """Case, question and span, as the actions of `tipcoder redact` take them."""
        return f"{self.case} {self.question} {self.stretch.start}-{self.stretch.end}"


def find_naming_stretches(
    redactions: Redactions, stretches: Iterable[Stretch]
) -> list[NamingStretch]:
    """Those of these stretches that people would release and an audit would not.

    Raises EnvironmentFault without the key file, where something was read.
    """
    read, said = [], []
    for stretch in stretches:
        # An answer may have lost its text to an import, and what nobody has read stays anyway.
        source = redactions.sources.get(stretch.answer_id)
        if source is None or not redactions.list_reviews(stretch.answer_id):
            continue
        released = redactions.build_released(*stretch)
        if released.can_leave():
            read.append(stretch)
            said.append((source.respondent, released.wording))
    if not read:
        return []

    knowledge = gather_knowledge(redactions.study, redactions.names)
    knowledge = add_kept_strings(knowledge, redactions, (stretch.answer_id for stretch in read))
    found = []
    for number, named in find_naming_rows(said, knowledge).items():
        source = redactions.sources[read[number].answer_id]
        found.append(NamingStretch(read[number], source.case, source.question, named))
    return found


def search_naming_stretches(folder: Path, viewer: str, base: DetectionBase) -> list[NamingStretch]:
    """The same of a study that is opened for itself, so that it can be asked in a thread of its
    own. `base` is what was looked for there."""
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as study:
        return find_naming_stretches(Redactions(study, base), find_stretches(study))


def warn_of_naming(study: OpenStudy) -> str:
    """A sentence about everything that was read and would be held back; empty where nothing is.

    Empty also without the key file: then nothing can leave, which is said elsewhere.
    """
    try:
        found = find_naming_stretches(Redactions(study), find_stretches(study))
    except EnvironmentFault:
        return ""
    return describe_naming(found)


def describe_naming(found: Iterable[NamingStretch]) -> str:
    """Places and remedy in one sentence; empty where nothing was found."""
    places = [each.place for each in found]
    if not places:
        return ""
    stretches = format_count(len(places), "stretch", "stretches")
    return (
        f"{stretches} read, {NAMING.what}, will be held back ({join_first(places, _LISTED)}). "
        f"{NAMING.remedy}"
    )
