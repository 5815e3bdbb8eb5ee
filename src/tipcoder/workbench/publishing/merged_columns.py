"""Which columns of the survey leave in the table of `tipcoder merge`.

A column leaves when study.toml declares it, or when its content shows that it is closed: a few
levels that several respondents chose, or numbers that they share. Everything else leaves only when
somebody names it: words under "other", translations, times, IDs of a platform.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.export.data_column import DataColumn
from tipcoder.export.writers.csv_table import guard_formula
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet, pack_rows
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.small_cells import ExportedRow, find_small_rows
from tipcoder.study import Study
from tipcoder.workbench.publishing.chance_findings import is_chance
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.statistics.closed_columns import is_closed

SURVEY = "survey."
"""How names of columns begin that are as the survey has them."""
_IDENTIFIERS = ("case", "respondent", "case_number")
_COUNTED = (SURVEY, "outcome.", "factor.", "indicator.", "country", "wave")
"""How names of columns begin that somebody may know of a respondent."""


@dataclass(frozen=True, eq=False)
class ChosenColumns:
    """Columns that leave, sorted by response ID, and the survey's names of those that stay."""

    columns: tuple[DataColumn, ...]
    left_out: tuple[str, ...]
    named: tuple[str, ...]
    """Those that leave only because somebody named them."""
    listed: tuple[str, ...] = ()
    """Of those that stay, columns whose cells list options: what was chosen leaves beside them."""

    def describe_choice(self) -> list[str]:
        """What stays and what was named, a sentence each."""
        sentences = []
        undeclared = [name for name in self.left_out if name not in self.listed]
        if undeclared:
            sentences.append(
                f"Left out, because study.toml does not declare them and their content is not "
                f"closed: {', '.join(undeclared)}. --columns names what should leave."
            )
        if self.listed:
            sentences.append(
                f"Left out as written, because words of people's own may stand there: "
                f"{', '.join(self.listed)}. What was chosen is in the columns of the factor."
            )
        if self.named:
            sentences.append(
                f"Named by you, and not read by anybody for release: {', '.join(self.named)}."
            )
        return sentences


def choose_columns(
    definition: Study,
    columns: Sequence[DataColumn],
    knowledge: Knowledge,
    named: Collection[str] = (),
    only: Collection[str] = (),
) -> ChosenColumns:
    """The columns of the merged table that may leave.

    `named` leave as well, by the survey's name or in full; of `only`, where there are any, nothing
    but these and the IDs. Raises BadInput for a column that does not exist.
    """
    known = {column.name: column for column in columns}
    wanted = {require_column_name(known, name, definition) for name in named}
    kept = {require_column_name(known, name, definition) for name in only}
    wanted |= kept
    declared = _list_declared(definition)
    respondents = known["respondent"].values

    leaving, left_out, by_name = [], [], []
    for column in columns:
        is_wanted = column.name in wanted
        if kept and not is_wanted and column.name not in _IDENTIFIERS:
            continue
        is_declared = not column.name.startswith(SURVEY) or column.source in declared
        # Nobody has said of another one what it holds, so its content has to show it.
        is_understood = is_declared or is_closed(column, respondents)

        if is_wanted:
            leaving.append(column)
            if not is_understood:
                by_name.append(column.source)
        elif is_declared or (is_understood and not _names_somebody(column, knowledge)):
            leaving.append(column)
        else:
            left_out.append(column.source)
    lists = {asked.column for asked in definition.multi_selects.values()}
    listed = tuple(name for name in left_out if name in lists)
    return ChosenColumns(tuple(sort_by_id(leaving)), tuple(left_out), tuple(by_name), listed)


def _list_declared(definition: Study) -> set[str]:
    """Columns that study.toml names for another reason than that they say who somebody is."""
    asked = [one.column for one in definition.questions]
    secret = {*definition.identity_columns(), *definition.translation_columns(), *asked}
    for several in definition.multi_selects.values():
        # Words of people's own may stand in both.
        secret.update(name for name in (several.column, several.specify) if name)
    return set(definition.find_named_columns()) - secret


def require_column_name(known: Mapping[str, DataColumn], name: str, definition: Study) -> str:
    """The full name of a column, also by the survey's own name. Raises BadInput, with the reason
    for what leaves in no table.
    """
    for full in (name, f"{SURVEY}{name}"):
        if full in known:
            return full
    if name in {one.column for one in definition.questions}:
        raise BadInput(
            f"{name!r} is an open question, and its answers may name people.",
            "`tipcoder quotes` releases what was read.",
        )
    if name.removeprefix(SURVEY) in definition.translation_columns():
        raise BadInput(
            f"{name!r} is a translation of answers, and may name people as they do.",
            "`tipcoder quotes` releases what was read, also in translation.",
        )
    names = [key.removeprefix(SURVEY) for key in known]
    raise BadInput(f"There is no column {name!r}.", did_you_mean(name, names))


def _names_somebody(column: DataColumn, knowledge: Knowledge) -> bool:
    """Whether the audit of a finished file would refuse what stands in a column."""
    cells = dict.fromkeys(str(value) for value in column.values if value is not None)
    rows = pack_rows(ContentRow(str(number), (cell,)) for number, cell in enumerate(cells))
    found = audit_contents(Contents(sheets=[ContentSheet((column.source,), rows)]), knowledge)
    return any(finding.grave and not is_chance(finding, LetsOut()) for finding in found)


def sort_by_id(columns: Sequence[DataColumn]) -> list[DataColumn]:
    """The same cases by response ID: their order in the survey would tell who is who."""
    by_name = {column.name: column.values for column in columns}
    respondents = list(map(str, by_name["respondent"]))
    numbers = list(map(str, by_name["case_number"]))

    def sort_key(place: int) -> tuple[int, str, int, str]:
        # IDs are numbers of one length or of two, and are stored as texts.
        respondent, number = respondents[place], numbers[place]
        return len(respondent), respondent, len(number), number

    order = sorted(range(len(respondents)), key=sort_key)
    ordered = []
    for column in columns:
        values = [column.values[place] for place in order]
        ordered.append(replace(column, values=values))
    return ordered


def guard_texts(columns: Sequence[DataColumn]) -> tuple[list[DataColumn], int]:
    """The same for a spreadsheet, which would run cells that begin like a formula, and how many
    there were.
    """
    guarded, number = [], 0
    for column in columns:
        values = [guard_formula(one) if isinstance(one, str) else one for one in column.values]
        changed = sum(a != b for a, b in zip(values, column.values, strict=True))
        number += changed
        guarded.append(replace(column, values=values) if changed else column)
    return guarded, number


def list_counted_names(columns: Sequence[DataColumn]) -> list[str]:
    """Columns of which somebody may know what they say of a respondent."""
    return [column.name for column in columns if column.name.startswith(_COUNTED)]


def count_small_rows(columns: Sequence[DataColumn], smallest: int) -> tuple[int, int]:
    """Respondents whose values in all columns together fewer than `smallest` share, and all.

    Presence of codes is not counted: nobody knows it without the answers.
    """
    by_name = {column.name: column.values for column in columns}
    counted = [by_name[name] for name in list_counted_names(columns)]
    respondents = list(map(str, by_name["respondent"]))
    if not counted:
        return 0, len(set(respondents))
    rows = []
    for respondent, values in zip(respondents, zip(*counted, strict=True), strict=True):
        rows.append(ExportedRow(respondent, tuple(map(str, values))))
    small = find_small_rows(rows, rows, smallest)
    return len({row.respondent for row in small}), len(set(respondents))
