"""Test results in every printed form, always with their sensitivities beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipcoder.export.markup import latex_table, markdown_table
from tipcoder.export.result_lines import (
    ARTICLE,
    adjusted_text,
    amount,
    check_line,
    effect_text,
    groups_text,
    line,
    p_text,
)
from tipcoder.results import Coverage, Result, plain_df
from tipcoder.text import markdown_text

KINDS = ("one row per respondent", "clustered by respondent", "clustered by country", "if unknown were absent")
_SHORT = ("one row", "by respondent", "by country", "unknown=absent")
FLAT_COLUMNS = (
    *("outcome", "variable", "test", "statistic", "df", "p", "p_adjusted", "adjusted_by", "family_size", "n"),
    *("effect", "effect_value", "effect_low", "effect_high", "effect_level", "groups"),
    *(f"p {kind}" for kind in KINDS),
    *("alpha", "alpha_low", "alpha_high", "n_joint", "agreement"),
    *("note", "outcome_label", "variable_label"),
)


def flat(result: Result) -> dict[str, Any]:
    """One record at full precision; what has several parts is text."""
    effect = result.effects[0] if result.effects else None
    df = plain_df(result.df)
    checks = {check.kind: check for check in result.sensitivity}
    return {
        "outcome": result.outcome,
        "outcome_label": result.outcome_shown,
        "variable": result.variable,
        "variable_label": result.variable_shown,
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
        "groups": groups_text(result),
        **{f"p {kind}": checks[kind].p if kind in checks else None for kind in KINDS},
        "alpha": result.gate.alpha if result.gate else None,
        "alpha_low": result.gate.low if result.gate else None,
        "alpha_high": result.gate.high if result.gate else None,
        "n_joint": result.gate.joint if result.gate else None,
        "agreement": result.gate.sentence if result.gate else None,
        "note": result.note,
    }


def plain(result: Result, style: str) -> str:
    """For the terminal: the line first, then what it rests on."""
    lines = [f"  {line(result, style)}"]
    if result.p is not None:
        effects = "; ".join(effect_text(effect, style) for effect in result.effects)
        # In APA style the effects stand in the line itself.
        lines.append("  " + "; ".join([adjusted_text(result, style), *([effects] if style == ARTICLE else [])]))
    lines.append(f"  {groups_text(result)}; N = {result.n}")
    lines += [f"  beside: {check_line(check, style)}" for check in result.beside]
    lines += [f"  {check.kind} (n = {check.n}): {check_line(check, style)}" for check in result.sensitivity]
    said = result.notes if result.p is not None else result.notes[1:]
    if result.gate is not None and not result.gate.holds:
        lines.insert(1, f"  ! {result.gate.sentence}")
    lines += [f"  {sentence}" for sentence in (result.reason, *said) if sentence]
    return "\n".join([*result.headings, *lines])


def _sensitivity_cells(result: Result, style: str) -> list[str]:
    checks = {check.kind: check for check in result.sensitivity}
    out = []
    for kind in KINDS:
        check = checks.get(kind)
        out.append("" if check is None else "none" if check.p is None else p_text(check.p, style))
    return out


def _head(results: Sequence[Result]) -> tuple[list[str], list[int]]:
    """Column titles, and which sensitivities occur at all."""
    occurring = [n for n, kind in enumerate(KINDS) if any(c.kind == kind for r in results for c in r.sensitivity)]
    return [_SHORT[n] for n in occurring], occurring


def _rows(results: Sequence[Result], style: str) -> tuple[list[str], list[list[str]]]:
    short, occurring = _head(results)
    gated = any(result.gate is not None for result in results)
    rows = []
    for result in results:
        cells = _sensitivity_cells(result, style)
        adjusted = p_text(result.p_adjusted, style) if result.p_adjusted is not None else ""
        effect = effect_text(result.effects[0], style) if result.effects else ""
        # In APA style the line itself has the effects.
        rows.append(
            [
                result.outcome_shown,
                result.variable_shown,
                line(result, style),
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


def _remarks(results: Sequence[Result]) -> list[str]:
    """Notes that concern single results, each once."""
    seen: dict[str, list[str]] = {}
    for result in results:
        for note in result.notes if result.p is not None else result.notes[1:]:
            seen.setdefault(note, []).append(f"{result.outcome_shown} by {result.variable_shown}")
    return [f"{', '.join(dict.fromkeys(places))}: {note}" for note, places in seen.items()]


COVERAGE = ("code", "asked", "answered", "readable", "coded", "present", "half read", "scope")
_SCOPE = 4
"""A longer list of questions is told by its number."""


def coverage_rows(lines: Sequence[Coverage]) -> list[dict[str, object]]:
    """A record per code: how many cases were asked, answered, can be read, are coded, and have it."""
    rows = []
    for code in lines:
        scope = ", ".join(code.scope) if len(code.scope) <= _SCOPE else f"{len(code.scope)} questions"
        rows.append({**code.as_dict(), "half read": code.half_read, "scope": scope})
    return rows


def _coverage(results: Sequence[Result]) -> list[list[str]]:
    """Of every code with its label; what stands on a parent itself follows its net."""
    seen: dict[str, tuple[str, Coverage]] = {}
    for result in results:
        for covered, label in ((result.coverage, "{}"), (result.own, "{} (own)")):
            if covered is not None:
                seen.setdefault(covered.code, (label.format(result.variable_shown), covered))
    rows = coverage_rows([covered for _, covered in seen.values()])
    return [
        [label, *(str(row[name]) for name in COVERAGE[1:])] for (label, _), row in zip(seen.values(), rows, strict=True)
    ]


def markdown(results: Sequence[Result], sentences: Sequence[str], style: str) -> str:
    """One pipe table, and the sentences that belong to it."""
    head, rows = _rows(results, style)
    said = map(markdown_text, sentences)
    parts = [*said, markdown_table(head, rows), *map(markdown_text, _remarks(results))]
    covered = _coverage(results)
    return "\n\n".join([*parts, markdown_table(COVERAGE, covered)] if covered else parts)


def latex(results: Sequence[Result], sentences: Sequence[str], style: str) -> str:
    """One booktabs table, with the sentences as its note."""
    head, rows = _rows(results, style)
    tests = latex_table("Tests", head, rows, " ".join([*sentences, *_remarks(results)]), statistics=True)
    covered = _coverage(results)
    return f"{tests}\n\n{latex_table('Coverage of codes, in cases', COVERAGE, covered)}" if covered else tests


def _associations(results: Sequence[Result]) -> list[tuple[str, list[Result]]]:
    """The article's tables: each outcome by numbers, and by yes/no variables."""
    out = []
    for outcome in dict.fromkeys(result.outcome for result in results):
        mine = [result for result in results if result.outcome == outcome]
        shown = mine[0].outcome_shown
        for title, shares in ((f"{shown}: means", False), (f"{shown}: shares", True)):
            found = [result for result in mine if any(group.counts for group in result.groups) == shares]
            if found:
                out.append((title, found))
    return out


