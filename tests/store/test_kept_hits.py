"""What was found in texts is kept under the detectors that found it, for its owner alone,
and whatever is wrong with the file, nobody is told anything false.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tipcoder.store.kept_hits import KeptHits, forget_hits

ONE, OTHER = "1" * 64, "2" * 64
HITS = '[[0,5,"person","high",["a known person"],true]]'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "study.hits.db"


@pytest.fixture
def filled(file: Path) -> Path:
    """A file with hits of two texts, found by one detector."""
    kept = KeptHits(file, "detector one")
    kept.keep([(ONE, "a", HITS), (ONE, "b", "[]"), (OTHER, "a", "[]")], [ONE, OTHER])
    kept.close()
    return file


def test_what_was_kept_is_found_by_the_next_that_looks(filled: Path) -> None:
    kept = KeptHits(filled, "detector one")
    assert kept.find(ONE, "a") == HITS
    assert kept.find(ONE, "b") == "[]"
    assert kept.find(OTHER, "b") is None
    assert filled.stat().st_mode & 0o777 == 0o600
    assert filled.parent.stat().st_mode & 0o777 == 0o700


def test_another_detector_finds_nothing_and_takes_the_place_of_the_first(filled: Path) -> None:
    second = KeptHits(filled, "detector two")
    assert second.find(ONE, "a") is None
    first = KeptHits(filled, "detector one")
    second.keep([(OTHER, "a", "[]")], [ONE, OTHER])
    assert second.find(OTHER, "a") == "[]"
    # Also for one that had opened the file before.
    assert first.find(OTHER, "a") is None
    assert KeptHits(filled, "detector one").find(ONE, "a") is None


def test_hits_of_texts_that_are_gone_are_dropped(filled: Path) -> None:
    kept = KeptHits(filled, "detector one")
    kept.keep([(OTHER, "b", "[]")], [OTHER])
    assert kept.find(ONE, "a") is None
    assert kept.find(OTHER, "a") == "[]"


def test_forgotten_texts_leave_no_trace_in_the_bytes(filled: Path) -> None:
    assert forget_hits(filled, [ONE]) == 2
    assert KeptHits(filled, "detector one").find(ONE, "a") is None
    assert KeptHits(filled, "detector one").find(OTHER, "a") == "[]"
    left = b"".join(path.read_bytes() for path in filled.parent.iterdir())
    assert ONE.encode() not in left
    assert OTHER.encode() in left


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_as_if_nothing_was_found_and_is_made_anew(
    filled: Path, content: bytes
) -> None:
    filled.write_bytes(content)
    kept = KeptHits(filled, "detector one")
    assert kept.find(ONE, "a") is None
    kept.keep([(ONE, "a", HITS)], [ONE])
    assert KeptHits(filled, "detector one").find(ONE, "a") == HITS


def test_a_damaged_file_that_is_to_be_forgotten_is_removed(filled: Path) -> None:
    filled.write_bytes(b"no database")
    assert forget_hits(filled, [ONE]) == 0
    assert not filled.exists()


def test_a_file_that_others_may_write_says_nothing(filled: Path) -> None:
    filled.chmod(0o666)
    kept = KeptHits(filled, "detector one")
    assert kept.find(ONE, "a") is None
    kept.keep([(ONE, "a", "[]")], [ONE])
    assert KeptHits(filled, "detector one").find(ONE, "a") is None


def test_a_link_to_a_file_elsewhere_is_not_followed(filled: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.hits.db"
    link.symlink_to(filled)
    assert KeptHits(link, "detector one").find(ONE, "a") is None


def test_a_folder_that_takes_no_file_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    kept = KeptHits(tmp_path / "keys" / "study.hits.db", "detector one")
    kept.keep([(ONE, "a", HITS)], [ONE])
    assert kept.find(ONE, "a") is None


def test_a_file_of_a_later_format_begins_anew(filled: Path) -> None:
    other = sqlite3.connect(filled)
    other.execute("pragma user_version = 99")
    other.execute("alter table hit rename to found")
    other.close()
    kept = KeptHits(filled, "detector one")
    assert kept.find(ONE, "a") is None
    kept.keep([(ONE, "a", HITS)], [ONE])
    assert kept.find(ONE, "a") == HITS


def test_two_that_write_at_once_both_go_on(filled: Path) -> None:
    busy = sqlite3.connect(filled, isolation_level=None)
    busy.execute("begin immediate")
    kept = KeptHits(filled, "detector one")
    kept.keep([("3" * 64, "a", "[]")], [ONE, OTHER])
    busy.execute("rollback")
    busy.close()
    # What could not be written is looked for again, and nothing else is lost.
    assert KeptHits(filled, "detector one").find(ONE, "a") == HITS


def test_names_of_texts_that_leave_are_kept_beside_the_hits(filled: Path) -> None:
    kept = KeptHits(filled, "detector one")
    kept.keep_names({ONE: HITS, OTHER: "[]"})
    assert KeptHits(filled, "detector one").load_names() == {ONE: HITS, OTHER: "[]"}
    assert kept.find(ONE, "a") == HITS
    second = KeptHits(filled, "detector two")
    assert second.load_names() == {}
    second.keep_names({OTHER: "[]"})
    assert KeptHits(filled, "detector one").load_names() == {}
    assert KeptHits(filled, "detector two").load_names() == {OTHER: "[]"}


def test_whoever_erases_a_text_erases_what_was_found_in_all_that_left(filled: Path) -> None:
    kept = KeptHits(filled, "detector one")
    kept.keep_names({"3" * 64: HITS})
    kept.close()
    assert forget_hits(filled, [OTHER]) == 1
    kept = KeptHits(filled, "detector one")
    assert kept.load_names() == {}
    assert kept.find(ONE, "a") == HITS
    assert b"3333" not in filled.read_bytes()


def test_names_of_many_files_do_not_grow_without_end(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipcoder.store.kept_hits._MOST_NAMES", 3)
    kept = KeptHits(file, "detector one")
    kept.keep_names({"a": "[]", "b": "[]"})
    kept.keep_names({"c": "[]"})
    assert set(kept.load_names()) == {"a", "b", "c"}
    kept.keep_names({"d": "[]", "e": "[]"})
    assert set(kept.load_names()) == {"d", "e"}
