"""Languages of a codebook's texts, as options name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.cli.options import Decorator, option
from tipcoder.errors import BadInput, did_you_mean

if TYPE_CHECKING:
    from tipcoder.model.codes import Codebook

_TEXTS = ("label", "definition", "use_when", "avoid_when", "examples", "cues", "patterns")


def language_option(about: str) -> Decorator:
    """`--language LANG`."""
    return option("--language", metavar="LANG", help=f"{about} (default: the study's first)")


def choose_language(wanted: str | None, book: Codebook, languages: tuple[str, ...]) -> str:
    """The language asked for, else the study's first.

    Raises BadInput if neither the study nor the codebook has it: another one would be shown.
    """
    if not wanted:
        return languages[0]
    known = set(languages)
    for code in book.codes.values():
        for name in _TEXTS:
            known.update(getattr(code, name))
    if wanted not in known:
        raise BadInput(
            f"The codebook has nothing in {wanted!r}.", did_you_mean(wanted, sorted(known))
        )
    return wanted
