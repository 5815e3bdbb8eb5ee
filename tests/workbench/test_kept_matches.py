"""Patterns are looked for once in an answer: where they stand is there for the next list, until
something changes that may change it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.privacy.key_file import find_key_folder
from tipcoder.store import stored_texts
from tipcoder.suggestion.patterns.compiled import CompiledPatterns
from tipcoder.suggestion.patterns.matches import PatternMatch
from tipcoder.text import hash_text
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.kept_search import forget_hits
from tipcoder.workbench.suggestions import kept_matches
from tipcoder.workbench.suggestions.kept_matches import find_matches_file
from tipcoder.workbench.suggestions.suggestion_list import (
    ListedSuggestion,
    SuggestionList,
    WantedSuggestions,
)
from tipcoder.workbench.suggestions.worker_knowledge import WorkerKnowledge

SURVEY = (
    "id,Q1\n"
    "1,They did not invite our shelter to the meeting.\n"
    "2,They invited our shelter and we went there.\n"
    "3,Nothing to say about meetings.\n"
)
STUDY = """title = "Who was invited"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "Q1"
"""
BOOK = """title = "Invitations"
[code.uninvited]
label = "Not invited"
patterns = { en = [{ find = "not invite~", weight = 3 }, { find = "@place" }] }
[code.meeting]
label = "Meetings"
cues = ["meeting"]
[list.place]
en = ["shelter"]
"""

Searches = list[str]


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Searches:
    """The texts in which patterns were looked for since the test began."""
    read: Searches = []
    real = CompiledPatterns.find_matches

    def find_matches(self: CompiledPatterns, text: str, language: str) -> list[PatternMatch]:
        read.append(text)
        return real(self, text, language)

    monkeypatch.setattr(CompiledPatterns, "find_matches", find_matches)
    return read


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    return make_study(SURVEY, STUDY, BOOK)


def list_all(folder: Path) -> list[ListedSuggestion]:
    """Everything that is suggested, as a verb that only reads lists it."""
    with open_study_folder(folder, read_only=True) as study:
        listed = SuggestionList(study)
        wanted = WantedSuggestions({question.column for question in study.definition.questions})
        return list(listed.list_suggestions(wanted))


def list_found(listed: list[ListedSuggestion]) -> list[str]:
    """The words in which patterns were found."""
    pieces = [piece for one in listed for piece in one.evidence]
    return [piece.text for piece in pieces if piece.why.startswith("pattern")]


def edit_codebook(folder: Path, old: str, new: str) -> None:
    path = folder / "codebook.toml"
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")


def test_the_second_list_is_the_first_and_reads_no_pattern(
    folder: Path, searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list_all(folder)
    assert len(searches) == 3
    assert sorted(list_found(first)) == ["not invite", "shelter", "shelter"]

    def fail(*_: object) -> None:
        raise AssertionError("patterns were read")

    monkeypatch.setattr(CompiledPatterns, "__init__", fail)
    assert list_all(folder) == first


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("not invite~", "nobody invite~", "not invite"),
        ('en = ["shelter"]', 'en = ["office"]', "shelter"),
    ],
)
def test_another_pattern_or_list_is_looked_for_anew(
    folder: Path, searches: Searches, old: str, new: str, gone: str
) -> None:
    list_all(folder)
    searches.clear()
    edit_codebook(folder, old, new)
    after = list_all(folder)
    assert len(searches) == 3
    assert gone not in list_found(after)


def test_another_weight_holds_at_once(folder: Path) -> None:
    before = list_all(folder)
    edit_codebook(folder, "weight = 3", "weight = 2")
    after = list_all(folder)
    assert max(one.score for one in after) < max(one.score for one in before)


def test_another_version_of_the_program_looks_anew(
    folder: Path, searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_all(folder)
    searches.clear()
    monkeypatch.setattr(kept_matches, "_digest_program", lambda: "other")
    list_all(folder)
    assert len(searches) == 3


def test_what_is_kept_says_no_word_and_goes_with_what_is_erased(
    folder: Path, searches: Searches
) -> None:
    list_all(folder)
    with open_study_folder(folder) as study:
        file = find_matches_file(study)
        assert file.parent == find_key_folder()
        assert file.stat().st_mode & 0o077 == 0
        content = file.read_bytes().lower()
        for word in (b"invite", b"shelter", b"meetings", b"nothing"):
            assert word not in content.replace(b"uninvited", b"")
        with study.store.read() as db:
            text = next(iter(stored_texts.iterate_stored_texts(db))).text
        forget_hits(study, {hash_text(text)})
        assert b"uninvited" not in file.read_bytes()
    searches.clear()
    list_all(folder)
    assert len(searches) == 3


def test_what_one_workbench_found_no_other_looks_for(
    folder: Path, searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of all answers and the workbench of a coder share what was found."""

    def sum_weights() -> list[float]:
        with open_study_folder(folder) as study:
            knowledge = WorkerKnowledge(study, study.register_coder("anna"))
            knowledge.update_knowledge()
            knowledge.search_more()
            knowledge.write_down_matches()
            assert knowledge.offering is not None
            patterns = knowledge.offering.found.suggester.patterns
            codes = [code.key for code in knowledge.offering.found.suggester.codes]
            return [float(each) for each in patterns.sum_texts(codes.index("uninvited"))]

    # By hand: 3 for "not invite" and 2, which is the rule, for the shelter; that alone; nothing.
    assert sum_weights() == [5, 2, 0]
    assert len(searches) == 3

    def fail(*_: object) -> None:
        raise AssertionError("patterns were read")

    monkeypatch.setattr(CompiledPatterns, "__init__", fail)
    assert sum_weights() == [5, 2, 0]
    assert "not invite" in list_found(list_all(folder))
