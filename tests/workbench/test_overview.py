"""Where the study is: by coder, question and language, and what is next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tipcoder.model.answers import Progress
from tipcoder.model.codings import MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.status.overview import read_overview

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]


def test_a_fresh_study_says_where_to_begin(here_on_both: OpenStudy) -> None:
    here_on_both.register_coder("anna")
    found = read_overview(here_on_both, "anna")
    assert [(share.name, share.mine) for share in found.questions] == [
        ("role", Progress(0, 8)),
        ("how", Progress(0, 4)),
    ]
    assert [(coder.coder, coder.progress) for coder in found.coders] == [("anna", Progress(0, 12))]
    (step,) = found.steps
    assert step.sentence == "Begin role: 8 answers"
    assert step.where == AnswerFilter(questions=("role",), finished=False)


def test_progress_is_counted_per_question_language_and_coder(
    here_on_both: OpenStudy, find: Find
) -> None:
    study = here_on_both
    anna = CodingSession(study, study.register_coder("anna"))
    boris = CodingSession(study, study.register_coder("boris"))
    at = find(anna, "Чиновники обиделись")
    anna.add_coding(at, "pushback", finish=True)
    boris.add_coding(at, "pushback", finish=True)
    boris.finish_answers(find(boris, "Они провели обучение"))
    anna.toggle_flag(find(anna, "They gave grants"))
    anna.set_memo(MemoTarget(at), "strong")
    found = read_overview(anna.study, "anna")
    role, how = found.questions
    assert (role.mine, role.others) == (Progress(1, 8), (("boris", 1),))
    assert (how.mine, how.others) == (Progress(0, 4), (("boris", 1),))
    russian = next(share for share in found.languages if share.name == "ru")
    assert (russian.mine, russian.others) == (Progress(1, 4), (("boris", 2),))
    assert [share.mine.total for share in found.languages] == sorted(
        (share.mine.total for share in found.languages), reverse=True
    )
    mine, other = found.coders
    assert (mine.coder, mine.progress, mine.work.codings) == ("anna", Progress(1, 12), 1)
    assert (mine.work.flags, mine.work.memos) == (1, 1)
    assert (other.coder, other.progress, other.work.codings) == ("boris", Progress(2, 12), 1)
    assert [step.sentence for step in found.steps] == [
        "Go on with role: 7 left",
        "Begin how: 4 answers",
        "Come back to 1 that you flagged",
    ]
    assert anna.find_answer_ids(found.steps[0].where) == [
        i for i in anna.find_answer_ids(AnswerFilter(("role",))) if i != at
    ]


def test_when_all_is_finished_it_says_so(here: OpenStudy) -> None:
    anna = CodingSession(here, here.register_coder("anna"))
    for answer_id in anna.find_answer_ids(AnswerFilter()):
        anna.finish_answers(answer_id)
    assert [step.sentence for step in read_overview(anna.study, "anna").steps] == [
        "Everything is finished; look at what was coded"
    ]


def test_a_codebook_with_gaps_and_a_lost_key_file_are_to_be_seen_to(here: OpenStudy) -> None:
    anna = CodingSession(here, here.register_coder("anna"))
    warnings = read_overview(anna.study, "anna").warnings
    assert any("gap" in warning for warning in warnings), "its codes have no cues"
    from tipcoder.privacy.key_file import key_path

    key_path(here.read_uuid()).unlink()
    assert any("key file" in warning for warning in read_overview(anna.study, "anna").warnings)
