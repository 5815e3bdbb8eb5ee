"""`python -m tipcoder` is the same as `tipcoder`."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path


def _look_elsewhere() -> None:
    """Import nothing from the current folder, where `python -m` looks first: it may be a study that
    somebody else has sent, with modules in it."""
    with suppress(OSError):  # the folder may be gone
        if sys.path and sys.path[0] in ("", str(Path.cwd())):
            del sys.path[0]


if __name__ == "__main__":
    _look_elsewhere()
    from tipcoder.cli import main

    sys.exit(main())
