"""Pictures of every screen from the fictional demo study:
`make screenshots` writes docs/screens/*.svg.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts from the net: a picture that is looked at must not call anybody."""
SIZES = {"80x24": (80, 24), "200x60": (200, 60)}

sys.path.insert(0, str(ROOT / "tests"))

from screen_driver import WorkbenchDriver, until  # noqa: E402


async def coding(bench: WorkbenchDriver) -> None:
    await put(bench, "US pressure", "s", "s")
    await put(bench, "Laws", "c", "c", "c")
    await put(bench, "Keeps it on", "w", "w", "w", "w")
    await bench.press("s")


async def put(bench: WorkbenchDriver, code: str, *select: str) -> None:
    await bench.press(*select, "semicolon")
    await bench.type(code)
    await bench.press("enter")


async def suggestions(bench: WorkbenchDriver) -> None:
    from tipcoder.model.filters import AnswerFilter

    (answer_id,) = bench.session.find_answer_ids(AnswerFilter(words="es una mentira del"))
    bench.coding.go_to(bench.coding.ids.index(answer_id))
    await bench.press("p")
    await until(bench, lambda: bench.coding.suggestions.offers is not None)
    await bench.press("1")


async def picker(bench: WorkbenchDriver) -> None:
    await bench.press("semicolon")
    await bench.type("push")


async def grid(bench: WorkbenchDriver) -> None:
    await bench.press("g", "down", "space", "space", "down")


async def codebook(bench: WorkbenchDriver) -> None:
    await bench.press("b", "down", "down")


async def frame(bench: WorkbenchDriver) -> None:
    await bench.press("b", "f")
    await until(bench, lambda: "Grouping" not in bench.title)
    await bench.press("space", "down")


async def quotes(bench: WorkbenchDriver) -> None:
    # Codes of her own beside those of others.
    await put(bench, "Pushback", "s")
    await bench.press("b", "semicolon")
    await bench.type("pushback")
    await bench.press("enter", "Q", "down", "down")


async def peek(bench: WorkbenchDriver) -> None:
    await bench.press("b", "semicolon")
    await bench.type("pushback")
    await bench.press("enter", "h")


async def study(bench: WorkbenchDriver) -> None:
    await bench.press("t")


async def statistics(bench: WorkbenchDriver) -> None:
    await bench.press("T")
    await bench.pilot.pause(4)
    await bench.press("s", "s", "enter")


async def adjudication(bench: WorkbenchDriver) -> None:
    await bench.press("V")
    await bench.pilot.pause(3)


async def disagreement(bench: WorkbenchDriver) -> None:
    await adjudication(bench)
    await bench.press("enter")
    await bench.pilot.pause(0.5)


async def redaction(bench: WorkbenchDriver) -> None:
    await bench.press("X")
    await bench.pilot.pause(6)
    # Past short answers, to one that names places and people.
    await bench.press("f", "f")
    await bench.press(*["pagedown"] * (12 if bench.app.size.height < 40 else 1))
    await bench.press(*["up"] * (0 if bench.app.size.height < 40 else 4), "down", "n", "a")


async def jump(bench: WorkbenchDriver) -> None:
    await bench.press("apostrophe")


async def memo(bench: WorkbenchDriver) -> None:
    await bench.press("m")
    await bench.type("Compare with the embassy question")


async def helped(bench: WorkbenchDriver) -> None:
    await bench.press("question_mark")


async def tour(bench: WorkbenchDriver) -> None:
    # The third step, with what is offered.
    await bench.press("f5", "f5", "f5", "n", "n", "n", "p")
    await until(bench, lambda: bench.coding.suggestions.offers is not None)


MAIN = (
    "coding",
    "suggestions",
    "grid",
    "codebook",
    "frame",
    "quotes",
    "peek",
    "study",
    "statistics",
    "adjudication",
    "disagreement",
    "redaction",
)
"""Drawn at both sizes; boxes look the same at each."""
SCREENS: dict[str, Callable[[WorkbenchDriver], Awaitable[None]]] = {
    "coding": coding,
    "suggestions": suggestions,
    "picker": picker,
    "grid": grid,
    "codebook": codebook,
    "frame": frame,
    "quotes": quotes,
    "peek": peek,
    "study": study,
    "statistics": statistics,
    "adjudication": adjudication,
    "disagreement": disagreement,
    "redaction": redaction,
    "jump": jump,
    "memo": memo,
    "help": helped,
    "tour": tour,
}


async def _draw_plan(folder: Path) -> None:
    """The plan of the demo's survey, which is a study already in all other pictures."""
    from tipcoder.tui.plan_app import PlanApp
    from tipcoder.workbench.survey.creating import StudyPlan, begin_planning

    survey = ROOT / "data" / "demo" / "survey.csv"
    for size_name, size in SIZES.items():
        planning = begin_planning(StudyPlan(folder / "demo", survey))
        planning.find_languages()
        app = PlanApp(planning)
        async with app.run_test(size=size) as pilot:
            await pilot.press("down", "down", "down", "down", "down")
            await pilot.pause(0.3)
            picture = _FONTS.sub("", app.export_screenshot(title="tipcoder: plan"))
            (folder / f"plan-{size_name}.svg").write_text(picture, "utf-8")


async def _draw(folder: Path, study_folder: Path, names: list[str]) -> None:
    from tipcoder.tui.app import TipcoderApp
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.opening import open_study_folder

    for name in names:
        for size_name, size in SIZES.items() if name in MAIN else [next(iter(SIZES.items()))]:

            @contextmanager
            def session() -> Iterator[CodingSession]:
                with open_study_folder(study_folder) as here:
                    yield CodingSession(here, here.register_coder("Ana"))

            app = TipcoderApp(session)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                bench = WorkbenchDriver(app, pilot)
                await SCREENS[name](bench)
                await pilot.pause(0.3)
                picture = _FONTS.sub("", app.export_screenshot(title=f"tipcoder: {name}"))
                (folder / f"{name}-{size_name}.svg").write_text(picture, "utf-8")
                while app.session.undo():
                    pass
            app.close_study()


def main() -> None:
    from tipcoder.workbench.demo import build_demo

    folder = Path(os.environ.get("TIPCODER_PICTURES", ROOT / "docs" / "screens"))
    folder.mkdir(parents=True, exist_ok=True)
    names = sys.argv[1:] or ["plan", *SCREENS]
    if "plan" in names:
        asyncio.run(_draw_plan(folder))
        names.remove("plan")
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["TIPCODER_KEYS"] = f"{temporary}/keys"
        build_demo(Path(temporary) / "demo")
        asyncio.run(_draw(folder, Path(temporary) / "demo", names))


if __name__ == "__main__":
    main()
