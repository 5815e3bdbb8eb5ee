"""The joint display in every printed form. The last column is the researcher's and stays empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipcoder.export.markup import latex_table, markdown_table
from tipcoder.export.result_lines import ARTICLE, adjusted_text, effect_text, line
from tipcoder.results import Exemplar, JointLine
from tipcoder.text import markdown_text

NO_QUOTE = "none has been read for release"
HEAD = ("theme", "coverage", "present in", "outcome", "test", "exemplar", "counter-example", "reading")
FLAT_COLUMNS = (
    *("code", "theme", "outcome", "asked", "answered", "readable", "coded", "present", "respondents", "countries"),
    *("test", "p", "p_adjusted", "effect", "effect_value", "effect_low", "effect_high"),
    *("alpha", "agreement"),
    *("exemplar_id", "exemplar_question", "exemplar_level", "exemplar"),
    *("counter_id", "counter_question", "counter_level", "counter_example", "quotes_not_read", "reading"),
    "outcome_label",
)


def flat(row: JointLine) -> dict[str, Any]:
    """One record at full precision."""
    result = row.result
    effect = result.effects[0] if result.effects else None
    covered = row.coverage
    return {
        "code": row.code,
        "theme": row.theme,
        "outcome": result.outcome,
        "outcome_label": result.outcome_shown,
        "asked": covered.asked,
        "answered": covered.answered,
        "readable": covered.readable,
        "coded": covered.coded,
        "present": covered.present,
        "respondents": row.respondents,
        "countries": row.countries,
        "test": result.test,
        "p": result.p,
        "p_adjusted": result.p_adjusted,
        "effect": effect.name if effect else None,
        "effect_value": effect.value if effect else None,
        "effect_low": effect.low if effect else None,
        "effect_high": effect.high if effect else None,
        "alpha": result.gate.alpha if result.gate else None,
        "agreement": result.gate.sentence if result.gate else None,
        **_flat_quote("exemplar", "exemplar", row.exemplar),
        **_flat_quote("counter", "counter_example", row.counter),
        "quotes_not_read": row.unread,
        "reading": "",
    }


def _flat_quote(prefix: str, name: str, quote: Exemplar | None) -> dict[str, Any]:
    return {
        f"{prefix}_id": quote.response_id if quote else None,
        f"{prefix}_question": quote.question if quote else None,
        f"{prefix}_level": quote.level if quote else None,
        name: quote_text(quote) if quote else None,
    }


def quote_text(quote: Exemplar) -> str:
    """The wording in quotation marks; a translation says that it is one."""
    translated = " [translated from original language]" if quote.translated else ""
    return f"“{' '.join(quote.wording.split())}”{translated}"


def plain(row: JointLine, style: str) -> str:
    """For the terminal."""
    lines = [
        f"{row.theme} ({row.code}) by {row.result.outcome_shown}",
        f"  {_coverage(row)}; present in {_present(row)}",
    ]
    lines += [f"  {_test(row, style)}"]
    lines += [f"  exemplar: {_cell(row.exemplar, NO_QUOTE)}"]
    if row.exemplar is not None or row.counter is not None:
        lines.append(f"  counter-example: {_cell(row.counter, NO_QUOTE)}")
    if row.unread:
        lines.append(f"  not read for release: {row.unread} quote{'' if row.unread == 1 else 's'}")
    return "\n".join([*lines, "  reading:"])


def markdown(rows: Sequence[JointLine], sentences: Sequence[str], style: str) -> str:
    """A pipe table, with the sentences below."""
    return "\n\n".join([markdown_table(HEAD, _rows(rows, style)), *map(markdown_text, sentences)])


def latex(rows: Sequence[JointLine], sentences: Sequence[str], style: str) -> str:
    """A booktabs table, with the sentences as its note."""
    return latex_table("Joint display", HEAD, _rows(rows, style), " ".join(sentences), statistics=True)


def _rows(rows: Sequence[JointLine], style: str) -> list[list[str]]:
    return [
        [
            row.theme,
            _coverage(row),
            _present(row),
            row.result.outcome_shown,
            _test(row, style),
            _cell(row.exemplar, NO_QUOTE),
            _cell(row.counter, NO_QUOTE),
            "",
        ]
        for row in rows
    ]


def _coverage(row: JointLine) -> str:
    c = row.coverage
    return f"asked {c.asked}, answered {c.answered}, readable {c.readable}, coded {c.coded}"


def _present(row: JointLine) -> str:
    return f"{row.coverage.present} cases ({row.respondents} respondents, {row.countries} countries)"


def _test(row: JointLine, style: str) -> str:
    result = row.result
    parts = [line(result, style)]
    if result.p is not None:
        parts.append(adjusted_text(result, style))
        if style == ARTICLE and result.effects:
            parts.append(effect_text(result.effects[0], style))
    if result.gate is not None and not result.gate.holds:
        parts.append(f"agreement: {result.gate.brief}")
    return "; ".join(part for part in parts if part)


def _cell(quote: Exemplar | None, without: str) -> str:
    return f"{quote_text(quote)} ({quote.response_id}, {quote.level})" if quote is not None else without
