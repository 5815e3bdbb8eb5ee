"""Zip archives of any files, and electronic books."""

from __future__ import annotations

from tipcoder.privacy.audit.contents import Contents
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.other_members import read_other_member
from tipcoder.privacy.audit.packages import open_package


def read_zip(data: bytes, nest: Nest) -> Contents:
    """Every member as a file of its own, and what the archive itself tells."""
    contents = Contents()
    for name, inside in open_package(data, contents, nest).items():
        nest.read_into(contents, name, inside)
    return contents


def read_book(data: bytes, nest: Nest) -> Contents:
    """An electronic book: its pages, its pictures, and what its package tells."""
    contents = Contents()
    for name, inside in open_package(data, contents, nest).items():
        read_other_member(name, inside, contents, nest)
    return contents
