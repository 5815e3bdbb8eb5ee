"""Themes, no colour, and a person's own keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from textual.color import Color
from textual.strip import Strip

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.app import TipcoderApp
from tipcoder.tui.settings import Settings, read_settings
from tipcoder.tui.themes import THEMES
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy


@asynccontextmanager
async def with_settings(study: OpenStudy, settings: Settings) -> AsyncIterator[WorkbenchDriver]:
    @contextmanager
    def session() -> Iterator[CodingSession]:
        yield CodingSession(study, study.register_coder("anna"))

    app = TipcoderApp(session, settings)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        yield WorkbenchDriver(app, pilot)


def contrast(first: Color, second: Color) -> float:
    """Contrast ratio of two colours (WCAG 2.1, relative luminance)."""

    def luminance(colour: Color) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


THEMES_WITH_CONTRAST = [
    *((theme.name, 7.0) for theme in THEMES),
    ("textual-dark", 4.5),
    ("textual-light", 4.5),
]


def hard_to_read(strips: Iterable[Strip], least: float) -> set[tuple[str, str, str]]:
    """Words with the colours of their letters and ground, where these differ too little."""
    poor = set()
    for strip in strips:
        for segment in strip:
            style = segment.style
            if (
                not segment.text.strip()
                or style is None
                or style.color is None
                or style.bgcolor is None
            ):
                continue
            if set(segment.text.strip()) <= set("▏▁▔─│┌┐└┘╭╮╰╯▊▎▂▆▇▃▄▅█ "):
                continue  # frames and scroll bars, which carry no words
            colours = [Color.from_rich_color(c) for c in (style.color, style.bgcolor)]
            if contrast(*colours) < least:
                poor.add((segment.text.strip(), colours[0].hex, colours[1].hex))
    return poor


@pytest.mark.parametrize(("name", "least"), THEMES_WITH_CONTRAST)
async def test_where_coders_differ_can_be_read_by_everybody(
    here: OpenStudy, name: str, least: float
) -> None:
    for coder, code in (("boris", "pressure"), ("carla", "money")):
        session = CodingSession(here, here.register_coder(coder))
        session.add_coding(session.find_answer_ids(AnswerFilter())[0], code, (0, 20), finish=True)
    async with with_settings(here, Settings(theme=name)) as bench:
        await bench.press("V")
        await until(bench, lambda: "…" not in bench.text.split("Code", 1)[-1])
        shown = list(bench.app.screen._compositor.render_strips())
        for key in ("enter", "w", "1", "k"):
            await bench.press(key)
            await bench.pilot.pause()
            shown += bench.app.screen._compositor.render_strips()
        assert hard_to_read(shown, least) == set()


@pytest.mark.parametrize(("name", "least"), THEMES_WITH_CONTRAST)
async def test_where_quotes_are_reviewed_everything_can_be_read_by_everybody(
    here: OpenStudy, name: str, least: float
) -> None:
    session = CodingSession(here, here.register_coder("boris"))
    for answer_id in session.find_answer_ids(AnswerFilter()):
        session.add_coding(answer_id, "pressure", (0, 8), finish=True)
    async with with_settings(here, Settings(theme=name)) as bench:
        await bench.press("X")
        await until(bench, lambda: " open" in bench.text and "searched" not in bench.title)
        shown = list(bench.app.screen._compositor.render_strips())
        for key in ("tab", "n", "a", "w", "enter", "down", "escape", "e"):
            await bench.press(key)
            await bench.pilot.pause()
            shown += bench.app.screen._compositor.render_strips()
        assert hard_to_read(shown, least) == set()


@pytest.mark.parametrize(("name", "least"), THEMES_WITH_CONTRAST)
async def test_quotes_of_a_code_and_its_definition_can_be_read_by_everybody(
    here: OpenStudy, name: str, least: float
) -> None:
    boris = CodingSession(here, here.register_coder("boris"))
    for answer_id in boris.find_answer_ids(AnswerFilter())[:3]:
        boris.add_coding(answer_id, "pressure", (0, 8), finish=True)
    async with with_settings(here, Settings(theme=name)) as bench:
        await bench.press("1", "k", "m")
        await bench.type("A memo")
        await bench.press("escape", "Q", "down")
        shown = list(bench.app.screen._compositor.render_strips())
        await bench.press("h")
        # Around the box everything is dimmed on purpose.
        room = bench.app.screen.query_one("#peek").region
        rows = bench.app.screen._compositor.render_strips()[room.y : room.bottom]
        box = [row.crop(room.x, room.right) for row in rows]
        assert any("Latest quotes" in row.text for row in box)
        shown += box
        assert hard_to_read(shown, least) == set()


@pytest.mark.parametrize(("name", "least"), THEMES_WITH_CONTRAST)
async def test_that_a_definition_is_cut_can_be_read_by_everybody(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    name: str,
    least: float,
) -> None:
    rule = " ".join(f"Sentence {number} of a rule that is long." for number in range(1, 60))
    book = f'title = "Long"\n[code.pressure]\nlabel = "Pressure"\ndefinition = "{rule}"\n'
    with open_study_folder(make_study(small_survey, small_study_toml, book)) as study:
        async with with_settings(study, Settings(theme=name)) as bench:
            await until(bench, lambda: "shows the rest" in bench.text)
            strips = bench.app.screen._compositor.render_strips()
            told = [strip for strip in strips if "shows the rest" in strip.text]
            assert hard_to_read(told, least) == set()


@pytest.mark.parametrize(("name", "least"), THEMES_WITH_CONTRAST)
async def test_every_text_can_be_read_and_with_high_contrast_by_everybody(
    here: OpenStudy, name: str, least: float
) -> None:
    async with with_settings(here, Settings(theme=name)) as bench:
        assert bench.app.theme == name
        await bench.press("1", "w", "2", "w", "w", "3", "escape", "q")
        coding = bench.app.screen._compositor.render_strips()
        await bench.press("p")
        await until(bench, lambda: bench.coding.suggestions.offers is not None)
        await bench.press("minus")
        coding += bench.app.screen._compositor.render_strips()
        await bench.press("g", "space", "down")
        assert (
            hard_to_read([*coding, *bench.app.screen._compositor.render_strips()], least) == set()
        )


@pytest.mark.parametrize(("name", "least"), THEMES_WITH_CONTRAST)
async def test_what_a_filter_found_can_be_read_beside_quotes_in_every_theme(
    here: OpenStudy, name: str, least: float
) -> None:
    async with with_settings(here, Settings(theme=name)) as bench:
        await bench.press("f")
        await bench.type("embassy")
        await bench.press("enter", "w", "w", "1", "escape")
        shown = list(bench.app.screen._compositor.render_strips())
        found = set()
        for segment in (each for strip in shown for each in strip):
            style = segment.style
            if style is None or style.color is None or style.bgcolor is None:
                continue
            ink, paper = map(Color.from_rich_color, (style.color, style.bgcolor))
            if segment.text == "embassy":
                found.add(bool(style.bold) and contrast(ink, paper) >= max(least, 4.5))
        assert found == {True}
        # The bar of the quote that the word is in stays below it.
        assert any("└" in strip.text for strip in shown)


async def test_a_theme_that_is_picked_is_there_the_next_time(
    here: OpenStudy, tmp_path: Path
) -> None:
    path = tmp_path / "workbench.toml"
    async with with_settings(here, read_settings(path)) as bench:
        assert not path.exists(), "nobody has picked one"
        await bench.press("ctrl+p")
        await bench.type("theme")
        await bench.pilot.pause(0.5)
        await bench.press("enter")
        await bench.type("nord")
        await bench.pilot.pause(0.5)
        await bench.press("enter")
        await until(bench, lambda: bench.app.theme == "nord")
    async with with_settings(here, read_settings(path)) as bench:
        assert bench.app.theme == "nord"
        path.unlink()
        path.mkdir()
        bench.app.theme = "gruvbox"
        assert "The theme holds for now, but is not kept." in bench.status


async def test_a_theme_that_does_not_exist_is_said_with_the_nearest(here: OpenStudy) -> None:
    async with with_settings(here, Settings(theme="high-contrst")) as bench:
        assert "There is no theme 'high-contrst'. Did you mean 'high-contrast'?" in bench.status


async def test_without_colour_marks_and_bars_still_tell_everything(
    here: OpenStudy, workbench_of: OpenWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with workbench_of(here) as bench:
        await bench.press("p")
        await until(bench, lambda: bench.coding.suggestions.offers is not None)
        assert bench.coding.suggestions.offers is not None
        assert bench.coding.suggestions.offers.offers[0].strength in bench.text
        underlined = "".join(
            segment.text
            for strip in bench.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.underline and segment.style.bold
        )
        assert all(
            piece.text in underlined for piece in bench.coding.suggestions.offers.offers[0].evidence
        )
        await bench.press("p", "s", "1", "w", "2", "!")
        assert "⚑" in bench.text
        assert "●" in bench.text
        assert "└" in bench.text
        await bench.press("enter", "g", "up", "space")
        assert "■" in bench.text
        assert "✓" in bench.text
        assert "▸" in bench.text


async def test_a_persons_own_keys_work_and_are_what_help_and_footer_show(here: OpenStudy) -> None:
    async with with_settings(here, Settings(keys={"code.finish": ("h",)})) as bench:
        await bench.press("h")
        assert bench.session.find_reading(bench.coding.ids[0]) is not None
        assert "h Finish" in bench.text
        await bench.press("enter")
        assert bench.coding.index == 1, "the key that was the command's does nothing now"
        await bench.press("р")
        assert bench.session.find_reading(bench.coding.ids[1]) is not None, (
            "and its twin on a Russian layout"
        )
        await bench.press("question_mark")
        await bench.type("code.finish")
        line = next(line for line in bench.text.splitlines() if "Finish. Finish the answer" in line)
        assert line.split("Finish.")[0].strip(" │").split() == ["h"]


async def test_an_answer_that_others_repeat_says_her_own_key_for_coding_them_at_once(
    here: OpenStudy,
) -> None:
    async with with_settings(here, Settings(keys={"list.fold": ("f7",)})) as bench:
        bench.coding.go_to(
            next(
                n
                for n, i in enumerate(bench.coding.ids)
                if bench.session.read_answer(i).duplicates > 1
            )
        )
        await bench.pilot.pause()
        assert "×2 the same (F7: at once)" in bench.text
        await bench.press("f7")
        assert "codes 2 at once" in bench.text


async def test_what_is_wrong_in_a_settings_file_is_said_and_the_rest_holds(here: OpenStudy) -> None:
    settings = Settings(
        keys={"code.finish": ("h",)}, complaints=["workbench.toml: 'x' is not a key."]
    )
    async with with_settings(here, settings) as bench:
        assert "workbench.toml: 'x' is not a key." in bench.status
        await bench.press("h")
        assert bench.session.find_reading(bench.coding.ids[0]) is not None
