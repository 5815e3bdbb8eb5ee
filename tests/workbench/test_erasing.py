"""Words that were erased are nowhere any more: not in a row, not in the log, not in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect, select, text

from erasing_world import (
    CODEBOOK,
    FIRST,
    HOW,
    OTHERS,
    STUDY,
    WORDS,
    SpreadWords,
    find_slices,
    slice_words,
    spread_words,
    write_survey,
)
from tipcoder.errors import BadInput
from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.store import counts, judgements, open_answers, schema
from tipcoder.store.erasing import ErasureScope
from tipcoder.text import hash_text
from tipcoder.workbench.adjudication.consensus import find_consensus
from tipcoder.workbench.coding.drafts import DraftStore
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.erasure.erasing import erase_words, preview_erasure
from tipcoder.workbench.erasure.plan import EraseRequest
from tipcoder.workbench.history import read_log, undo_or_redo
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.survey.importing import import_survey

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.study import OpenStudy

WHY = "asked for by the respondent"


@pytest.fixture
def folder(
    make_study: Callable[..., Path],
    store_url: StoreUrl,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Path:
    """A study whose answer was worded otherwise in its first file."""
    monkeypatch.setenv("TIPCODER_DRAFTS", str(tmp_path / "drafts"))
    return make_study(write_survey(FIRST), STUDY, CODEBOOK, where=store_url)


@pytest.fixture
def study(folder: Path) -> Iterator[OpenStudy]:
    with open_study_folder(folder) as opened:
        bring(opened, write_survey())
        yield opened


@pytest.fixture
def spread(study: OpenStudy) -> SpreadWords:
    return spread_words(study)


def bring(study: OpenStudy, survey: str, **options: Any) -> Any:
    """Import a survey of this content."""
    path = study.folder.parent / "again.csv"
    path.write_text(survey, "utf-8", newline="")
    return import_survey(study, study.find_coder("lead"), path, **options)


def place_of(study: OpenStudy, answer: int) -> tuple[str, str]:
    a, case, question = schema.answer.c, schema.survey_case.c, schema.question.c
    query = (
        select(case.label, question.name)
        .join(schema.answer, a.case_id == case.id)
        .join(schema.question, question.id == a.question_id)
        .where(a.id == answer)
    )
    with study.store.read() as db:
        return tuple(db.execute(query).one())


def erase(study: OpenStudy, answer: int, **more: Any) -> list[str]:
    case, question = place_of(study, answer)
    request = EraseRequest(ErasureScope(case=case, question=question), WHY, **more)
    return erase_words(study, study.find_coder("lead"), request)


def read_tables(study: OpenStudy) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with study.store.read() as db:
        current = None
        if not study.store.is_sqlite:
            current = db.execute(text("select current_schema()")).scalar_one()
        tables = {}
        for name in inspect(db).get_table_names(current):
            rows = db.execute(text(f'select * from "{name}"')).mappings()
            tables[name] = [dict(row) for row in rows]
        return tables


def find_in_tables(study: OpenStudy, slices: list[bytes]) -> set[str]:
    """Tables and columns that hold any of the slices."""
    words = [each.decode() for each in slices]
    found = set()
    for name, rows in read_tables(study).items():
        for row in rows:
            for column, value in row.items():
                if isinstance(value, str) and any(each in value for each in words):
                    found.add(f"{name}.{column}")
    return found


def find_in_statistics(study: OpenStudy, slices: list[bytes]) -> bool:
    """Whether the server's notes on common values hold any of the slices."""
    with study.store.read() as db:
        query = text(
            "select coalesce(string_agg(most_common_vals::text || coalesce("
            "histogram_bounds::text, ''), ' '), '') from pg_stats "
            "where schemaname = current_schema()"
        )
        notes = db.execute(query).scalar_one()
    return any(each.decode() in notes for each in slices)


