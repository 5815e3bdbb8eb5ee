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
from tipcoder.workbench.opening import opened
from tipcoder.workbench.redaction.decisions import RedactionDesk
from tipcoder.workbench.shipped import demo_folder, template_path
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.creating import Plan, create, propose
from tipcoder.workbench.survey.importing import ImportReport

TEMPLATE = "demo"
LEAD = "demo lead"
"""Who imports the two coders' work."""
SETTLER = "demo adjudicator"
"""Who has settled a few disagreements."""
READER = "demo reader"
"""Who has read quotes for release."""


@dataclass(frozen=True)
class Demo:
    """What building the demo did."""

    survey: ImportReport
    codings: CodingsReport
    settled: int
    """Disagreements of the two coders that somebody has settled."""


def build_demo(folder: Path) -> Demo:
    """Make the demo study. Raises BadInput if the folder is not free."""
    source = demo_folder()
    plan = Plan(folder=folder, survey=source / "survey.csv", template=TEMPLATE)
    survey = create(plan, propose(plan), LEAD)
    with opened(folder) as here:
        names = _CaseNames(here)
        codings = import_codings(here, here.coder(LEAD), source / "codings.csv", case_of=names.label)
        settled = _settle(here, names, source / "decisions.csv")
        _read_quotes(here, names, source / "reviews.csv")
    return Demo(survey, codings, settled)


def _settle(here: OpenStudy, names: _CaseNames, path: Path) -> int:
    desk = Adjudication(here, here.coder(SETTLER))
    lines = _lines(path)
    for line in lines:
        one = desk.at(names.label(line["case"]), line["question"], line["code"])
        side, coder_id = desk.side(line["side"])
        desk.settle(one, side, coder_id=coder_id, reason=line["reason"], note=line["note"])
    return len(lines)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_quotes(here: OpenStudy, names: _CaseNames, path: Path) -> None:
    """Somebody has read a few answers as they would be released, and put a translation in the place of some."""
    desk = RedactionDesk(here, here.coder(READER))
    for line in _lines(path):
        answer = desk.answer_at(names.label(line["case"]), line["question"])
        end = len(desk.sources[answer].text)
        if line["translation"]:
            desk.mark(answer, 0, end, TRANSLATION, line["translation"], line["reason"])
        desk.review([(answer, 0, end)], withhold=line["verdict"] == WITHHOLD)


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
