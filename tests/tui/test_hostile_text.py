"""Whatever respondents, coders and codebooks write is shown as it stands and does nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Paste

from screen_driver import OpenWorkbench
from tipcoder.model.codings import MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder

pytestmark = pytest.mark.long

PAYLOADS = [
    "[red]not red[/red]",
    "close [/] this",
    "quoted [sic] word",
    "[@click=app.quit]press me[/]",
    "[x=] {{7*7}} %s %(x)s {0}",
    "\x1b]52;c;aGVsbG8=\x1b\\ clipboard",
    "\x1b]2;title\x07 title",
    "\x1b[31mred\x1b[0m \x9b31m c1",
    "bell\x07 back\x08space del\x7f",
    "\u202egnp.exe\u202c \u2067rtl\u2069",
    ":smile: :key: `code` **bold**",
    "' or 1=1; drop table coding; --",
]

_TOML = """
title = "A study [/] of [b]brackets[/b]"
languages = ["en"]
[respondent]
id = "id"
attributes = ["country"]
[[question]]
column = "q [/]"
text = "What [/] do you [red]think[/red]?"
"""


def _codebook(payload: str) -> str:
    import tomlkit

    line = (
        payload.replace("\x1b", "")
        .replace("\x07", "")
        .replace("\x08", "")
        .replace("\x7f", "")
        .replace("\x9b", "")
    )
    code = {"label": line, "definition": payload, "use_when": payload, "cues": {"en": [payload]}}
    return tomlkit.dumps({"title": payload, "code": {"a [/]": code}})


def _survey(payload: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "country", "q [/]"])
    writer.writerow(["1", payload, payload])
    writer.writerow(["2", payload, f"second {payload}"])
    return out.getvalue()


def _dangerous(text: str) -> set[str]:
    return {
        c
        for c in text
        if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or "\u202a" <= c <= "\u202e"
    }


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_a_payload_is_shown_literally_everywhere(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench, payload: str
) -> None:
    folder = make_study(_survey(payload), _TOML, _codebook(payload))
    with open_study_folder(folder) as study:
        async with workbench_of(study, coder="[/] anna", size=(200, 60)) as bench:
            visible = payload.split()[-1] if payload.split()[-1].isascii() else "rtl"
            visible = "".join(c for c in visible if c.isprintable())
            assert bench.text.count(visible) >= 3, (
                "in the list, the answer, its attributes and the card"
            )
            assert "[/] anna" in bench.text
            assert "What [/] do you [red]think[/red]?" in bench.text
            await bench.press("s", "1")
            assert _dangerous(bench.text) == set()
            await bench.press("q", "semicolon")
            assert visible in bench.text
            assert _dangerous(bench.text) == set()
            await bench.press("escape", "f")
            assert _dangerous(bench.text) == set()
            await bench.press("escape", "question_mark", "escape", "enter", "1", "u", "u", "u")
            assert _dangerous(bench.text) == set()
        with study.store.read():
            pass


async def test_what_is_shown_as_a_sign_is_stored_and_quoted_unchanged(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench
) -> None:
    payload = "one \x1b[31mred\x07 [/] two"
    folder = make_study(_survey(payload), _TOML, _codebook("plain"))
    with open_study_folder(folder) as study:
        async with workbench_of(study) as bench:
            await bench.press("a", "1")
            assert [quote for _, quote in bench.codes(0)] == [payload]
            assert "one ␛[31mred␇ [/] two" in bench.text


@pytest.mark.parametrize(
    "payload",
    [*PAYLOADS, "e\u0301\u0302\u0303 a\u200db \u200b\ufeff 👩\u200d👩\u200d👧 nul\x00 end"],
)
async def test_a_payload_is_shown_literally_on_every_other_screen_and_in_every_box(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench, payload: str
) -> None:
    folder = make_study(
        _survey(payload.replace("\x00", "")), _TOML, _codebook(payload.replace("\x00", ""))
    )
    with open_study_folder(folder) as study:
        async with workbench_of(study, coder="boris [/]", size=(200, 60)) as bench:

            async def calm(*keys: str) -> None:
                await bench.press(*keys)
                assert bench.app.is_running
                assert _dangerous(bench.text) == set()

            async def paste() -> None:
                bench.app.screen.focused.post_message(Paste(payload))
                await bench.pilot.pause()
                assert _dangerous(bench.text) == set()

            await calm("w", "1", "m")
            await paste()
            await calm("escape", "M")
            await paste()
            await calm("escape", "ctrl+f")
            await paste()
            await calm("down", "enter", "N", "comma", "comma", "S", "escape", "A", "]", "enter")
            await calm("escape", "!", "apostrophe", "escape", "g")
            assert "Answer" in bench.text
            await calm("space", "s", "escape", "f")
            await paste()
            await calm("enter", "escape", "F", "D", "escape", "escape")
            await calm("t", "escape", "b")
            for key in ("e", "p", "i", "c", "semicolon", "m", "s"):
                await calm(key)
                await calm("escape")
            await calm("r")
            await paste()
            await calm("escape", "v", "enter", "escape", "n")
            await paste()
            await calm("escape", "d", "escape", "l", "u", "u")
            await calm("question_mark", "escape", "ctrl+p", "escape")


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_a_payload_is_shown_literally_where_coders_differ(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench, payload: str
) -> None:
    import tomlkit

    line = "".join(c for c in payload if c.isprintable())
    codes = {
        key: {"label": f"{key} {line}", "definition": payload, "use_when": payload}
        for key in ("one", "two")
    }
    folder = make_study(_survey(payload), _TOML, tomlkit.dumps({"title": payload, "code": codes}))
    with open_study_folder(folder) as study:
        for name, code in (("[/] anna", "one"), ("[b]boris", "two")):
            coder = CodingSession(study, study.register_coder(name))
            at = coder.find_answer_ids(AnswerFilter())[0]
            coder.add_coding(at, code, (0, len(payload) - 1), finish=True)
            coder.set_memo(MemoTarget(at), payload)
        async with workbench_of(study, coder="lead", size=(200, 60)) as bench:

            async def calm(*keys: str) -> None:
                await bench.press(*keys)
                await bench.pilot.pause()
                assert bench.app.is_running
                assert _dangerous(bench.text) == set()

            await calm("V")
            assert "[/] anna" in bench.text
            await calm("enter")
            assert "B [b]boris" in bench.text
            await calm("m")
            bench.app.screen.focused.post_message(Paste(payload))
            await calm("escape", "r", "3", "1", "k")
            await calm("R", "enter", "escape", "u", "u", "q", "v", "N", "escape", "escape")


@pytest.mark.parametrize(
    "payload",
    [*PAYLOADS, "e\u0301\u0302\u0303 a\u200db \u200b\ufeff 👩\u200d👩\u200d👧 nul\x00 end"],
)
async def test_a_payload_is_shown_literally_where_quotes_are_reviewed_and_leaves_as_plain_words(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench, payload: str
) -> None:
    text = f"Ask Zed Quist in Kenya: {payload}".replace("\x00", "")
    folder = make_study(_survey(text), _TOML, _codebook(payload.replace("\x00", "")))
    with open_study_folder(folder) as study:
        async with workbench_of(study, coder="boris [/]", size=(200, 60)) as bench:

            async def calm(*keys: str) -> None:
                await bench.press(*keys)
                assert bench.app.is_running
                assert _dangerous(bench.text) == set()

            async def paste() -> None:
                bench.app.screen.focused.post_message(Paste(payload))
                await bench.pilot.pause()
                assert _dangerous(bench.text) == set()

            await calm("1", "1", "X")
            for _ in range(200):
                await bench.pilot.pause(0.02)
                if "Not ready" in bench.text:
                    break
            assert "Ask Zed Quist in Kenya" in bench.text
            await calm("n", "a", "e")
            await paste()
            await calm("enter", "tab", "r", "escape", "w", "m", "escape", "l")
            await paste()
            await calm("escape", "shift+tab", "shift+tab", "shift+tab", "K")
            if bench.app.screen.focused is not None:  # a contact is not kept in the whole study
                await paste()
            await calm("enter", "A", "escape", "N", "escape", "y", "enter", "f", "f", "u", "u", "u")
