"""Counts of codes, split as asked, with codes that nobody used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.codebook.revisions import count_net_answers
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.status.code_counts import build_code_table

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]


@pytest.fixture
def coded(here: OpenStudy, find: Find) -> OpenStudy:
    """Anna: money on two Spanish spans of one answer and on a Russian one.
    Boris: the Russian one as well.
    """
    anna, boris = (CodingSession(here, here.register_coder(name)) for name in ("anna", "boris"))
    spanish, russian = find(anna, "presiona al gobierno"), find(anna, "дали деньги")
    anna.add_coding(spanish, "money", (0, 5))
    anna.add_coding(spanish, "money", (6, 9))
    anna.add_coding(russian, "money")
    boris.add_coding(russian, "money")
    boris.add_coding(russian, "training")
    return here


def row(code: str, answers: int, codings: int, **split: str) -> dict[str, str | int]:
    return {"code": code, **split, "answers": answers, "codings": codings}


def test_a_table_without_splits_has_one_line_for_each_code_in_codebook_order(
    coded: OpenStudy,
) -> None:
    assert build_code_table(coded, []) == [
        row("pressure", 0, 0),
        row("pushback", 0, 0),
        row("training", 1, 1),
        row("money", 3, 4),
    ]


def test_splits_add_up_to_the_whole(coded: OpenStudy) -> None:
    by_language = [r for r in build_code_table(coded, ["language"]) if r["code"] == "money"]
    assert by_language == [row("money", 1, 2, language="es"), row("money", 2, 2, language="ru")]
    by_all = [
        r
        for r in build_code_table(coded, ["question", "language", "coder"])
        if r["code"] == "money"
    ]
    assert by_all == [
        row("money", 1, 2, question="role", language="es", coder="anna"),
        row("money", 1, 1, question="how", language="ru", coder="anna"),
        row("money", 1, 1, question="how", language="ru", coder="boris"),
    ]


def test_one_coders_counts(coded: OpenStudy) -> None:
    assert build_code_table(coded, [], "boris")[-2:] == [row("training", 1, 1), row("money", 1, 1)]
    with pytest.raises(BadInput, match="Nobody called"):
        build_code_table(coded, [], "carl")


def test_a_code_used_as_a_group_only_is_not_listed_until_something_stands_on_it(
    coded: OpenStudy,
) -> None:
    assert "government" not in {r["code"] for r in build_code_table(coded, [])}


def test_a_code_that_left_the_codebook_is_counted_last(coded: OpenStudy) -> None:
    from tipcoder.workbench.codebook.hand_edits import import_edited_codebook

    coded.codebook_file.write_text('[code.training]\nlabel = "Training"\n', "utf-8")
    import_edited_codebook(coded, coded.register_coder("lead"))
    assert build_code_table(coded, []) == [row("training", 1, 1), row("money", 3, 4)]


def test_undone_codings_count_nowhere(coded: OpenStudy) -> None:
    anna = CodingSession(coded, coded.register_coder("anna"))
    while anna.undo():
        pass
    assert build_code_table(coded, [], "anna") == [
        row(code, 0, 0) for code in ("pressure", "pushback", "training", "money")
    ]
    assert anna.find_answer_ids(AnswerFilter(codes=("money",))) == []


def test_a_parent_counts_every_answer_with_it_or_a_code_below_it_once(
    coded: OpenStudy, find: Find
) -> None:
    """Anna puts both codes of a branch on one answer and one on another;
    boris puts the other code on the first.
    """
    anna, boris = (CodingSession(coded, coded.register_coder(name)) for name in ("anna", "boris"))
    spanish, russian = find(anna, "presiona al gobierno"), find(anna, "дали деньги")
    anna.add_coding(spanish, "pressure")
    anna.add_coding(spanish, "pushback")
    anna.add_coding(russian, "pushback")
    boris.add_coding(spanish, "pushback")
    counted = {r["code"]: (r["answers"], r["net"]) for r in build_code_table(coded, [], nets=True)}
    # Three pairs of an answer and a coder, of four codings; government itself is put on nothing.
    assert counted == {
        "government": (0, 3),
        "pressure": (1, 1),
        "pushback": (3, 3),
        "training": (1, 1),
        "money": (3, 3),
    }
    by_language = {
        r["language"]: r["net"]
        for r in build_code_table(coded, ["language"], nets=True)
        if r["code"] == "government"
    }
    assert by_language == {"es": 2, "ru": 1}
    assert {r["code"]: r["net"] for r in build_code_table(coded, [], "boris", nets=True)}[
        "government"
    ] == 1
    assert count_net_answers(coded) == {"government": 2}, (
        "the codebook's screen counts answers, whoever put the code there"
    )
