"""Test results in every printed form, always with their sensitivities beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipcoder.export.markup import format_latex_table, format_markdown_table
from tipcoder.export.result_lines import (
    ARTICLE,
    format_adjusted_p,
    format_amount,
    format_check,
    format_effect,
    format_groups,
    format_p,
    format_result,
)
from tipcoder.results import Coverage, StatisticalTest, as_plain_df
from tipcoder.text import escape_markdown

KINDS = ("one row per respondent", "clustered by respondent", "clustered by country", "if unknown were absent")
_SHORT = ("one row", "by respondent", "by country", "unknown=absent")
FLAT_COLUMNS = (
    *("outcome", "variable", "test", "statistic", "df", "p", "p_adjusted", "adjusted_by", "family_size", "n"),
    *("effect", "effect_value", "effect_low", "effect_high", "effect_level", "groups"),
    *(f"p {kind}" for kind in KINDS),
    *("alpha", "alpha_low", "alpha_high", "n_joint", "agreement"),
    *("note", "outcome_label", "variable_label"),
)


def as_record(result: StatisticalTest) -> dict[str, Any]:
    """One record at full precision; what has several parts is text."""
    effect = result.effects[0] if result.effects else None
    df = as_plain_df(result.df)
    checks = {check.kind: check for check in result.sensitivity}
    return {
        "outcome": result.outcome,
        "outcome_label": result.outcome_heading,
        "variable": result.variable,
        "variable_label": result.variable_heading,
        "test": result.test,
        "statistic": result.statistic,
        "df": "; ".join(map(str, df)) if isinstance(df, list) else df,
        "p": result.p,
        "p_adjusted": result.p_adjusted,
        "adjusted_by": result.adjusted_by,
        "family_size": result.family_size,
        "n": result.n,
        "effect": effect.name if effect else None,
        "effect_value": effect.value if effect else None,
        "effect_low": effect.low if effect else None,
        "effect_high": effect.high if effect else None,
        "effect_level": effect.level if effect else None,
        "groups": format_groups(result),
        **{f"p {kind}": checks[kind].p if kind in checks else None for kind in KINDS},
        "alpha": result.gate.alpha if result.gate else None,
        "alpha_low": result.gate.low if result.gate else None,
        "alpha_high": result.gate.high if result.gate else None,
        "n_joint": result.gate.joint if result.gate else None,
        "agreement": result.gate.sentence if result.gate else None,
        "note": result.combined_note,
    }


def format_text(result: StatisticalTest, style: str) -> str:
    """For the terminal: the line first, then what it rests on."""
    lines = [f"  {format_result(result, style)}"]
    if result.p is not None:
        effects = "; ".join(format_effect(effect, style) for effect in result.effects)
        # In APA style the effects stand in the line itself.
        lines.append("  " + "; ".join([format_adjusted_p(result, style), *([effects] if style == ARTICLE else [])]))
    lines.append(f"  {format_groups(result)}; N = {result.n}")
    lines += [f"  beside: {format_check(check, style)}" for check in result.parallel_tests]
    lines += [f"  {check.kind} (n = {check.n}): {format_check(check, style)}" for check in result.sensitivity]
    said = result.notes if result.p is not None else result.notes[1:]
    if result.gate is not None and not result.gate.holds:
        lines.insert(1, f"  ! {result.gate.sentence}")
    lines += [f"  {sentence}" for sentence in (result.reason, *said) if sentence]
    return "\n".join([*result.headings, *lines])


def _build_sensitivity_cells(result: StatisticalTest, style: str) -> list[str]:
    checks = {check.kind: check for check in result.sensitivity}
    out = []
    for kind in KINDS:
        check = checks.get(kind)
        out.append("" if check is None else "none" if check.p is None else format_p(check.p, style))
    return out


def _build_sensitivity_head(results: Sequence[StatisticalTest]) -> tuple[list[str], list[int]]:
    """Column titles, and which sensitivities occur at all."""
    occurring = [n for n, kind in enumerate(KINDS) if any(c.kind == kind for r in results for c in r.sensitivity)]
    return [_SHORT[n] for n in occurring], occurring


def _build_rows(results: Sequence[StatisticalTest], style: str) -> tuple[list[str], list[list[str]]]:
    short, occurring = _build_sensitivity_head(results)
    gated = any(result.gate is not None for result in results)
    rows = []
    for result in results:
        cells = _build_sensitivity_cells(result, style)
        adjusted = format_p(result.p_adjusted, style) if result.p_adjusted is not None else ""
        effect = format_effect(result.effects[0], style) if result.effects else ""
        # In APA style the line itself has the effects.
        rows.append(
            [
                result.outcome_heading,
                result.variable_heading,
                format_result(result, style),
                f"{adjusted}, apart" if result.apart and adjusted else adjusted,
                *([effect] if style == ARTICLE else []),
                str(result.n),
                *([result.gate.brief if result.gate else ""] if gated else []),
                *(cells[n] for n in occurring),
            ]
        )
    effect_head = ["effect"] if style == ARTICLE else []
    gate_head = ["agreement"] if gated else []
    return ["outcome", "variable", "test", "adjusted", *effect_head, "N", *gate_head, *short], rows


def _collect_remarks(results: Sequence[StatisticalTest]) -> list[str]:
    """Notes that concern single results, each once."""
    seen: dict[str, list[str]] = {}
    for result in results:
        for note in result.notes if result.p is not None else result.notes[1:]:
            seen.setdefault(note, []).append(f"{result.outcome_heading} by {result.variable_heading}")
    return [f"{', '.join(dict.fromkeys(places))}: {note}" for note, places in seen.items()]


COVERAGE = ("code", "asked", "answered", "readable", "coded", "present", "half read", "scope")
_SCOPE = 4
"""A longer list of questions is told by its number."""


def as_coverage_records(lines: Sequence[Coverage]) -> list[dict[str, object]]:
    """A record per code: how many cases were asked, answered, can be read, are coded, and have it."""
    rows = []
    for code in lines:
        scope = ", ".join(code.scope) if len(code.scope) <= _SCOPE else f"{len(code.scope)} questions"
        rows.append({**code.as_dict(), "half read": code.half_read, "scope": scope})
    return rows


def _build_coverage_rows(results: Sequence[StatisticalTest]) -> list[list[str]]:
    """Of every code with its label; what stands on a parent itself follows its net."""
    seen: dict[str, tuple[str, Coverage]] = {}
    for result in results:
        for covered, label in ((result.coverage, "{}"), (result.own_coverage, "{} (own)")):
            if covered is not None:
                seen.setdefault(covered.code, (label.format(result.variable_heading), covered))
    rows = as_coverage_records([covered for _, covered in seen.values()])
    return [
        [label, *(str(row[name]) for name in COVERAGE[1:])] for (label, _), row in zip(seen.values(), rows, strict=True)
    ]


def format_markdown(results: Sequence[StatisticalTest], sentences: Sequence[str], style: str) -> str:
    """One pipe table, and the sentences that belong to it."""
    head, rows = _build_rows(results, style)
    said = map(escape_markdown, sentences)
    parts = [*said, format_markdown_table(head, rows), *map(escape_markdown, _collect_remarks(results))]
    covered = _build_coverage_rows(results)
    return "\n\n".join([*parts, format_markdown_table(COVERAGE, covered)] if covered else parts)


def format_latex(results: Sequence[StatisticalTest], sentences: Sequence[str], style: str) -> str:
    """One booktabs table, with the sentences as its note."""
    head, rows = _build_rows(results, style)
    tests = format_latex_table("Tests", head, rows, " ".join([*sentences, *_collect_remarks(results)]), statistics=True)
    covered = _build_coverage_rows(results)
    return f"{tests}\n\n{format_latex_table('Coverage of codes, in cases', COVERAGE, covered)}" if covered else tests


def _group_associations(results: Sequence[StatisticalTest]) -> list[tuple[str, list[StatisticalTest]]]:
    """The article's tables: each outcome by numbers, and by yes/no variables."""
    out = []
    for outcome in dict.fromkeys(result.outcome for result in results):
        mine = [result for result in results if result.outcome == outcome]
        shown = mine[0].outcome_heading
        for title, shares in ((f"{shown}: means", False), (f"{shown}: shares", True)):
            found = [result for result in mine if any(group.counts for group in result.groups) == shares]
            if found:
                out.append((title, found))
    return out


