"""The line below: what an act did is not overwritten by what comes by itself,
and nothing is said of an answer left.
"""

from __future__ import annotations

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.screens.adjudication import AdjudicationScreen
from tipcoder.tui.screens.suggestion_requests import OffersMade
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.offers import NOTHING_FOUND, OPEN_ROUND, Offers


async def shown(bench: WorkbenchDriver) -> None:
    await until(bench, lambda: bench.coding.suggestions.offers is not None)
    await bench.pilot.pause()


async def to(bench: WorkbenchDriver, words: str) -> None:
    """Go to the answer that says these words."""
    answer_id = bench.session.find_answer_ids(AnswerFilter(words=words))[0]
    bench.coding.go_to(bench.coding.ids.index(answer_id))
    await bench.pilot.pause()


async def test_that_nothing_is_suggested_for_an_answer_is_not_said_of_the_next(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first = bench.coding.ids[0]
        bench.coding.post_message(OffersMade(Offers(first, why_none=NOTHING_FOUND)))
        await until(bench, lambda: bench.status == NOTHING_FOUND)
        await bench.press("down")
        assert bench.status == ""


async def test_suggestions_that_come_by_themselves_stand_behind_what_an_act_did(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(200, 40)) as bench:
        await to(bench, "unfair")
        place = bench.coding.index
        await bench.press("P")
        await shown(bench)
        await bench.press("x")
        await until(bench, lambda: bench.coding.index != place)
        assert bench.status.startswith("off-topic: ")
        await bench.press("u")
        await shown(bench)
        await until(bench, lambda: " · " in bench.status)
        assert bench.status.startswith("Undone: off-topic: ")
        await bench.press("down", "up")
        await shown(bench)
        assert not bench.status.startswith("Undone"), "it was about what was shown then"


async def test_news_of_others_stand_behind_what_an_act_did(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    boris = CodingSession(here, here.register_coder("boris"))
    async with workbench_of(here, size=(200, 40)) as bench:
        await bench.press("1", "u")
        boris.add_coding(bench.coding.ids[3], "money")
        await until(bench, lambda: "boris" in bench.status)
        assert bench.status.startswith("Undone: ")


async def test_in_an_open_round_the_first_p_says_why_nothing_is_suggested(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    draw_round(
        here,
        here.register_coder("lead"),
        RoundPlan(("anna", "boris"), overlap="12", name="R1", seed=1),
    )
    async with workbench_of(here, size=(140, 40)) as bench:
        await bench.press("p")
        assert bench.status == OPEN_ROUND
        assert not bench.app.desk.ready, "the pile need not be read for that"
        await bench.press("P")
        assert OPEN_ROUND in bench.status


async def test_the_disagreements_follow_when_a_lead_freezes_the_round(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    lead = here.register_coder("lead")
    draw_round(here, lead, RoundPlan(("anna", "boris"), overlap="12", name="R1", seed=1))
    for name, code in (("anna", "money"), ("boris", "training")):
        session = CodingSession(here, here.register_coder(name))
        ids = session.find_answer_ids(AnswerFilter())
        session.add_coding(ids[0], code, finish=True, also=ids[1:6])
        for answer_id in ids[6:]:
            session.finish_answers(answer_id)
    async with workbench_of(here, size=(140, 40)) as bench:
        await bench.press("V")
        screen = bench.screen
        assert isinstance(screen, AdjudicationScreen)
        await until(bench, lambda: screen.table.gates is not None)
        assert "0 of 0 resolved" in bench.title
        freeze_round(here, lead, "R1")
        await until(bench, lambda: "0 of 12 resolved" in bench.title)
        await until(bench, lambda: screen.table.gates is not None)
        await bench.pilot.pause()
        # Money: six of twelve by anna alone: 24 judgements, 6 pairs apart:
        # 1 - 23 * 6 / (6 * 18) = −.28
        row = next(line.split() for line in bench.text.splitlines() if "Money" in line)
        assert row[1] == "−.28", "what was measured before the freeze is measured again"
        assert bench.screen.screen_name is ScreenName.ADJUDICATION
