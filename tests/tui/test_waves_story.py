"""A coder sees of which wave an answer is, and which codes were carried over to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from screen_driver import OpenWorkbench
from tipcoder.workbench.carrying.carrying import carry_codes
from tipcoder.workbench.carrying.carrying_plan import CarryWish
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from two_waves import WITH_COLUMN, find_answers, join_waves


async def test_wave_and_carried_codes_stand_beside_the_answer(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench
) -> None:
    with open_study_folder(make_study(join_waves(), WITH_COLUMN)) as study:
        session = CodingSession(study, study.register_coder("anna"))
        first, second = find_answers(study, "beds", "anna")
        session.add_coding(first, "money", finish=True)
        carry_codes(study, session.coder, CarryWish())
        async with workbench_of(study, size=(140, 40)) as bench:
            place = bench.coding.ids.index(second)
            await bench.press(*["j"] * place)
            assert "More beds for families." in bench.text
            assert "year: 2025" in bench.text
            assert "(carried over)" in bench.text
            await bench.press("enter")
        reading = session.find_reading(second)
        assert reading is not None
        assert not reading.is_carried
