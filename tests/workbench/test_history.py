"""The log, undo from the command line, and the codebook file that follows what is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput
from tipcoder.workbench.codebook.file import codebook_in_force
from tipcoder.workbench.codebook.hand_edits import take_in_codebook
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.history import log_lines, walk

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]

SHELTER = '\n# by hand\n[code.shelter]\nlabel = "Shelter"\n'


def edit(here: OpenStudy, more: str) -> None:
    with here.codebook_file.open("a", encoding="utf-8") as file:
        file.write(more)


def test_the_log_of_everybody_or_of_one(here: OpenStudy, find: Find) -> None:
    anna, boris = (CodingSession(here, here.coder(name)) for name in ("anna", "boris"))
    anna.apply(find(anna, "grants"), "money")
    boris.finish(find(boris, "grants"))
    assert [line.coder for line in log_lines(here)] == ["boris", "anna", "lead", "lead"]
    assert [line.coder for line in log_lines(here, limit=1)] == ["boris"]
    (mine,) = log_lines(here, coder="anna")
    assert (mine.verb, mine.state, mine.events) == ("code", "done", 1)
    assert mine.sentence.startswith("Money on ")
    with pytest.raises(BadInput, match="Nobody called 'ana' has worked in this study") as refusal:
        log_lines(here, coder="ana")
    assert refusal.value.hint == "Did you mean 'anna'?"


def test_undo_takes_back_one_act_of_the_coder_named(here: OpenStudy, find: Find) -> None:
    anna = CodingSession(here, here.coder("anna"))
    at = find(anna, "grants")
    sentence = anna.apply(at, "money")
    assert walk(here, here.coder("boris"), "undo") is None
    done = walk(here, here.coder("anna"), "undo")
    assert done is not None
    assert done.sentence == sentence
    assert anna.codings(at) == []
    assert walk(here, here.coder("anna"), "redo") is not None
    assert len(anna.codings(at)) == 1


def test_the_codebook_file_follows_an_undo_and_the_hand_written_one_is_kept_beside_it(here: OpenStudy) -> None:
    lead = here.coder("lead")
    edit(here, SHELTER)
    by_hand = here.codebook_file.read_text("utf-8")
    assert take_in_codebook(here, lead) == 2
    assert "shelter" in codebook_in_force(here).codes

    assert walk(here, lead, "undo") is not None
    assert (codebook_in_force(here).revision, "shelter" in codebook_in_force(here).codes) == (1, False)
    assert "shelter" not in read_codebook(here.codebook_file).codes
    assert here.codebook_file.with_name("codebook.toml.bak").read_text("utf-8") == by_hand
    assert take_in_codebook(here, lead) is None, "file and revision are one again"

    assert walk(here, lead, "redo") is not None
    assert "shelter" in read_codebook(here.codebook_file).codes


def test_a_codebook_that_a_person_has_edited_since_is_not_written_over(here: OpenStudy) -> None:
    lead = here.coder("lead")
    edit(here, SHELTER)
    take_in_codebook(here, lead)
    edit(here, '\n[code.newer]\nlabel = "Newer"\n')
    edited = here.codebook_file.read_text("utf-8")
    walk(here, lead, "undo")
    assert here.codebook_file.read_text("utf-8") == edited


def test_undo_at_the_screen_takes_the_codebook_file_with_it_and_keeps_a_copy(here: OpenStudy) -> None:
    """Else the next opening would take in again what was undone; the edit itself is not lost to a coder's key."""
    anna = here.coder("anna")
    edit(here, SHELTER)
    take_in_codebook(here, anna)
    session = CodingSession(here, anna)
    edited = here.codebook_file.read_text("utf-8")
    assert session.undo() is not None
    assert "shelter" not in session.codebook.codes
    assert "shelter" not in read_codebook(here.codebook_file).codes
    assert here.codebook_file.with_name("codebook.toml.bak").read_text("utf-8") == edited
    assert take_in_codebook(here, anna) is None


def test_a_codebook_that_cannot_be_worked_with_leaves_the_revision_in_force(here: OpenStudy) -> None:
    edit(here, '\n[code.orphan]\nlabel = "Orphan"\nparent = "nobody"\n')
    with pytest.raises(BadInput, match=r"codebook\.toml, code\.orphan"):
        take_in_codebook(here, here.coder("lead"))
    assert codebook_in_force(here).revision == 1
