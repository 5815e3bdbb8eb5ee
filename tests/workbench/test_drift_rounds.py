"""Drift rounds: answers of an earlier wave are coded again, and nobody can tell which they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from changing_world import STUDY, code_all, write_survey
from tipcoder.errors import BadInput
from tipcoder.model.codings import MemoTarget
from tipcoder.model.filters import AnswerFilter, AnswerOrder, AttributeTest
from tipcoder.store import codings, counts, drift, finished_work, rounds, undo_redo
from tipcoder.store.act_log import HIDDEN, load_log
from tipcoder.store.progress import count_work_by_coder
from tipcoder.workbench.coding.code_quotes import CodeQuotes, QuoteRequest, read_latest_quotes
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import (
    DrawnRound,
    RoundPlan,
    draw_round,
    freeze_round,
    list_rounds,
)
from tipcoder.workbench.status.check import check_study

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.study import OpenStudy

WITH_COUNTRY = STUDY.replace('wave = "year"\n', 'wave = "year"\nattributes = ["country"]\n')


@pytest.fixture
def panel(make_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[OpenStudy]:
    """Both waves, of which Anna has coded the first."""
    folder = make_study(write_survey(), WITH_COUNTRY, where=store_url)
    with open_study_folder(folder) as study:
        for houses in ("P0123", "P0223", "P0323", "P0423", "A0"):
            code_all(study, "anna", words=houses)
        study.store.viewer = None
        yield study


def draw(study: OpenStudy, **plan: object) -> DrawnRound:
    """A drift round of six answers for Anna alone."""
    settings = {"coders": ("anna",), "drift": "6", "seed": 5, "name": "D1", **plan}
    study.store.viewer = None
    return draw_round(study, study.register_coder("lead"), RoundPlan(**settings))  # type: ignore[arg-type]


def session_of(study: OpenStudy, coder: str) -> CodingSession:
    """Somebody at work."""
    return CodingSession(study, study.register_coder(coder))


def find_copies(study: OpenStudy) -> dict[int, int]:
    """Copies that Anna has in an open round, and what they are of."""
    with study.store.read() as db:
        return drift.find_open_copies(db, study.register_coder("anna").id)


def count_money(study: OpenStudy) -> tuple[int, int]:
    """(answers with the code, answers finished by Anna), as the lead sees them."""
    viewer, study.store.viewer = study.store.viewer, None
    with study.store.read() as db:
        coded = sum(line.answers for line in counts.count_codes(db) if line.code == "money")
        finished = finished_work.load_finished_answers(db, [study.register_coder("anna").id])
    study.store.viewer = viewer
    return coded, len(finished)


def test_the_round_is_of_the_last_wave_and_of_a_sample_of_the_one_before(
    panel: OpenStudy,
) -> None:
    drawn = draw(panel)
    assert drawn.again is not None
    assert (drawn.again.earlier, drawn.again.later) == ("2023", "2025")
    # Thirteen answers of 2023 are finished, and 24 came in 2025.
    assert (drawn.again.pile, drawn.again.size) == (13, 6)
    assert (drawn.pile, drawn.shared, drawn.each) == (24, 0, {"anna": 30})
    (progress,) = list_rounds(panel)
    assert progress.round.design["drift"] == {"from": "2023", "to": "2025", "answers": 6}
    (share,) = progress.shares
    assert (share.answers, share.again, share.finished) == (30, 6, 0)


def test_rare_codes_are_in_the_sample_and_chances_are_kept(panel: OpenStudy) -> None:
    draw(panel)
    anna = session_of(panel, "anna")
    texts = {copy: anna.read_answer(copy).text for copy in find_copies(panel)}
    # Money is on 6 of 13; half of the sample is of codes, and of the rest 3 in 10 as well.
    asking = [copy for copy, text in texts.items() if "Grants" in text]
    assert len(asking) >= 4
    with panel.store.read() as db:
        kept = drift.load_drift_copies(db, [one.id for one in rounds.load_rounds(db)])
    chances = {one.copy_id: one.chance for one in kept}
    assert {round(chances[copy], 6) for copy in asking} == {round(len(asking) / 6, 6)}
    without = [copy for copy in texts if copy not in asking]
    assert {round(chances[copy], 6) for copy in without} == {round(len(without) / 7, 6)}


def test_the_same_seed_draws_the_same_answers(panel: OpenStudy) -> None:
    draw(panel)
    first = set(find_copies(panel).values())
    undo_redo.undo_act(panel.store, panel.register_coder("lead").id)
    assert find_copies(panel) == {}
    draw(panel)
    assert set(find_copies(panel).values()) == first


def test_a_coder_cannot_tell_which_answers_were_coded_before(panel: OpenStudy) -> None:
    draw(panel)
    anna = session_of(panel, "anna")
    copies = find_copies(panel)
    listed = anna.find_answer_ids(AnswerFilter(rounds=("D1",)))
    assert len(listed) == 30
    assert set(copies) <= set(listed)
    # Nothing is finished, coded, flagged or noted, and no case has a wave.
    lines = anna.read_lines(listed)
    assert {(line.finished, line.codings, line.case.count(".")) for line in lines.values()} == {
        (False, 0, 0)
    }
    for answer_id in listed:
        assert "year" not in anna.read_answer(answer_id).attributes
        assert anna.read_codings(answer_id) == []
    place = anna.attributes.index("year")
    cells = {line.attributes[place] for line in anna.read_grid_lines(listed).values()}
    assert cells == {""}
    # The answers themselves are not listed besides, nor found.
    everything = anna.find_answer_ids(AnswerFilter())
    assert set(everything).isdisjoint(copies.values())
    assert len(everything) == 48
    assert not set(anna.read_finished_ids()) & set(listed)


def test_neither_order_nor_filter_tells_the_wave(panel: OpenStudy) -> None:
    draw(panel)
    anna = session_of(panel, "anna")
    copies = find_copies(panel)
    in_round = AnswerFilter(rounds=("D1",))
    for by in ("question", "respondent", "length", "same", "year"):
        order = anna.find_answer_ids(in_round, AnswerOrder(by))
        places = [place for place, answer_id in enumerate(order) if answer_id in copies]
        assert len(order) == 30, by
        # By lot they are neither all in front nor all behind.
        assert places[0] < 12, by
        assert places[-1] > 17, by
    assert "year" not in anna.read_attribute_names()
    tested = AnswerFilter(rounds=("D1",), attributes=(AttributeTest("year", "=", "2023"),))
    assert anna.find_answer_ids(tested) == anna.find_answer_ids(in_round)
    # `P01.2023` would be a label of the earlier wave; the respondent may be looked for.
    assert anna.find_answer_ids(AnswerFilter(cases=("P01.2023",))) == []
    assert len(anna.find_answer_ids(AnswerFilter(cases=("P01",)))) == 2


def test_what_was_said_of_them_before_is_hidden_from_who_codes_them_again(
    panel: OpenStudy,
) -> None:
    before = count_money(panel)
    draw(panel)
    anna = panel.register_coder("anna").id
    hidden = set(find_copies(panel).values())
    panel.store.viewer = anna
    with panel.store.read() as db:
        assert codings.load_visible_codings(db, sorted(hidden)) == []
        seen = {one.answer_id for one in finished_work.load_finished_answers(db, [anna])}
    assert seen.isdisjoint(hidden)
    assert len(seen) == 7
    panel.store.viewer = None
    assert count_money(panel) == before, "for everybody else nothing has changed"


def test_all_quotes_of_a_code_tell_neither_wave_nor_what_was_said_before(
    panel: OpenStudy,
) -> None:
    draw(panel)
    anna = session_of(panel, "anna")
    copies = find_copies(panel)
    first, second = sorted(copies)[:2]
    anna.add_coding(first, "money", (0, 4))
    anna.add_coding(second, "money", (0, 4))
    quotes = CodeQuotes(anna, QuoteRequest("money"))
    quotes.read_list()
    page = quotes.read_page(quotes.ids)
    answers = [page[coding_id].answer_id for coding_id in quotes.ids]
    assert set(copies.values()).isdisjoint(answers)
    in_order = [answer_id for answer_id in answers if answer_id in copies]
    assert in_order == [i for i in anna.find_answer_ids(AnswerFilter()) if i in (first, second)]
    assert {quote.case.count(".") for quote in page.values()} == {0}
    assert all("year" not in quote.attributes for quote in page.values())
    latest = read_latest_quotes(anna, "money")
    assert latest[0].quote == anna.read_answer(second).text[:4]
    assert {one.case.count(".") for one in latest} == {0}


def test_coding_them_again_changes_nothing_that_was_coded(panel: OpenStudy) -> None:
    before = count_money(panel)
    with panel.store.read() as db:
        work = {one.coder: one for one in count_work_by_coder(db)}
        totals = counts.count_totals(db)
    draw(panel)
    anna = session_of(panel, "anna")
    copies = find_copies(panel)
    for copy in copies:
        anna.add_coding(copy, "money", finish=True)
        anna.set_memo(MemoTarget(answer_id=copy), "said blind")
        anna.toggle_flag(copy)
    assert count_money(panel) == before
    assert set(anna.read_finished_ids()) >= set(copies)
    freeze_round(panel, panel.register_coder("lead"), "D1")
    assert count_money(panel) == before
    # Then the answers are listed again as they were, and their copies no longer.
    listed = set(anna.find_answer_ids(AnswerFilter()))
    assert listed.isdisjoint(copies)
    assert listed >= set(copies.values())
    with panel.store.read() as db:
        mine = next(one for one in count_work_by_coder(db) if one.coder == "anna")
        now = counts.count_totals(db)
    assert (mine.codings, mine.flags, mine.memos) == (work["anna"].codings, 0, 0)
    assert (now["codings"], now["readings"]) == (totals["codings"], totals["readings"])
    with panel.store.read() as db:
        kept = rounds.load_judgements(db, list_rounds(panel)[0].round.id)
        assert codings.load_stale_codings(db) == []
        assert finished_work.load_judged_answers(db, [list_rounds(panel)[0].round.id]) == []
    assert {one.answer_id for one in kept} == set(copies)
    assert {one.codings[0][0] for one in kept} == {"money"}


def test_the_log_and_the_check_know_the_round(panel: OpenStudy) -> None:
    draw(panel)
    anna = session_of(panel, "anna")
    first = next(iter(find_copies(panel)))
    anna.add_coding(first, "money", finish=True)
    panel.store.viewer = None
    assert check_study(panel).faults == []
    lead = panel.register_coder("lead").id
    undone = undo_redo.undo_act(panel.store, lead)
    assert undone is not None
    assert undone.sentence == "opened round D1: 0 shared answers for anna, and 6 of wave 2023 again"
    assert check_study(panel).faults == []
    assert undo_redo.redo_act(panel.store, lead) is not None
    assert first in find_copies(panel)
    assert check_study(panel).faults == []


def test_coders_share_the_sample(panel: OpenStudy) -> None:
    drawn = draw(panel, coders=("anna", "boris"), overlap="4", only_overlap=True, drift="50%")
    assert drawn.again is not None
    assert (drawn.shared, drawn.again.size, drawn.each) == (4, 6, {"anna": 7, "boris": 7})


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ({"drift": "14"}, "A drift sample of 14 is not possible with 13 coded answers of wave"),
        ({"drift": "some"}, "'some' is not a drift sample"),
        ({"only_overlap": True}, "nothing to hide the earlier answers in"),
        ({"earlier_wave": "2024"}, "no wave '2024'"),
        ({"earlier_wave": "2025"}, "Wave 2025 is the last one"),
        ({"drift": "", "coders": ("anna", "boris"), "earlier_wave": "2023"}, "nothing of it"),
        ({"drift": ""}, "at least two coders"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    panel: OpenStudy, plan: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        draw(panel, **plan)
    assert list_rounds(panel) == []


def test_a_study_of_one_wave_has_nothing_to_code_again(here: OpenStudy) -> None:
    with pytest.raises(BadInput, match="no earlier wave to code again"):
        draw(here)


def test_a_bundle_carries_what_was_coded_again_apart_from_what_was_coded(
    panel: OpenStudy, tmp_path: Path
) -> None:
    from tipcoder.workbench.exchange.bundles import export_bundle, import_bundle

    draw(panel)
    anna = session_of(panel, "anna")
    copies = find_copies(panel)
    for copy in copies:
        anna.add_coding(copy, "money", finish=True)
    bundle = tmp_path / "anna.json"
    exported = export_bundle(panel, "anna", bundle)
    assert (exported.answers, exported.codings) == (13 + 6, 6 + 6)
    document = json.loads(bundle.read_text("utf-8"))
    assert (len(document["answers"]), len(document["again"])) == (13, 6)
    assert {entry["round"] for entry in document["again"]} == {"D1"}
    # In another copy of the study that has the round, and nothing coded in it.
    for _ in copies:
        anna.undo()
    assert not set(anna.read_finished_ids()) & set(copies)
    panel.store.viewer = None
    report = import_bundle(panel, panel.register_coder("lead"), bundle)
    assert (report.added, report.there_already, report.left) == (6, 13, [])
    assert count_money(panel) == (6, 13)
    assert set(session_of(panel, "anna").read_finished_ids()) >= set(copies)


def test_the_log_hides_what_a_coder_said_before_she_codes_it_again(panel: OpenStudy) -> None:
    draw(panel)
    anna = session_of(panel, "anna")
    first = next(iter(find_copies(panel)))
    anna.finish_answers(first)
    with panel.store.read() as db:
        own = [line for line in load_log(db) if line.coder == "anna"]
    assert own[0].sentence != HIDDEN, "what she does in the round is her own"
    assert {line.sentence for line in own[1:]} == {HIDDEN}
    freeze_round(panel, panel.register_coder("lead"), "D1")
    with panel.store.read() as db:
        assert HIDDEN not in {line.sentence for line in load_log(db)}


def test_no_sheet_is_written_that_would_tell_the_waves_apart(panel: OpenStudy) -> None:
    from tipcoder.workbench.exchange.coding_template import (
        TemplateRequest,
        build_coding_template,
    )

    draw(panel)
    anna = panel.register_coder("anna")
    with pytest.raises(BadInput, match="mixes answers of two waves"):
        build_coding_template(panel, anna, TemplateRequest(), for_csv=False)
    freeze_round(panel, panel.register_coder("lead"), "D1")
    # Then there are the answers of both waves, and no copy.
    assert build_coding_template(panel, anna, TemplateRequest(), for_csv=False).answers == 48


def test_codings_are_not_imported_by_who_would_learn_what_is_there(
    panel: OpenStudy, tmp_path: Path
) -> None:
    from tipcoder.workbench.exchange.codings_import import import_codings

    draw(panel)
    lines = tmp_path / "codings.csv"
    lines.write_text("case,question,coder,code,start,end\nP01.2023,need,anna,money,,\n", "utf-8")
    anna = session_of(panel, "anna")
    with pytest.raises(BadInput, match="mixes answers of two waves"):
        import_codings(panel, anna.coder, lines)