def test_after_erasing_no_stretch_of_the_words_is_left_anywhere(
    study: OpenStudy, spread: SpreadWords, keys_folder: Path, tmp_path: Path
) -> None:
    slices = slice_words(WORDS)
    # They had got everywhere; without that the rest of this test would say nothing.
    before = find_in_tables(study, slices)
    for place in (
        "answer.text",
        "coding.quote",
        "memo.text",
        "event.after",
        "redaction.replacement",
        "redaction_rule.string",
        "settlement.note",
        "accepted_finding.reason",
        "codebook_revision.document",
        "survey_case.attributes",
    ):
        assert place in before, place
    files = find_slices(study.folder, slices).keys()
    assert {"codebook.toml"} <= files
    assert find_slices(tmp_path / "drafts", slices)
    hashed = [hash_text(WORDS)[:16].encode()]
    assert {"answer.text_hash", "event.after"} <= find_in_tables(study, hashed)
    assert find_slices(keys_folder, hashed), "what was found in the answer is kept by its digest"
    if study.store.is_sqlite:
        (study.folder / "study.db.bak").write_bytes((study.folder / "study.db-wal").read_bytes())

    erase(study, spread.answer)

    assert find_in_tables(study, slices) == set()
    assert find_slices(study.folder, slices) == {}
    assert find_slices(tmp_path / "drafts", slices) == {}
    assert find_slices(keys_folder, slices) == {}
    # Nor anything by which somebody who guesses a wording could tell that it was this one.
    digests = [hash_text(words)[:16].encode() for words in (WORDS, FIRST)]
    assert find_in_tables(study, digests) == set()
    assert find_slices(study.folder, digests) == {}
    assert find_slices(keys_folder, digests) == {}
    # Also the older wording, and in any case.
    assert find_in_tables(study, slice_words(FIRST)) == set()
    assert find_slices(study.folder, slice_words(WORDS.casefold())) == {}
    if not study.store.is_sqlite:
        assert not find_in_statistics(study, slices)
    # A draft about something else stays.
    assert [each.words for each in DraftStore(study.read_uuid(), "anna").list_drafts()] == [
        "Nothing of it."
    ]
    report = check_study(study)
    assert report.faults == []


def test_everything_else_is_row_for_row_what_it_was(study: OpenStudy, spread: SpreadWords) -> None:
    before = read_tables(study)
    erase(study, spread.answer)
    after = read_tables(study)

    of_answer = {row["id"] for row in before["answer"] if row["text"] in (WORDS, FIRST)}
    for name in ("coding", "reading", "settlement", "redaction", "quote_review", "memo", "flag"):
        kept = [row for row in before[name] if row["answer_id"] not in of_answer]
        if name == "memo":
            # A memo elsewhere that repeats the words loses these, and nothing but these.
            kept = [
                row for row in kept if "Unlike" not in row["text"] and "As in" not in row["text"]
            ]
        assert kept or name in ("flag", "settlement", "redaction"), name
        assert all(row in after[name] for row in kept), name
    assert [row for row in before["answer"] if row["id"] not in of_answer] == [
        row for row in after["answer"] if row["id"] not in of_answer
    ]
    assert before["respondent"] == after["respondent"]
    masked = {row["text"] for row in after["memo"] if "Unlike" in row["text"]}
    assert masked == {"Unlike the one who " + "█" * len(WORDS[36:75])}
    # Readings and codes of the answer still count, without their words.
    for row in before["coding"]:
        if row["answer_id"] in of_answer:
            assert {**row, "quote": "█" * len(row["quote"])} in after["coding"]
    assert before["reading"] == after["reading"]


def test_numbers_stay_what_they_were(study: OpenStudy, spread: SpreadWords) -> None:
    def count() -> tuple[Any, ...]:
        with study.store.read() as db:
            states = {row.id: row.state for row in open_answers.load_open_answers(db)}
            consensus = find_consensus(db)
            return counts.count_codes(db), states, consensus, judgements.load_current_judgements(db)

    before = count()
    erase(study, spread.answer)
    assert count() == before


def test_with_codings_the_codes_go_too(study: OpenStudy, spread: SpreadWords) -> None:
    erase(study, spread.answer, codes=True)
    rows = read_tables(study)
    assert all(not row["live"] for row in rows["coding"] if row["answer_id"] == spread.answer)
    assert all(not row["live"] for row in rows["reading"] if row["answer_id"] == spread.answer)
    assert any(row["live"] for row in rows["coding"] if row["answer_id"] == spread.other)
    assert check_study(study).faults == []


