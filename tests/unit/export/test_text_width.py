"""The estimated width of words is never less than that of a wide typeface."""

from __future__ import annotations

import pytest

from tipcoder.export.pictures.text_width import (
    estimate_text_width,
    shorten_to_width,
    wrap_to_width,
)

NAMES = (
    "Workshops and conferences",
    "Makes a suggestion about information for people who do not speak the language",
    "Situation in the country",
    "MWQO @ 100%",
    "Совершенствование межведомственного взаимодействия",
    "Жалуется на широкую бюрократию",
    "Comunicación con la administración pública",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_widths_of_dejavu_sans_are_not_passed(name: str) -> None:
    """Of the usual typefaces it is the widest beside Verdana; matplotlib brings its file."""
    fonts = pytest.importorskip("matplotlib.font_manager")
    drawn = pytest.importorskip("matplotlib.textpath").TextPath(
        (0, 0), name, size=12, prop=fonts.FontProperties(family="DejaVu Sans")
    )
    measured = drawn.get_extents().width
    assert measured <= estimate_text_width(name, 12) <= measured * 1.35


def test_names_are_wrapped_between_words_and_cut_with_an_ellipsis() -> None:
    lines = wrap_to_width(NAMES[1], 12, 200)
    assert len(lines) == 2
    assert lines[0].split() == NAMES[1].split()[: len(lines[0].split())]
    assert lines[1].endswith("…")
    assert all(estimate_text_width(line, 12) <= 200 for line in lines)
    assert wrap_to_width("Laws", 12, 200) == ["Laws"]
    assert shorten_to_width("Laws", 12, 200) == "Laws"