def _build_association_rows(results: Sequence[StatisticalTest], style: str) -> tuple[list[str], list[list[str]]]:
    names = list(dict.fromkeys(group.name for result in results for group in result.groups))
    rows = []
    for result in results:
        cells = {}
        for group in result.groups:
            if group.counts:
                name, count = list(group.counts.items())[-1]
                share = f"{100 * count / group.n:.1f}%" if group.n else "–"
                cells[group.name] = f"{share} {name} ({count}/{group.n})"
            elif group.mean is not None:
                sd = "" if group.sd is None else f" ({format_amount(group.sd)})"
                cells[group.name] = f"{format_amount(group.mean)}{sd}, n = {group.n}"
        rows.append([result.variable_heading, *(cells.get(name, "–") for name in names), format_result(result, style)])
    return ["", *names, "test"], rows


def format_associations_markdown(results: Sequence[StatisticalTest], style: str) -> str:
    """The association tables as pipe tables."""
    parts = []
    for title, found in _group_associations(results):
        parts += [f"### {escape_markdown(title)}", format_markdown_table(*_build_association_rows(found, style))]
    return "\n\n".join([*parts, *map(escape_markdown, _collect_remarks(results))])


def format_associations_latex(results: Sequence[StatisticalTest], style: str) -> str:
    """The association tables as booktabs tables."""
    tables = _group_associations(results)
    return "\n\n".join(
        format_latex_table(t, *_build_association_rows(found, style), statistics=True) for t, found in tables
    )


def format_associations_text(results: Sequence[StatisticalTest], style: str) -> str:
    """The association tables for the terminal: a line per group, so that 80 columns are enough."""
    lines = []
    for title, found in _group_associations(results):
        lines += ["", title, "=" * len(title)]
        head, rows = _build_association_rows(found, style)
        width = max(len(name) for name in head[1:-1])
        for row in rows:
            lines += ["", row[0], *(f"  {n.ljust(width)}  {c}" for n, c in zip(head[1:-1], row[1:-1], strict=True))]
            lines.append(f"  {row[-1]}")
    return "\n".join([*lines[1:], "", *_collect_remarks(results)])
