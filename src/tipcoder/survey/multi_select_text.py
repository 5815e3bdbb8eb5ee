"""Questions with several options, as tables of study.toml."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tipcoder.survey.multi_selects import MultiSelect
from tipcoder.survey.toml_values import format_list, format_long_list, quote_toml
from tipcoder.text import format_count, normalise_text


def format_multi_select(
    question: MultiSelect, name: str, missing: Collection[str] = ()
) -> Iterator[str]:
    """`[factor.NAME]` for a question; `name` is written as TOML wants it.

    Nothing where fewer than two options are left without what is `missing` in every column.
    """
    levels = _list_levels(question, missing)
    if question.separator and len(levels) < 2:
        return
    where = "listed in one cell" if question.separator else "a column for each"
    yield f"# {format_count(len(question.options), 'option')}, {where}; several can be chosen."
    yield f"[factor.{name}]"
    if question.label:
        yield f"label = {quote_toml(question.label)}"
    if question.separator:
        yield f"column = {quote_toml(question.columns[0].name)}"
        yield f"separator = {quote_toml(question.separator)}"
        yield f"levels = {format_long_list(levels)}"
    if question.exclusive:
        yield f"exclusive = {format_list(question.exclusive)}"
    yield from _format_own_words(question)
    yield "# Somebody without anything here may not have been asked, and counts as unknown."
    yield "# else = false  # if everybody was asked"
    if not question.separator:
        yield f"[factor.{name}.options]"
        for column, option in zip(question.columns, question.options, strict=True):
            yield f"{quote_toml(column.name)} = {quote_toml(option)}"
    yield ""


def _list_levels(question: MultiSelect, missing: Collection[str]) -> list[str]:
    """What cells list, each once, as study.toml will have it."""
    written = dict.fromkeys(normalise_text(option).text for option in question.options)
    return [level for level in written if level not in missing]


def _format_own_words(question: MultiSelect) -> Iterator[str]:
    if question.specify is not None:
        yield 'other = "Other"'
        yield f"specify = {quote_toml(question.specify.name)}"
    elif question.own_words:
        words = format_count(question.own_words, "piece")
        yield f"# {words} of cells in one row only, such as people's own words, count as this."
        yield 'other = "Other"'
