"""PPTX as an audit reads it: slides, notes, comments and everything else that the package holds."""

from __future__ import annotations

import re

from tipcoder.privacy.audit.contents import Contents, Trace
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.other_members import read_other_member
from tipcoder.privacy.audit.packages import open_package

_HIDDEN = (
    (re.compile(r"ppt/notesSlides/[^/]+\.xml"), "has notes of the speaker"),
    (re.compile(r"ppt/comments/[^/]+\.xml"), "holds comments"),
    (re.compile(r"ppt/(?:commentAuthors|authors)\.xml"), "names who wrote comments"),
    (re.compile(r"ppt/embeddings/.+"), "is an embedded file"),
)
"""What a member tells by being there."""
_UNSEEN_SLIDE = re.compile(rb"<p:sld\b[^>]*\bshow=[\"'](?:0|false)[\"']")


def read_presentation(data: bytes, nest: Nest) -> Contents:
    """Every text of a presentation, joined within its paragraph."""
    contents = Contents()
    for name, inside in open_package(data, contents, nest).items():
        for pattern, sentence in _HIDDEN:
            if pattern.fullmatch(name):
                contents.traces.append(Trace("hidden", name, sentence))
        if _UNSEEN_SLIDE.search(inside):
            contents.traces.append(Trace("hidden", name, "is a hidden slide"))
        read_other_member(name, inside, contents, nest)
    return contents