def test_the_log_says_that_it_was_done_and_undo_that_the_words_are_gone(
    study: OpenStudy, spread: SpreadWords
) -> None:
    case, question = place_of(study, spread.answer)
    erase(study, spread.answer)
    newest = read_log(study, 1)[0]
    assert (newest.verb, newest.coder, newest.state) == ("erase", "lead", "final")
    assert newest.sentence == f"erased {case} {question}: {WHY}"
    boris = study.find_coder("boris")
    # His two latest acts were about another answer, the one before about the erased one.
    assert undo_or_redo(study, boris, "undo") is not None
    assert undo_or_redo(study, boris, "undo") is not None
    with pytest.raises(BadInput, match=r"were erased on .*: .*They are gone"):
        undo_or_redo(study, boris, "undo")
    with pytest.raises(BadInput, match="erased") as refused:
        for _ in range(30):
            undo_or_redo(study, study.find_coder("anna"), "undo")
    assert not any(each.decode() in str(refused.value) for each in slice_words(WORDS))
    assert check_study(study).faults == []


def test_importing_the_same_file_again_does_not_bring_the_words_back(
    study: OpenStudy, spread: SpreadWords
) -> None:
    erase(study, spread.answer)
    for survey in (write_survey(), write_survey(FIRST), write_survey("REDACTED")):
        report = bring(study, survey)
        assert sum(report.erased.values()) == (0 if "REDACTED" in survey else 1)
        assert report.withdrawn == []
        assert find_in_tables(study, [*slice_words(WORDS), *slice_words(FIRST)]) == set()
    assert check_study(study).faults == []


def test_a_respondent_is_forgotten_and_the_response_id_is_never_anothers(
    study: OpenStudy, spread: SpreadWords, keys_folder: Path
) -> None:
    path = key_path(study.read_uuid())
    response_id = load_keys(path).source_ids["301"]
    request = EraseRequest(ErasureScope(response_id=response_id), WHY)
    erase_words(study, study.find_coder("lead"), request)

    content = path.read_text("utf-8")
    assert "301" not in load_keys(path).source_ids
    assert "Oswin" not in content
    keys = load_keys(path)
    assert response_id in keys.retired.values()
    assert find_in_tables(study, [*slice_words(WORDS), *slice_words(HOW)]) == set()
    report = bring(study, write_survey())
    assert (report.new_respondents, sum(report.erased.values())) == (0, 2)
    assert "Oswin" not in path.read_text("utf-8")
    assert find_in_tables(study, [*slice_words(WORDS), *slice_words(HOW)]) == set()
    assert check_study(study).faults == []


def test_a_replaced_wording_goes_and_the_new_one_stays(study: OpenStudy) -> None:
    request = EraseRequest(ErasureScope(only_replaced=True), "corrected")
    only_first = [each for each in slice_words(FIRST) if each not in slice_words(WORDS)]
    assert find_in_tables(study, only_first)
    erase_words(study, study.find_coder("lead"), request)
    assert find_in_tables(study, only_first) == set()
    # The old file again: its wording stays out, and the new one in force.
    report = bring(study, write_survey(FIRST))
    assert sum(report.erased.values()) == 1
    rows = read_tables(study)["answer"]
    assert [row["text"] for row in rows if row["text"].startswith("The quiet")] == [WORDS]
    # Another wording is another answer.
    bring(study, write_survey("Nothing of the kind ever happened here, says one."))
    rows = read_tables(study)["answer"]
    assert any(row["live"] and row["text"].startswith("Nothing of") for row in rows)


def test_a_bundle_of_before_does_not_bring_an_example_back(
    study: OpenStudy, spread: SpreadWords, tmp_path: Path
) -> None:
    from tipcoder.workbench.exchange.bundles import export_bundle, import_bundle

    bundle = tmp_path / "anna.json"
    anna = CodingSession(study, study.find_coder("anna"))
    anna.add_coding(spread.other, "shelter", (0, 3))
    export_bundle(study, "anna", bundle)
    assert any(each in bundle.read_bytes() for each in slice_words(WORDS))
    erase(study, spread.answer)
    anna.undo()
    import_bundle(study, study.find_coder("lead"), bundle)
    assert find_in_tables(study, slice_words(WORDS)) == set()


