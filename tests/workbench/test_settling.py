"""Where coders differ, what is decided, and the consensus that comes of it;
the coders' own codings stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import coding_records
from tipcoder.workbench.adjudication.adjudication import Adjudication, DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import Disagreement
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import AddCode, MergeCodes
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange.codings_export import export_codings
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.statistics.case_table import read_case_table
from tipcoder.workbench.statistics.presence import find_presence
from tipcoder.workbench.status.code_counts import build_code_table

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]
PRESSED, TRAINED, GRANTS, CLOSED = (
    "pushed the ministry",
    "Они провели",
    "They gave grants",
    "Чиновники обиделись",
)


@pytest.fixture
def study(here_on_both: OpenStudy, find: Find) -> OpenStudy:
    """Anna and Boris read four answers and differ on three: a swap, an omission and a boundary."""
    differ(here_on_both, find)
    return here_on_both


@pytest.fixture
def in_round(here_on_both: OpenStudy, find: Find) -> OpenStudy:
    """The same, said in a round that is frozen."""
    here = here_on_both
    draw_round(
        here, here.register_coder("lead"), RoundPlan(("anna", "boris"), "100%", only_overlap=True)
    )
    differ(here, find)
    freeze_round(here, here.register_coder("lead"), "R1")
    here.set_viewer("lead")
    return here


def differ(here: OpenStudy, find: Find) -> None:
    anna, boris = (CodingSession(here, here.register_coder(name)) for name in ("anna", "boris"))
    put(anna, find, PRESSED, "pressure", (4, 31))
    put(boris, find, PRESSED, "money")
    put(anna, find, TRAINED, "training", (0, 12))
    put(boris, find, TRAINED, "training", (4, 20))
    put(anna, find, GRANTS, "money")
    put(boris, find, GRANTS, "money")
    put(boris, find, GRANTS, "pushback", (30, 60))
    for coder in (anna, boris):
        coder.finish_answers(find(coder, CLOSED), Outcome.OFF_TOPIC)
    put(anna, find, "No comment", "pushback")


def put(
    coder: CodingSession, find: Find, words: str, code: str, span: tuple[int, int] | None = None
) -> None:
    """Put a code on the first answer that says these words, and finish it."""
    at = (
        coder.find_answer_ids(AnswerFilter(words=words))[0]
        if words == "No comment"
        else find(coder, words)
    )
    coder.add_coding(at, code, span, finish=True)


def lead(study: OpenStudy) -> Adjudication:
    return Adjudication(study, study.register_coder("lead"))


def told(found: list[Disagreement]) -> list[tuple[str, str]]:
    return [(one.code, one.kind.value) for one in found]


def one_on(desk: Adjudication, code: str) -> Disagreement:
    (found,) = desk.list_disagreements(
        DisagreementFilter(codes=(code,), words_too=True, questions=("role", "how"))
    )
    return found


def test_the_queue_has_splits_first_and_other_words_only_when_asked(study: OpenStudy) -> None:
    desk = lead(study)
    # Split on every answer where one put it:
    # pressure and pushback 1 of 1, money 1 of 2, training 0 of 1.
    assert [
        (total.code, total.joint, total.split, total.words) for total in desk.count_by_code()
    ] == [
        ("pressure", 4, 1, 0),
        ("pushback", 4, 1, 0),
        ("money", 4, 1, 0),
        ("training", 4, 0, 1),
    ]
    assert told(desk.list_disagreements()) == [
        ("pressure", "swap"),
        ("pushback", "omission"),
        ("money", "swap"),
    ]
    assert told(desk.list_disagreements(DisagreementFilter(words_too=True)))[-1] == (
        "training",
        "boundary",
    )
    assert told(
        desk.list_disagreements(DisagreementFilter(questions=("how",), words_too=True))
    ) == [("training", "boundary")]
    one = one_on(desk, "pressure")
    assert one.instead == ("money",)
    assert [(voice.coder, voice.letter, voice.spans, voice.codes) for voice in one.voices] == [
        ("anna", "A", ((4, 31),), ("pressure",)),
        ("boris", "B", (), ("money",)),
    ]


def test_a_code_of_the_same_branch_is_told_from_any_other(study: OpenStudy, find: Find) -> None:
    anna, boris = (CodingSession(study, study.register_coder(name)) for name in ("anna", "boris"))
    put(anna, find, "нам искать", "pressure")
    put(boris, find, "нам искать", "pushback")
    found = lead(study).list_disagreements(
        DisagreementFilter(codes=("pushback",), questions=("how",))
    )
    assert told(found) == [("pushback", "same branch")]


def test_pairs_of_three_coders_and_what_is_settled_narrow_the_queue(
    study: OpenStudy, find: Find
) -> None:
    cyril = CodingSession(study, study.register_coder("cyril"))
    put(cyril, find, PRESSED, "pressure", (4, 31))
    desk = lead(study)
    ids = {name: study.register_coder(name).id for name in ("anna", "boris", "cyril")}

    def between(first: str, second: str) -> list[str]:
        return [
            one.code
            for one in desk.list_disagreements(DisagreementFilter(pair=(ids[first], ids[second])))
        ]

    assert between("anna", "cyril") == []
    assert between("cyril", "boris") == ["pressure", "money"]
    assert between("anna", "boris") == ["pressure", "pushback", "money"]
    desk.settle_disagreement(one_on(desk, "pressure"), "neither")
    assert [one.code for one in desk.list_disagreements(DisagreementFilter(settled=False))] == [
        "pushback",
        "money",
    ]
    assert [one.code for one in desk.list_disagreements(DisagreementFilter(settled=True))] == [
        "pressure"
    ]


def test_every_side_can_stand_and_the_coders_layers_stay(study: OpenStudy) -> None:
    desk = lead(study)
    anna = study.register_coder("anna").id
    with study.store.read() as db:
        before = coding_records.load_coding_records(db)
    assert desk.settle_disagreement(
        one_on(desk, "pressure"), "coder", coder_id=anna, reason="missed"
    ) == (
        f"resolved Pressure on {one_on(desk, 'pressure').case} role: as anna has it, it is there "
        "(missed)"
    )
    desk.settle_disagreement(one_on(desk, "training"), "both", reason="boundary")
    desk.settle_disagreement(
        one_on(desk, "pushback"), "edited", spans=((30, 40),), note="the officials"
    )
    desk.settle_disagreement(one_on(desk, "money"), "neither", reason="definition gap")
    again = lead(study)
    kept = {
        code: one_on(again, code).settled for code in ("pressure", "training", "pushback", "money")
    }
    assert {code: one.decision.spans for code, one in kept.items() if one} == {
        "pressure": ((4, 31),),
        "training": ((0, 20),),
        "pushback": ((30, 40),),
        "money": (),
    }
    assert {one.by for one in kept.values() if one} == {"lead"}
    assert kept["pressure"] is not None
    assert kept["pressure"].said == {anna: ((4, 31),), study.register_coder("boris").id: ()}
    with study.store.read() as db:
        assert coding_records.load_coding_records(db) == before


def test_decisions_are_undone_one_by_one_and_can_be_reopened(study: OpenStudy) -> None:
    desk, session = lead(study), CodingSession(study, study.register_coder("lead"))
    one = one_on(desk, "pressure")
    desk.settle_disagreement(one, "neither")
    desk.settle_disagreement(one, "both")
    done = session.undo()
    assert done is not None
    assert (done.sentence.split(":")[0], done.answer_id) == (
        f"resolved Pressure on {one.case} role",
        one.answer_id,
    )
    desk.refresh()
    standing = one_on(desk, "pressure").settled
    assert standing is not None
    assert standing.decision.side == "neither"
    desk.reopen_disagreement(one_on(desk, "pressure"))
    assert one_on(desk, "pressure").settled is None
    with pytest.raises(BadInput, match="is not resolved"):
        desk.reopen_disagreement(one_on(desk, "pressure"))
    session.undo()
    session.undo()
    assert session.undo() is None


@pytest.mark.parametrize(
    ("side", "settings", "says"),
    [
        ("anna", {}, "no side 'anna'"),
        ("coder", {"coder_id": 0}, "That coder has not judged Pressure"),
        ("neither", {"reason": "slipp"}, "Did you mean 'slip'"),
        ("edited", {}, "no words were chosen"),
        ("edited", {"spans": ((4, 4000),)}, "The text has"),
        ("edited", {"spans": ((9, 4),)}, "no words were chosen"),
    ],
)
def test_a_decision_that_means_nothing_is_refused(
    study: OpenStudy, side: str, settings: dict[str, object], says: str
) -> None:
    desk = lead(study)
    with pytest.raises(BadInput) as refused:
        desk.settle_disagreement(one_on(desk, "pressure"), side, **settings)  # type: ignore[arg-type]
    assert says in str(refused.value)
    assert one_on(lead(study), "pressure").settled is None


def test_what_an_open_round_is_about_is_in_no_queue_and_cannot_be_settled(study: OpenStudy) -> None:
    desk = lead(study)
    before = one_on(desk, "pressure")
    draw_round(
        study, study.register_coder("lead"), RoundPlan(("carla", "dora"), "100%", only_overlap=True)
    )
    assert lead(study).list_disagreements(DisagreementFilter(words_too=True)) == []
    with pytest.raises(BadInput, match="open round"):
        desk.settle_disagreement(before, "neither")
    with pytest.raises(BadInput, match="Round R1 is still open"):
        Adjudication(study, study.register_coder("lead"), "R1")
    with pytest.raises(BadInput, match="no answer was finished by two coders"):
        find_presence(study, read_case_table(study), layer="consensus")


def test_of_a_frozen_round_what_was_said_in_it_is_settled(in_round: OpenStudy, find: Find) -> None:
    boris = CodingSession(in_round, in_round.register_coder("boris"))
    put(boris, find, PRESSED, "pressure", (4, 31))
    desk = lead(in_round)
    assert told(desk.list_disagreements()) == [
        ("pressure", "swap"),
        ("pushback", "omission"),
        ("money", "swap"),
    ]
    assert one_on(desk, "pressure").round == "R1"
    assert desk.rounds == ["R1"]
    assert told(
        Adjudication(in_round, in_round.register_coder("lead"), "R1").list_disagreements()
    ) == told(desk.list_disagreements())
    with pytest.raises(BadInput, match="no round 'R9'"):
        Adjudication(in_round, in_round.register_coder("lead"), "R9")


def test_a_code_that_came_later_was_not_judged_and_is_no_disagreement(
    study: OpenStudy, find: Find
) -> None:
    editing = CodebookEditor(study, study.register_coder("lead"))
    editing.make_edit(AddCode("Deadline", "en"))
    (new,) = set(read_codebook_in_force(study).codes) - {
        "government",
        "pressure",
        "pushback",
        "training",
        "money",
    }
    anna = CodingSession(study, study.register_coder("anna"))
    anna.add_coding(find(anna, PRESSED), new)
    assert [
        one.code for one in lead(study).list_disagreements(DisagreementFilter(codes=(new,)))
    ] == []
    states = (
        find_presence(study, read_case_table(study), [new], layer="consensus", questions=["role"])
        .codes[new]
        .states
    )
    assert sorted(states) == [-1, -1, -1, -1, -1, -1, -1, -1, 1], "nobody else judged it anywhere"


def agreed(study: OpenStudy, code: str) -> dict[str, int]:
    """The state of a code on the cases whose first answer anna and boris read,
    by words of that answer.
    """
    table = read_case_table(study)
    states = (
        find_presence(study, table, [code], layer="consensus", questions=["role"])
        .codes[code]
        .states
    )
    by_label = dict(zip(table.labels, states, strict=True))
    session = CodingSession(study, study.register_coder("lead"))
    out = {}
    for words in (PRESSED, GRANTS, CLOSED):
        (at,) = session.find_answer_ids(AnswerFilter(words=words))
        out[words] = by_label[session.read_answer(at).case]
    return out


def test_consensus_is_what_all_say_and_what_was_settled_and_the_rest_is_unknown(
    study: OpenStudy,
) -> None:
    assert agreed(study, "money") == {PRESSED: -1, GRANTS: 1, CLOSED: 0}
    assert agreed(study, "pressure") == {PRESSED: -1, GRANTS: 0, CLOSED: 0}
    desk = lead(study)
    desk.settle_disagreement(one_on(desk, "money"), "neither")
    desk.settle_disagreement(
        one_on(desk, "pressure"), "coder", coder_id=study.register_coder("anna").id
    )
    assert agreed(study, "money") == {PRESSED: 0, GRANTS: 1, CLOSED: 0}
    assert agreed(study, "pressure") == {PRESSED: 1, GRANTS: 0, CLOSED: 0}
    sentence = find_presence(study, read_case_table(study), layer="consensus").layer.sentence
    assert sentence == (
        "Layer: consensus of 4 answers that two coders or more finished; where they differed on a "
        "code, 2 decisions "
        "were made and 1 is open and counts as unknown. 1 answer that one coder alone finished "
        "counts as coded."
    )
    assert "reliab" not in sentence


def test_numbers_rest_on_the_consensus_once_all_is_settled_and_say_so_until_then(
    study: OpenStudy,
) -> None:
    """Half of the decisions would leave the rest unknown,
    so the majority counts until there is an end.
    """

    def sentence(layer: str | None = None) -> str:
        return find_presence(study, read_case_table(study), layer=layer).layer.sentence

    desk = lead(study)
    assert sentence() == sentence("majority")
    desk.settle_disagreement(one_on(desk, "money"), "neither")
    desk.settle_disagreement(
        one_on(desk, "pressure"), "coder", coder_id=study.register_coder("anna").id
    )
    assert sentence() == (
        f"{sentence('majority')} 2 decisions on disagreements count in the layer `consensus` only; "
        "1 disagreement is open."
    )
    desk.settle_disagreement(one_on(desk, "pushback"), "neither")
    assert sentence() == sentence("consensus") != sentence("majority")
    desk.reopen_disagreement(one_on(lead(study), "pushback"))
    assert sentence().startswith(sentence("majority"))


def test_the_consensus_can_be_exported_and_counted(study: OpenStudy) -> None:
    desk = lead(study)
    desk.settle_disagreement(
        one_on(desk, "pressure"), "coder", coder_id=study.register_coder("anna").id
    )
    rows = export_codings(study, coder="consensus", quotes=True)
    assert {row["coder"] for row in rows} == {"consensus"}
    assert sorted(
        (row["code"], row["start"], row["end"], row["finished"], row["quote"][:12]) for row in rows
    ) == [
        ("@off-topic", "", "", "yes", ""),
        ("money", "", "", "no", "They gave gr"),
        ("pressure", "4", "31", "no", "embassy push"),
        ("pushback", "", "", "yes", "No comment"),
        # Anna marked 0-12 and Boris 4-20: 4-12 is what both marked.
        ("training", "4", "12", "yes", "провели "),
    ]
    counted = {str(row["code"]): row["answers"] for row in build_code_table(study, [], "consensus")}
    assert counted == {"pressure": 1, "pushback": 1, "training": 1, "money": 1}


def test_a_judgement_whose_code_was_merged_away_counts_as_it_stands_now(
    in_round: OpenStudy,
) -> None:
    CodebookEditor(in_round, in_round.register_coder("lead")).make_edit(
        MergeCodes("pushback", "pressure")
    )
    # Pressure: two of two answers; money: one of two.
    assert sorted(told(lead(in_round).list_disagreements())) == [
        ("money", "swap"),
        ("pressure", "omission"),
        ("pressure", "swap"),
    ]
    assert [total.code for total in lead(in_round).count_by_code()][:2] == ["pressure", "money"]


def test_decisions_follow_a_merge_and_its_undo(study: OpenStudy, find: Find) -> None:
    """Pressure on one answer (money instead) and pushback on another go into money,
    which anna and boris share.
    """
    desk = lead(study)
    desk.settle_disagreement(
        one_on(desk, "pressure"), "coder", coder_id=study.register_coder("anna").id
    )
    desk.settle_disagreement(one_on(desk, "pushback"), "neither")
    editing = CodebookEditor(study, study.register_coder("lead"))
    editing.make_edit(MergeCodes("pressure", "money"))
    editing.make_edit(MergeCodes("pushback", "money"))
    # On the first answer both have money now, which was decided to be there;
    # on the other all had put money anyway.
    money = (
        find_presence(
            study, read_case_table(study), ["money"], layer="consensus", questions=["role"]
        )
        .codes["money"]
        .states
    )
    assert sorted(money) == [-1, -1, -1, -1, -1, 0, 1, 1, 1]
    session = CodingSession(study, study.register_coder("lead"))
    session.undo()
    session.undo()
    again = {one.code: one.settled for one in lead(study).list_disagreements()}
    assert {code: settled is not None for code, settled in again.items()} == {
        "pressure": True,
        "pushback": True,
        "money": False,
    }
