"""What redactions look for, and in which texts: what stays the same while people decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tipcoder.privacy.detection import Detector
from tipcoder.store import redactions
from tipcoder.store.redactions import SourceAnswer
from tipcoder.workbench.redaction.detector import Identities, build_detector, read_identities
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class DetectionBase:
    """The texts by answer, who must not be named, and what looks for them.

    It may be made in one thread and used in another, because nothing in it belongs to the store.
    """

    sources: Mapping[int, SourceAnswer]
    identities: Identities
    detector: Detector


def read_sources(study: OpenStudy) -> dict[int, SourceAnswer]:
    """Every readable answer by its id, in reading order."""
    with study.store.read() as db:
        return {source.id: source for source in redactions.load_sources(db)}


def build_detection_base(study: OpenStudy, sources: Mapping[int, SourceAnswer]) -> DetectionBase:
    """The base for these texts. It takes a second for hundreds of names.

    Raises EnvironmentFault where the key file is missing or can be read by others.
    """
    identities = read_identities(study)
    detector = build_detector(study, identities, sources.values())
    return DetectionBase(sources, identities, detector)
