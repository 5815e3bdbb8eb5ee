"""tipcoder: a terminal workbench for coding open-ended survey answers in several languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipcoder.workbench.frames import StudyFrames

__version__ = "0.2.0"
__all__ = ["__version__", "open_study"]


def open_study(path: str | Path = ".", *, coder: str | None = None) -> StudyFrames:
    """The study at `path`, or above it, as read-only pandas frames:
    answers, codings, presence, merged.

    `coder` is who looks, else $TIPCODER_CODER, else the name of the account: in an open round its
    coders see nothing of each other here either. Raises `tipcoder.errors.BadInput` where there is
    no study.
    """
    from tipcoder.workbench.frames import StudyFrames

    return StudyFrames(Path(path), coder)
