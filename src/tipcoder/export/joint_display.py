"""The joint display as blocks. The last column is the researcher's and stays empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipcoder.export.document import (
    Block,
    Column,
    Document,
    Kind,
    Note,
    Preformatted,
    Table,
    plain_paragraph,
    text_cells,
)
from tipcoder.export.report import Report, build_table
from tipcoder.export.result_lines import ARTICLE, format_adjusted_p, format_effect, format_result
from tipcoder.export.result_rows import flatten_effect
from tipcoder.results.joint_display import Exemplar, JointLine
from tipcoder.text import format_count

NO_QUOTE = "none has been read for release"
FLAT_COLUMNS = (
    *(
        "code",
        "theme",
        "outcome",
        "asked",
        "answered",
        "readable",
        "coded",
        "present",
        "respondents",
        "countries",
    ),
    *("test", "p", "p_adjusted", "effect", "effect_value", "effect_low", "effect_high"),
    *("alpha", "agreement"),
    *("exemplar_id", "exemplar_question", "exemplar_level", "exemplar"),
    *(
        "counter_id",
        "counter_question",
        "counter_level",
        "counter_example",
        "quotes_not_read",
        "reading",
    ),
    "outcome_label",
)
_COLUMNS = (
    Column("theme"),
    Column("coverage"),
    Column("present in"),
    Column("outcome"),
    Column("test", has_symbols=True, wraps=True),
    Column("exemplar", wraps=True),
    Column("counter-example", wraps=True),
    Column("reading"),
)
_P_VALUES = {"p": Kind.P_VALUE, "p_adjusted": Kind.P_VALUE}
_TITLE = "Joint display"


def build_joint_report(lines: Sequence[JointLine], sentences: Sequence[str], style: str) -> Report:
    """The joint display in every format; `sentences` say how it was made."""
    remarks = list(map(plain_paragraph, sentences))
    rows = [text_cells(_list_cells(line, style)) for line in lines]
    table = Table(_COLUMNS, tuple(rows), _TITLE)
    narrow: list[Block] = [Note("\n".join(sentences))] if sentences else []
    narrow += [Preformatted(format_joint_line(line, style)) for line in lines]
    flat = build_table(
        list(map(flatten_joint_line, lines)), FLAT_COLUMNS, _P_VALUES, caption=_TITLE
    )
    return Report(
        document=Document(_TITLE, (table, *remarks), is_wide=True),
        flat=flat,
        records=[line.as_dict() for line in lines],
        narrow=Document(_TITLE, tuple(narrow)),
        remarks=tuple(sentences),
    )


def flatten_joint_line(line: JointLine) -> dict[str, Any]:
    """One record at full precision."""
    result, covered, gate = line.result, line.coverage, line.result.gate
    return {
        "code": line.code,
        "theme": line.theme,
        "outcome": result.outcome,
        "outcome_label": result.outcome_heading,
        "asked": covered.asked,
        "answered": covered.answered,
        "readable": covered.readable,
        "coded": covered.coded,
        "present": covered.present,
        "respondents": line.respondents,
        "countries": line.countries,
        "test": result.test,
        "p": result.p,
        "p_adjusted": result.p_adjusted,
        **flatten_effect(result.effects[0] if result.effects else None),
        "alpha": gate.alpha if gate else None,
        "agreement": gate.sentence if gate else None,
        **_flatten_quote("exemplar", "exemplar", line.exemplar),
        **_flatten_quote("counter", "counter_example", line.counter),
        "quotes_not_read": line.unread,
        "reading": "",
    }


def _flatten_quote(prefix: str, name: str, quote: Exemplar | None) -> dict[str, Any]:
    """The fields of a quote, all empty where there is none."""
    names = (f"{prefix}_id", f"{prefix}_question", f"{prefix}_level", name)
    if quote is None:
        return dict.fromkeys(names)
    values = (quote.response_id, quote.question, quote.level, format_quote(quote))
    return dict(zip(names, values, strict=True))


def format_quote(quote: Exemplar) -> str:
    """The wording in quotation marks; a translation says that it is one."""
    translated = " [translated from original language]" if quote.translated else ""
    return f"“{' '.join(quote.wording.split())}”{translated}"


def _name_code(line: JointLine) -> str:
    """The label with the key behind it, unless they are the same word."""
    same = line.theme.casefold() == line.code.casefold()
    return line.code if same else f"{line.theme} ({line.code})"


def format_joint_line(line: JointLine, style: str) -> str:
    """One theme and outcome for the terminal."""
    lines = [
        f"{_name_code(line)} by {line.result.outcome_heading}",
        f"  {_format_coverage(line)}; present in {_format_present(line)}",
        f"  {_format_test(line, style)}",
        f"  exemplar: {_format_cited(line.exemplar)}",
    ]
    if line.exemplar is not None or line.counter is not None:
        lines.append(f"  counter-example: {_format_cited(line.counter)}")
    if line.unread:
        lines.append(f"  not read for release: {format_count(line.unread, 'quote')}")
    return "\n".join([*lines, "  reading:"])


def _list_cells(line: JointLine, style: str) -> list[str]:
    """The texts of a row; the last one is left for the researcher."""
    return [
        line.theme,
        _format_coverage(line),
        _format_present(line),
        line.result.outcome_heading,
        _format_test(line, style),
        _format_cited(line.exemplar),
        _format_cited(line.counter),
        "",
    ]


def _format_coverage(line: JointLine) -> str:
    """How far the evidence for a code reaches, in cases."""
    covered = line.coverage
    return (
        f"asked {covered.asked}, answered {covered.answered}, readable {covered.readable}, "
        f"coded {covered.coded}"
    )


def _format_present(line: JointLine) -> str:
    """On how many cases a code stands, and of how many people and countries."""
    who = format_count(line.respondents, "respondent")
    # A study of one country has no column of them.
    if line.countries:
        who += f", {format_count(line.countries, 'country', 'countries')}"
    return f"{line.coverage.present} cases ({who})"


def _format_test(line: JointLine, style: str) -> str:
    """The test in one cell: statistic, adjusted p-value, effect, and doubts about agreement."""
    result = line.result
    parts = [format_result(result, style)]
    if result.p is not None:
        parts.append(format_adjusted_p(result, style))
        if style == ARTICLE and result.effects:
            parts.append(format_effect(result.effects[0], style))
    if result.gate is not None and not result.gate.holds:
        parts.append(f"agreement: {result.gate.brief}")
    return "; ".join(part for part in parts if part)


def _format_cited(quote: Exemplar | None) -> str:
    """A quote with its response ID and the level of the outcome, or that there is none."""
    return (
        NO_QUOTE if quote is None else f"{format_quote(quote)} ({quote.response_id}, {quote.level})"
    )
