"""Names are looked for once: what was found in an answer is there for every verb and screen,
until something changes that may change what is found.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.privacy.detection import Detector
from tipcoder.privacy.hits import Hit
from tipcoder.privacy.key_file import find_key_folder
from tipcoder.text import hash_text
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.background_search import RedactionSearcher, prepare_search
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.redaction.keep_list import change_keep_list
from tipcoder.workbench.redaction.kept_search import find_kept_file, forget_hits
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round

if TYPE_CHECKING:
    from conftest import StoreUrl

Searches = list[str]


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Searches:
    """The texts that a detector has read since the test began."""
    read: Searches = []
    real = Detector.find_proposals

    def find_proposals(self: Detector, text: str, *more: object) -> list[Hit]:
        read.append(text)
        return real(self, text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Detector, "find_proposals", find_proposals)
    return read


@pytest.fixture
def folder(naming_study: Callable[..., Path], store_url: StoreUrl) -> Path:
    """A study whose answers name people, on each store in turn."""
    return naming_study(store_url)


def find_all(folder: Path) -> dict[str, list[Hit]]:
    """Every hit by the text it is in, as a verb that only reads finds them."""
    with open_study_folder(folder, read_only=True) as study:
        found = Redactions(study)
        return {source.text: found.find_hits(id_) for id_, source in found.sources.items()}


def test_the_second_look_finds_the_same_without_searching(folder: Path, searches: Searches) -> None:
    first = find_all(folder)
    assert sorted(searches) == sorted(first)
    assert any(first.values())
    searches.clear()
    assert find_all(folder) == first
    assert searches == []


def test_what_is_kept_says_no_word_of_anybody(folder: Path) -> None:
    found = find_all(folder)
    with open_study_folder(folder, read_only=True) as study:
        file = find_kept_file(study)
    assert file.parent == find_key_folder()
    content = file.read_bytes().lower()
    for text, hits in found.items():
        for hit in hits:
            words = text[hit.start : hit.end].lower().encode()
            # A word such as `link` is the kind of a hit as well.
            if len(words) > 5:
                assert words not in content


def test_another_name_or_another_keep_list_is_searched_anew(
    folder: Path, searches: Searches
) -> None:
    everything = len(find_all(folder))
    with open_study_folder(folder) as study:
        person = study.register_coder("anna")
        searches.clear()
        change_alias(study, person, "The Brown Lantern")
    find_all(folder)
    assert len(searches) == everything
    with open_study_folder(folder) as study:
        change_keep_list(study, study.find_coder("anna"), "World Bank")
    searches.clear()
    find_all(folder)
    assert len(searches) == everything


def test_a_detector_that_was_changed_searches_anew(
    folder: Path, searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_all(folder)
    searches.clear()
    monkeypatch.setattr(
        "tipcoder.workbench.redaction.fingerprint.digest_detectors", lambda: "other"
    )
    find_all(folder)
    assert searches


def test_the_search_behind_a_screen_fills_what_verbs_use(folder: Path, searches: Searches) -> None:
    ready = prepare_search(folder)
    found: dict[int, object] = {}
    RedactionSearcher(ready.base, ready.base.sources).run_search(found.update, lambda: False)
    assert len(found) == len(searches) > 0
    searches.clear()
    find_all(folder)
    assert searches == []
    again = prepare_search(folder)
    RedactionSearcher(again.base, again.base.sources).run_search(found.update, lambda: False)
    assert searches == []


def test_a_search_that_was_stopped_keeps_what_it_has_found(
    folder: Path, searches: Searches
) -> None:
    ready = prepare_search(folder)
    RedactionSearcher(ready.base, ready.base.sources).run_search(
        lambda found: None, lambda: len(searches) >= 2
    )
    assert len(searches) == 2
    find_all(folder)
    assert len(searches) == len(ready.base.sources)


def test_words_that_a_person_put_into_an_answer_are_kept_with_it(
    folder: Path, searches: Searches
) -> None:
    with open_study_folder(folder) as study:
        desk = RedactionSession(study, study.register_coder("anna"))
        answer, source = next(iter(desk.sources.items()))
        desk.mark_span(answer, 0, 4, "translation", "They met Ms Ambrosia Quill there.")
        first = desk.list_proposals(answer)
    searches.clear()
    with open_study_folder(folder, read_only=True) as study:
        assert Redactions(study).list_proposals(answer) == first
        assert searches == []
        forgotten = forget_hits(study, [hash_text(source.text)])
    assert forgotten == 2
    with open_study_folder(folder, read_only=True) as study:
        assert Redactions(study).list_proposals(answer) == first
    assert len(searches) == 2


def test_an_open_blind_round_changes_nothing_of_what_is_found(
    folder: Path, searches: Searches
) -> None:
    first = find_all(folder)
    with open_study_folder(folder) as study:
        lead = study.register_coder("lead")
        study.register_coder("anna")
        study.register_coder("boris")
        question = study.definition.questions[0].column
        plan = RoundPlan(name="one", coders=("anna", "boris"), questions=(question,))
        draw_round(study, lead, plan)
    searches.clear()
    with open_study_folder(folder, read_only=True, viewer="anna") as study:
        found = Redactions(study)
        mine = {source.text: found.find_hits(id_) for id_, source in found.sources.items()}
    assert (mine, searches) == (first, [])


def test_without_its_file_or_a_place_for_it_names_are_found_all_the_same(
    folder: Path, searches: Searches
) -> None:
    first = find_all(folder)
    with open_study_folder(folder, read_only=True) as study:
        file = find_kept_file(study)
    file.unlink()
    # A folder stands where the file should be: nothing can be kept.
    file.mkdir()
    searches.clear()
    assert find_all(folder) == first
    assert find_all(folder) == first
    assert len(searches) == 2 * len(first)
    shutil.rmtree(file)
