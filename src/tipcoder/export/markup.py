"""Tables as Markdown and LaTeX. Cells are plain text and are escaped here."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tipcoder.text import escape_markdown

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    "χ²": r"$\chi^2$",
    "η²": r"$\eta^2$",
    "ω²": r"$\omega^2$",
    "ε²": r"$\varepsilon^2$",
    "φ_c": r"$\phi_c$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "±": r"$\pm$",
    "×": r"$\times$",
    "−": "$-$",
    "†": r"\textdagger{}",
}
_LETTERS = {
    "α": r"$\alpha$",
    "β": r"$\beta$",
    "χ": r"$\chi$",
    "δ": r"$\delta$",
    "ε": r"$\varepsilon$",
    "η": r"$\eta$",
    "κ": r"$\kappa$",
    "λ": r"$\lambda$",
    "μ": r"$\mu$",
    "ω": r"$\omega$",
    "φ": r"$\phi$",
    "ρ": r"$\rho$",
    "σ": r"$\sigma$",
    "τ": r"$\tau$",
}
"""Greek letters that stand alone; in a word they are a word."""
_SYMBOLS = {**_LATEX, **_LETTERS, "-": "-{}"}
"""A hyphen in front of another one, as in --layer: two of them would be set as a dash."""
_LONGEST_FIRST = "|".join(re.escape(key) for key in sorted(_LATEX, key=len, reverse=True))
_LATEX_PATTERN = re.compile(rf"{_LONGEST_FIRST}|(?<!\w)[{''.join(_LETTERS)}](?!\w)|-(?=-)")
_STATISTIC = re.compile(r"\b([FtMpgdrVnNHU])(?= ?[(=<>])|\b(SD|OR)(?= =)")
_WRITTEN_OUT = {"chi^2": "χ²", "eta^2": "η²", "omega^2": "ω²", "epsilon^2": "ε²", "phi_c": "φ_c"}
"""Symbols as the article's style writes them where only plain letters are to be had."""
_WRITTEN_OUT_PATTERN = re.compile("|".join(rf"\b{re.escape(word)}(?!\w)" for word in _WRITTEN_OUT))
_MINUS = re.compile(r"(?<![\w.)\]])-(?=\.?\d)")
"""A hyphen in front of a number, unless it joins two."""
WORDS = frozenset(("", "outcome", "variable", "theme", "code", "exemplar", "counter-example", "reading"))
"""Columns that hold what people wrote, where a letter before a bracket is a letter."""


def format_markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table."""
    lines = ["| " + " | ".join(escape_markdown(cell) for cell in head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(escape_markdown(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def escape_latex(text: str) -> str:
    """One line of text that LaTeX prints as it is."""
    return _LATEX_PATTERN.sub(lambda found: _SYMBOLS[found[0]], " ".join(text.split()))


def escape_latex_statistics(text: str) -> str:
    """The same, with symbols of statistics as symbols, and Latin ones in italics as APA style wants them."""
    symbols = _WRITTEN_OUT_PATTERN.sub(lambda found: _WRITTEN_OUT[found[0]], text)
    marked = _STATISTIC.sub(lambda found: f"\x00{found[0]}\x01", _MINUS.sub("−", symbols))
    return escape_latex(marked).replace("\x00", r"\textit{").replace("\x01", "}")


def format_latex_table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    note: str = "",
    *,
    statistics: bool = False,
    words: Collection[str] = WORDS,
) -> str:
    """A booktabs table. `statistics` sets symbols in all columns but those that hold `words`."""
    columns = "l" + "r" * (len(head) - 1)
    if statistics:
        # The printed tests are sentences and wrap; everything else is short.
        columns = "".join(r"p{0.35\linewidth}" if name == "test" else "l" for name in head)
    writers = [escape_latex_statistics if statistics and name not in words else escape_latex for name in head]
    lines = [
        r"\begin{table}",
        rf"\caption{{{escape_latex(caption)}}}",
        r"\begin{tabular}{" + columns + "}",
        r"\toprule",
        " & ".join(escape_latex(cell) for cell in head) + r" \\",
        r"\midrule",
    ]
    for row in rows:
        cells = [write(cell) for write, cell in zip(writers, row, strict=True)]
        lines.append(_guard_row_start(" & ".join(cells)) + r" \\")
    lines += [r"\bottomrule", r"\end{tabular}"]
    if note:
        lines.append(rf"\par\footnotesize {escape_latex_statistics(note) if statistics else escape_latex(note)}")
    return "\n".join([*lines, r"\end{table}"])


def _guard_row_start(row: str) -> str:
    """The row, so that the end of the one before takes nothing of it: a star or a length may follow a line break."""
    return "{}" + row if row.startswith(("*", "[")) else row
