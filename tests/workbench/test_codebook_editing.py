"""The codebook in the hands of a lead: every edit is one act, takes everybody's codings along,
and can be taken back.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tipcoder.codebook.reading import parse_codebook, read_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.model.codings import Coding, MemoTarget
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import (
    AddCode,
    EditList,
    EditText,
    MergeCodes,
    MoveCode,
    PromoteQuote,
    RecolourCode,
    ReplaceCodebook,
    RestoreCode,
    RetireCode,
    SplitCode,
)
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.codebook.file_update import update_codebook_file
from tipcoder.workbench.codebook.hand_edits import import_edited_codebook
from tipcoder.workbench.codebook.revisions import (
    find_changes,
    find_retired_codes,
    find_stale_codings,
    list_revisions,
    read_code_tallies,
)
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.history import read_log, undo_or_redo
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.check import check_study

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

RUSSIAN = "Посольство давило на правительство, и доклад о торговле людьми обсуждали в парламенте."

Find = Callable[[CodingSession, str], int]
Said = tuple[str, str]


class Team:
    """Anna and Boris have coded two answers each; Lead edits the codebook.

    Pressure stands three times: anna on "embassy" of the English answer and on the whole Russian
    one, boris on "embassy" too. Anna also has Pushback on the whole Russian answer, and has
    finished it.
    """

    def __init__(self, here: OpenStudy, find: Find) -> None:
        self.here = here
        self.lead = CodebookEditor(here, here.register_coder("lead"))
        self.anna, self.boris = (
            CodingSession(here, here.register_coder(name)) for name in ("anna", "boris")
        )
        self.english, self.russian = (
            find(self.anna, "pushed the ministry"),
            find(self.anna, "Посольство давило"),
        )
        self.embassy = (4, 11)
        self.anna.add_coding(self.english, "pressure", self.embassy)
        self.anna.add_coding(self.russian, "pressure")
        self.anna.add_coding(self.russian, "pushback", finish=True)
        self.boris.add_coding(self.english, "pressure", self.embassy)

    def standing(self, session: CodingSession) -> set[Said]:
        """(code, quote) of everything a coder has on the two answers."""
        return {
            (c.code, c.quote)
            for at in (self.english, self.russian)
            for c in session.read_codings(at)
        }

    def coding(self, session: CodingSession, at: int, code: str) -> Coding:
        (found,) = [coding for coding in session.read_codings(at) if coding.code == code]
        return found

    def undo(self, name: str = "lead") -> str:
        done = undo_or_redo(self.here, self.here.register_coder(name), "undo")
        return done.sentence if done else ""

    def redo(self, name: str = "lead") -> None:
        assert undo_or_redo(self.here, self.here.register_coder(name), "redo") is not None

    def codes(self) -> list[str]:
        return list(read_codebook_in_force(self.here).codes)

    def file_says_the_same(self) -> bool:
        return codebook_to_json(read_codebook(self.here.codebook_file)) == codebook_to_json(
            read_codebook_in_force(self.here)
        )

    def nothing_is_wrong(self) -> bool:
        return check_study(self.here).faults == []


@pytest.fixture
def team(here_on_both: OpenStudy, find: Find) -> Team:
    return Team(here_on_both, find)


def hand(here: OpenStudy, more: str) -> None:
    """Somebody edits codebook.toml in an editor."""
    with here.codebook_file.open("a", encoding="utf-8") as file:
        file.write(more)


SHELTER = '\n# ask Ada\n[code.shelter]\nlabel = "Shelter"\n'


# --- merging ---


def test_a_merge_moves_the_codings_of_everybody_and_doubles_none(team: Team) -> None:
    assert team.standing(team.anna) == {
        ("pressure", "embassy"),
        ("pressure", RUSSIAN),
        ("pushback", RUSSIAN),
    }
    told = team.lead.preview_edit(MergeCodes("pressure", "pushback"))
    assert (told.codings, told.answers, told.coders, told.finished, told.doubled) == (3, 2, 2, 1, 1)
    assert told.sentence == (
        "Merging Pressure into Pushback moves 3 codings of 2 coders on 2 answers, 1 of them "
        "finished; "
        "1 coding under both will not be doubled"
    )
    assert "pressure" in team.codes(), "a preview changes nothing"

    said = team.lead.make_edit(MergeCodes("pressure", "pushback"))
    assert said == "merged Pressure into Pushback, 3 codings of 2 coders moved"
    assert team.codes() == ["government", "pushback", "training", "money"]
    assert team.standing(team.anna) == {("pushback", "embassy"), ("pushback", RUSSIAN)}
    assert team.standing(team.boris) == {("pushback", "embassy")}
    assert team.file_says_the_same()
    assert team.nothing_is_wrong()
    newest = read_log(team.here, limit=1)[0]
    assert (newest.act, newest.coder, newest.verb, newest.sentence) == (
        team.lead.last_act,
        "lead",
        "codebook",
        said,
    )


def test_quotes_that_begin_alike_and_end_apart_are_two_quotes_in_a_merge(team: Team) -> None:
    """4 to 11 is "embassy", 4 to 18 "embassy pushed":
    the longer one is no double of the shorter.
    """
    team.anna.add_coding(team.english, "pushback", (4, 18))
    team.anna.set_memo(
        MemoTarget(team.english, team.coding(team.anna, team.english, "pressure").id), "who?"
    )
    told = team.lead.preview_edit(MergeCodes("pressure", "pushback"))
    assert (told.codings, told.doubled) == (3, 1), "the one double is on the Russian answer"
    team.lead.make_edit(MergeCodes("pressure", "pushback"))
    spans = {(c.code, c.start, c.end) for c in team.anna.read_codings(team.english)}
    assert spans == {("pushback", 4, 11), ("pushback", 4, 18)}
    (memo,) = team.anna.read_memos(team.english)
    shorter = next(c for c in team.anna.read_codings(team.english) if c.end == 11)
    assert memo.target.coding_id == shorter.id
    team.undo()
    spans = {(c.code, c.start, c.end) for c in team.anna.read_codings(team.english)}
    assert spans == {("pressure", 4, 11), ("pushback", 4, 18)}


def test_undoing_a_merge_restores_codebook_codings_and_file(team: Team) -> None:
    before = (
        team.standing(team.anna),
        team.standing(team.boris),
        team.here.codebook_file.read_bytes(),
    )
    team.lead.make_edit(MergeCodes("pressure", "pushback"))
    assert team.undo() == "merged Pressure into Pushback, 3 codings of 2 coders moved"
    assert (
        team.standing(team.anna),
        team.standing(team.boris),
        team.here.codebook_file.read_bytes(),
    ) == before
    assert read_codebook_in_force(team.here).revision == 1
    assert team.nothing_is_wrong()

    team.redo()
    assert team.standing(team.boris) == {("pushback", "embassy")}
    assert team.file_says_the_same()
    assert team.nothing_is_wrong()


def test_somebody_elses_undo_does_not_reach_a_merge(team: Team) -> None:
    """Boris's last act was built on by the merge:
    it is passed over in one sentence, and nothing changes.
    """
    team.lead.make_edit(MergeCodes("pressure", "pushback"))
    with pytest.raises(BadInput, match="changed by someone else since: Pressure on"):
        team.undo("boris")
    assert team.standing(team.boris) == {("pushback", "embassy")}
    assert team.undo("boris") == ""
    assert "pressure" not in team.codes()


def test_a_merge_whose_codings_were_changed_since_is_refused_whole(team: Team) -> None:
    team.lead.make_edit(MergeCodes("pressure", "pushback"))
    team.boris.remove_coding(team.coding(team.boris, team.english, "pushback").id)
    with pytest.raises(
        BadInput, match="Not undone, because it was changed by someone else since: merged Pressure"
    ):
        team.undo()
    assert team.standing(team.anna) == {("pushback", "embassy"), ("pushback", RUSSIAN)}
    assert team.standing(team.boris) == set()
    assert "pressure" not in team.codes()
    assert team.file_says_the_same()
    assert team.nothing_is_wrong()


def test_memos_go_along_with_their_code_and_their_codings(team: Team) -> None:
    on_coding = MemoTarget(team.english, team.coding(team.anna, team.english, "pressure").id)
    twice = [
        MemoTarget(team.russian, team.coding(team.anna, team.russian, code).id)
        for code in ("pressure", "pushback")
    ]
    for target, text in zip((on_coding, *twice), ("who?", "hard", "rather this"), strict=True):
        team.anna.set_memo(target, text)
    team.anna.set_memo(MemoTarget(code="pressure"), "vague")
    team.boris.set_memo(MemoTarget(code="pressure"), "too wide")
    team.boris.set_memo(MemoTarget(code="pushback"), "clear")

    def on_code(code: str) -> list[Said]:
        return sorted((memo.coder, memo.text) for memo in team.anna.read_code_memos(code))

    team.lead.make_edit(MergeCodes("pressure", "pushback"))
    moved = team.coding(team.anna, team.english, "pushback").id
    assert [(memo.target.coding_id, memo.text) for memo in team.anna.read_memos(team.english)] == [
        (moved, "who?")
    ]
    kept = team.coding(team.anna, team.russian, "pushback").id
    assert [(memo.target.coding_id, memo.text) for memo in team.anna.read_memos(team.russian)] == [
        (kept, "rather this\nhard")
    ]
    assert on_code("pushback") == [("anna", "vague"), ("boris", "clear\ntoo wide")]

    team.undo()
    assert on_code("pushback") == [("boris", "clear")]
    assert on_code("pressure") == [("anna", "vague"), ("boris", "too wide")]
    assert [memo.target for memo in team.anna.read_memos(team.english)] == [on_coding]
    assert sorted(memo.text for memo in team.anna.read_memos(team.russian)) == [
        "hard",
        "rather this",
    ]


# --- splitting ---


@pytest.mark.parametrize(("below", "parent"), [(False, "government"), (True, "pressure")])
def test_a_split_gives_the_chosen_quotes_of_all_coders_to_a_new_code(
    team: Team, below: bool, parent: str
) -> None:
    chosen = tuple(team.coding(who, team.english, "pressure").id for who in (team.anna, team.boris))
    edit = SplitCode("pressure", "Diplomatic pressure", "en", chosen, below=below)
    assert team.lead.preview_edit(edit).sentence == (
        "Splitting Diplomatic pressure from Pressure moves 2 codings of 2 coders on 1 answer, 0 "
        "of them finished"
    )
    said = team.lead.make_edit(edit)
    assert said == "split Diplomatic pressure from Pressure, 2 codings of 2 coders moved"
    assert read_codebook_in_force(team.here).codes["diplomatic_pressure"].parent == parent
    assert team.standing(team.boris) == {("diplomatic_pressure", "embassy")}
    assert team.standing(team.anna) == {
        ("diplomatic_pressure", "embassy"),
        ("pressure", RUSSIAN),
        ("pushback", RUSSIAN),
    }
    team.undo()
    assert team.standing(team.boris) == {("pressure", "embassy")}
    assert "diplomatic_pressure" not in team.codes()
    assert team.nothing_is_wrong()


def test_a_split_by_quotes_that_are_gone_changes_nothing(team: Team) -> None:
    gone = team.coding(team.boris, team.english, "pressure").id
    kept = team.coding(team.anna, team.english, "pressure").id
    team.boris.undo()
    with pytest.raises(BadInput, match="1 chosen coding is no longer") as refusal:
        team.lead.make_edit(SplitCode("pressure", "New", "en", (gone, kept)))
    assert refusal.value.hint == "Choose again."
    with pytest.raises(BadInput, match="No quote was chosen"):
        team.lead.make_edit(SplitCode("pressure", "New", "en", ()))
    assert "new" not in team.codes()


# --- retiring and bringing back ---


def test_a_retired_code_stands_where_it_stood_and_can_no_longer_be_put_on(team: Team) -> None:
    assert team.lead.preview_edit(RetireCode("pressure")).sentence == (
        "Retiring Pressure leaves 3 codings of 2 coders on 2 answers, 1 of them finished"
    )
    assert (
        team.lead.make_edit(RetireCode("pressure"))
        == "retired Pressure, 3 codings of 2 coders stay"
    )
    assert ("pressure", "embassy") in team.standing(team.boris)
    fresh = CodingSession(team.here, team.here.register_coder("boris"))
    with pytest.raises(BadInput, match="no code 'pressure'"):
        fresh.add_coding(team.russian, "pressure")
    assert read_code_tallies(team.here, team.anna.coder)["pressure"] == (3, 2, 2, 2, 2)
    assert [
        (code.key, code.label, code.revision, code.codings)
        for code in find_retired_codes(team.here)
    ] == [("pressure", "Pressure", 1, 3)]


def test_a_retired_code_comes_back_with_its_texts_and_its_codings(team: Team) -> None:
    code = read_codebook_in_force(team.here).codes["pressure"]
    team.lead.make_edit(RetireCode("pressure"))
    team.lead.make_edit(EditList("money", "cues", "en", ("grants",)))
    assert team.lead.make_edit(RestoreCode("pressure")) == "brought back Pressure"
    assert read_codebook_in_force(team.here).codes["pressure"] == code
    assert find_retired_codes(team.here) == []
    with pytest.raises(BadInput, match="is not retired"):
        team.lead.make_edit(RestoreCode("pressure"))
    with pytest.raises(BadInput, match="never was a code 'presure'") as refusal:
        team.lead.make_edit(RestoreCode("presure"))
    assert refusal.value.hint == "Did you mean 'pressure'?"


def test_a_code_that_was_merged_away_comes_back_without_the_cues_it_passed_on(team: Team) -> None:
    team.lead.make_edit(EditList("pressure", "cues", "en", ("leaned on",)))
    team.lead.make_edit(MergeCodes("pressure", "pushback"))
    team.lead.make_edit(RestoreCode("pressure"))
    codes = read_codebook_in_force(team.here).codes
    assert (codes["pressure"].cues, codes["pushback"].cues) == ({}, {"en": ("leaned on",)})
    assert codes["pressure"].parent == "government"


def test_a_new_code_never_takes_over_what_a_retired_one_left(team: Team) -> None:
    team.lead.make_edit(RetireCode("pressure"))
    team.lead.make_edit(AddCode("Pressure", "en", "government"))
    assert "pressure_2" in team.codes()
    assert "pressure_2" not in read_code_tallies(team.here, team.anna.coder)


def test_a_code_that_was_undone_leaves_its_key_to_the_next(team: Team) -> None:
    team.lead.make_edit(AddCode("Shelter", "en"))
    team.undo()
    assert find_retired_codes(team.here) == []
    team.lead.make_edit(AddCode("Shelter", "en", "government"))
    assert "shelter" in team.codes()


# --- everything else that can be edited ---


def test_every_other_edit_says_what_it_did_and_is_one_step_back(team: Team) -> None:
    quote = team.coding(team.anna, team.russian, "pressure").id
    case = team.anna.read_answer(team.russian).case
    edits = {
        AddCode("Shelter", "en", "government"): "added Shelter under Government",
        EditText("money", "label", "en", "Funding"): "renamed Money to Funding",
        EditText("money", "label", "es", "Dinero"): "renamed Money in es to Dinero",
        EditText(
            "money", "definition", "en", "Any grant."
        ): "rewrote the definition of Money in en",
        EditText("money", "use_when", "en", ""): "removed the rule when to use of Money in en",
        EditList("money", "cues", "en", ("grants",)): "changed the cues of Money in en",
        RecolourCode("money", "#b45f06"): "coloured Money #b45f06",
        MoveCode("money", "government", "pushback"): "moved Money under Government before Pushback",
        MoveCode("pressure", None): "moved Pressure to the top",
        PromoteQuote(
            quote, "Some words"
        ): f"made a quote of {case} role an example of Pressure in ru",
    }
    text = team.here.codebook_file.read_bytes()
    for edit, sentence in edits.items():
        assert team.lead.make_edit(edit) == sentence
        assert read_codebook_in_force(team.here).revision > 1
        assert team.file_says_the_same()
        assert team.undo() == sentence
        assert read_codebook_in_force(team.here).revision == 1
        assert team.here.codebook_file.read_bytes() == text
    assert team.nothing_is_wrong()


def test_an_edit_that_changes_nothing_is_no_act(team: Team) -> None:
    acts = len(read_log(team.here))
    assert team.lead.make_edit(EditText("money", "label", "en", " Money ")) == "nothing changed"
    assert team.lead.last_act is None
    assert len(read_log(team.here)) == acts
    assert len(list_revisions(team.here)) == 1


def test_what_cannot_be_done_is_refused_with_a_remedy_and_leaves_no_trace(team: Team) -> None:
    acts = len(read_log(team.here))
    for edit, sentence in (
        (MergeCodes("presure", "money"), "no code 'presure'"),
        (MergeCodes("pressure", "government"), "only groups other codes"),
        (MoveCode("government", "pressure"), "cannot go below itself"),
        (MoveCode("money", None, "pushback"), "pushback will not be beside money"),
        (EditText("money", "label", "en", ""), "needs a label"),
        (EditText("money", "meaning", "en", "x"), "not a text of a code"),
        (EditText("money", "label", "english", "x"), "not a language"),
        (RecolourCode("money", "gold"), "not a colour"),
        (PromoteQuote(10_000, "Some words"), "no longer coded"),
    ):
        with pytest.raises(BadInput, match=sentence):
            team.lead.preview_edit(edit)
        with pytest.raises(BadInput, match=sentence):
            team.lead.make_edit(edit)
    assert len(read_log(team.here)) == acts


def test_a_code_merged_into_one_further_below_leaves_no_circle(team: Team) -> None:
    team.lead.make_edit(AddCode("Threats", "en", "pressure"))
    team.lead.make_edit(AddCode("Visa bans", "en", "threats"))
    team.lead.make_edit(MergeCodes("pressure", "visa_bans"))
    book = read_codebook_in_force(team.here)
    assert book.path_to("visa_bans") == ("government", "threats", "visa_bans")


# --- several hands ---


def test_two_people_who_edit_at_once_lose_nothing_of_one_another(team: Team) -> None:
    boris = CodebookEditor(team.here, team.boris.coder)
    team.lead.make_edit(EditText("money", "label", "en", "Funding"))
    boris.make_edit(EditText("training", "label", "en", "Workshops"))
    labels = {code.label["en"] for code in read_codebook_in_force(team.here).codes.values()}
    assert {"Funding", "Workshops"} <= labels
    with pytest.raises(BadInput, match="changed by someone else since: renamed Money"):
        team.undo()
    assert team.undo("boris") == "renamed Training to Workshops"
    assert read_codebook_in_force(team.here).codes["money"].label == {"en": "Funding"}
    assert team.file_says_the_same()


def test_edits_from_two_threads_all_arrive(team: Team) -> None:
    def add(name: str) -> None:
        editing = CodebookEditor(team.here, team.here.register_coder(name))
        for n in range(5):
            editing.make_edit(AddCode(f"{name} {n}", "en"))

    threads = [threading.Thread(target=add, args=(name,)) for name in ("anna", "boris")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(team.codes()) >= {f"{name}_{n}" for name in ("anna", "boris") for n in range(5)}
    assert team.file_says_the_same()


def test_a_codebook_edited_by_hand_is_taken_in_first_with_its_comments(team: Team) -> None:
    hand(team.here, SHELTER)
    said = team.lead.make_edit(EditText("money", "label", "en", "Funding"))
    assert said == "renamed Money to Funding; codebook.toml, edited by hand, was imported"
    assert "shelter" in team.codes()
    assert "# ask Ada" in team.here.codebook_file.read_text("utf-8")
    assert [line.sentence for line in read_log(team.here, 2)] == [
        "renamed Money to Funding",
        "Took in codebook.toml",
    ]
    team.undo()
    assert "shelter" in team.codes()


def test_a_codebook_that_was_broken_by_hand_bars_every_edit_and_keeps_every_letter(
    team: Team,
) -> None:
    hand(team.here, "\n[code.broken\n")
    broken = team.here.codebook_file.read_bytes()
    with pytest.raises(BadInput, match="Nothing was changed, because"):
        team.lead.make_edit(MergeCodes("pressure", "pushback"))
    assert team.here.codebook_file.read_bytes() == broken
    assert read_codebook_in_force(team.here).revision == 1


def test_a_file_that_only_lags_behind_does_not_take_an_edit_back(team: Team) -> None:
    """A team's store is ahead of the codebook.toml in the folder of whoever was away."""
    old = team.here.codebook_file.read_text("utf-8")
    team.lead.make_edit(EditText("money", "label", "en", "Funding"))
    team.here.codebook_file.write_text(old, "utf-8")
    CodebookEditor(team.here, team.boris.coder).make_edit(
        EditText("training", "label", "en", "Workshops")
    )
    codes = read_codebook_in_force(team.here).codes
    assert (codes["money"].label["en"], codes["training"].label["en"]) == ("Funding", "Workshops")
    assert team.file_says_the_same()


