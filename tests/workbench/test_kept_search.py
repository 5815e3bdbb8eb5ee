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
from tipcoder.workbench.redaction.fingerprint import digest_detectors
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


def find_leaving(folder: Path, own: str = "") -> dict[str, list[Hit]]:
    """Known names and places in every answer, as they are looked for in a text that leaves."""
    with open_study_folder(folder, read_only=True) as study:
        found = Redactions(study)
        names = found.names
        texts = [source.text for source in found.sources.values()]
        return {
            text: [*names.find_known_names(text, own), *names.find_place_names(text)]
            for text in texts
        }


@pytest.fixture
def leaving(monkeypatch: pytest.MonkeyPatch) -> Searches:
    """The texts in which a detector has looked for known names since the test began."""
    read: Searches = []
    real = Detector.find_known_names

    def find_known_names(self: Detector, text: str, own: str = "") -> list[Hit]:
        read.append(text)
        return real(self, text, own)

    monkeypatch.setattr(Detector, "find_known_names", find_known_names)
    return read


def test_a_text_that_leaves_again_is_not_searched_again(folder: Path, leaving: Searches) -> None:
    first = find_leaving(folder)
    assert sorted(leaving) == sorted(first)
    assert any(first.values())
    leaving.clear()
    assert find_leaving(folder) == first
    assert leaving == []
    # In the row of somebody else the same words may be another finding.
    find_leaving(folder, own="1")
    assert sorted(leaving) == sorted(first)


def test_what_is_kept_of_a_text_that_leaves_is_what_its_detector_finds(folder: Path) -> None:
    find_leaving(folder)
    again = find_leaving(folder)
    with open_study_folder(folder, read_only=True) as study:
        detector = Redactions(study).detector
    for text, hits in again.items():
        assert hits == [*detector.find_known_names(text), *detector.find_place_names(text)]


def test_a_name_that_is_told_later_is_found_in_a_text_that_left_before(folder: Path) -> None:
    with open_study_folder(folder, read_only=True) as study:
        text = next(iter(Redactions(study).sources.values())).text
    first = find_leaving(folder)[text]
    word = max(text.split(), key=len).strip(".,;:!?")
    with open_study_folder(folder) as study:
        change_alias(study, study.register_coder("anna"), word)
    found = find_leaving(folder)[text]
    start = text.index(word)
    spans = [(hit.start, hit.end) for hit in found if hit.firm]
    assert any(first <= start and start + len(word) <= last for first, last in spans)
    assert found != first


def test_an_erased_answer_takes_along_what_was_found_in_texts_that_left(
    folder: Path, leaving: Searches
) -> None:
    found = find_leaving(folder)
    with open_study_folder(folder, read_only=True) as study:
        forget_hits(study, [hash_text("Nobody has said this.")])
    leaving.clear()
    assert find_leaving(folder) == found
    assert sorted(leaving) == sorted(found)


@pytest.mark.parametrize("table", ["table_words.toml", "demonyms.csv", "cities.txt"])
def test_a_table_with_other_words_is_another_detector(
    table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest_detectors.__wrapped__()
    real = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: real(path) + (b"# more" if path.name == table else b"")
    )
    assert digest_detectors.__wrapped__() != before