def _association_rows(results: Sequence[Result], style: str) -> tuple[list[str], list[list[str]]]:
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
                sd = "" if group.sd is None else f" ({amount(group.sd)})"
                cells[group.name] = f"{amount(group.mean)}{sd}, n = {group.n}"
        rows.append([result.variable_shown, *(cells.get(name, "–") for name in names), line(result, style)])
    return ["", *names, "test"], rows


def associations_markdown(results: Sequence[Result], style: str) -> str:
    """The association tables as pipe tables."""
    parts = []
    for title, found in _associations(results):
        parts += [f"### {markdown_text(title)}", markdown_table(*_association_rows(found, style))]
    return "\n\n".join([*parts, *map(markdown_text, _remarks(results))])


def associations_latex(results: Sequence[Result], style: str) -> str:
    """The association tables as booktabs tables."""
    tables = _associations(results)
    return "\n\n".join(latex_table(t, *_association_rows(found, style), statistics=True) for t, found in tables)


def associations_plain(results: Sequence[Result], style: str) -> str:
    """The association tables for the terminal: a line per group, so that 80 columns are enough."""
    lines = []
    for title, found in _associations(results):
        lines += ["", title, "=" * len(title)]
        head, rows = _association_rows(found, style)
        width = max(len(name) for name in head[1:-1])
        for row in rows:
            lines += ["", row[0], *(f"  {n.ljust(width)}  {c}" for n, c in zip(head[1:-1], row[1:-1], strict=True))]
            lines.append(f"  {row[-1]}")
    return "\n".join([*lines[1:], "", *_remarks(results)])
