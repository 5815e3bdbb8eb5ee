"""A report is written by the ending of its file, over nothing that belongs to a study,
and past every check.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tipcoder.errors import BadInput, CheckFailed
from tipcoder.export.leaving import FinishedFile, LeavingFile
from tipcoder.export.report import build_records_report
from tipcoder.workbench.output_files import write_leaving_files
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.publishing.publication import publish_report_file

LOG = build_records_report(
    "Log", [{"act": 1, "by": "anna"}, {"act": 2, "by": "boris"}], ("act", "by")
)


def test_the_ending_decides_what_a_file_is(tmp_path: Path) -> None:
    for ending in (".json", ".xlsx", ".csv", ".md"):
        publish_report_file(None, LOG, tmp_path / f"log{ending}", LetsOut())
    assert json.loads((tmp_path / "log.json").read_text())[1] == {"act": 2, "by": "boris"}
    assert load_workbook(tmp_path / "log.xlsx")["Log"]["A3"].value == 2
    assert (tmp_path / "log.csv").read_text() == "act,by\n1,anna\n2,boris\n"
    assert (tmp_path / "log.md").read_text().splitlines()[2] == "| 1 | anna |"


def test_an_ending_that_the_verb_does_not_offer_is_refused_with_those_that_it_does(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadInput, match=r"cannot be written as \.docx") as caught:
        publish_report_file(None, LOG, tmp_path / "log.docx", LetsOut(), endings=(".csv", ".json"))
    assert caught.value.hint == "Use .csv, .json."
    assert list(tmp_path.iterdir()) == []


def test_a_description_of_a_study_is_no_place_for_a_report(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text('[respondent]\nid = "a"\n\n[[question]]\ncolumn = "b"\n')
    with pytest.raises(BadInput, match="the description of a study"):
        publish_report_file(None, LOG, tmp_path / "old.csv", LetsOut())
    assert "[respondent]" in (tmp_path / "old.csv").read_text()


def test_what_a_check_refuses_is_not_written(tmp_path: Path) -> None:
    def refuse(file: FinishedFile) -> None:
        raise CheckFailed(f"{file.target}: names somebody.")

    with pytest.raises(CheckFailed, match="names somebody"):
        write_leaving_files(None, [LeavingFile(tmp_path / "new" / "log.csv", "a")], [refuse])
    assert list(tmp_path.iterdir()) == []
