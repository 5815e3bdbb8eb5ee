"""Acts, their log, undo and redo, and what happens when two people touch the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import Outcome
from tipcoder.store import codebooks, codings, events, integrity
from tipcoder.store.act_log import load_log
from tipcoder.store.codings import Span
from tipcoder.store.undo_redo import redo_act, undo_act

if TYPE_CHECKING:
    from conftest import Filled
    from tipcoder.model.codings import Coder


def standing(filled: Filled, coder: Coder) -> list[str]:
    return sorted(code for _, code, _ in filled.standing(coder))


def lines(filled: Filled, coder: Coder | None = None) -> list[tuple[str, str, str]]:
    with filled.store.read() as db:
        return [
            (line.coder, line.verb, line.state)
            for line in load_log(db, coder_id=coder.id if coder else None)
        ]


def outcome(filled: Filled, coder: Coder, case: str) -> Outcome | None:
    with filled.store.read() as db:
        reading = codings.find_reading(db, filled.at[case, "role"], coder.id)
    return reading.outcome if reading else None


def put_by_someone_else(filled: Filled, actor: Coder, coder: Coder, case: str, code: str) -> None:
    """What an import of codings does: `actor` acts, `coder` is the one whose coding it is."""
    at, text = filled.at[case, "role"], filled.text(case, "role")
    with events.record_act(
        filled.store, actor.id, "import codings", f"{code} for {coder.name}"
    ) as act:
        codings.add_coding(
            act, at, filled.codes[code], coder.id, Span(0, len(text), text), 1, "import"
        )


def test_undo_walks_back_one_act_at_a_time_and_redo_walks_forward(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "pressure")
    filled.put(filled.anna, "1003", "money")

    assert (undo_act(filled.store, filled.anna.id) or ("",))[0] == "money on 1003"
    assert standing(filled, filled.anna) == ["pressure"]
    assert (undo_act(filled.store, filled.anna.id) or ("",))[0] == "pressure on 1002"
    assert undo_act(filled.store, filled.anna.id) is None
    assert standing(filled, filled.anna) == []

    assert (redo_act(filled.store, filled.anna.id) or ("",))[0] == "pressure on 1002"
    assert standing(filled, filled.anna) == ["pressure"]
    assert (redo_act(filled.store, filled.anna.id) or ("",))[0] == "money on 1003"
    assert redo_act(filled.store, filled.anna.id) is None
    assert standing(filled, filled.anna) == ["money", "pressure"]


def test_undo_names_the_answer_to_show(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "pressure")
    done = undo_act(filled.store, filled.anna.id)
    assert done is not None
    assert done.answer_id == filled.at["1002", "role"]


def test_a_new_act_ends_what_could_be_redone_for_this_coder_alone(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "pressure")
    filled.put(filled.boris, "1002", "pushback")
    undo_act(filled.store, filled.anna.id)
    undo_act(filled.store, filled.boris.id)
    filled.put(filled.anna, "1003", "money")

    assert redo_act(filled.store, filled.anna.id) is None
    assert redo_act(filled.store, filled.boris.id) is not None
    assert standing(filled, filled.boris) == ["pushback"]


def test_an_act_that_changes_nothing_leaves_no_line_and_keeps_redo(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "pressure")
    filled.put(filled.anna, "1002", "money")
    undo_act(filled.store, filled.anna.id)
    before = lines(filled)
    assert filled.put(filled.anna, "1002", "pressure") is None, "it stands already"
    filled.finish(filled.anna, "1003", None)

    assert lines(filled) == before
    assert redo_act(filled.store, filled.anna.id) is not None


def test_an_act_that_fails_leaves_nothing(filled: Filled) -> None:
    before = lines(filled)
    with (
        pytest.raises(RuntimeError, match="pulled"),
        events.record_act(filled.store, filled.anna.id, "code", "never") as act,
    ):
        codings.add_coding(
            act,
            filled.at["1002", "role"],
            filled.codes["money"],
            filled.anna.id,
            Span(0, 1, "П"),
            1,
            "x",
        )
        raise RuntimeError("the plug was pulled")
    assert lines(filled) == before
    assert standing(filled, filled.anna) == []


def test_my_undo_never_takes_back_somebody_elses_act(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "pressure")
    filled.put(filled.boris, "1002", "pressure")
    undo_act(filled.store, filled.anna.id)

    assert undo_act(filled.store, filled.anna.id) is None
    assert (standing(filled, filled.anna), standing(filled, filled.boris)) == ([], ["pressure"])


def test_the_log_says_who_did_what_newest_first_and_what_became_of_it(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "pressure")
    filled.put(filled.boris, "1003", "money")
    undo_act(filled.store, filled.anna.id)
    assert lines(filled) == [
        ("anna", "undo", "final"),
        ("boris", "code", "done"),
        ("anna", "code", "undone"),
        ("anna", "codebook", "final"),
    ]
    assert lines(filled, filled.boris) == [("boris", "code", "done")]
    with filled.store.read() as db:
        newest = load_log(db, limit=1)
        assert [line.sentence for line in newest] == ["pressure on 1002"]
        assert events.find_last_act(db) == newest[0].act


def test_a_final_act_cannot_be_undone(filled: Filled) -> None:
    assert undo_act(filled.store, filled.anna.id) is None, "the first codebook is final"


def test_a_clock_that_goes_backwards_changes_no_order(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(
        [
            "2030-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "2026-03-29T02:30:00Z",
            "0001-01-01T00:00:00Z",
        ]
    )
    monkeypatch.setattr(events, "format_utc_now", lambda: next(times))
    for code in ("pressure", "money", "training"):
        filled.put(filled.anna, "1002", code)

    done = undo_act(filled.store, filled.anna.id)
    assert done is not None
    assert done.sentence == "training on 1002"
    with filled.store.read() as db:
        sentences = [line.sentence for line in load_log(db)][1:4]
    assert sentences == ["training on 1002", "money on 1002", "pressure on 1002"]


def test_times_are_kept_in_utc_to_the_second(filled: Filled) -> None:
    with filled.store.read() as db:
        (line,) = load_log(db)
    assert line.at[10] == "T"
    assert line.at.endswith("Z")
    assert len(line.at) == len("2026-03-29T02:30:00Z")


def test_several_rows_of_one_act_go_and_come_back_together(filled: Filled) -> None:
    filled.put(filled.anna, "1003", "money")
    filled.put(filled.anna, "1003", "training")
    with events.record_act(filled.store, filled.anna.id, "finish", "off-topic") as act:
        mine = codings.load_codings(act.db, filled.at["1003", "role"], filled.anna.id)
        codings.remove_codings(act, [coding.id for coding in mine])
        codings.set_reading(act, filled.at["1003", "role"], filled.anna.id, Outcome.OFF_TOPIC, 1)

    undo_act(filled.store, filled.anna.id)
    assert standing(filled, filled.anna) == ["money", "training"]
    assert outcome(filled, filled.anna, "1003") is None
    redo_act(filled.store, filled.anna.id)
    assert standing(filled, filled.anna) == []
    assert outcome(filled, filled.anna, "1003") is Outcome.OFF_TOPIC


def test_undo_of_a_change_of_outcome_brings_the_earlier_outcome_back(filled: Filled) -> None:
    filled.finish(filled.anna, "1003", Outcome.NONE_APPLIES)
    filled.finish(filled.anna, "1003", Outcome.OFF_TOPIC)
    filled.finish(filled.anna, "1003", None)
    seen = []
    while undo_act(filled.store, filled.anna.id):
        seen.append(outcome(filled, filled.anna, "1003"))
    assert seen == [Outcome.OFF_TOPIC, Outcome.NONE_APPLIES, None]


def test_what_someone_else_has_changed_since_is_not_undone_and_does_not_bar_the_way(
    filled: Filled,
) -> None:
    filled.put(filled.anna, "1002", "pressure")
    coding_id = filled.put(filled.anna, "1003", "money")
    assert coding_id is not None
    with events.record_act(filled.store, filled.boris.id, "remove", "took it off for anna") as act:
        codings.remove_codings(act, [coding_id])

    with pytest.raises(BadInput, match="someone else since: money on 1003") as refusal:
        undo_act(filled.store, filled.anna.id)
    assert "tipcoder log" in refusal.value.hint
    assert standing(filled, filled.anna) == ["pressure"]
    done = undo_act(filled.store, filled.anna.id)
    assert done is not None
    assert done.sentence == "pressure on 1002"


def test_a_coding_that_somebody_put_on_again_meanwhile_is_not_doubled_by_redo(
    filled: Filled,
) -> None:
    filled.put(filled.anna, "1002", "pressure")
    undo_act(filled.store, filled.anna.id)
    put_by_someone_else(filled, filled.boris, filled.anna, "1002", "pressure")

    with pytest.raises(BadInput, match="Not done again"):
        redo_act(filled.store, filled.anna.id)
    assert redo_act(filled.store, filled.anna.id) is None
    assert standing(filled, filled.anna) == ["pressure"]
    assert list(integrity.iterate_findings(filled.store)) == []


def test_undo_never_leaves_codes_on_an_answer_that_was_said_to_have_none(filled: Filled) -> None:
    coding_id = filled.put(filled.anna, "1002", "pressure")
    assert coding_id is not None
    with events.record_act(filled.store, filled.anna.id, "remove", "took pressure off 1002") as act:
        codings.remove_codings(act, [coding_id])
    with events.record_act(
        filled.store, filled.boris.id, "import codings", "none applies, says anna's file"
    ) as act:
        codings.set_reading(act, filled.at["1002", "role"], filled.anna.id, Outcome.NONE_APPLIES, 1)

    with pytest.raises(BadInput, match="took pressure off 1002"):
        undo_act(filled.store, filled.anna.id)
    assert standing(filled, filled.anna) == []
    assert list(integrity.iterate_findings(filled.store)) == []


def test_undo_never_takes_the_last_code_off_an_answer_that_was_called_coded_since(
    filled: Filled,
) -> None:
    put_by_someone_else(filled, filled.boris, filled.anna, "1002", "pressure")
    filled.finish(filled.anna, "1002", Outcome.CODED)

    with pytest.raises(BadInput, match="someone else since"):
        undo_act(filled.store, filled.boris.id)
    assert standing(filled, filled.anna) == ["pressure"]
    assert outcome(filled, filled.anna, "1002") is Outcome.CODED
    assert list(integrity.iterate_findings(filled.store)) == []


def test_an_act_of_thousands_of_rows_is_undone_whole(filled: Filled) -> None:
    at, text = filled.at["1002", "role"], filled.text("1002", "role")
    spans = [Span(i, j, text[i:j]) for i in range(len(text)) for j in range(i + 1, len(text) + 1)]
    rows = [
        codings.build_coding_row(at, filled.codes["money"], filled.anna.id, span, 1, "import")
        for span in spans
    ]
    with events.record_act(filled.store, filled.anna.id, "import codings", "many") as act:
        codings.add_codings(act, rows)
    with filled.store.read() as db:
        kept = codings.load_codings(db, at, filled.anna.id)
    assert len(rows) > 1000
    assert {(c.start, c.end, c.quote) for c in kept} == set(spans)
    assert all(text[c.start : c.end] == c.quote for c in kept)

    undo_act(filled.store, filled.anna.id)
    assert standing(filled, filled.anna) == []
    redo_act(filled.store, filled.anna.id)
    with filled.store.read() as db:
        assert codings.load_codings(db, at, filled.anna.id) == kept


def test_ids_come_back_in_the_order_of_the_rows(filled: Filled) -> None:
    at = filled.at["1002", "role"]
    rows = [
        codings.build_coding_row(
            at, filled.codes["money"], filled.anna.id, Span(n, n + 1, "x"), 1, "x"
        )
        for n in reversed(range(40))
    ]
    with events.record_act(filled.store, filled.anna.id, "code", "x") as act:
        from tipcoder.store import schema

        ids = act.insert_rows(schema.coding, rows)
        starts = {c.id: c.start for c in codings.load_codings(act.db, at, filled.anna.id)}
    assert [starts[row_id] for row_id in ids] == list(reversed(range(40)))


def test_the_revision_of_the_codebook_goes_back_and_forth_like_any_act(filled: Filled) -> None:
    with events.record_act(
        filled.store, filled.anna.id, "codebook", "Took in codebook.toml"
    ) as act:
        assert codebooks.add_revision(act, '{"code":{"new":{}}}', ["new", "money"]) == 2

    def current() -> int:
        with filled.store.read() as db:
            return codebooks.read_current_revision(db)

    assert current() == 2
    undo_act(filled.store, filled.anna.id)
    assert current() == 1
    redo_act(filled.store, filled.anna.id)
    assert current() == 2


def test_a_number_of_a_revision_is_never_given_twice(filled: Filled) -> None:
    with events.record_act(filled.store, filled.anna.id, "codebook", "second") as act:
        codebooks.add_revision(act, '{"code":{"second":{}}}', ["second"])
    undo_act(filled.store, filled.anna.id)
    with events.record_act(filled.store, filled.anna.id, "codebook", "third") as act:
        assert codebooks.add_revision(act, '{"code":{"third":{}}}', ["third"]) == 3
    with filled.store.read() as db:
        assert codebooks.load_document(db, 2) == '{"code":{"second":{}}}'
        assert codebooks.load_document(db, 3) == '{"code":{"third":{}}}'
        assert {"second", "third", "money"} <= set(codebooks.load_code_ids(db)), (
            "a code that left keeps its row"
        )


def test_a_sentence_may_hold_anything_a_label_holds(filled: Filled) -> None:
    with events.record_act(filled.store, filled.anna.id, "code", "NUL\0, 'quote', 👍🏽") as act:
        codings.set_reading(act, filled.at["1002", "role"], filled.anna.id, Outcome.UNCODABLE, 1)
    done = undo_act(filled.store, filled.anna.id)
    assert done is not None
    assert done.sentence == "NUL\u2400, 'quote', 👍🏽"