def test_a_lagging_file_is_brought_along_at_opening_where_the_store_is_a_teams(team: Team) -> None:
    old = team.here.codebook_file.read_text("utf-8")
    team.lead.make_edit(EditText("money", "label", "en", "Funding"))
    team.here.codebook_file.write_text(old, "utf-8")
    number = import_edited_codebook(team.here, team.boris.coder)
    if team.here.store.is_sqlite:
        assert number == 3, "who puts an older file into the study's own folder wants it back"
    else:
        assert number is None
        assert read_codebook_in_force(team.here).codes["money"].label["en"] == "Funding"
    assert team.file_says_the_same()


def test_a_file_that_cannot_be_written_stops_the_whole_edit(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tipcoder.workbench.codebook.file_update as file_update

    def refuse(*_: object) -> None:
        raise EnvironmentFault("codebook.toml: cannot be written.")

    with monkeypatch.context() as patch:
        patch.setattr(file_update, "write_file", refuse)
        with pytest.raises(EnvironmentFault):
            team.lead.make_edit(MergeCodes("pressure", "pushback"))
    assert read_codebook_in_force(team.here).revision == 1
    assert team.standing(team.boris) == {("pressure", "embassy")}
    assert team.file_says_the_same()


def test_a_store_that_fails_at_the_end_gets_its_file_back(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tipcoder.workbench.codebook.editor as codebook_editing

    before = team.here.codebook_file.read_bytes()

    def and_then_the_plug(*arguments: Any) -> None:
        update_codebook_file(*arguments)
        assert team.here.codebook_file.read_bytes() != before
        raise RuntimeError("the plug was pulled")

    with monkeypatch.context() as patch:
        patch.setattr(codebook_editing, "update_codebook_file", and_then_the_plug)
        with pytest.raises(RuntimeError):
            team.lead.make_edit(RetireCode("money"))
    assert team.here.codebook_file.read_bytes() == before
    assert read_codebook_in_force(team.here).revision == 1


def test_what_is_made_and_undone_is_there_for_whoever_opens_the_study_next(team: Team) -> None:
    team.lead.make_edit(MergeCodes("pressure", "pushback"))
    with open_study_folder(team.here.folder) as again:
        session = CodingSession(again, again.register_coder("boris"))
        assert session.news == ""
        assert [coding.code for coding in session.read_codings(team.english)] == ["pushback"]


def test_the_hand_written_text_of_an_imported_codebook_is_kept(team: Team) -> None:
    text = '# from Ada\n[code.pushback]\nlabel = "Pushback"\n\n[code.shame]\nlabel = "Shame"\n'
    before = team.here.codebook_file.read_bytes()
    edit = ReplaceCodebook(parse_codebook(tomllib.loads(text), "ada.toml"), "ada.toml", text)
    assert team.lead.preview_edit(edit).sentence == (
        "Replacing the codebook by ada.toml: 1 added, 1 changed, 4 retired; "
        "leaves 3 codings of 2 coders on 2 answers, 1 of them finished; 1 coding will be listed "
        "as stale"
    )
    assert team.lead.make_edit(edit).startswith(
        "replaced the codebook by ada.toml: 1 added, 1 changed, 4 retired"
    )
    assert team.here.codebook_file.read_text("utf-8") == text
    team.undo()
    assert "money" in team.codes()
    assert team.here.codebook_file.read_bytes() == before


def remarks(here: OpenStudy) -> dict[str, list[str]]:
    """Comments in codebook.toml and what is kept beside it."""
    return {
        path.name: [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
        for path in sorted(here.folder.glob("codebook.toml*"))
    }


def test_a_remark_written_since_stays_in_the_file_when_an_edit_is_undone(team: Team) -> None:
    team.lead.make_edit(EditText("money", "label", "en", "Funding"))
    hand(team.here, "# ask Ada\n")
    team.undo()
    assert remarks(team.here)["codebook.toml"] == ["# ask Ada"]
    assert team.file_says_the_same()


def test_a_remark_that_goes_with_its_code_is_kept_beside_the_file_for_good(team: Team) -> None:
    hand(team.here, '[code.shelter]\nlabel = "Shelter"\n# ask Ada\n')
    import_edited_codebook(team.here, team.lead.coder)
    for edit in (
        RetireCode("shelter"),
        RecolourCode("money", "#aaaaaa"),
        RecolourCode("money", "#bbbbbb"),
        RetireCode("training"),
    ):
        team.lead.make_edit(edit)
    assert remarks(team.here) == {
        "codebook.toml": [],
        "codebook.toml.bak": [],
        "codebook.toml.bak2": ["# ask Ada"],
    }


# --- the past ---


def test_revisions_say_who_made_them_of_which_one_and_whether_they_stand(team: Team) -> None:
    team.lead.make_edit(EditText("money", "label", "en", "Funding"))
    team.undo()
    CodebookEditor(team.here, team.boris.coder).make_edit(EditText("money", "label", "en", "Cash"))
    told = [
        (r.number, r.coder, r.sentence, r.parent, r.standing) for r in list_revisions(team.here)
    ]
    assert told[1:] == [
        (2, "lead", "renamed Money to Funding", 1, False),
        (3, "boris", "renamed Money to Cash", 1, True),
    ]
    assert told[0][0::3] == (1, 0)
    assert find_changes(team.here, 2, 3) == [("money", "label", "en", "Funding", "Cash")]
    with pytest.raises(BadInput, match="no revision 9") as refusal:
        find_changes(team.here, 1, 9)
    assert refusal.value.hint == "They go from 1 to 3."


def test_codings_made_under_an_older_definition_are_stale_until_somebody_confirms_them(
    team: Team,
) -> None:
    assert find_stale_codings(team.here) == []
    team.lead.make_edit(EditText("pressure", "definition", "ru", "Кто-то заставляет власти."))
    assert find_stale_codings(team.here) == [], "a translation changes nothing"
    edit = EditText("pressure", "definition", "en", "A foreign state makes a government act.")
    assert team.lead.preview_edit(edit).changes_meaning
    team.lead.make_edit(edit)
    team.lead.make_edit(EditText("pressure", "label", "en", "Push"))

    mine = find_stale_codings(team.here, team.boris.coder)
    case = team.boris.read_answer(team.english).case
    assert [
        (s.case, s.question, s.coder, s.code, s.quote, s.made_under, s.changed_in) for s in mine
    ] == [(case, "role", "boris", "pressure", "embassy", 1, 3)]
    assert len(find_stale_codings(team.here)) == 3
    assert (
        team.lead.confirm_codings([coding.id for coding in find_stale_codings(team.here)])
        == "confirmed 3 codings under revision 4"
    )
    assert find_stale_codings(team.here) == []
    assert team.lead.confirm_codings([mine[0].id]) == "nothing changed"

    assert team.undo() == "confirmed 3 codings under revision 4"
    assert len(find_stale_codings(team.here)) == 3
    assert team.nothing_is_wrong()


def test_a_definition_that_is_changed_back_makes_nothing_stale(team: Team) -> None:
    before = read_codebook_in_force(team.here).codes["pressure"].definition["en"]
    team.lead.make_edit(EditText("pressure", "definition", "en", "Something else."))
    assert len(find_stale_codings(team.here)) == 3
    team.lead.make_edit(EditText("pressure", "definition", "en", before))
    assert find_stale_codings(team.here) == []


def test_codings_that_a_merge_moved_are_of_its_revision(team: Team) -> None:
    team.lead.make_edit(
        EditText("pushback", "definition", "en", "Anything that officials do against a report.")
    )
    team.lead.make_edit(MergeCodes("pressure", "pushback"))
    assert [(s.coder, s.quote) for s in find_stale_codings(team.here)] == [("anna", RUSSIAN)]


def test_the_tree_counts_for_everybody_and_for_me(team: Team) -> None:
    counted = read_code_tallies(team.here, team.anna.coder)
    assert counted["pressure"]._asdict() == {
        "codings": 3, "answers": 2, "coders": 2, "my_codings": 2, "my_answers": 2,
    }  # fmt: skip
    assert read_code_tallies(team.here, team.boris.coder)["pushback"]._asdict() == {
        "codings": 1, "answers": 1, "coders": 1, "my_codings": 0, "my_answers": 0,
    }  # fmt: skip
    assert "money" not in counted
