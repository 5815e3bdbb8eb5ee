"""`python -m tipcoder` is the same as `tipcoder`."""

from __future__ import annotations

import sys

from tipcoder.cli import main

if __name__ == "__main__":
    sys.exit(main())
