"""The codebook screen: what a change touches is shown before, the tree follows,
and undo takes it back.
"""

from __future__ import annotations

import pytest

from screen_driver import OpenWorkbench
from tipcoder.codebook.reading import read_codebook
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.codebook import CodebookScreen
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.tui.screens.confirm_box import ConfirmBox
from tipcoder.workbench.codebook.revisions import find_stale_codings
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.study import OpenStudy


def put(study: OpenStudy, coder: str, code: str, *words: str) -> None:
    """Somebody puts a code on the answers with these words."""
    session = CodingSession(study, study.register_coder(coder))
    for word in words:
        (answer_id,) = session.find_answer_ids(AnswerFilter(words=word))
        session.add_coding(answer_id, code, finish=True)


async def test_the_tree_shows_how_often_each_code_stands_for_me_and_for_all(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    put(here, "anna", "pressure", "pushed the ministry")
    put(here, "boris", "pressure", "pushed the ministry", "Посольство давило")
    async with workbench_of(here) as bench:
        await bench.press("b")
        assert isinstance(bench.screen, CodebookScreen)
        rows = {line.split()[1]: line.split() for line in bench.text.splitlines() if "●" in line}
        assert rows["Pressure"][2:4] == ["1", "2"]
        assert rows["Money"][2:4] == ["·", "·"]
        assert "5 codes, revision 1" in bench.title


async def test_the_card_follows_the_cursor(here: OpenStudy, workbench_of: OpenWorkbench) -> None:
    async with workbench_of(here) as bench:
        await bench.press("b", "down")
        assert "Somebody makes a government" in bench.text
        assert "Давление" in bench.text
        await bench.press("j")
        assert "A government resists." in bench.text
        await bench.press("semicolon")
        await bench.type("train")
        await bench.press("enter")
        assert "Courses and workshops." in bench.text


async def test_a_definition_is_edited_in_one_language_and_the_file_follows(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("b", "down", "e")
        await bench.type("definition (es)")
        await bench.press("enter")
        await bench.type("Alguien presiona.")
        await bench.press("escape")
        assert bench.session.codebook.codes["pressure"].definition["es"] == "Alguien presiona."
        assert (
            read_codebook(here.codebook_file).codes["pressure"].definition["es"]
            == "Alguien presiona."
        )
        assert "rewrote the definition of Pressure in es" in bench.status
        await bench.press("u")
        assert "es" not in bench.session.codebook.codes["pressure"].definition
        assert "es" not in read_codebook(here.codebook_file).codes["pressure"].definition


async def test_before_a_meaning_is_changed_it_says_how_many_codings_become_stale(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    put(here, "boris", "pressure", "pushed the ministry", "Посольство давило")
    async with workbench_of(here, size=(120, 40)) as bench:
        await bench.press("b", "down", "e")
        await bench.type("definition (en)")
        await bench.press("enter")
        assert "Another meaning makes 2 codings stale." in bench.text
        await bench.type(" By force")
        await bench.press("escape", "l")
        assert "2 codings were made when their code meant something else" in bench.text
        await bench.press("space", "enter")
        assert "confirmed 1 coding" in bench.status
        assert len(find_stale_codings(here)) == 1


async def test_a_merge_tells_what_it_touches_moves_everybodys_codings_and_is_taken_back_whole(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    put(here, "anna", "pressure", "pushed the ministry")
    put(here, "boris", "pressure", "Посольство давило")
    async with workbench_of(here, size=(120, 40)) as bench:
        await bench.press("b", "down", "i")
        await bench.type("pushback")
        await bench.press("enter")
        assert isinstance(bench.app.screen, ConfirmBox)
        assert (
            "Merging Pressure into Pushback moves 2 codings of 2 coders on 2 answers"
            in " ".join(bench.text.split())
        )
        await bench.press("escape")
        assert "pressure" in bench.session.codebook.codes, "nothing was done yet"
        await bench.press("i")
        await bench.type("pushback")
        await bench.press("enter", "enter")
        assert "pressure" not in bench.session.codebook.codes
        assert len(bench.session.find_answer_ids(AnswerFilter(codes=("pushback",)))) == 1
        assert "Retired" in bench.text
        await bench.press("u")
        assert "Undone: merged Pressure into Pushback" in bench.status
        assert len(bench.session.find_answer_ids(AnswerFilter(codes=("pressure",)))) == 1
        assert "Retired" not in bench.text


async def test_a_code_is_split_by_choosing_quotes(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    put(here, "anna", "pressure", "pushed the ministry")
    put(here, "boris", "pressure", "pushed the ministry", "Посольство давило")
    async with workbench_of(here, size=(120, 40)) as bench:
        await bench.press("b", "down", "s")
        assert bench.text.count("pushed the ministry") == 2
        await bench.press("enter")
        assert "Nothing is marked" in bench.text
        await bench.press("space", "space", "enter")
        await bench.type("Embassy pressure")
        await bench.press("escape")
        assert "moves 2 codings" in " ".join(bench.text.split())
        assert [draft.words for draft in bench.app.drafts.list_drafts()] == ["Embassy pressure"], (
            "nobody has said yes"
        )
        await bench.press("enter")
        assert bench.app.drafts.list_drafts() == []
        (new,) = [
            code.key
            for code in bench.session.codebook.codes.values()
            if code.label["en"] == "Embassy pressure"
        ]
        assert len(bench.session.find_answer_ids(AnswerFilter(codes=(new,)))) == 1
        assert bench.session.find_answer_ids(AnswerFilter(codes=("pressure",))) == []


async def test_a_retired_code_is_no_longer_offered_and_can_be_brought_back(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    put(here, "anna", "pressure", "pushed the ministry")
    async with workbench_of(here) as bench:
        await bench.press("b", "down", "d", "enter")
        assert "Pressure, 1 coding left" in bench.text
        assert "pressure" not in bench.session.rank_codes(bench.coding.ids[0])
        await bench.press("e")
        assert "retired; d brings it back" in bench.status
        await bench.press("d")
        assert "pressure" in bench.session.codebook.codes


async def test_a_code_is_added_renamed_coloured_and_moved(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("b", "down", "n")
        await bench.type("[/] Threats")
        await bench.press("escape")
        codes = bench.session.codebook.codes
        (key,) = [code.key for code in codes.values() if code.label["en"] == "[/] Threats"]
        assert codes[key].parent == "government"
        assert "[/] Threats" in bench.text
        await bench.press("r")
        await bench.type(" 2")
        await bench.press("escape", "c")
        await bench.type("violet")
        await bench.press("enter", "K", "p")
        await bench.type("top")
        await bench.press("enter")
        code = bench.session.codebook.codes[key]
        assert (code.label["en"], code.colour, code.parent) == ("[/] Threats 2", "#9467bd", None)
        await bench.press("u", "u", "u", "u", "u")
        assert key not in bench.session.codebook.codes


async def test_revisions_are_compared(here: OpenStudy, workbench_of: OpenWorkbench) -> None:
    async with workbench_of(here, size=(120, 40)) as bench:
        await bench.press("b", "v")
        assert "has not been changed yet" in bench.status
        await bench.press("down", "r")
        await bench.type("!")
        await bench.press("escape", "v", "enter")
        assert "From revision 1 to revision 2" in bench.text
        assert "− Pressure" in bench.text
        assert "+ Pressure!" in bench.text


async def test_enter_lists_the_answers_of_a_code(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    put(here, "anna", "pressure", "pushed the ministry")
    async with workbench_of(here) as bench:
        await bench.press("b", "enter")
        assert isinstance(bench.screen, CodingScreen)
        assert "[code:government]" in bench.title
        assert len(bench.coding.ids) == 1, "a code stands for what is below it, too"


async def test_a_code_is_made_without_leaving_the_answer(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("s", "semicolon")
        await bench.type("zzzz")
        await bench.press("enter")
        assert bench.codes(0) == [], "letters that fit no code make none"
        await bench.press("escape", "semicolon")
        await bench.type("+Lobbying by churches")
        await bench.press("enter")
        (code, quote) = bench.codes(0)[0]
        assert bench.session.code_label(code) == "Lobbying by churches"
        assert bench.session.read_answer(bench.coding.ids[0]).text.startswith(quote)
        await bench.press("u", "u")
        assert code not in bench.session.codebook.codes


async def test_a_quote_becomes_an_example_with_one_key(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("w", "1", "e")
        code, _ = bench.codes(0)[0]
        assert "nobody has read it" in bench.status
        assert bench.session.codebook.codes[code].examples == {}

        # An example takes the wording in which a person has released the quote.
        answer_id = bench.coding.ids[0]
        desk = RedactionSession(here, here.register_coder("boris"))
        end = len(desk.sources[answer_id].text)
        waiting = desk.list_open_proposals(answer_id, 0, end)
        if waiting:
            desk.accept_proposals([(answer_id, proposal) for proposal in waiting])
        desk.review_stretches([(answer_id, 0, end)])
        (coding,) = bench.session.read_codings(answer_id)
        released = desk.build_wording(answer_id, coding.start, coding.end)
        await bench.press("e")
        language = bench.session.read_answer(answer_id).language
        assert bench.session.codebook.codes[code].examples[language] == (released,)
        await bench.press("e")
        assert "an example already" in bench.status
        await bench.press("u")
        assert bench.session.codebook.codes[code].examples == {}


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 16), (20, 5)])
async def test_it_lives_at_every_size(
    here: OpenStudy, workbench_of: OpenWorkbench, size: tuple[int, int]
) -> None:
    async with workbench_of(here, size=size) as bench:
        await bench.press("b", "down", "down", "up")
        if size[0] >= 60:
            assert "Pressure" in bench.text
        else:
            assert "needs 60" in bench.text
