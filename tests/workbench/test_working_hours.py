"""Hours at work and answers an hour, counted by hand from acts at given times."""

from __future__ import annotations

from sqlalchemy import select, update

from tipcoder.model.filters import AnswerFilter
from tipcoder.store import schema
from tipcoder.store.working_times import TimedAct
from tipcoder.workbench.coding.many_acts import ManyWish
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.status.working_hours import measure_days, read_working_hours
from tipcoder.workbench.study import OpenStudy


def test_gaps_over_five_minutes_do_not_count_and_days_are_apart() -> None:
    acts = [
        TimedAct(1, "2031-05-01T09:00:00Z"),
        TimedAct(1, "2031-05-01T09:00:40Z", [1]),  # how long the first took is not known
        TimedAct(1, "2031-05-01T09:01:00Z", [2]),  # 20 seconds
        TimedAct(1, "2031-05-01T09:02:00Z"),
        TimedAct(1, "2031-05-01T09:06:00Z", [3, 4]),  # 300 seconds, in two gaps that count
        TimedAct(1, "2031-05-01T09:11:01Z", [5]),  # 301 seconds later: a new sitting
        TimedAct(1, "2031-05-01T09:11:31Z", [5], [6, 7]),  # 30 seconds; the same answer again
        TimedAct(1, "2031-05-02T08:00:00Z", [8]),
        TimedAct(1, "2031-05-03T08:00:00Z"),
    ]
    first, second = [day.as_record() for day in measure_days("anna", acts)]
    # At work: 40 + 20 + 60 + 240 + 30 = 390 seconds, in which 5 answers were finished.
    assert first == {
        "coder": "anna",
        "day": "2031-05-01",
        "answers": 5,
        "many": 2,
        "hours": 0.11,
        "answers_per_hour": 46.2,
        "median_seconds": 30.0,
    }
    assert (second["day"], second["answers"], second["hours"]) == ("2031-05-02", 1, 0.0)
    assert second["answers_per_hour"] is None
    assert second["median_seconds"] is None


def test_what_is_undone_or_coded_many_at_once_is_no_answer_finished(
    here_on_both: OpenStudy,
) -> None:
    anna = CodingSession(here_on_both, here_on_both.register_coder("anna"))
    one, two, three, four = anna.find_answer_ids(AnswerFilter())[:4]
    anna.add_coding(one, "money", finish=True)
    anna.finish_answers(two)
    anna.undo()
    anna.code_many(ManyWish("money", dict.fromkeys((three, four)), "marked"))
    with here_on_both.store.write() as db:
        acts = list(db.execute(select(schema.act.c.id).order_by(schema.act.c.id)).scalars())
        for number, act_id in enumerate(acts):
            at = f"2031-05-01T09:00:{number:02}Z"
            db.execute(update(schema.act).where(schema.act.c.id == act_id).values(at=at))
    here_on_both.store.viewer = anna.coder.id
    [day] = [one for one in read_working_hours(here_on_both, "anna").days if one.coder == "anna"]
    assert day.finished == {one}
    assert day.many == {three, four}


def test_hours_are_for_a_lead_and_for_oneself(here: OpenStudy) -> None:
    lead = here.register_coder("lead")
    draw_round(here, lead, RoundPlan(("anna", "boris"), "4", seed=1, only_overlap=True))
    for name in ("anna", "boris"):
        coder = CodingSession(here, here.register_coder(name))
        coder.finish_answers(coder.find_answer_ids(AnswerFilter())[0])

    def seen_by(name: str) -> tuple[set[str], tuple[str, ...]]:
        here.store.viewer = here.register_coder(name).id
        found = read_working_hours(here)
        return {day.coder for day in found.days if day.coder != "lead"}, found.hidden

    assert seen_by("anna") == ({"anna"}, ("lead", "boris"))
    assert seen_by("lead") == ({"anna", "boris"}, ())
    here.store.viewer = None
    found = read_working_hours(here, "boris")
    assert (found.days, found.hidden) == ((), ("boris",))
