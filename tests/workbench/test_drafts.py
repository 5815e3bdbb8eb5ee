"""Drafts as files: private, one a place, and never in anybody's way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.errors import EnvironmentFault
from tipcoder.workbench.coding.drafts import DraftStore, UnsavedDraft, find_draft_folder

STUDY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"


def test_a_draft_is_found_by_its_place_in_another_run_and_by_nobody_else() -> None:
    DraftStore(STUDY, "anna").save_draft(
        UnsavedDraft("Memo on 1254.2", "half a Sätz\nand", "before", "2026-01-02T03:04:05+00:00")
    )
    found = DraftStore(STUDY, "anna").find_draft("Memo on 1254.2")
    assert found == UnsavedDraft(
        "Memo on 1254.2", "half a Sätz\nand", "before", "2026-01-02T03:04:05+00:00"
    )
    assert DraftStore(STUDY, "anna").find_draft("Memo on 1254.1") is None
    assert DraftStore(STUDY, "boris").find_draft("Memo on 1254.2") is None
    assert DraftStore(STUDY, "boris").list_drafts() == []
    assert DraftStore("another study", "anna").list_drafts() == []


def test_only_their_owner_can_read_drafts() -> None:
    DraftStore(STUDY, "anna").save_draft(UnsavedDraft("Note", "words"))
    (file,) = (path for path in find_draft_folder().rglob("*") if path.is_file())
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_two_windows_of_one_coder_do_not_undo_each_others_drafts() -> None:
    left, right = DraftStore(STUDY, "anna"), DraftStore(STUDY, "anna")
    left.save_draft(UnsavedDraft("a", "one", at="2026-01-01T00:00:00+00:00"))
    right.save_draft(UnsavedDraft("b", "two", at="2026-01-02T00:00:00+00:00"))
    left.delete_draft("a")
    assert [draft.words for draft in DraftStore(STUDY, "anna").list_drafts()] == ["two"]
    left.delete_draft("a")


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"place": 1, "words": 2, "standing": 3, "at": 4}', "\x00"]
)
def test_a_file_that_is_no_draft_is_passed_over(content: str) -> None:
    drafts = DraftStore(STUDY, "anna")
    drafts.save_draft(UnsavedDraft("Note", "words"))
    (file,) = (path for path in find_draft_folder().rglob("*") if path.is_file())
    file.write_text(content)
    again = DraftStore(STUDY, "anna")
    assert again.find_draft("Note") is None
    assert again.list_drafts() == []


def test_where_no_file_can_be_written_the_words_stay_for_this_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TIPCODER_DRAFTS", str(tmp_path / "file" / "below"))
    drafts = DraftStore(STUDY, "anna")
    drafts.save_draft(UnsavedDraft("Note", "words"))
    assert drafts.fault is not None
    assert "no draft can be kept here" in drafts.fault
    found = drafts.find_draft("Note")
    assert found is not None
    assert found.words == "words"


def test_a_relative_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPCODER_DRAFTS", "drafts")
    with pytest.raises(EnvironmentFault, match="absolute path"):
        find_draft_folder()
    with pytest.raises(EnvironmentFault, match="absolute path"):
        DraftStore(STUDY, "anna")
