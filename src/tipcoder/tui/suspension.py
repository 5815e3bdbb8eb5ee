"""Going back to the shell for a while, as ^Z does in every program of a terminal."""

from __future__ import annotations

import os
import signal


def has_shell() -> bool:
    """Whether a shell waits below that can bring the program back: else it would stop for good.

    Such a shell leads the session and puts what it starts into process groups of their own.
    """
    return hasattr(os, "getsid") and os.getsid(0) != os.getpgrp()


def suspend_process_group() -> None:
    """Stop this program and all between it and the shell, as the terminal itself would do it."""
    os.killpg(os.getpgrp(), signal.SIGTSTP)
