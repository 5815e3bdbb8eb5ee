"""The form in which a platform writes its headers."""

from __future__ import annotations

from dataclasses import dataclass

Cells = tuple[str, ...]


@dataclass(frozen=True)
class HeaderForm:
    """The header rows of a platform, and what becomes of them."""

    platform: str
    """Whose form it is, as in "a Qualtrics export"."""
    further: tuple[Cells, ...]
    """Rows below the first one that are no answers."""
    names: Cells | None = None
    """Names of the columns, where they are not those of the first row."""
    wordings: Cells | None = None
    """Question texts of the columns, where the form has any."""