def test_a_codebook_file_of_before_does_not_bring_an_example_back(
    study: OpenStudy, spread: SpreadWords, folder: Path
) -> None:
    old = (folder / "codebook.toml").read_bytes()
    assert any(each in old for each in slice_words(WORDS))
    erase(study, spread.answer)
    (folder / "codebook.toml").write_bytes(old)
    with open_study_folder(folder) as again:
        assert find_in_tables(again, slice_words(WORDS)) == set()
    assert find_slices(folder, slice_words(WORDS)) == {}
    # Also where somebody went on writing in it.
    (folder / "codebook.toml").write_bytes(old.replace(b"Visits", b"Visitors"))
    with open_study_folder(folder) as again:
        assert find_in_tables(again, slice_words(WORDS)) == set()
    assert b"Visitors" in (folder / "codebook.toml").read_bytes()
    assert find_slices(folder, slice_words(WORDS)) == {}


def test_what_another_respondent_said_as_well_stays(study: OpenStudy, spread: SpreadWords) -> None:
    bring(study, write_survey().replace(OTHERS["302"], WORDS.replace("quiet", "loud")))
    erase(study, spread.answer)
    rows = read_tables(study)["answer"]
    assert [row["text"] for row in rows if "loud" in row["text"]] == [
        WORDS.replace("quiet", "loud")
    ]


def test_a_preview_counts_what_goes_and_changes_nothing(
    study: OpenStudy, spread: SpreadWords
) -> None:
    before = read_tables(study)
    case, question = place_of(study, spread.answer)
    request = EraseRequest(ErasureScope(case=case, question=question), WHY)
    says = preview_erasure(study, request).describe_preview()
    assert read_tables(study) == before
    assert f"To be erased: {case} {question}." in says[0]
    for part in ("2 texts", "2 codings", "1 codebook example,", "1 rule about a string"):
        assert part in says[0], says[0]
    assert not any(each.decode() in " ".join(says) for each in slice_words(WORDS))


@pytest.mark.parametrize(
    ("scope", "reason", "words"),
    [
        (ErasureScope(case="9999", question="role"), WHY, "no case '9999'"),
        (ErasureScope(question="rôle"), WHY, "no open question"),
        (ErasureScope(response_id="9999"), WHY, "no respondent '9999'"),
        (ErasureScope(), WHY, "Nothing is named"),
        (ErasureScope(question="role"), " ", "needs a reason"),
    ],
)
def test_what_cannot_be_erased_is_refused(
    study: OpenStudy, scope: ErasureScope, reason: str, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        erase_words(study, study.find_coder("lead"), EraseRequest(scope, reason))


def test_twice_is_refused_with_the_day(study: OpenStudy, spread: SpreadWords) -> None:
    erase(study, spread.answer)
    with pytest.raises(BadInput, match=r"its words were erased on \d{4}-\d\d-\d\d"):
        erase(study, spread.answer)


def test_an_alias_that_stood_nowhere_else_is_told_and_stays(
    study: OpenStudy, spread: SpreadWords
) -> None:
    lead = study.register_coder("lead")
    change_alias(study, lead, "Oswin Tarrow")
    change_alias(study, lead, "survivors")
    said = " ".join(erase(study, spread.answer))
    assert "1 alias in the key file stood in these words and in no other answer" in said
    assert "Oswin Tarrow" not in said
    assert load_keys(key_path(study.read_uuid())).aliases[""] == ["Oswin Tarrow", "survivors"]


def test_files_that_people_made_are_named_and_left(study: OpenStudy, spread: SpreadWords) -> None:
    export = study.folder / "exports" / "old.csv"
    export.write_text(f"quote\n{WORDS}\n", "utf-8")
    other = study.folder / "exports" / "other.csv"
    other.write_text(f"quote\n{OTHERS['302']}\n", "utf-8")
    said = " ".join(erase(study, spread.answer))
    assert "still hold the words, and are yours: exports/old.csv." in said
    assert "other.csv" not in said
    assert "the survey file itself (survey.csv and again.csv)" in said
    assert export.exists()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_somebody_else_at_the_study_goes_on_working(
    study: OpenStudy, spread: SpreadWords, folder: Path
) -> None:
    with open_study_folder(folder) as elsewhere:
        boris = CodingSession(elsewhere, elsewhere.find_coder("boris"))
        erase(study, spread.answer)
        boris.add_coding(spread.other, "shelter", (0, 3))
        assert elsewhere.store.trouble is None
        assert find_slices(folder, slice_words(WORDS)) == {}
    assert check_study(study).faults == []
