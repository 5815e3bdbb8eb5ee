"""The fictional study, built like any other: survey in, response IDs drawn, two coders' work imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.store import survey_data
from tipcoder.store.survey_data import CaseKey
from tipcoder.study import STUDY_FILE, read_study
from tipcoder.workbench.codings_in import CodingsReport, import_codings
from tipcoder.workbench.creating import Plan, create, propose
from tipcoder.workbench.importing import ImportReport
from tipcoder.workbench.opening import OpenStudy, opened
from tipcoder.workbench.shipped import demo_folder, template_path

TEMPLATE = "demo"
LEAD = "demo lead"
"""Who imports the two coders' work."""


@dataclass(frozen=True)
class Demo:
    """What building the demo did."""

    survey: ImportReport
    codings: CodingsReport


def build_demo(folder: Path) -> Demo:
    """Make the demo study. Raises BadInput if the folder is not free."""
    source = demo_folder()
    plan = Plan(folder=folder, survey=source / "survey.csv", template=TEMPLATE)
    survey = create(plan, propose(plan), LEAD)
    (folder / "indicators.csv").write_bytes((source / "indicators.csv").read_bytes())
    with opened(folder) as here:
        codings = import_codings(here, here.coder(LEAD), source / "codings.csv", case_of=_CaseNames(here).label)
    return Demo(survey, codings)


def is_demo(folder: Path) -> bool:
    """Whether the study in a folder is this one, and not somebody's own."""
    return read_study(folder / STUDY_FILE).title == read_study(template_path(TEMPLATE)).title


class _CaseNames:
    """Case labels of this study for the `respondent.loop` of the survey file."""

    def __init__(self, here: OpenStudy) -> None:
        self._ids = load_keys(key_path(here.uuid())).source_ids
        with here.store.read() as db:
            self._labels = {case.key: case.label for case in survey_data.all_cases(db)}

    def label(self, case: str) -> str:
        """The label, or what was given if there is no such case."""
        respondent, _, loop = case.rpartition(".")
        return self._labels.get(CaseKey(self._ids.get(respondent, ""), loop), case)
