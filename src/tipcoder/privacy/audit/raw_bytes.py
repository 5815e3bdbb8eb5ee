"""Letters in bytes that no reader takes apart: slack, remarks, fonts, formats of old programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.audit.contents import Passage

_NARROW = re.compile(
    rb"(?:[\x20-\x7e]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|"
    rb"[\xf0-\xf4][\x80-\xbf]{3}){4,}"
)
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa1-\xff]\x00|[\x00-\xff][\x01-\x06]|[\x10-\x26]\x20){4,}")
_WIDE_BIG = re.compile(rb"(?:\x00[\x20-\x7e\xa1-\xff]|[\x01-\x06][\x00-\xff]|\x20[\x10-\x26]){4,}")
"""Letters of UTF-8, and of UTF-16 in both orders. Fewer than four in a row come up by chance, and
are no name that could be told from other words."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""What no text has."""
_FEWEST_LETTERS = 3
_LETTER = re.compile(r"[^\W\d_]")


def iterate_raw_texts(data: bytes, place: str) -> Iterator[Passage]:
    """What of some bytes may be words: all of it where it is text, else runs of letters."""
    if _is_text(data):
        yield Passage(place, data.decode("utf-8"), True, place)
        return

    found = _find_runs(_NARROW, data, "utf-8")
    small, big = _find_runs(_WIDE, data, "utf-16-le"), _find_runs(_WIDE_BIG, data, "utf-16-be")
    # Letters of one order are, one byte further on, all but one letters of the other.
    found += [run for run in small if not _is_shifted(run, big)]
    found += [run for run in big if not _is_shifted(run, found)]
    if found:
        # An empty line, so that no name is made of two runs.
        yield Passage(place, "\n\n".join(found), True, place)


def _is_shifted(run: str, runs: list[str]) -> bool:
    """Whether a run is another one, read from the byte before or behind."""
    return any(len(run) <= len(other) and run[1:-1] in other for other in runs)


def _is_text(data: bytes) -> bool:
    if _CONTROL.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _find_runs(pattern: re.Pattern[bytes], data: bytes, encoding: str) -> list[str]:
    out = []
    for found in pattern.findall(data):
        run = found.decode(encoding, "ignore")
        if len(_LETTER.findall(run)) >= _FEWEST_LETTERS:
            out.append(run)
    return out
