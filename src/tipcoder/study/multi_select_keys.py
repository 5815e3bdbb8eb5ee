"""The keys of `[factor.NAME]` that make it a question with several options, and their reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.study.multi_selects import (
    OPTION_SIGN,
    SEPARATORS,
    MultiSelectSpec,
    SelectOption,
    make_option_keys,
)
from tipcoder.study.questions import read_gate
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Key,
    Values,
    as_column,
    declare_column,
    declare_text,
    declare_texts,
)

_OTHER_LABEL = "Other"
_LONGEST_SEPARATOR = 5


def _read_options(table: TomlTable) -> Mapping[str, str]:
    options = table.read_table("options")
    if options is None:
        return {}
    return {as_column(name): options.read_required_text(name) for name in options.unread_keys()}


def _read_labels(table: TomlTable) -> Mapping[str, str]:
    labels = table.read_table("labels")
    if labels is None:
        return {}
    return {name: labels.read_required_text(name) for name in labels.unread_keys()}


def _read_separator(table: TomlTable) -> str | None:
    separator = table.read_text("separator")
    if separator is None:
        return None
    # `; ` is `;`, and a blank or a line break alone is a separator too.
    plain = separator.strip() or separator
    if len(separator) > _LONGEST_SEPARATOR or not (plain.strip() or plain in SEPARATORS):
        raise table.make_error(f"`separator` cannot be {separator!r}.", 'Write separator = ";".')
    return plain


OPTIONS = Key(
    "options",
    "table: column = text",
    "The column of each option, with its label. Either this or `separator`.",
    'options = { "Q5_1" = "Email", "Q5_2" = "Phone, fixed", "Q5_3" = "None of these" }',
    "none",
    _read_options,
)
SEPARATOR = Key(
    "separator",
    "text",
    "What stands between the options in a cell of `column` that lists them. Blanks around it do "
    "not count. It needs `levels`.",
    'separator = ";"',
    "none",
    _read_separator,
)
LEVELS = declare_texts(
    "levels",
    "The answers that were offered, as the cells write them: with `separator`, which needs it, "
    "those of which several can stand in a cell, else those of which each cell is one. One with "
    "the separator in it is found whole.",
    'levels = ["email", "phone, fixed", "letter"]',
)
LABELS = Key(
    "labels",
    "table: level = text",
    "What one of `levels` is called, where cells have a code for it.",
    'labels = { email = "E-mail" }',
    "the level itself",
    _read_labels,
)
OTHER = declare_text(
    "other",
    "The option that words of people's own count as: those in `specify`, and in a cell with "
    "`separator` whatever is none of the levels.",
    'other = "Something else"',
    default='"Other" with `specify`, else such words match no option and are named',
)
SPECIFY = declare_column(
    "specify",
    "The column with the words of those who chose something else. It may be an open question. "
    "The words count, and are shown nowhere.",
    'specify = "Q5_4_TEXT"',
)
EXCLUSIVE = declare_texts(
    "exclusive",
    "Labels of options that rule out all others. Who chose more beside them is counted by "
    "`tipcoder check`.",
    'exclusive = ["None of these"]',
)
ASKED_IF = Key(
    "asked_if",
    "table: `column` and `equals`",
    "The closed question that leads to this one. Whoever was led to it and chose nothing said no "
    "to each option; of others nothing is known.",
    'asked_if = { column = "Q4", equals = "Yes" }',
    "asked of everybody whose row has something in it",
    read_gate,
)
MULTI_SELECT_KEYS = (OPTIONS, SEPARATOR, LEVELS, LABELS, OTHER, SPECIFY, EXCLUSIVE, ASKED_IF)


def is_multi_select(told: Values) -> bool:
    """Whether any key was used that only several options have."""
    used = (told[OPTIONS], told[SEPARATOR], told[OTHER])
    return any(used) or any((told[SPECIFY], told[EXCLUSIVE], told[ASKED_IF]))


def read_multi_select(
    name: str,
    table: TomlTable,
    told: Values,
    *,
    column: str | None,
    marks: tuple[tuple[str, ...], tuple[str, ...]],
    otherwise: bool | None,
    label: str,
) -> MultiSelectSpec:
    """The question of a table whose keys were read. Raises BadInput for keys that contradict."""
    _check_form(name, table, told, column)
    if told[ASKED_IF] is not None and otherwise is not None:
        raise table.make_error("`asked_if` says who was asked, and so does `else`.", "Keep one.")
    if told[SEPARATOR] and any(marks):
        raise table.make_error("`true_if` and `false_if` are for `options`.", "Leave them out.")
    other = told[OTHER] or (_OTHER_LABEL if told[SPECIFY] else None)
    options = _build_options(told, other)
    exclusive: tuple[str, ...] = told[EXCLUSIVE]
    offered, own = (options[:-1], options[-1]) if other else (options, None)
    return MultiSelectSpec(
        name=name,
        options=offered,
        column=column,
        separator=told[SEPARATOR] or "",
        true_if=marks[0],
        false_if=marks[1],
        otherwise=otherwise,
        asked_if=told[ASKED_IF],
        exclusive=_find_exclusive(table, exclusive, options),
        other=own,
        specify=told[SPECIFY],
        label=label,
    )


def _check_form(name: str, table: TomlTable, told: Values, column: str | None) -> None:
    """Either a column for each option, or one column, a separator and what was offered."""
    if OPTION_SIGN in name:
        raise table.make_error(
            f"a factor with several options cannot have {OPTION_SIGN!r} in its name."
        )
    if told[OPTIONS]:
        if column is not None or told[SEPARATOR] or told[LEVELS] or told[LABELS]:
            raise table.make_error(
                "`options` stand in columns of their own, so `column`, `separator`, `levels` and "
                "`labels` do not go with them.",
                "Keep one of the two forms.",
            )
        return
    if not (column and told[SEPARATOR] and told[LEVELS]):
        raise table.make_error(
            "several options need `options`, or `column` with `separator` and `levels`.",
            'Add options = { "Q5_1" = "Email", "Q5_2" = "Phone" }, or separator = ";" and levels.',
        )
    levels, labels = told[LEVELS], told[LABELS]
    strange = [level for level in labels if level not in levels]
    if strange:
        raise table.make_error(f"`labels` names {strange[0]!r}, which is not in `levels`.")
    if len({*levels}) < len(levels):
        raise table.make_error("`levels` names a value twice.", "Remove one of the two.")


def _build_options(told: Values, other: str | None) -> tuple[SelectOption, ...]:
    """Every option in its order, the one for people's own words last."""
    spread, levels = told[OPTIONS], told[LEVELS]
    columns = [*spread] if spread else [""] * len(levels)
    written = [*spread.values()] if spread else [*levels]
    last = [other] if other else []
    keys = make_option_keys([*written, *last])
    options = []
    for key, at, text in zip(keys, columns, written, strict=False):
        label = told[LABELS].get(text, text)
        options.append(SelectOption(key, label, at, "" if at else text))
    if other:
        options.append(SelectOption(keys[-1], other))
    return tuple(options)


def _find_exclusive(
    table: TomlTable, labels: Sequence[str], options: Sequence[SelectOption]
) -> tuple[str, ...]:
    by_label = {option.label: option.key for option in options}
    keys = []
    for label in labels:
        if label not in by_label:
            raise table.make_error(
                f"`exclusive` names {label!r}, which is the label of no option.",
                "Write it as in `options` or `labels`.",
            )
        keys.append(by_label[label])
    return tuple(keys)
