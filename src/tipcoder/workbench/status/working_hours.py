"""How long coders were at work, by coder and day, from the log.

An act is all that the log knows of somebody's time. The time between two acts of a coder counts as
work where it is five minutes at most; longer ones count for nothing, because nobody knows what was
done in them. So hours are a lower bound: reading before the first act of a sitting is not in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from tipcoder.store import coders, colleagues, working_times
from tipcoder.store.engine import find_viewer
from tipcoder.store.working_times import TimedAct

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.study import OpenStudy

LONGEST_GAP = 300
"""Seconds between two acts that still count as work."""
HOUR_COLUMNS = ("coder", "day", "answers", "many", "hours", "answers_per_hour", "median_seconds")


@dataclass
class WorkingDay:
    """One coder's work on one day, UTC."""

    coder: str
    day: str
    finished: set[int] = field(default_factory=set)
    """Answers that were judged and finished."""
    many: set[int] = field(default_factory=set)
    """Answers that were finished many at once."""
    seconds: float = 0
    """At work."""
    stretches: list[float] = field(default_factory=list)
    """Seconds from one act that finished answers to the next, without a longer gap between."""

    def as_record(self) -> dict[str, object]:
        """A line of the table."""
        hours = self.seconds / 3600
        return {
            "coder": self.coder,
            "day": self.day,
            "answers": len(self.finished),
            "many": len(self.many),
            "hours": round(hours, 2),
            "answers_per_hour": round(len(self.finished) / hours, 1)
            if hours and self.finished
            else None,
            "median_seconds": round(median(self.stretches), 1) if self.stretches else None,
        }


@dataclass(frozen=True)
class WorkingHours:
    """Who was at work when, as far as the viewer may know it."""

    days: tuple[WorkingDay, ...]
    """By coder in order of arrival, then by day."""
    hidden: tuple[str, ...]
    """Coders whose hours are only for a lead and for themselves."""


def read_working_hours(study: OpenStudy, coder: str | None = None) -> WorkingHours:
    """The hours of everybody, or of one coder. Raises BadInput for a name that nobody has.

    How fast somebody works is for herself and for a lead. In an open round it would also tell the
    others how far she is.
    """
    from tipcoder.workbench.coders import require_coder

    with study.store.read() as db:
        wanted = None if coder is None else require_coder(db, coder).id
        viewer = find_viewer(db)
        sees_all = viewer is not None and colleagues.is_lead(db, viewer)
        names = {one.id: one.name for one in coders.load_coders(db)}
        acts = working_times.load_timed_acts(db, wanted)

    days: list[WorkingDay] = []
    hidden: list[str] = []
    for coder_id, name in names.items():
        own = [act for act in acts if act.coder_id == coder_id]
        if sees_all or coder_id == viewer:
            days.extend(measure_days(name, own))
        elif wanted in (None, coder_id):
            hidden.append(name)
    return WorkingHours(tuple(days), tuple(hidden))


def measure_days(coder: str, acts: Sequence[TimedAct]) -> list[WorkingDay]:
    """The days of one coder on which she was at work, from her acts."""
    days: dict[str, WorkingDay] = {}
    before: datetime | None = None
    finished_at: datetime | None = None
    # By the clock: acts that came in a bundle have later numbers than they are old.
    for act in sorted(acts, key=lambda one: one.at):
        at = datetime.fromisoformat(act.at)
        name = act.at[:10]
        day = days.setdefault(name, WorkingDay(coder, name))
        gap = None if before is None else (at - before).total_seconds()
        if gap is None or gap > LONGEST_GAP:
            # A new sitting: when its first answer was begun is not known.
            finished_at = None
        else:
            day.seconds += gap
        before = at
        day.finished.update(act.finished)
        day.many.update(act.many)
        if act.finished:
            if finished_at is not None:
                day.stretches.append((at - finished_at).total_seconds())
            finished_at = at
    return [day for day in days.values() if day.finished or day.many or day.seconds]


def build_hours_report(found: WorkingHours) -> Report:
    """The hours in every format."""
    from tipcoder.export.report import build_records_report

    records = [day.as_record() for day in found.days]
    empty = "Nobody has finished an answer yet, as far as you may see."
    return build_records_report("Hours", records, HOUR_COLUMNS, empty=empty)


def describe_hours(found: WorkingHours) -> list[str]:
    """What has to be said beside the table."""
    said = [
        "Days are UTC. Time between two acts counts up to 5 minutes; longer gaps count for nothing."
    ]
    if found.hidden:
        names = ", ".join(found.hidden)
        said.append(f"Hours of others are shown to a lead only: {names}.")
    return said
