"""What parts of a study.toml must not say together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tipcoder.errors import did_you_mean
from tipcoder.study.description import Place, Study
from tipcoder.tomlfile import TomlTable


def check_study(table: TomlTable, study: Study) -> None:
    """Refuse a study whose parts contradict each other. Raises BadInput for the first
    thing found.
    """
    _check_identity(table, study)
    _check_waves(table, study)
    _check_weight(table, study)
    _check_strata(table, study)
    _check_ignored(table, study)
    _check_translations(table, study)
    _check_missing(table, study)
    _check_specified(table, study)
    _check_names(table, study)
    _check_families(table, study)


def _check_identity(table: TomlTable, study: Study) -> None:
    """Columns that identify are never stored, so nothing else may be made of them."""
    identity = set(study.identity_columns())
    questions = {question.column for question in study.questions}
    remedy = "Remove one of the two."
    for column, place in _stored_columns(study):
        if column in identity:
            raise table.make_error(
                f"{column!r} identifies the respondent, so it cannot be {place} too.", remedy
            )
        if column in questions and not place.startswith("a question"):
            raise table.make_error(
                f"{column!r} is a question, so it cannot be {place} too.", remedy
            )


def _check_waves(table: TomlTable, study: Study) -> None:
    """What a wave cannot be besides, and whose IDs it may start anew."""
    others = dict.fromkeys(study.case, "[respondent] case")
    if study.respondent_id:
        others[study.respondent_id] = "[respondent] id"
    if study.wave in others:
        raise table.make_error(
            f"{study.wave!r} is [respondent] wave, so it cannot be {others[study.wave]} too.",
            "Remove one of the two; a wave tells the cases of a respondent apart by itself.",
        )
    if not study.panel and study.privacy.response_ids == "from-column":
        raise table.make_error(
            "with public response IDs the same ID is the same respondent, so `panel` cannot be "
            "false.",
            'Let tipcoder draw them: response_ids = "random" under [privacy].',
        )


def _check_weight(table: TomlTable, study: Study) -> None:
    """A weight says how many people a row stands for, and nothing else."""
    others = dict(study.measured_columns()) | _name_respondent_columns(study)
    if study.weight in others:
        raise table.make_error(
            f"{study.weight!r} is [respondent] weight, so it cannot be {others[study.weight]} too.",
            "Remove one of the two.",
        )


def _name_respondent_columns(study: Study) -> dict[str, str]:
    """The columns that tell cases apart, each with what it is for."""
    named = dict.fromkeys(study.case, "[respondent] case")
    if study.respondent_id:
        named[study.respondent_id] = "[respondent] id"
    if study.wave:
        named[study.wave] = "[respondent] wave"
    return named


def _check_strata(table: TomlTable, study: Study) -> None:
    """Strata tell how weighted numbers were drawn. They may be a factor too, as regions are."""
    if study.strata is None:
        return
    if study.weight is None:
        raise table.make_error(
            "[respondent] strata belong to weights, and `weight` is missing.",
            "Name the column of weights, one of 1 in each row where all count alike, or remove "
            "`strata`.",
        )
    others = {study.weight: "[respondent] weight"} | _name_respondent_columns(study)
    if study.strata in others:
        raise table.make_error(
            f"{study.strata!r} is [respondent] strata, so it cannot be {others[study.strata]} too.",
            "Remove one of the two.",
        )


def _check_ignored(table: TomlTable, study: Study) -> None:
    """Of an ignored column nothing is kept, so nothing can be made of it."""
    ignored = set(study.ignore)
    for column, place in _kept_columns(study):
        if column in ignored:
            raise table.make_error(
                f"{column!r} is in [respondent] ignore, so it cannot be {place} too.",
                "Remove one of the two.",
            )


def _kept_columns(study: Study) -> Iterator[Place]:
    """Columns whose cells are kept beside the answers or in the key file."""
    if study.respondent_id is not None:
        yield study.respondent_id, "[respondent] id"
    for column in study.identity_columns():
        yield column, "one that identifies"
    for question in study.questions:
        if question.translation:
            yield question.translation, f"the translation of question {question.column}"
    yield from _stored_columns(study)


def _check_translations(table: TomlTable, study: Study) -> None:
    """A translation is what a respondent wrote, so its column can be nothing else."""
    others = dict(_columns_beside_translations(study))
    owners: dict[str, str] = {}
    for question in study.questions:
        column = question.translation
        if not column:
            continue
        place = others.get(column)
        if place is None and column in owners:
            place = f"that of question {owners[column]}"
        if place is not None:
            raise table.make_error(
                f"{column!r} is the translation of question {question.column}, so it cannot be "
                f"{place} too.",
                "Remove one of the two.",
            )
        owners[column] = question.column


def _columns_beside_translations(study: Study) -> Iterator[Place]:
    """Every column that the study uses otherwise, with what it is used as."""
    yield from _stored_columns(study)
    for column in study.identity_columns():
        yield column, "a column that identifies the respondent"
    for question in study.questions:
        if question.asked_if:
            yield question.asked_if.column, f"`asked_if` of question {question.column}"
    for condition in study.exclude:
        yield condition.column, "in [[exclude]]"


def _stored_columns(study: Study) -> Iterator[Place]:
    """Columns whose cells are kept beside the answers, and what they are kept as."""
    for question in study.questions:
        yield question.column, "a question"
    for column in study.attributes:
        yield column, "in [respondent] attributes"
    for column in study.case:
        yield column, "[respondent] case"
    if study.wave:
        yield study.wave, "[respondent] wave"
    if study.weight:
        yield study.weight, "[respondent] weight"
    if study.strata:
        yield study.strata, "[respondent] strata"
    yield from study.measured_columns()
    for column, key in study.tabled_columns():
        yield column, f"in [[table]] {key}"
    if study.privacy.response_ids == "from-column" and study.respondent_id:
        yield study.respondent_id, "[respondent] id with public response IDs"


def _check_missing(table: TomlTable, study: Study) -> None:
    """A value that counts as missing is dropped when answers are frozen, so nothing may wait for
    it.
    """
    for values, place in _awaited_values(study):
        for value in values:
            if value in study.missing:
                raise table.make_error(
                    f"{value!r} is in `missing` and in {place}.", "Take it out of one of the two."
                )


def _awaited_values(study: Study) -> Iterator[tuple[Sequence[str], str]]:
    for question in study.questions:
        yield question.withheld, f"`withheld` of question {question.column}"
    for name, outcome in study.outcomes.items():
        yield outcome.levels, f"`levels` of outcome.{name}"
    for name, factor in study.factors.items():
        yield factor.true_if, f"`true_if` of factor.{name}"
    for name, category in study.categories.items():
        yield category.levels, f"`levels` of factor.{name}"
    for name, asked in study.multi_selects.items():
        yield asked.true_if, f"`true_if` of factor.{name}"
        written = [option.written for option in asked.options if option.written]
        yield written, f"`levels` of factor.{name}"


def _check_specified(table: TomlTable, study: Study) -> None:
    """Words of which nothing is kept cannot count as an option."""
    gone = {*study.identity_columns(), *study.ignore}
    for name, asked in study.multi_selects.items():
        if asked.specify in gone:
            raise table.make_error(
                f"{asked.specify!r} is not kept beside the answers, so it cannot be `specify` of "
                f"factor.{name}.",
                "Make it an open question, or take `specify` out.",
            )


def _check_names(table: TomlTable, study: Study) -> None:
    """Results name outcomes, factors and indicators alike, so no two of them may share a name."""
    factors = {*study.factors, *study.categories, *study.multi_selects}
    variables = {*factors, *study.indicators}
    two_variables = factors & study.indicators.keys()
    twice = two_variables | (variables & {*study.list_outcome_names()})
    if twice:
        raise table.make_error(
            f"{min(twice)!r} is defined twice: as factor, indicator or outcome.",
            "Rename one of the two.",
        )


def _check_families(table: TomlTable, study: Study) -> None:
    variables = {*study.list_factor_names(), *study.multi_selects, *study.indicators}
    for name, family in study.families.items():
        _check_members(table, name, family.outcomes, study.list_outcome_names())
        _check_members(table, name, family.variables, variables)


def _check_members(
    table: TomlTable, family: str, members: Sequence[str], known: Collection[str]
) -> None:
    for member in members:
        if member not in known:
            sentence = f"[family.{family}] names {member!r}, which is not there."
            raise table.make_error(sentence, did_you_mean(member, known))
