"""Orders of reading that rest on suggestions come in the background
and move nothing that a coder is at.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.model.filters import AnswerFilter, AnswerOrder
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.workbench.coding.worklist import Arrangement, WorkList
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.reading_orders import RankedAnswers


async def likeliest(bench: WorkbenchDriver, code: str) -> None:
    await bench.press("O")
    await bench.type("likeliest")
    await bench.press("enter")
    await bench.type(code)
    await bench.press("enter")


def ranked_by(bench: WorkbenchDriver, code: str) -> bool:
    return bench.app.worklist.order == AnswerOrder("likely", code=code)


def place_of(bench: WorkbenchDriver, words: str) -> int:
    (answer_id,) = bench.session.find_answer_ids(AnswerFilter(words=words))
    return bench.coding.ids.index(answer_id)


async def test_the_likeliest_come_next_and_what_is_selected_stays(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(120, 40)) as bench:
        await bench.press("j", "j", "s")
        before = bench.session.read_answer(bench.coding.ids[2]).id
        await likeliest(bench, "train")
        await until(bench, lambda: ranked_by(bench, "training"))
        assert bench.coding.ids[0] == before
        assert bench.coding.answer_text.selection.span is not None
        assert "likeliest for Training first" in bench.title
        assert place_of(bench, "workshops") < 5


async def test_finds_in_other_questions_come_behind_and_the_heading_says_so(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    small_codebook_toml: str,
    workbench_of: OpenWorkbench,
) -> None:
    book = small_codebook_toml.replace(
        'label = "Money"\n', 'label = "Money"\nquestions = ["how"]\n'
    )
    with open_study_folder(make_study(small_survey, small_study_toml, book)) as study:
        async with workbench_of(study, size=(120, 40)) as bench:
            await likeliest(bench, "money")
            await until(bench, lambda: ranked_by(bench, "money"))
            ids = bench.coding.ids
            asked = [bench.session.read_answer(each).question == "how" for each in ids[1:]]
            assert asked == [True] * 4 + [False] * 7
            for place, words in (
                (1, "likeliest for Money first"),
                (5, "likeliest for Money elsewhere"),
            ):
                bench.coding.go_to(place)
                await bench.pilot.pause()
                assert words in bench.title


async def test_after_every_code_what_lies_ahead_is_ranked_anew(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await likeliest(bench, "push")
        await until(bench, lambda: ranked_by(bench, "pushback"))
        await bench.press("n")
        order = list(bench.coding.ids)
        first = bench.app.worklist.ranked
        await bench.press("semicolon")
        await bench.type("push")
        await bench.press("enter")
        await until(bench, lambda: bench.app.worklist.ranked is not first)
        assert bench.coding.ids[:2] == order[:2], "what was read stays in its place"
        assert sorted(bench.coding.ids) == sorted(order)
        assert bench.coding.index == 2
        assert bench.coding.answer is not None
        assert bench.coding.answer.id == bench.coding.ids[2]


async def test_an_order_made_for_another_place_is_fitted_to_where_she_is_by_now(
    here: OpenStudy, workbench_of: OpenWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with workbench_of(here) as bench:
        imported = list(bench.coding.ids)
        arranged, made = WorkList.arrange_by_rank, list[Arrangement]()

        def slowly(work: WorkList, ranked: RankedAnswers) -> Arrangement:
            made.append(arranged(work, ranked))
            if len(made) == 1:
                work.go_to(3)
            return made[-1]

        monkeypatch.setattr(WorkList, "arrange_by_rank", slowly)
        await likeliest(bench, "money")
        await until(bench, lambda: ranked_by(bench, "money"))
        assert bench.coding.ids[bench.coding.index] == imported[3]
        assert sorted(bench.coding.ids) == sorted(imported)
        assert made[0].ranked is made[1].ranked, "ranked once, arranged twice"


async def test_a_list_ranked_anew_is_painted_only_if_what_is_in_sight_changes(
    here: OpenStudy, workbench_of: OpenWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with workbench_of(here) as bench:
        await likeliest(bench, "money")
        await until(bench, lambda: ranked_by(bench, "money"))
        await bench.pilot.pause()
        painted: list[int] = []
        render = AnswerList.render_line
        monkeypatch.setattr(
            AnswerList, "render_line", lambda widget, y: (painted.append(y), render(widget, y))[1]
        )
        work, ids = bench.app.worklist, list(bench.coding.ids)
        assert bench.coding.orders.apply_ranking(
            work.arrange_by_rank(RankedAnswers("likely", "money", ids))
        )
        await bench.pilot.pause(0.1)
        assert not painted
        assert bench.coding.orders.apply_ranking(
            work.arrange_by_rank(RankedAnswers("likely", "money", ids[::-1]))
        )
        await until(bench, lambda: bool(painted))
        assert bench.coding.ids[1] == ids[-1]
        case = bench.session.read_answer(ids[-1]).case
        await until(bench, lambda: case in bench.text.splitlines()[2])


async def test_an_order_that_comes_while_a_box_is_open_waits_for_it(
    here: OpenStudy, workbench_of: OpenWorkbench, slow_pile: threading.Event
) -> None:
    async with workbench_of(here) as bench:
        imported = list(bench.coding.ids)
        await likeliest(bench, "money")
        assert "being read" in bench.status
        await bench.press("m")
        slow_pile.set()
        await until(bench, lambda: bench.coding.orders.waiting is not None)
        assert bench.coding.ids == imported
        await bench.press("escape")
        await until(bench, lambda: ranked_by(bench, "money"))
        assert bench.coding.ids != imported


async def test_the_grid_shows_the_same_order_and_another_order_ends_it(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(120, 40)) as bench:
        imported = list(bench.coding.ids)
        await bench.press("g", "O")
        await bench.type("least sure")
        await bench.press("enter")
        await until(bench, lambda: bench.app.worklist.order.by == "unsure")
        assert "least sure first" in bench.title
        ranked = list(bench.app.worklist.ids)
        assert sorted(ranked) == sorted(imported)
        await bench.press("escape")
        assert bench.coding.ids == ranked
        await bench.press("O")
        await bench.type("as imported")
        await bench.press("enter")
        assert bench.coding.ids == imported
        await bench.press("1")
        await bench.pilot.pause(0.1)
        assert bench.coding.ids == imported, "nothing is ranked any more"
        await bench.press("O")
        await bench.type("languages")
        await bench.press("enter")
        assert "languages in turn" in bench.title


async def test_an_open_round_cannot_be_read_in_such_an_order(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    draw_round(here, here.register_coder("lead"), RoundPlan(("anna", "boris"), overlap="100%"))
    async with workbench_of(here) as bench:
        imported = list(bench.coding.ids)
        await likeliest(bench, "money")
        await until(bench, lambda: "nothing to order by" in bench.status)
        assert bench.coding.ids == imported


async def test_a_filter_on_a_round_leaves_nothing_to_rank(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    draw_round(
        here,
        here.register_coder("lead"),
        RoundPlan(("anna", "boris"), overlap="4", only_overlap=True),
    )
    async with workbench_of(here) as bench:
        await bench.press("f")
        await bench.type("round:R1")
        await bench.press("enter")
        imported = list(bench.coding.ids)
        assert len(imported) == 4
        await likeliest(bench, "money")
        await until(bench, lambda: "nothing to order by" in bench.status)
        assert bench.coding.ids == imported


async def test_the_title_says_what_is_still_to_be_found_and_never_that_one_may_stop(
    make_study: Callable[..., Path], small_study_toml: str, workbench_of: OpenWorkbench
) -> None:
    say = (
        "They trained {n} judges in a workshop.",
        "Letter {n} came.",
        "Nothing in year {n}.",
        "Meeting number {n}.",
    )
    rows = "".join(f"{4000 + n},Org {n},1,Mali,Yes,{say[n % 4].format(n=n)},\n" for n in range(40))
    with open_study_folder(
        make_study(f"id,organisation,loop,country,active,role,how\n{rows}", small_study_toml)
    ) as study:
        async with workbench_of(study, size=(200, 60)) as bench:
            for n, answer_id in enumerate(bench.coding.ids[:24]):
                if n % 4 == 0:
                    bench.session.add_coding(answer_id, "training", finish=True)
                else:
                    bench.session.finish_answers(answer_id)
            bench.app.worklist.read_finished()
            await likeliest(bench, "train")
            await until(bench, lambda: ranked_by(bench, "training"))
            assert "6 found in 24 read, " in bench.title
            assert "to be expected in 16 unread" in bench.title
            before = bench.app.worklist.left
            await bench.press("n", "0")
            await until(bench, lambda: bench.app.worklist.left != before)
            assert "6 found in 25 read, " in bench.title, "reckoned anew when nobody is typing"
