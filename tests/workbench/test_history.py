"""The log, undo from the command line, and the codebook file that follows what is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.codebook.hand_edits import import_edited_codebook
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.history import read_log, undo_or_redo

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]

SHELTER = '\n# by hand\n[code.shelter]\nlabel = "Shelter"\n'


def edit(here: OpenStudy, more: str) -> None:
    with here.codebook_file.open("a", encoding="utf-8") as file:
        file.write(more)


def test_the_log_of_everybody_or_of_one(here: OpenStudy, find: Find) -> None:
    anna, boris = (CodingSession(here, here.register_coder(name)) for name in ("anna", "boris"))
    anna.add_coding(find(anna, "grants"), "money")
    boris.finish_answers(find(boris, "grants"))
    assert [line.coder for line in read_log(here)] == ["boris", "anna", "lead", "lead"]
    assert [line.coder for line in read_log(here, limit=1)] == ["boris"]
    (mine,) = read_log(here, coder="anna")
    assert (mine.verb, mine.state, mine.events) == ("code", "done", 1)
    assert mine.sentence.startswith("Money on ")
    with pytest.raises(BadInput, match="Nobody called 'ana' has worked in this study") as refusal:
        read_log(here, coder="ana")
    assert refusal.value.hint == "Did you mean 'anna'?"


def test_undo_takes_back_one_act_of_the_coder_named(here: OpenStudy, find: Find) -> None:
    anna = CodingSession(here, here.register_coder("anna"))
    at = find(anna, "grants")
    sentence = anna.add_coding(at, "money")
    assert undo_or_redo(here, here.register_coder("boris"), "undo") is None
    done = undo_or_redo(here, here.register_coder("anna"), "undo")
    assert done is not None
    assert done.sentence == sentence
    assert anna.read_codings(at) == []
    assert undo_or_redo(here, here.register_coder("anna"), "redo") is not None
    assert len(anna.read_codings(at)) == 1


def test_the_codebook_file_follows_an_undo_and_the_hand_written_one_is_kept_beside_it(
    here: OpenStudy,
) -> None:
    lead = here.register_coder("lead")
    edit(here, SHELTER)
    by_hand = here.codebook_file.read_text("utf-8")
    assert import_edited_codebook(here, lead) == 2
    assert "shelter" in read_codebook_in_force(here).codes

    assert undo_or_redo(here, lead, "undo") is not None
    assert (
        read_codebook_in_force(here).revision,
        "shelter" in read_codebook_in_force(here).codes,
    ) == (1, False)
    assert "shelter" not in read_codebook(here.codebook_file).codes
    assert here.codebook_file.with_name("codebook.toml.bak").read_text("utf-8") == by_hand
    assert import_edited_codebook(here, lead) is None, "file and revision are one again"

    assert undo_or_redo(here, lead, "redo") is not None
    assert "shelter" in read_codebook(here.codebook_file).codes


def test_a_codebook_that_a_person_has_edited_since_is_not_written_over(here: OpenStudy) -> None:
    lead = here.register_coder("lead")
    edit(here, SHELTER)
    import_edited_codebook(here, lead)
    edit(here, '\n[code.newer]\nlabel = "Newer"\n')
    edited = here.codebook_file.read_text("utf-8")
    undo_or_redo(here, lead, "undo")
    assert here.codebook_file.read_text("utf-8") == edited


def test_undo_at_the_screen_takes_the_codebook_file_with_it_and_keeps_a_copy(
    here: OpenStudy,
) -> None:
    """Else the next opening would take in again what was undone;
    the edit itself is not lost to a coder's key.
    """
    anna = here.register_coder("anna")
    edit(here, SHELTER)
    import_edited_codebook(here, anna)
    session = CodingSession(here, anna)
    edited = here.codebook_file.read_text("utf-8")
    assert session.undo() is not None
    assert "shelter" not in session.codebook.codes
    assert "shelter" not in read_codebook(here.codebook_file).codes
    assert here.codebook_file.with_name("codebook.toml.bak").read_text("utf-8") == edited
    assert import_edited_codebook(here, anna) is None


def test_a_codebook_that_cannot_be_worked_with_leaves_the_revision_in_force(
    here: OpenStudy,
) -> None:
    edit(here, '\n[code.orphan]\nlabel = "Orphan"\nparent = "nobody"\n')
    with pytest.raises(BadInput, match=r"codebook\.toml, code\.orphan"):
        import_edited_codebook(here, here.register_coder("lead"))
    assert read_codebook_in_force(here).revision == 1
