"""The joint display in every printed form. The last column is the researcher's and stays empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipcoder.export.markup import format_latex_table, format_markdown_table
from tipcoder.export.result_lines import ARTICLE, format_adjusted_p, format_effect, format_result
from tipcoder.results import Exemplar, JointLine
from tipcoder.text import escape_markdown

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


def as_record(row: JointLine) -> dict[str, Any]:
    """One record at full precision."""
    result = row.result
    effect = result.effects[0] if result.effects else None
    covered = row.coverage
    return {
        "code": row.code,
        "theme": row.theme,
        "outcome": result.outcome,
        "outcome_label": result.outcome_heading,
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
        **_as_quote_record("exemplar", "exemplar", row.exemplar),
        **_as_quote_record("counter", "counter_example", row.counter),
        "quotes_not_read": row.unread,
        "reading": "",
    }


def _as_quote_record(prefix: str, name: str, quote: Exemplar | None) -> dict[str, Any]:
    return {
        f"{prefix}_id": quote.response_id if quote else None,
        f"{prefix}_question": quote.question if quote else None,
        f"{prefix}_level": quote.level if quote else None,
        name: format_quote(quote) if quote else None,
    }


def format_quote(quote: Exemplar) -> str:
    """The wording in quotation marks; a translation says that it is one."""
    translated = " [translated from original language]" if quote.translated else ""
    return f"“{' '.join(quote.wording.split())}”{translated}"


def format_text(row: JointLine, style: str) -> str:
    """For the terminal."""
    lines = [
        f"{row.theme} ({row.code}) by {row.result.outcome_heading}",
        f"  {_format_coverage(row)}; present in {_format_presence(row)}",
    ]
    lines += [f"  {_format_test(row, style)}"]
    lines += [f"  exemplar: {_format_quote_cell(row.exemplar, NO_QUOTE)}"]
    if row.exemplar is not None or row.counter is not None:
        lines.append(f"  counter-example: {_format_quote_cell(row.counter, NO_QUOTE)}")
    if row.unread:
        lines.append(f"  not read for release: {row.unread} quote{'' if row.unread == 1 else 's'}")
    return "\n".join([*lines, "  reading:"])


def format_markdown(rows: Sequence[JointLine], sentences: Sequence[str], style: str) -> str:
    """A pipe table, with the sentences below."""
    return "\n\n".join([format_markdown_table(HEAD, _build_rows(rows, style)), *map(escape_markdown, sentences)])


def format_latex(rows: Sequence[JointLine], sentences: Sequence[str], style: str) -> str:
    """A booktabs table, with the sentences as its note."""
    return format_latex_table("Joint display", HEAD, _build_rows(rows, style), " ".join(sentences), statistics=True)


def _build_rows(rows: Sequence[JointLine], style: str) -> list[list[str]]:
    return [
        [
            row.theme,
            _format_coverage(row),
            _format_presence(row),
            row.result.outcome_heading,
            _format_test(row, style),
            _format_quote_cell(row.exemplar, NO_QUOTE),
            _format_quote_cell(row.counter, NO_QUOTE),
            "",
        ]
        for row in rows
    ]


def _format_coverage(row: JointLine) -> str:
    c = row.coverage
    return f"asked {c.asked}, answered {c.answered}, readable {c.readable}, coded {c.coded}"


def _format_presence(row: JointLine) -> str:
    return f"{row.coverage.present} cases ({row.respondents} respondents, {row.countries} countries)"


def _format_test(row: JointLine, style: str) -> str:
    result = row.result
    parts = [format_result(result, style)]
    if result.p is not None:
        parts.append(format_adjusted_p(result, style))
        if style == ARTICLE and result.effects:
            parts.append(format_effect(result.effects[0], style))
    if result.gate is not None and not result.gate.holds:
        parts.append(f"agreement: {result.gate.brief}")
    return "; ".join(part for part in parts if part)


def _format_quote_cell(quote: Exemplar | None, without: str) -> str:
    return f"{format_quote(quote)} ({quote.response_id}, {quote.level})" if quote is not None else without
