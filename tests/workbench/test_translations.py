"""A translation stands beside its answer: replaced, undone and erased without touching codings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect, select, text, update

from tipcoder.errors import BadInput
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import schema
from tipcoder.store.erasing import ErasureScope
from tipcoder.store.translations import load_translation
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.erasure.erasing import count_replaced_wordings, erase_words, preview_erasure
from tipcoder.workbench.erasure.plan import EraseRequest
from tipcoder.workbench.frames import ANSWER_COLUMNS, StudyFrames
from tipcoder.workbench.history import undo_or_redo
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.publishing.leak_audit import audit_file, gather_knowledge
from tipcoder.workbench.quotes.case_columns import choose_case_columns
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.replacements import offer_translation
from tipcoder.workbench.statistics.merged_table import build_merged_table
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.survey.importing import import_survey
from translated_world import ORIGINALS, STUDY, TRANSLATIONS, find_answer, write_survey

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.study import OpenStudy

CORRECTED = "The minister (a woman) invited us; later nobody answered."


@pytest.fixture
def study(make_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(write_survey(), STUDY, where=store_url)) as opened:
        yield opened


def bring(study: OpenStudy, survey: str, **options: Any) -> Any:
    path = study.folder.parent / "again.csv"
    path.write_text(survey, "utf-8", newline="")
    return import_survey(study, study.find_coder("lead"), path, **options)


def translation_of(study: OpenStudy, words: str) -> str:
    answer = find_answer(study, words)
    with study.store.read() as db:
        return load_translation(db, answer)


def in_order(study: OpenStudy) -> bool:
    return not check_study(study).faults


def code(study: OpenStudy, words: str) -> tuple[CodingSession, int]:
    session = CodingSession(study, study.find_coder("lead"))
    answer = find_answer(study, words)
    session.add_coding(
        answer, next(k for k, c in session.codebook.codes.items() if c.codable), (0, 3)
    )
    return session, answer


def test_the_first_import_keeps_translations_beside_their_answers(study: OpenStudy) -> None:
    assert translation_of(study, "ministra") == TRANSLATIONS["401"]
    assert translation_of(study, "embajada") == TRANSLATIONS["402"]
    assert translation_of(study, "judges") == ""
    with study.store.read() as db:
        kept = db.execute(select(schema.survey_case.c.attributes)).scalars()
        assert not [line for line in kept if "role_en" in line]
    assert in_order(study)


def test_the_same_file_again_changes_nothing(study: OpenStudy) -> None:
    report = bring(study, write_survey())
    assert report.translations == {}
    assert report.kept == 3


def test_a_corrected_translation_is_replaced_and_codings_stay(study: OpenStudy) -> None:
    session, answer = code(study, "ministra")
    report = bring(study, write_survey({"401": CORRECTED, "403": "Entrenaron a jueces."}))
    assert report.translations == {"replaced": 1, "removed": 1, "new": 1}
    assert report.new_versions == []
    assert find_answer(study, "ministra") == answer
    assert translation_of(study, "ministra") == CORRECTED
    assert translation_of(study, "embajada") == ""
    assert len(session.read_codings(answer)) == 1
    assert in_order(study)

    undo_or_redo(study, study.find_coder("lead"), "undo")
    assert translation_of(study, "ministra") == TRANSLATIONS["401"]
    assert translation_of(study, "embajada") == TRANSLATIONS["402"]
    assert translation_of(study, "judges") == ""
    undo_or_redo(study, study.find_coder("lead"), "redo")
    assert translation_of(study, "ministra") == CORRECTED
    assert in_order(study)


def test_a_new_wording_has_the_translation_that_comes_with_it(study: OpenStudy) -> None:
    originals = {**ORIGINALS, "401": "Nos llamó la ministra."}
    report = bring(study, write_survey({**TRANSLATIONS, "401": "She called us."}, originals))
    assert len(report.new_versions) == 1
    assert translation_of(study, "llamó") == "She called us."

    bring(study, write_survey())
    assert translation_of(study, "ministra") == TRANSLATIONS["401"]


def test_a_text_that_the_file_no_longer_has_keeps_its_translation(study: OpenStudy) -> None:
    report = bring(study, write_survey({}, {**ORIGINALS, "401": "REDACTED", "402": ""}))
    assert len(report.withdrawn) == 2
    assert translation_of(study, "ministra") == TRANSLATIONS["401"]


def test_a_column_that_becomes_a_translation_leaves_the_attributes(
    make_study: Callable[..., Path], store_url: StoreUrl
) -> None:
    before = STUDY.replace('translation = "role_en"\n', "")
    folder = make_study(write_survey(), before, where=store_url)
    toml = (folder / "study.toml").read_text("utf-8")
    added = toml.replace('column = "role"\n', 'column = "role"\ntranslation = "role_en"\n')
    (folder / "study.toml").write_text(added, "utf-8")
    with open_study_folder(folder) as study:
        report = bring(study, write_survey())
        assert report.translations == {"new": 2}
        assert translation_of(study, "ministra") == TRANSLATIONS["401"]
        with study.store.read() as db:
            kept = db.execute(select(schema.survey_case.c.attributes)).scalars()
            assert not [line for line in kept if "role_en" in line]


def test_a_dry_run_writes_no_translation(study: OpenStudy) -> None:
    report = bring(study, write_survey({"401": CORRECTED}), dry_run=True)
    assert report.translations == {"replaced": 1, "removed": 1}
    assert translation_of(study, "ministra") == TRANSLATIONS["401"]


def test_a_translation_that_was_changed_behind_the_program_is_found(study: OpenStudy) -> None:
    with study.store.write() as db:
        t = schema.answer_translation
        there = t.c.text == TRANSLATIONS["401"]
        db.execute(update(t).where(there).values(text="Nothing.", search_key="nothing."))
    (finding,) = check_study(study).faults
    assert "answer_translation" in finding
    assert "text" in finding


def find_everywhere(study: OpenStudy, words: str) -> list[str]:
    """Tables with these words in any cell."""
    found = []
    with study.store.read() as db:
        for table in inspect(db).get_table_names():
            rows = db.execute(text(f'select * from "{table}"')).all()
            if any(words.casefold() in str(cell).casefold() for row in rows for cell in row):
                found.append(table)
    return found


def test_erasing_an_answer_erases_every_translation_of_it(study: OpenStudy) -> None:
    _, answer = code(study, "ministra")
    bring(study, write_survey({**TRANSLATIONS, "401": CORRECTED}))
    note = study.folder / "notes.txt"
    note.write_text(f"somebody's: {CORRECTED}", "utf-8")
    case = CodingSession(study, study.find_coder("lead")).read_answer(answer).case
    request = EraseRequest(ErasureScope(case=case, question="role"), "asked for")
    assert "2 translations" in " ".join(preview_erasure(study, request).describe_preview())

    said = erase_words(study, study.find_coder("lead"), request)
    for words in ("minister", "ministra", "invited us", "(a woman)", "nobody replied"):
        assert find_everywhere(study, words) == []
        for file in study.folder.glob("study.db*"):
            assert words.encode() not in file.read_bytes()
    assert any("notes.txt" in sentence for sentence in said)
    assert in_order(study)

    bring(study, write_survey())
    assert find_everywhere(study, "invited us") == []
    assert translation_of(study, "embajada") == TRANSLATIONS["402"]


def test_words_of_a_filter_may_stand_in_either_language(study: OpenStudy) -> None:
    session = CodingSession(study, study.find_coder("lead"))

    def find(words: str) -> list[str]:
        ids = session.find_answer_ids(AnswerFilter(words=words))
        return [session.read_answer(answer_id).text for answer_id in ids]

    assert find("MINISTER") == [ORIGINALS["401"]]
    assert find("ministra minister") == [ORIGINALS["401"]]
    assert find("zafiro") == [ORIGINALS["402"]]
    assert find("100%") == []
    assert session.count_found_in_translation(AnswerFilter(words="minister")) == 1
    assert session.count_found_in_translation(AnswerFilter(words="zafiro")) == 0

    bring(study, write_survey({}))
    assert find("minister") == []


def test_no_table_of_cases_has_a_translation(
    make_study: Callable[..., Path], store_url: StoreUrl
) -> None:
    before = STUDY.replace('translation = "role_en"\n', "")
    folder = make_study(write_survey(), before, where=store_url)
    (folder / "study.toml").write_text(
        (folder / "study.toml")
        .read_text("utf-8")
        .replace('column = "role"\n', 'column = "role"\ntranslation = "role_en"\n'),
        "utf-8",
    )
    # Imported as a closed column, and not imported again since.
    with open_study_folder(folder) as study:
        merged = build_merged_table(study)
        assert not [column for column in merged.columns if "role_en" in column.name]
        told = repr([column.values for column in merged.columns])
        assert "minister" not in told
        with pytest.raises(BadInput, match="'role_en' is a translation of answers"):
            choose_case_columns(study, ["role_en"])


def test_a_frame_has_translations_only_where_somebody_asks(study: OpenStudy) -> None:
    frames = StudyFrames(study.folder)
    assert list(frames.answers().columns) == list(ANSWER_COLUMNS)
    frame = frames.answers(translations=True)
    assert list(frame.columns) == [*ANSWER_COLUMNS, "translation"]
    of_role = frame[frame["question"] == "role"]
    found = dict(zip(of_role["text"], of_role["translation"].fillna(""), strict=True))
    assert found == {ORIGINALS[rid]: TRANSLATIONS[rid] for rid in ORIGINALS}


def test_what_the_survey_has_is_offered_for_the_stretch_that_leaves(
    make_study: Callable[..., Path],
) -> None:
    original = "Vino la jueza. Nadie habló. Después se fue."
    translation = "The judge came. Nobody spoke. Then she left."
    survey = write_survey({"401": translation}, {**ORIGINALS, "401": original})
    with open_study_folder(make_study(survey, STUDY)) as study:
        desk = RedactionSession(study, study.register_coder("anna"))
        answer, other = find_answer(study, "jueza"), find_answer(study, "embajada")

        def offer(words: str) -> str:
            start = original.index(words)
            return offer_translation(desk, answer, start, start + len(words))

        assert offer(original) == translation
        assert offer("Nadie habló.") == "Nobody spoke."
        assert offer("habló. Después") == "Nobody spoke. Then she left."
        assert offer_translation(desk, other, 0, 5) == ""

        bring(
            study, write_survey({"401": "A judge came and left."}, {**ORIGINALS, "401": original})
        )
        assert offer("Nadie habló.") == "A judge came and left."


def test_a_file_with_a_translation_that_nobody_read_does_not_pass(
    make_study: Callable[..., Path], tmp_path: Path
) -> None:
    with open_study_folder(make_study(write_survey(), STUDY)) as study:
        file = tmp_path / "appendix.txt"
        file.write_text(f"In the appendix: {TRANSLATIONS['401']}\n", "utf-8")
        assert not audit_file(file, gather_knowledge(study)).has_passed

        answer = find_answer(study, "ministra")
        desk = RedactionSession(study, study.register_coder("anna"))
        whole = (answer, 0, len(ORIGINALS["401"]))
        desk.mark_span(*whole, "translation", TRANSLATIONS["401"])
        for proposal in desk.list_open_proposals(*whole):
            desk.reject_proposals([(answer, proposal)], "said in public")
        desk.review_stretches([whole])
        assert audit_file(file, gather_knowledge(study)).has_passed


def test_a_column_that_is_no_longer_named_a_translation_becomes_no_attribute(
    make_study: Callable[..., Path], store_url: StoreUrl
) -> None:
    folder = make_study(write_survey(), STUDY, where=store_url)
    toml = (folder / "study.toml").read_text("utf-8")
    (folder / "study.toml").write_text(toml.replace('translation = "role_en"\n', ""), "utf-8")
    with open_study_folder(folder) as study:
        report = bring(study, write_survey())
        (note,) = [note for note in report.notes if "role_en" in note]
        assert 'Put translation = "role_en" back' in note
        assert [each for each in check_study(study).warnings if "role_en" in each] == [note]
        assert not [one for one in build_merged_table(study).columns if "role_en" in one.name]
        assert translation_of(study, "ministra") == TRANSLATIONS["401"]


def test_a_replaced_translation_can_be_erased_and_the_new_one_stays(study: OpenStudy) -> None:
    report = bring(study, write_survey({**TRANSLATIONS, "401": CORRECTED}))
    assert report.replaced == 1
    assert count_replaced_wordings(study) == 1
    assert "answer_translation" in find_everywhere(study, "afterwards nobody replied")

    request = EraseRequest(ErasureScope(only_replaced=True), "replaced by an import")
    assert "1 translation" in " ".join(preview_erasure(study, request).describe_preview())
    erase_words(study, study.find_coder("lead"), request)
    assert find_everywhere(study, "afterwards nobody replied") == []
    assert count_replaced_wordings(study) == 0
    assert translation_of(study, "ministra") == CORRECTED
    assert in_order(study)
