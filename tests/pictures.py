"""Pictures of every screen from the fictional demo study: `make screenshots` writes docs/screens/*.svg."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = {"80x24": (80, 24), "200x60": (200, 60)}

sys.path.insert(0, str(ROOT / "tests"))


async def coding(bench: object) -> None:
    await bench.press("n", "1", "2", "s", "1", "s", "3", "s")  # type: ignore[attr-defined]


async def picker(bench: object) -> None:
    await bench.press("semicolon")  # type: ignore[attr-defined]
    await bench.type("push")  # type: ignore[attr-defined]


async def grid(bench: object) -> None:
    await bench.press("g", "down", "space", "space", "down")  # type: ignore[attr-defined]


async def codebook(bench: object) -> None:
    await bench.press("b", "down", "down")  # type: ignore[attr-defined]


async def study(bench: object) -> None:
    await bench.press("t")  # type: ignore[attr-defined]


async def jump(bench: object) -> None:
    await bench.press("apostrophe")  # type: ignore[attr-defined]


async def memo(bench: object) -> None:
    await bench.press("m")  # type: ignore[attr-defined]
    await bench.type("Compare with the embassy question")  # type: ignore[attr-defined]


async def helped(bench: object) -> None:
    await bench.press("question_mark")  # type: ignore[attr-defined]


SCREENS: dict[str, Callable[[object], Awaitable[None]]] = {
    "coding": coding,
    "picker": picker,
    "grid": grid,
    "codebook": codebook,
    "study": study,
    "jump": jump,
    "memo": memo,
    "help": helped,
}


async def _draw(folder: Path, study_folder: Path, names: list[str]) -> None:
    from screen_driver import Workbench
    from tipcoder.tui.app import TipcoderApp
    from tipcoder.workbench.coding import CodingSession
    from tipcoder.workbench.opening import opened

    for name in names:
        for size_name, size in SIZES.items():

            @contextmanager
            def session() -> Iterator[CodingSession]:
                with opened(study_folder) as here:
                    yield CodingSession(here, here.coder("Ana"))

            app = TipcoderApp(session)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                bench = Workbench(app, pilot)
                await SCREENS[name](bench)
                await pilot.pause(0.3)
                (folder / f"{name}-{size_name}.svg").write_text(app.export_screenshot(), "utf-8")
                while app.session.undo():
                    pass
            app.close_study()


def main() -> None:
    from tipcoder.workbench.demo import build_demo

    folder = Path(os.environ.get("TIPCODER_PICTURES", ROOT / "docs" / "screens"))
    folder.mkdir(parents=True, exist_ok=True)
    names = sys.argv[1:] or list(SCREENS)
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["TIPCODER_KEYS"] = f"{temporary}/keys"
        build_demo(Path(temporary) / "demo")
        asyncio.run(_draw(folder, Path(temporary) / "demo", names))


if __name__ == "__main__":
    main()
