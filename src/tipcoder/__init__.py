"""tipcoder: a terminal workbench for coding open-ended survey answers in several languages."""

from __future__ import annotations

__version__ = "0.1.0"
