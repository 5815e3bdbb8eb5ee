"""Plain text as LaTeX prints it: every character that LaTeX obeys is escaped, and symbols are set
as symbols.
"""

from __future__ import annotations

import re

from tipcoder.export.document import replace_unprintable
from tipcoder.export.statistic_symbols import write_symbols

_CHARACTERS = {
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
_GREEK = {
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
"""Greek letters that stand alone, as in mvα; in a Greek word they are a word."""
_SYMBOLS = {**_CHARACTERS, **_GREEK, "-": "-{}"}
"""A hyphen in front of another one, as in --layer: two of them would be set as a dash."""
_LONGEST_FIRST = "|".join(re.escape(key) for key in sorted(_CHARACTERS, key=len, reverse=True))
_SYMBOL = re.compile(rf"{_LONGEST_FIRST}|(?<![Ͱ-Ͽ])[{''.join(_GREEK)}](?![Ͱ-Ͽ])|-(?=-)")
_STATISTIC = re.compile(r"\b([FtMpgdrVnNHU])(?= ?[(=<>])|\b(SD|OR)(?= =)")
_MINUS = re.compile(r"(?<![\w.)\]])-(?=\.?\d)")
"""A hyphen in front of a number, unless it joins two."""


def escape_latex(text: str) -> str:
    """One line of text that LaTeX prints as it is."""
    one_line = " ".join(text.split())
    return _SYMBOL.sub(lambda found: _SYMBOLS[found[0]], one_line)


def escape_latex_statistics(text: str) -> str:
    """The same with statistics as symbols: Greek ones set, Latin ones in italics, as APA style
    wants them.
    """
    with_minus = _MINUS.sub("−", write_symbols(text))
    # Control characters mark the italics, because braces of our own would be escaped with the
    # others. Those that
    # stand in the text already go first, or they would become braces.
    plain = replace_unprintable(with_minus)
    marked = _STATISTIC.sub(lambda found: f"\x00{found[0]}\x01", plain)
    escaped = escape_latex(marked)
    return escaped.replace("\x00", r"\textit{").replace("\x01", "}")
