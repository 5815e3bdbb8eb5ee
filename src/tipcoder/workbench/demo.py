"""The fictional study, built like any other: survey in, response IDs drawn, two coders' work imported, quotes read."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.privacy.replacing import TRANSLATION
from tipcoder.store import survey_data
from tipcoder.store.redactions import WITHHOLD
from tipcoder.store.survey_data import CaseKey
from tipcoder.study import STUDY_FILE, read_study
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.exchange.codings_import import CodingsReport, import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.shipped import demo_folder, template_path
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.creating import StudyPlan, create_study, propose_study_text
from tipcoder.workbench.survey.import_report import ImportReport

TEMPLATE = "demo"
LEAD = "demo lead"
"""Who imports the two coders' work."""
SETTLER = "demo adjudicator"
"""Who has settled a few disagreements."""
READER = "demo reader"
"""Who has read quotes for release."""


@dataclass(frozen=True)
class DemoReport:
    """What building the demo did."""

    survey: ImportReport
    codings: CodingsReport
    settled: int
    """Disagreements of the two coders that somebody has settled."""


def build_demo(folder: Path) -> DemoReport:
    """Make the demo study. Raises BadInput if the folder is not free."""
    source = demo_folder()
    plan = StudyPlan(folder=folder, survey=source / "survey.csv", template=TEMPLATE)
    survey = create_study(plan, propose_study_text(plan), LEAD)
    with open_study_folder(folder) as here:
        names = _CaseNames(here)
        codings = import_codings(
            here, here.register_coder(LEAD), source / "codings.csv", case_of=names.find_label
        )
        settled = _settle_disagreements(here, names, source / "decisions.csv")
        _read_quotes(here, names, source / "reviews.csv")
    return DemoReport(survey, codings, settled)


def _settle_disagreements(study: OpenStudy, names: _CaseNames, path: Path) -> int:
    desk = Adjudication(study, study.register_coder(SETTLER))
    lines = _read_lines(path)
    for line in lines:
        one = desk.require_disagreement(
            names.find_label(line["case"]), line["question"], line["code"]
        )
        side, coder_id = desk.parse_side(line["side"])
        desk.settle_disagreement(
            one, side, coder_id=coder_id, reason=line["reason"], note=line["note"]
        )
    return len(lines)


def _read_lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_quotes(study: OpenStudy, names: _CaseNames, path: Path) -> None:
    """Somebody has read a few answers as they would be released, and put a translation in the place of some."""
    desk = RedactionSession(study, study.register_coder(READER))
    for line in _read_lines(path):
        answer = desk.require_answer_id(names.find_label(line["case"]), line["question"])
        end = len(desk.sources[answer].text)
        if line["translation"]:
            desk.mark_span(answer, 0, end, TRANSLATION, line["translation"], line["reason"])
        desk.review_stretches([(answer, 0, end)], withhold=line["verdict"] == WITHHOLD)


def is_demo(folder: Path) -> bool:
    """Whether the study in a folder is this one, and not somebody's own."""
    return read_study(folder / STUDY_FILE).title == read_study(template_path(TEMPLATE)).title


class _CaseNames:
    """Case labels of this study for the `respondent.loop` of the survey file."""

    def __init__(self, study: OpenStudy) -> None:
        self._ids = load_keys(key_path(study.read_uuid())).source_ids
        with study.store.read() as db:
            self._labels = {case.key: case.label for case in survey_data.load_cases(db)}

    def find_label(self, case: str) -> str:
        """The label, or what was given if there is no such case."""
        respondent, _, loop = case.rpartition(".")
        return self._labels.get(CaseKey(self._ids.get(respondent, ""), loop), case)
