"""The descriptive tables of study.toml: `[[table]]` and what each shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tipcoder.study_variables import PER, SHOWN_AS, TableItem, TableSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Key,
    Section,
    as_column,
    declare_choice,
    declare_column,
    declare_required_text,
    declare_text,
    declare_texts,
)

ITEM_TEXT = declare_required_text("text", "The heading of the block.", 'text = "Victims"')
ITEM_COLUMN = declare_column(
    "column", "The column that is shown. Either this or `options`.", 'column = "Q3.26"'
)


def _read_options(table: TomlTable) -> Mapping[str, str]:
    options = table.read_table("options")
    if options is None:
        return {}
    return {as_column(name): options.read_required_text(name) for name in options.unread_keys()}


OPTIONS = Key(
    "options",
    "table: column = text",
    "A check-all question: each column of an option with its label. Either this or `column`. "
    "Shares are of those who ticked at least one option.",
    'options = { "Q2.3_1" = "Children", "Q2.3_2" = "Adults" }',
    "none",
    _read_options,
)
SHOW = declare_choice(
    "show",
    "What is shown of a column: the share of each value, the mean of its numbers, or how often "
    "each thing is named in cells that list several, with `,`, `;`, `|` or line breaks between "
    "them. The key `levels` needs a list. Shares are of the labels of a factor with `levels` that "
    "has this column, and a mean leaves out what an outcome or factor calls `missing`.",
    'show = "list"',
    SHOWN_AS,
    "shares",
)
ITEM_PER = Key(
    "per",
    "text",
    "Whether the item counts cases, or each respondent once.",
    'per = "respondent"',
    "as the table says",
    # Empty where it is absent: only the table that holds the item knows the default.
    lambda table: table.read_choice("per", PER, ""),
    allowed=", ".join(f'"{choice}"' for choice in PER),
)
TICKED = declare_text(
    "ticked",
    "The text in the cell of an option that was ticked.",
    'ticked = "Yes"',
    default='"1"',
)
BY = declare_column(
    "by", "Show the block once for each value of this column.", 'by = "work.region"'
)
ITEM_LEVELS = declare_texts(
    "levels",
    "The names that were offered, for a list in a cell. It is needed where some have commas in "
    "them.",
    'levels = ["Web", "Phone, fixed", "Phone, mobile"]',
)
ITEM = Section(
    "table.item",
    Form.LISTED,
    "One block of a table: a single choice, a check-all question, a mean, or a list in a cell.",
    (ITEM_TEXT, ITEM_COLUMN, OPTIONS, SHOW, ITEM_PER, TICKED, BY, ITEM_LEVELS),
    (
        Example("A check-all question", (ITEM_TEXT, OPTIONS, TICKED, ITEM_PER)),
        Example(
            "A single choice, by region", ('text = "Efforts of the government"', ITEM_COLUMN, BY)
        ),
        Example(
            "Several things in one cell",
            ('text = "Channels"', 'column = "channels"', SHOW, ITEM_LEVELS),
        ),
        Example("A mean", ('text = "Staff"', 'column = "staff"', 'show = "mean"')),
    ),
)

TABLE_KEY = declare_required_text(
    "key",
    "The table's name in files and on the command line. No two tables share one.",
    'key = "victims"',
)
TABLE_TITLE = declare_required_text(
    "title", "The title that is printed.", 'title = "Whom they help"'
)
TABLE_PER = declare_choice(
    "per",
    "Whether the table counts cases, or each respondent once. The first case of a respondent then "
    "speaks for all of theirs.",
    'per = "respondent"',
    PER,
    "case",
)
TABLE = Section(
    "table",
    Form.LISTED,
    "A descriptive table of `tipcoder stats tables`, beside those that it makes of every study: "
    "the sample, and averages of outcomes. It needs at least one [[table.item]].",
    (TABLE_KEY, TABLE_TITLE, TABLE_PER),
    (Example("", (TABLE_KEY, TABLE_TITLE, TABLE_PER)),),
    sections=(ITEM,),
)


def read_tables(parent: TomlTable) -> Iterator[TableSpec]:
    """Every `[[table]]`. Raises BadInput."""
    seen: set[str] = set()
    for entry in TABLE.open_listed(parent):
        told = TABLE.read_keys(entry)
        key = told[TABLE_KEY]
        if key in seen:
            raise entry.make_error(
                f"the key {key!r} is already a table above.", "Give it another one."
            )
        seen.add(key)
        items = tuple(_read_item(item, told[TABLE_PER]) for item in ITEM.open_listed(entry))
        if not items:
            raise entry.make_error("has no [[table.item]].", "Add what it shows.")
        entry.refuse_unknown_keys()
        yield TableSpec(key, told[TABLE_TITLE], items)


def _read_item(table: TomlTable, per: str) -> TableItem:
    told = ITEM.read_keys(table)
    item = TableItem(
        text=told[ITEM_TEXT],
        column=told[ITEM_COLUMN],
        options=told[OPTIONS],
        show=told[SHOW],
        per=told[ITEM_PER] or per,
        ticked=told[TICKED] or "1",
        by=told[BY],
        levels=told[ITEM_LEVELS],
    )
    table.refuse_unknown_keys()
    _check_item(table, item)
    return item


def _check_item(table: TomlTable, item: TableItem) -> None:
    if (item.column is None) == (not item.options):
        raise table.make_error("needs either `column` or `options`.")
    if item.levels and item.show != "list":
        raise table.make_error(
            "`levels` are for a list in a cell.", 'Add show = "list", or leave `levels` out.'
        )
    if item.options and item.show != "shares":
        raise table.make_error(
            f"`show` cannot be {item.show!r} with `options`.", "Leave `show` out."
        )
