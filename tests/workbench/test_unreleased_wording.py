"""What nobody released is a leak wherever it stands, on both stores; what was released is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.publishing.leak_audit import audit_file, gather_knowledge
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.importing import import_survey

if TYPE_CHECKING:
    from conftest import StoreUrl

HEAD = "id,organisation,how\n"
TEXTS = {
    "3237565901": "They came in spring, asked what we needed, wrote it all down and sent a cook.",
    "3237565902": "Nobody from the capital ever walked the last mile to the river and back.",
    "3237565903": "We learned about the new rule from a radio play on a Sunday afternoon.",
    "3237565904": "Somebody in Brindlewick paid the lamps for a whole winter without a word.",
    "3237565905": "They never wrote back.",
}
STUDY = """\
title = "A study of letters"
languages = ["en"]

[respondent]
id = "id"
name = "organisation"

[[question]]
column = "how"
text = "How?"
"""


def survey(texts: dict[str, str]) -> str:
    lines = [f'{who},"House {who[-1]} of Lamps","{text}"' for who, text in texts.items()]
    return HEAD + "\n".join(lines) + "\n"


@pytest.fixture
def letters(make_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(survey(TEXTS), STUDY, where=store_url)) as here:
        yield here


def judge(here: OpenStudy, text: str) -> dict[str, str]:
    """How likely each finding is, by its sentence."""
    file = here.folder.parent / "raw.md"
    file.write_text(text, "utf-8")
    report = audit_file(file, gather_knowledge(here))
    return {each.sentence: each.likelihood for each in report.findings}


def read(here: OpenStudy, words: str, *, withhold: bool = False, until: int | None = None) -> str:
    """Accept what is proposed and say that it was read; returns the released wording."""
    desk = RedactionSession(here, here.register_coder("reader"))
    (answer,) = (a for a in desk.sources.values() if a.text.startswith(words))
    waiting = [p for p in desk.list_proposals(answer.id) if p.state == "open"]
    if waiting:
        desk.accept_proposals([(answer.id, proposal) for proposal in waiting])
    end = len(answer.text) if until is None else until
    desk.review_stretches([(answer.id, 0, end)], withhold=withhold)
    return desk.build_wording(answer.id, 0, end)


def test_what_nobody_read_and_what_somebody_withholds_is_found_and_what_was_read_is_not(
    letters: OpenStudy,
) -> None:
    first, second, third, *_, short = TEXTS.values()
    read(letters, first[:10])
    read(letters, second[:10], withhold=True)
    assert judge(letters, first) == {}
    assert judge(letters, second) == {
        "repeats words of an answer that somebody withholds": "certain"
    }
    unread = "repeats words of an answer that nobody has read for release"
    assert judge(letters, third) == {unread: "certain"}
    assert judge(letters, "He said: from a radio play on a Sunday afternoon.") == {unread: "likely"}
    assert judge(letters, "He said: a radio play on a Sunday afternoon.") == {}
    assert judge(letters, short) == {unread: "likely"}
    assert judge(letters, "He says that they never wrote back to anybody.") == {}


def test_what_was_read_in_part_is_released_in_that_part(letters: OpenStudy) -> None:
    first = TEXTS["3237565901"]
    cut = first.index(" wrote it")
    read(letters, first[:10], until=cut)
    assert judge(letters, first[:cut]) == {}
    assert judge(letters, first[cut - 30 :]) == {
        "repeats words of an answer that were not released with the rest of it": "certain"
    }


def test_the_words_around_what_was_replaced_are_found_with_the_name_and_not_without(
    letters: OpenStudy,
) -> None:
    fourth = TEXTS["3237565904"]
    wording = read(letters, fourth[:10])
    assert "Brindlewick" not in wording
    assert judge(letters, wording) == {}
    found = judge(letters, fourth)
    assert found["repeats original wording around something that was taken out"] == "certain"


def test_what_a_later_import_changed_or_emptied_is_still_found(
    letters: OpenStudy, tmp_path: Path
) -> None:
    second, third = TEXTS["3237565902"], TEXTS["3237565903"]
    for text in TEXTS.values():
        read(letters, text[:10])
    later = dict(TEXTS)
    later["3237565902"] = second.replace("Nobody from the capital ever", "No one from the town")
    later["3237565903"] = ""
    file = tmp_path / "later.csv"
    file.write_text(survey(later), "utf-8")
    import_survey(letters, letters.register_coder("lead"), file)
    gone = {"repeats words of an answer that is changed, emptied or gone by now": "certain"}
    assert judge(letters, second) == gone
    assert judge(letters, third) == gone
    assert judge(letters, TEXTS["3237565901"]) == {}
