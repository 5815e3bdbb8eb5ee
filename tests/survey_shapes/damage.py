"""Damages files the way transfers, editors and malice do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from hypothesis import strategies as st

Bytes4 = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\x01\0\0\0")
"""Numbers of four bytes on which counts and lengths break."""


def _cut_off(data: bytes, at: int, _length: int, _other: bytes) -> bytes:
    return data[:at]


def _flip_bit(data: bytes, at: int, length: int, _other: bytes) -> bytes:
    flipped = bytearray(data)
    if flipped:
        flipped[min(at, len(data) - 1)] ^= 1 << length % 8
    return bytes(flipped)


def _overwrite(data: bytes, at: int, _length: int, other: bytes) -> bytes:
    return data[:at] + other + data[at + len(other) :]


def _insert(data: bytes, at: int, _length: int, other: bytes) -> bytes:
    return data[:at] + other + data[at:]


def _leave_out(data: bytes, at: int, length: int, _other: bytes) -> bytes:
    return data[:at] + data[at + length :]


def _repeat(data: bytes, at: int, length: int, _other: bytes) -> bytes:
    return data[: at + length] + data[at : at + length] * 3 + data[at + length :]


Damage = Callable[[bytes, int, int, bytes], bytes]
DAMAGES: tuple[Damage, ...] = (_cut_off, _flip_bit, _overwrite, _insert, _leave_out, _repeat)


@st.composite
def damage_file(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """One of the files with one to three damages; of an archive mostly within one member."""
    data = draw(st.sampled_from(files))
    if data.startswith(b"PK") and draw(st.integers(0, 3)):
        return _damage_member(draw, data)
    return _damage(draw, data)


def _damage(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 3))):
        change = draw(st.sampled_from(DAMAGES))
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from((1, 2, 7, 40, 900)))
        other = draw(st.sampled_from(Bytes4) | st.binary(min_size=1, max_size=8))
        data = change(data, at, length, other)
    return data


def _damage_member(draw: st.DrawFn, data: bytes) -> bytes:
    """Packed again, so that the damage is not found by a check sum."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        hit = draw(st.sampled_from(archive.namelist()))
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as damaged:
            for name in archive.namelist():
                content = archive.read(name)
                damaged.writestr(name, _damage(draw, content) if name == hit else content)
    return whole.getvalue()
