"""What colleagues coded is shown beside the answer at hand: after the round, and not before."""

from __future__ import annotations

from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.coding.colleagues import read_colleagues
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.study import OpenStudy


def session_of(study: OpenStudy, name: str) -> CodingSession:
    return CodingSession(study, study.register_coder(name))


def lines_of(bench: WorkbenchDriver) -> str:
    if not bench.coding.query_one("#colleagues").display:
        return ""
    return str(bench.coding.query_one("#colleague-lines").render())


async def test_the_key_shows_who_coded_what_once_the_answer_is_finished(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    boris = session_of(here, "boris")
    first, second = boris.find_answer_ids(AnswerFilter())[:2]
    boris.add_coding(first, "pressure", (0, 11))
    boris.add_coding(first, "money", finish=True)
    boris.finish_answers(second)
    async with workbench_of(here) as bench:
        await bench.press("home", "G")
        assert lines_of(bench) == (
            "What others coded here is shown when you have finished the answer."
        )
        await bench.press("1", "home")
        assert lines_of(bench) == "boris  Money whole answer  Pressure “La embajada”"
        await bench.press("down", "0", "home", "down")
        assert "with colleagues" in bench.title, "it stays on"
        assert lines_of(bench) == "boris none applies"
        await bench.press("G")
        assert lines_of(bench) == ""


def test_an_open_round_shows_nothing_and_a_frozen_one_all_with_the_decision(
    here_on_both: OpenStudy,
) -> None:
    study = here_on_both
    lead = study.register_coder("lead")
    plan = RoundPlan(coders=("anna", "boris"), overlap="3", seed=1, only_overlap=True)
    draw_round(study, lead, plan)
    boris = session_of(study, "boris")
    [answer, other, _] = boris.find_answer_ids(AnswerFilter(rounds=("R1",)))
    boris.add_coding(answer, "pressure", (0, 4), finish=True)
    anna = session_of(study, "anna")
    anna.finish_answers(answer)
    seen = read_colleagues(anna, answer)
    assert (seen.work, seen.settled) == ((), ())
    assert "round is open" in seen.refusal
    # The lead has not judged what the round compares.
    assert "finished the answer" in read_colleagues(session_of(study, "lead"), answer).refusal

    freeze_round(study, lead, "R1")
    session_of(study, "lead")
    desk = Adjudication(study, lead)
    [one] = [each for each in desk.list_disagreements() if each.answer_id == answer]
    desk.settle_disagreement(one, "both")
    anna = session_of(study, "anna")
    seen = read_colleagues(anna, answer)
    assert [work.coder for work in seen.work] == ["boris"]
    assert [(c.code, c.start, c.end) for c in seen.work[0].codings] == [("pressure", 0, 4)]
    assert [(one.code, one.by) for one in seen.settled] == [("pressure", "lead")]
    assert read_colleagues(anna, other).refusal, "she has not finished this one"


def test_a_lead_sees_answers_of_no_round_before_she_codes_them(here: OpenStudy) -> None:
    boris = session_of(here, "boris")
    answer = boris.find_answer_ids(AnswerFilter())[0]
    boris.add_coding(answer, "money", finish=True)
    assert read_colleagues(session_of(here, "lead"), answer).work[0].coder == "boris"
    assert read_colleagues(session_of(here, "carla"), answer).refusal
