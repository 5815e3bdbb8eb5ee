"""Work in one thread rests between its pieces; what other threads do at the same time does not."""

from __future__ import annotations

import threading

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
