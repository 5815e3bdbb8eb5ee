"""Work in one thread rests between its pieces; what other threads do at the same time does not."""

from __future__ import annotations

import threading

from tipcoder.yielding import iterate_yielding, yield_if_asked, yielding_by


def test_work_goes_on_and_on_unless_rest_is_asked_of_it() -> None:
    rests: list[str] = []
    yield_if_asked()
    with yielding_by(lambda: rests.append("here")):
        yield_if_asked()
        other = threading.Thread(target=yield_if_asked)
        other.start()
        other.join()
    yield_if_asked()
    assert rests == ["here"]


def test_many_items_come_unchanged_with_rests_between_them() -> None:
    seen: list[int] = []
    rested_at: list[int] = []
    with yielding_by(lambda: rested_at.append(len(seen))):
        seen.extend(iterate_yielding(range(1000)))
    assert seen == list(range(1000))
    assert len(rested_at) > 5
