"""Tables as Markdown and LaTeX. Cells are plain text and are escaped here."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKDOWN = re.compile(r"([\\`*_|<>\[\]])")
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
    "χ²": r"$\chi^2$",
    "η²": r"$\eta^2$",
}
_LATEX_PATTERN = re.compile("|".join(re.escape(key) for key in sorted(_LATEX, key=len, reverse=True)))
_STATISTIC = re.compile(r"\b([FtMpgVnNHU])(?= ?[(=<>])|\b(SD|OR)(?= =)")


def markdown_cell(text: str) -> str:
    """One line of text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table."""
    lines = ["| " + " | ".join(markdown_cell(cell) for cell in head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(markdown_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def latex_text(text: str) -> str:
    """One line of text that LaTeX prints as it is."""
    return _LATEX_PATTERN.sub(lambda found: _LATEX[found[0]], " ".join(text.split()))


def latex_statistics(text: str) -> str:
    """The same, with Latin symbols of statistics in italics as APA style wants them."""
    marked = _STATISTIC.sub(lambda found: f"\x00{found[0]}\x01", text)
    return latex_text(marked).replace("\x00", r"\textit{").replace("\x01", "}")


def latex_table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], note: str = "", *, statistics: bool = False
) -> str:
    """A booktabs table. `statistics` sets symbols in italics."""
    write = latex_statistics if statistics else latex_text
    columns = "l" + "r" * (len(head) - 1)
    if statistics:
        # The printed tests are sentences and wrap; everything else is short.
        columns = "".join(r"p{0.35\linewidth}" if name == "test" else "l" for name in head)
    lines = [
        r"\begin{table}",
        rf"\caption{{{latex_text(caption)}}}",
        r"\begin{tabular}{" + columns + "}",
        r"\toprule",
        " & ".join(latex_text(cell) for cell in head) + r" \\",
        r"\midrule",
        *(" & ".join(write(cell) for cell in row) + r" \\" for row in rows),
        r"\bottomrule",
        r"\end{tabular}",
    ]
    if note:
        lines.append(rf"\par\footnotesize {write(note)}")
    return "\n".join([*lines, r"\end{table}"])
