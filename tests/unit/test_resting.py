"""Work in one thread rests between its pieces; what other threads do at the same time does not."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from tipcoder.resting import could_rest, in_pieces, resting


def test_work_goes_on_and_on_unless_rest_is_asked_of_it() -> None:
    rests: list[str] = []
    could_rest()
    with resting(lambda: rests.append("here")):
        could_rest()
        other = threading.Thread(target=could_rest)
        other.start()
        other.join()
    could_rest()
    assert rests == ["here"]


def test_many_items_come_unchanged_with_rests_between_them() -> None:
    seen: list[int] = []
    rested_at: list[int] = []
    with resting(lambda: rested_at.append(len(seen))):
        seen.extend(in_pieces(range(1000)))
    assert seen == list(range(1000))
    assert len(rested_at) > 5


def test_the_loading_of_a_library_rests_too_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_library_of_one.py").write_text("loaded = True\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    rests: list[str] = []
    with resting(lambda: rests.append("rest")):
        import a_library_of_one  # type: ignore[import-not-found]  # made above
    assert a_library_of_one.loaded
    assert rests
    assert sys.meta_path == finders
