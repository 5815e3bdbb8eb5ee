"""Whatever numbers or releases rest on: one cell, one row less or one row more
behind the log's back, and `check` names it.

Each table is tried within a transaction that is taken back,
so that one filled store serves them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tipcoder.errors import EnvironmentFault
from tipcoder.model.codings import MemoTarget, Outcome
from tipcoder.store import (
    act_log,
    codebooks,
    events,
    integrity,
    notes,
    redactions,
    rounds,
    seals,
    settlements,
    suggestions,
    survey_data,
    undo_redo,
)
from tipcoder.store.redactions import QuoteReview, RedactionDecision, RedactionRule
from tipcoder.store.suggestions import ShownSuggestion

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from conftest import Filled


class _Back(Exception):
    """Takes a transaction back."""


@contextmanager
def tampered(filled: Filled, *statements: str) -> Iterator[list[str]]:
    """What is found after these statements; afterwards the store is as it was."""
    found: list[str] = []
    try:
        with filled.store.write() as db:
            for statement in statements:
                assert db.execute(text(statement)).rowcount == 1, statement
            found += integrity.iterate_findings_in(db)
            raise _Back
    except _Back:
        pass
    yield found


def finding(filled: Filled, *statements: str) -> str:
    """The one thing that is found."""
    with tampered(filled, *statements) as found:
        assert len(found) == 1, (statements, found)
    return found[0]


def live_id(filled: Filled, table: str) -> int:
    with filled.store.read() as db:
        return int(db.execute(text(f"select min(id) from {table} where live = 1")).scalar_one())


@pytest.fixture
def world(filled: Filled) -> Filled:
    """A study in which every kind of thing has been done, and some of it undone."""
    anna, boris, store = filled.anna, filled.boris, filled.store
    with events.record_act(store, anna.id, "import", "Imported survey.csv", final=True) as act:
        seals.seal_new_rows(act)
    filled.put(anna, "1002", "pressure", 0, 10)
    filled.finish(anna, "1002", Outcome.CODED)
    filled.finish(anna, "1003", Outcome.NONE_APPLIES)
    with events.record_act(store, boris.id, "round", "R1") as act:
        given = [
            rounds.Assignment(c.id, filled.at["1002", "role"], True, 0.5) for c in (anna, boris)
        ]
        round_id = rounds.add_round(act, "R1", boris.id, {"overlap": 1}, given)
    with events.record_act(store, boris.id, "round", "freeze R1") as act:
        rounds.freeze_round(act, round_id)
    at = filled.at["1002", "role"]
    with events.record_act(store, boris.id, "settle", "settle") as act:
        place = at, filled.codes["pressure"]
        settlements.add_settlement(
            act, boris.id, place, settlements.ConsensusDecision("both", ((0, 10),)), {}, 1
        )
    with events.record_act(store, anna.id, "redact", "redact") as act:
        redactions.add_decision(
            act, anna.id, RedactionDecision(at, 0, 10, "replace", "place", "[a body]", "")
        )
        redactions.set_rule(act, anna.id, RedactionRule("no comment", "keep", "", "", "harmless"))
        redactions.set_reviews(act, [QuoteReview(at, anna.id, 0, 10, "withhold", "abc")])
    with events.record_act(store, anna.id, "memo", "memo") as act:
        notes.set_memo(act, anna.id, MemoTarget(answer_id=at), None, "look again")
        notes.set_flags(act, {at: None}, anna.id, flagged=True)
    _suggest(filled, at)
    with events.record_act(store, boris.id, "import", "corrected") as act:
        case = survey_data.load_cases(act.db)[0]
        survey_data.change_case(
            act, case.id, {"attributes": case.attributes}, {"attributes": '{"country":"Peru"}'}
        )
        survey_data.retire_answer(act, filled.at["1003", "how"])
    return filled


def _suggest(filled: Filled, at: int) -> None:
    money, training = filled.codes["money"], filled.codes["training"]
    shown = [
        ShownSuggestion(at, code, 1, "cold", 0.25, "fair", 0, 10, "asked")
        for code in (money, training)
    ]
    with filled.store.write() as db:
        suggestions.record_shown(db, filled.anna.id, shown)
    with events.record_act(filled.store, filled.anna.id, "turn down", "no") as act:
        suggestions.record_verdict(act, filled.anna.id, shown[0], "rejected")


def test_a_study_in_which_everything_was_done_by_the_rules_has_no_finding(world: Filled) -> None:
    with tampered(world) as found:
        assert found == []


def test_the_log_is_played_in_the_order_in_which_things_were_undone_and_done_again(
    filled: Filled,
) -> None:
    at = filled.at["1003", "how"]
    with events.record_act(filled.store, filled.boris.id, "import", "boris retires") as act:
        survey_data.retire_answer(act, at)
    undo_redo.undo_act(filled.store, filled.boris.id)
    for change in (survey_data.retire_answer, survey_data.revive_answer):
        with events.record_act(
            filled.store, filled.anna.id, "import", "anna retires and revives"
        ) as act:
            change(act, at)
    # Boris's act stands before hers in the log, but he does it again after hers.
    undo_redo.redo_act(filled.store, filled.boris.id)
    with tampered(filled) as found:
        assert found == []
    assert finding(filled, f"update answer set live = 1 where id = {at}").endswith(
        "counts without an event in the log"
    )


CELLS = {
    "reading": (
        "outcome = 'off_topic'",
        "outcome = 'none_applies'",
        "outcome is 'off_topic', the log says 'none_app",
    ),
    "coding": (
        "origin = 'suggestion'",
        "live = 1",
        "origin is 'suggestion', the log says 'person'",
    ),
    "quote_review": (
        "verdict = 'release'",
        "live = 1",
        "verdict is 'release', the log says 'withhold'",
    ),
    "redaction": ("live = 0", "live = 1", "was removed without an event in the log"),
    "redaction_rule": (
        "decision = 'replace'",
        "live = 1",
        "decision is 'replace', the log says 'keep'",
    ),
    "assignment": ("chance = 7", "coder_id = 2", "chance is 7, the log says 500000"),
    "round": ("frozen_at = ''", "name = 'R1'", "frozen_at is '', the log says '2"),
    "frozen_judgement": (
        "outcome = 'uncodable'",
        "live = 1",
        "outcome is 'uncodable', the log says 'coded'",
    ),
    "settlement": ("side = 'neither'", "live = 1", "side is 'neither', the log says 'both'"),
    "memo": ("text = 'never mind'", "live = 1", "its text is not the one in the log"),
    "flag": ("coder_id = 2", "live = 1", "coder_id is 2, the log says 1"),
    "answer": ("language = 'fr'", "text = 'No comment'", "language is 'fr', the log says 'en'"),
    "respondent": (
        "response_id = '1009'",
        "response_id = '1002'",
        "response_id is '1009', the log says '1002'",
    ),
    "question": ("name = 'what'", "name = 'how'", "name"),
    "codebook_revision": (
        "document = '{}'",
        "number = 1",
        "its document is not the one that was kept",
    ),
    "code": ("key = 'push'", "key = 'pushback'", "key is 'push', the log says 'pushback'"),
    "coder": ("name = 'Boris B.'", "name = 'boris'", "its name is not the one that was kept"),
    "import_batch": ("sha256 = 'f'", "source = 'survey.csv'", "sha256"),
}


def test_one_edited_cell_of_any_table_is_named_with_what_the_log_says(world: Filled) -> None:
    for table, (change, where, says) in CELLS.items():
        if table == "question":
            continue  # its name is part of what answers repeat: below
        found = finding(world, f"update {table} set {change} where {where}")
        assert found.startswith(f"{table} "), found
        assert says in found, found


def test_attributes_and_labels_are_compared_with_the_import_or_with_what_changed_them(
    world: Filled,
) -> None:
    imported = finding(
        world, "update survey_case set attributes = '{\"country\":\"Togo\"}' where label = '1002'"
    )
    assert "its attributes are not those that were imported" in imported
    assert "Togo" not in imported
    corrected = finding(
        world, "update survey_case set attributes = '{\"country\":\"Togo\"}' where label = '1001.1'"
    )
    assert "its attributes are not those in the log: 'country'" in corrected
    label = finding(world, "update survey_case set label = '1002.9' where label = '1002'")
    assert "label is '1002.9', the log says '1002'" in label


def test_what_is_made_of_a_text_is_compared_with_it(world: Filled) -> None:
    assert "search_key" in finding(
        world, "update answer set search_key = 'x' where text = 'No comment'"
    )
    assert "duplicate_key" in finding(
        world, "update answer set duplicate_key = 'x' where text = 'No comment'"
    )
    with tampered(world, "update question set name = 'what' where name = 'how'") as found:
        assert any(
            line.startswith("question ") and "its name is not the one" in line for line in found
        )


def test_suggestions_rest_on_what_was_shown_and_what_was_made_of_it(world: Filled) -> None:
    shown = finding(world, "update suggestion set strength = 'strong' where verdict = 'open'")
    assert "strength is 'strong', the log says 'fair'" in shown
    decided = finding(
        world, "update suggestion set verdict = 'accepted' where verdict = 'rejected'"
    )
    assert "verdict is 'accepted', the log says 'rejected'" in decided
    assert "no longer in the store" in finding(
        world, "delete from suggestion where verdict = 'open'"
    )


LESS = (
    "assignment",
    "redaction",
    "redaction_rule",
    "quote_review",
    "frozen_judgement",
    "settlement",
    "memo",
    "flag",
)


def test_one_row_less_is_named(world: Filled) -> None:
    for table in LESS:
        row = live_id(world, table)
        assert finding(world, f"delete from {table} where id = {row}") == (
            f"{table} {row}: is in the log but no longer in the store"
        )
    blank = world.at["3237565956", "how"]
    assert finding(world, f"delete from answer where id = {blank}").startswith(
        f"answer {blank}: is in the log but no"
    )
    assert "is in the log but no longer" in finding(world, "delete from import_batch")


MORE = {
    "redaction": '(answer_id, coder_id, start, "end", decision, kind, replacement, reason, at) '
    "values (1, 1, 20, 22, 'keep', '', '', '', '')",
    "redaction_rule": "(coder_id, string, decision, kind, replacement, reason, at) "
    "values (1, 'x', 'keep', '', '', '', '')",
    "quote_review": '(answer_id, coder_id, start, "end", verdict, state, at) '
    "values (1, 1, 0, 2, 'release', '', '')",
    "assignment": "(round_id, coder_id, answer_id, shared, chance) values (1, 1, 1, 1, 1)",
    "frozen_judgement": "(round_id, answer_id, coder_id, outcome, revision, codings) "
    "values (1, 1, 1, 'coded', 1, '[]')",
    "settlement": "(answer_id, code_id, coder_id, side, spans, said, reason, note, revision, at) "
    "values (1, 1, 1, 'neither', '[]', '{}', '', '', 1, '')",
    "flag": "(answer_id, coder_id) values (1, 1)",
    "memo": "(coder_id, answer_id, text, at) values (1, 1, 'x', '')",
    "suggestion": "(answer_id, coder_id, code_id, revision, engine, score, strength, "
    'start, "end", shown, verdict, at) '
    "values (1, 1, 1, 1, 'cold', 0.5, 'weak', 0, 1, 'asked', 'accepted', '')",
    "respondent": "(response_id) values ('9999')",
    "survey_case": "(respondent_id, number, label, source_row, attributes) "
    "values (1, '9', '1001.9', 9, '{}')",
    "code": "(uuid, key) values ('u', 'invented')",
    "codebook_revision": "(number, document, at) values (2, '{}', '')",
    "question": "(name, text, position) values ('why', 'Why?', 9)",
}


def test_one_row_more_is_named(world: Filled) -> None:
    for table, row in MORE.items():
        found = finding(world, f"insert into {table} {row}")
        assert found.startswith(f"{table} "), found
        assert "in the log" in found, found


def test_the_revision_in_force_and_the_state_of_acts_are_compared_too(world: Filled) -> None:
    with events.record_act(world.store, world.anna.id, "codebook", "second") as act:
        codebooks.add_revision(act, '{"code":{"x":{}}}', ["x"])
    assert "the log says '2'" in finding(
        world, "update meta set value = '1' where key = 'codebook_revision'"
    )
    acted = finding(world, "update act set state = 'undone' where verb = 'memo'")
    assert "is marked 'undone', but was never undone by the log" in acted


def test_a_later_import_and_a_revision_from_elsewhere_are_sealed_with_the_act_that_brought_them(
    world: Filled,
) -> None:
    with events.record_act(world.store, world.anna.id, "import", "late") as act:
        survey_data.add_respondents(act.db, ["1004"])
        survey_data.set_questions(
            act.db, [("role", "What, in short, does it do?"), ("how", "How?")]
        )
        codebooks.keep_revision(act, '{"code":{"theirs":{}}}')
        seals.seal_new_rows(act)
    with tampered(world) as found:
        assert found == []
    assert "respondent" in finding(
        world, "update respondent set response_id = '1005' where response_id = '1004'"
    )
    assert "its text is not" in finding(
        world, "update question set text = 'What?' where name = 'role'"
    )
    assert "its document is not" in finding(
        world, "update codebook_revision set document = '{}' where number = 2"
    )
    # Nothing but seals: there is nothing that an undo could take back.
    (newest,) = [line for line in _log(world.store) if line.sentence == "late"]
    assert (newest.state, newest.events) == ("final", 0)


def _log(store: object) -> list[act_log.LogLine]:
    with store.read() as db:  # type: ignore[attr-defined]
        return act_log.load_log(db)


def test_a_store_from_before_there_were_seals_is_not_called_faulty(filled: Filled) -> None:
    with filled.store.write() as db:
        db.execute(text("delete from event where entity = 'seal'"))
    assert list(integrity.iterate_findings(filled.store)) == []
    with filled.store.read() as db:
        assert "survey_case" in _unsealed(db)


def _unsealed(db: Connection) -> list[str]:
    from tipcoder.store.row_findings import find_unsealed_tables

    return find_unsealed_tables(db)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update settlement set spans = 'rubbish'", "settlement 1: its spans cannot be read"),
        ("update settlement set spans = '[[1]]'", "settlement 1: its spans cannot be read"),
        ("update event set after = 'rubbish' where entity = 'flag'", "keeps of flag 1 after act"),
        ("update event set after = '[1]' where entity = 'flag'", "keeps of flag 1 after act"),
        ("update event set before = '{' where entity = 'flag'", "keeps of flag 1 before act"),
    ],
)
def test_rubbish_in_a_cell_is_named_and_ends_no_check(
    world: Filled, statement: str, told: str
) -> None:
    assert told in finding(world, statement)


@pytest.mark.parametrize(
    "rubbish",
    [
        "after = 'rubbish'",
        "after = '{}'",
        """after = '{"columns": ["name"]}'""",
        "entity_id = 'coder'",
    ],
)
def test_a_seal_that_was_written_over_is_named_itself(world: Filled, rubbish: str) -> None:
    with world.store.read() as db:
        query = "select seq from event where entity = 'seal' and entity_id like 'coder:%'"
        seq = db.execute(text(query)).scalars().first()
    assert f"event {seq}: " in finding(world, f"update event set {rubbish} where seq = {seq}")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "update meta set value = 'rubbish' where key = 'codebook_revision'",
            "'rubbish' as the number of the codebook in force",
        ),
        (
            "update meta set value = '99' where key = 'codebook_revision'",
            "Revision 99 of the codebook is not in",
        ),
        (
            "update codebook_revision set document = 'rubbish'",
            "Revision 1 of the codebook is not a codebook",
        ),
    ],
)
def test_a_codebook_that_is_gone_is_one_sentence_with_the_remedy(
    world: Filled, statement: str, told: str
) -> None:
    with pytest.raises(EnvironmentFault) as caught, world.store.write() as db:
        db.execute(text(statement))
        codebooks.load_document(db, codebooks.read_current_revision(db))
    assert told in str(caught.value)
    assert "tipcoder restore" in caught.value.hint
