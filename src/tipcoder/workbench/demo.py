"""The fictional study, built like any other study.

Survey in, response IDs drawn, two coders' work imported, disagreements resolved, quotes read.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.privacy.replacements import TRANSLATION
from tipcoder.store import survey_data
from tipcoder.store.redactions import WITHHOLD
from tipcoder.store.survey_data import CaseKey
from tipcoder.study import STUDY_FILE, read_study
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.coders import CODER_VARIABLE
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
"""Who has resolved a few disagreements."""
READER = "demo reader"
"""Who has read quotes for release."""
HOST = "anna"
"""The one of the two coders who has coded most: a guest sees the workbench with her work."""


@dataclass(frozen=True)
class DemoReport:
    """What building the demo did."""

    survey: ImportReport
    codings: CodingsReport
    settled: int
    """Disagreements of the two coders that were resolved."""


def build_demo(folder: Path) -> DemoReport:
    """Make the demo study. Raises BadInput if the folder is not free."""
    source = demo_folder()
    plan = StudyPlan(folder=folder, survey=source / "survey.csv", template=TEMPLATE)
    # By the same doors as everybody's study, so that the demo shows what is there.
    survey = create_study(plan, propose_study_text(plan), LEAD)
    with open_study_folder(folder) as study:
        cases = _CaseFinder(study)
        # The two coders did not work here: a lead brings their files in.
        lead = study.register_coder(LEAD)
        codings = import_codings(study, lead, source / "codings.csv", case_of=cases.find_label)
        settled = _resolve_disagreements(study, cases, source / "decisions.csv")
        _read_quotes(study, cases, source / "reviews.csv")
    return DemoReport(survey, codings, settled)


def _resolve_disagreements(study: OpenStudy, cases: _CaseFinder, path: Path) -> int:
    """Decide as the file says; returns how many decisions it has."""
    adjudication = Adjudication(study, study.register_coder(SETTLER))
    lines = _read_lines(path)
    for line in lines:
        case = cases.find_label(line["case"])
        disagreement = adjudication.require_disagreement(case, line["question"], line["code"])
        side, coder_id = adjudication.parse_side(line["side"])
        adjudication.settle_disagreement(
            disagreement, side, coder_id=coder_id, reason=line["reason"], note=line["note"]
        )
    return len(lines)


def _read_lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_quotes(study: OpenStudy, cases: _CaseFinder, path: Path) -> None:
    """Review a few answers as they would be released, some of them as a translation."""
    session = RedactionSession(study, study.register_coder(READER))
    for line in _read_lines(path):
        answer = session.require_answer_id(cases.find_label(line["case"]), line["question"])
        end = len(session.sources[answer].text)
        # Before the review, which is of the words that will leave.
        if line["translation"]:
            session.mark_span(answer, 0, end, TRANSLATION, line["translation"], line["reason"])
        if line["kept"]:
            left = session.list_open_proposals(answer, 0, end)
            session.reject_proposals([(answer, proposal) for proposal in left], line["kept"])
        session.review_stretches([(answer, 0, end)], withhold=line["verdict"] == WITHHOLD)


def choose_demo_coder(name: str | None) -> str:
    """Who opens the demo: who is named, else $TIPCODER_CODER, else a coder with work to see."""
    return name or os.environ.get(CODER_VARIABLE) or HOST


def is_demo(folder: Path) -> bool:
    """Whether the study in a folder is this one, and not somebody's own."""
    return read_study(folder / STUDY_FILE).title == read_study(template_path(TEMPLATE)).title


class _CaseFinder:
    """Case labels of this study for the `respondent.loop` of the survey file.

    The files of the demo cannot name response IDs, because these are drawn anew for each study.
    """

    def __init__(self, study: OpenStudy) -> None:
        self._ids = load_keys(key_path(study.read_uuid())).source_ids
        with study.store.read() as db:
            self._labels = {case.key: case.label for case in survey_data.load_cases(db)}

    def find_label(self, case: str) -> str:
        """The label, or what was given if there is no such case."""
        respondent, _, loop = case.rpartition(".")
        key = CaseKey(self._ids.get(respondent, ""), loop)
        return self._labels.get(key, case)
