"""Every place that keeps what people wrote is known to an erasure, or said not to be reached.

Columns and files are listed here by hand. A new one that is in no list fails, so that whoever adds
it decides what an erasure does to it.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Text, select, update

import tipcoder
from erasing_world import (
    CODEBOOK,
    FIRST,
    STUDY,
    WORDS,
    find_slices,
    slice_words,
    spread_words,
    write_survey,
)
from tipcoder.model.codings import MemoTarget
from tipcoder.store import schema
from tipcoder.store.coders import ensure_coder
from tipcoder.store.erasing import ErasureScope
from tipcoder.store.events import begin_act, finish_act
from tipcoder.workbench.coding.digit_pins import PinFile
from tipcoder.workbench.coding.drafts import find_draft_folder
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.erasure.erasing import erase_words
from tipcoder.workbench.erasure.plan import EraseRequest
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.survey.importing import import_survey

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.study import OpenStudy

SENTINEL = WORDS[40:74]
"""A passage of the answer, of 34 characters: `hid eleven weavers until the tide ...`."""

ERASED = frozenset(
    (
        "accepted_finding.reason",
        "act.sentence",
        "answer.duplicate_key",
        "answer.search_key",
        "answer.text",
        "answer.text_hash",
        "answer_translation.search_key",
        "answer_translation.text",
        "codebook_revision.document",
        "coding.quote",
        "event.after",
        "event.before",
        "import_batch.report",
        "memo.text",
        "meta.value",
        "quote_review.state",
        "redaction.reason",
        "redaction.replacement",
        "redaction_rule.reason",
        "redaction_rule.replacement",
        "redaction_rule.string",
        "round.design",
        "settlement.note",
        "survey_case.attributes",
        "withdrawal.reason",
    )
)
"""Columns that may hold the words, or a digest of them, and that an erasure cleans."""
SAID = {
    "code.key": "the key of a code",
    "coder.name": "the name of a coder",
    "import_batch.source": "the name of a survey file",
    "question.name": "the column of a question",
    "respondent.response_id": "a response ID",
    "round.name": "the name of a round",
    "survey_case.label": "the label of a case",
    "survey_case.number": "the number of a case",
    "survey_case.wave": "the name of a wave",
}
"""Names by which rows are known: they stay, and the erasure says which kinds repeat the words."""
_CHOICE = "one of a few words of the program"
_TIME = "a time"
_ID = "a number or a digest of something else"
NO_WORDS = {
    "accepted_finding.at": _TIME,
    "accepted_finding.finding": _ID,
    "accepted_finding.kind": _CHOICE,
    "accepted_finding.scope": _CHOICE,
    "act.at": _TIME,
    "act.state": _CHOICE,
    "act.verb": _CHOICE,
    "answer.language": "the code of a language",
    "answer.language_source": _CHOICE,
    "answer.state": _CHOICE,
    "code.uuid": _ID,
    "codebook_revision.at": _TIME,
    "coder.uuid": _ID,
    "coding.origin": _CHOICE,
    "erased_respondent.at": _TIME,
    "erased_wording.digest": "a slow digest by which an erased wording is known again",
    "erasure.at": _TIME,
    "erasure.digest": "a slow digest by which a replaced wording is known again",
    "event.entity": "the name of a table",
    "event.entity_id": _ID,
    "frozen_judgement.codings": "offsets and ids",
    "frozen_judgement.outcome": _CHOICE,
    "import_batch.at": _TIME,
    "import_batch.sha256": "the digest of a whole survey file",
    "memo.at": _TIME,
    "meta.key": "names of the program, with ids of coders",
    "question.text": "what was asked, which is no respondent's wording",
    "quote_review.at": _TIME,
    "quote_review.verdict": _CHOICE,
    "reading.origin": _CHOICE,
    "reading.outcome": _CHOICE,
    "redaction.at": _TIME,
    "redaction.decision": _CHOICE,
    "redaction.kind": _CHOICE,
    "redaction_rule.at": _TIME,
    "redaction_rule.decision": _CHOICE,
    "redaction_rule.kind": _CHOICE,
    "round.at": _TIME,
    "round.frozen_at": _TIME,
    "settlement.at": _TIME,
    "settlement.reason": _CHOICE,
    "settlement.said": "offsets and ids",
    "settlement.side": _CHOICE,
    "settlement.spans": "offsets",
    "suggestion.at": _TIME,
    "suggestion.engine": "the name of a method",
    "suggestion.shown": _CHOICE,
    "suggestion.strength": _CHOICE,
    "suggestion.verdict": _CHOICE,
    "withdrawal.decision": _CHOICE,
    "withdrawal.how": _CHOICE,
}
"""Columns that can hold no word of an answer, and why."""
META_KEYS = (
    "study_uuid",
    "codebook_revision",
    "erasure_salt",
    "keys_copied",
    "saved_filters:*",
    "translations",
    "tour_shown:*",
)

CLEANED_FILES = ("study.db", "study.db-*", "study.db.*", "codebook.toml", "codebook.toml.bak*")
SAID_FILES = ("study.toml", "concepts.toml", "countries.csv", "exports/*")
CLEANED_OUTSIDE = ("*.draft.json", "*.new", "*.hits.db")
NO_WORDS_OUTSIDE = ("*.pins.json", "*.keys.json", "*.codebook.db", "*.patterns.db")
"""Files of the program outside a study: codes under digits, who is who (aliases are said), digests
of codebooks, and where patterns stand by the digest of an answer.
"""

WRITERS = {
    "export.leaving": "an export",
    "export.response_sets": "an export",
    "export.whole_files": "for the others",
    "interchange.refi_writing": "an export",
    "privacy.audit.databases": "memory only",
    "privacy.key_file": "identities",
    "store.file_check": "reads only",
    "store.file_systems": "a trial without words",
    "store.kept_hits": "found names by digest: cleaned",
    "store.opening": "a copy that is asked for: a backup",
    "store.restoration": "the store, and an earlier state: cleaned",
    "store.sqlite_engine": "the store: cleaned",
    "store.whereabouts": "earlier states of the store: cleaned",
    "survey.formats.whole_file": "a copy of the survey file that goes at once",
    "workbench.carrying.carrying": "no file: its writer has a method of that name",
    "workbench.codebook.file_update": "the codebook and its backups: cleaned",
    "workbench.codebook.hand_edits": "the codebook: cleaned",
    "workbench.coding.digit_pins": "codes under digits",
    "workbench.coding.drafts": "drafts: cleaned",
    "workbench.coding.settings_file": "theme and keys",
    "workbench.erasure.codebook_files": "the codebook: cleaned",
    "workbench.redaction.keep_list": "study.toml: said",
    "workbench.statistics.country_names": "decisions about names of countries: said",
    "workbench.status.archive": "an archive: not covered",
    "workbench.status.archive_reading": "files of an archive that is restored",
    "workbench.status.restore_plan": "the codebook and its backup: cleaned",
    "workbench.survey.creating": "the files of a new study",
    "workbench.survey.plan_file": "a plan for study.toml: said if it is in the study's folder",
    "workbench.trust_file": "paths",
}
"""Modules that write files, and what an erasure does about what they write."""
_WRITING_CALLS = ("write_file", "write_bytes", "mkstemp", "NamedTemporaryFile")


def list_text_columns() -> set[str]:
    found = set()
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Text):
                found.add(f"{table.name}.{column.name}")
    return found


def test_every_column_of_text_is_cleaned_or_said_or_holds_no_words() -> None:
    listed = [*ERASED, *SAID, *NO_WORDS]
    assert len(listed) == len(set(listed)), "a column is in one list"
    assert list_text_columns() == set(listed)


def is_writing_call(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name in _WRITING_CALLS:
        return True
    if name == "write_text":
        return bool(call.args)
    if name == "connect":
        return isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "sqlite3.connect"
    if name != "open":
        return False
    values = [each.value for each in call.args if isinstance(each, ast.Constant)]
    modes = [value for value in values if isinstance(value, str) and set(value) <= set("rwxab+")]
    return any(set(mode) & set("wxa") for mode in modes) or "O_CREAT" in ast.unparse(call)


def test_every_module_that_writes_a_file_is_thought_of() -> None:
    root = Path(tipcoder.__file__).parent
    writing = set()
    for path in sorted(root.rglob("*.py")):
        calls = [
            each
            for each in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(each, ast.Call)
        ]
        if any(map(is_writing_call, calls)):
            writing.add(".".join(path.relative_to(root).with_suffix("").parts))
    assert writing == set(WRITERS)


@pytest.fixture
def study(
    make_study: Callable[..., Path],
    store_url: StoreUrl,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[OpenStudy]:
    """A study in whose first answer everybody has worked, in every way that keeps words."""
    monkeypatch.setenv("TIPCODER_DRAFTS", str(tmp_path / "drafts"))
    folder = make_study(write_survey(FIRST), STUDY, CODEBOOK, where=store_url)
    with open_study_folder(folder) as opened:
        again = folder.parent / "again.csv"
        again.write_text(write_survey(), "utf-8", newline="")
        import_survey(opened, opened.find_coder("lead"), again)
        yield opened


def plant_rows(study: OpenStudy) -> None:
    """Rows of the tables that nothing else fills here; none is about the answer."""
    lead = study.find_coder("lead")
    with study.store.write() as db:
        person = ensure_coder(db, lead)
        act = begin_act(db, person.id, "keep", f"kept though it says {SENTINEL}")
        answer = schema.answer.c
        others = select(answer.id).where(answer.text.startswith("The")).order_by(answer.id.desc())
        for other in db.execute(others.limit(2)).scalars().all():
            withdrawal = {
                "answer_id": other,
                "act_id": act.id,
                "how": "withheld",
                "decision": "waiting",
                "reason": SENTINEL,
            }
            row_id = act.insert_row(schema.withdrawal, withdrawal)
        # Written over: only the log has the words now.
        before, after = {"reason": SENTINEL}, {"reason": "a lost column"}
        act.change_row(schema.withdrawal, row_id, before, after)
        design = json.dumps({"coders": [], "note": SENTINEL}, ensure_ascii=False)
        made = {"name": "pilot", "coder_id": person.id, "at": "2030", "frozen_at": "2030"}
        act.insert_row(schema.coding_round, {**made, "design": design})
        finish_act(act, keep=True)


def plant_words(study: OpenStudy) -> None:
    """The passage in every column of free text, in a row that is not about the answer."""
    spread = spread_words(study)
    plant_rows(study)
    session = CodingSession(study, study.find_coder("anna"))
    session.save_filter("harbour", f'lang:en "{SENTINEL}"')
    change_alias(study, study.find_coder("lead"), "Oswin Tarrow")
    columns = {
        "accepted_finding": ("reason",),
        "memo": ("text",),
        "redaction": ("replacement", "reason"),
        "redaction_rule": ("replacement", "reason"),
        "settlement": ("note",),
        "import_batch": ("report",),
    }
    with study.store.write() as db:
        for name, planted in columns.items():
            table = schema.metadata.tables[name]
            ids = select(table.c.id).order_by(table.c.id.desc())
            if "answer_id" in table.c:
                elsewhere = ids.where(table.c.answer_id != spread.answer)
                ids = elsewhere if db.execute(elsewhere).first() else ids
            row_id = db.execute(ids).scalars().first()
            words = dict.fromkeys(planted, f"It says {SENTINEL}.")
            db.execute(update(table).where(table.c.id == row_id).values(words))


def find_columns(study: OpenStudy, slices: list[bytes]) -> set[str]:
    words = [each.decode() for each in slices]
    found = set()
    with study.store.read() as db:
        for table in schema.metadata.sorted_tables:
            for row in db.execute(select(table)).mappings():
                for column, value in row.items():
                    if isinstance(value, str) and any(each in value for each in words):
                        found.add(f"{table.name}.{column}")
    return found


def erase(study: OpenStudy) -> list[str]:
    request = EraseRequest(ErasureScope(case=find_case(study), question="role"), "asked for")
    return erase_words(study, study.find_coder("lead"), request)


def find_case(study: OpenStudy) -> str:
    case, answer = schema.survey_case, schema.answer
    query = select(case.c.label).join(answer, answer.c.case_id == case.c.id)
    with study.store.read() as db:
        found: str = db.execute(query.where(answer.c.text == WORDS)).scalar_one()
        return found


def test_after_erasing_no_column_holds_a_stretch_of_the_words(study: OpenStudy) -> None:
    plant_words(study)
    slices = slice_words(WORDS)
    before = find_columns(study, slices)
    # Digests and folded keys hold no words as they are; translations have a test of their own.
    folded = {"answer.duplicate_key", "answer.search_key", "answer.text_hash", "quote_review.state"}
    translated = {"answer_translation.search_key", "answer_translation.text"}
    assert ERASED - before <= folded | translated
    erase(study)
    assert find_columns(study, slices) == set()
    assert find_columns(study, slice_words(WORDS.casefold())) == set()


def test_names_that_repeat_the_words_stay_and_are_said(study: OpenStudy) -> None:
    spread_words(study)
    plant_rows(study)
    case = find_case(study)
    with study.store.write() as db:
        for place in SAID:
            name, column = place.split(".")
            table = schema.metadata.tables[name]
            ids = select(table.c.id).order_by(table.c.id.desc())
            row_id = db.execute(ids).scalars().first()
            db.execute(
                update(table)
                .where(table.c.id == row_id)
                .values({column: SENTINEL.replace(" ", "-")})
            )
    assert case == find_case(study), "the answer itself is where it was"
    says = erase(study)
    (said,) = [each for each in says if each.startswith("Names stay")]
    for what in SAID.values():
        assert what in said, what
    assert SENTINEL not in said


def test_what_a_question_says_is_no_respondents_wording(study: OpenStudy) -> None:
    spread = spread_words(study)
    session = CodingSession(study, study.find_coder("boris"))
    session.set_memo(MemoTarget(spread.other, None, None), f"Compare: {SENTINEL}")
    with study.store.write() as db:
        asked = update(schema.question).where(schema.question.c.name == "how")
        db.execute(asked.values(text=f"Who {SENTINEL.upper()}?"))
    erase(study)
    with study.store.read() as db:
        memos = list(db.execute(select(schema.memo.c.text)).scalars())
    assert f"Compare: {SENTINEL}" in memos


def test_every_fact_about_a_study_is_of_a_known_kind(study: OpenStudy) -> None:
    plant_words(study)
    erase(study)
    with study.store.read() as db:
        keys = list(db.execute(select(schema.meta.c.key)).scalars())
    unknown = [key for key in keys if not any(fnmatch(key, known) for known in META_KEYS)]
    assert unknown == []


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_every_file_is_cleaned_or_named(
    study: OpenStudy, keys_folder: Path, tmp_path: Path
) -> None:
    plant_words(study)
    PinFile(study.read_uuid(), "anna").pin_code("shelter", 1, "role")
    half = find_draft_folder() / study.read_uuid() / "0f.draft.json.77.new"
    half.write_text(f'{{"place": "Memo", "words": "{SENTINEL}', "utf-8")
    folder = study.folder
    for name in ("study.db.bak", "study.db.kept-20300101-1200", "codebook.toml.bak7"):
        source = folder / ("study.db-wal" if name.startswith("study") else "codebook.toml")
        (folder / name).write_bytes(source.read_bytes())
    for name in ("concepts.toml", "countries.csv", "exports/quotes.csv"):
        (folder / name).write_text(f"name\n{SENTINEL}\n", "utf-8")
    (folder / "exports" / "table.xlsx").write_bytes(b"PK\x03\x04 packed")
    with (folder / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f"# {SENTINEL}\n")

    says = " ".join(erase(study))

    left = find_slices(folder, slice_words(SENTINEL))
    assert set(left) == {"study.toml", "concepts.toml", "countries.csv", "exports/quotes.csv"}
    holders = "concepts.toml, countries.csv, exports/quotes.csv, study.toml."
    assert f"still hold the words, and are yours: {holders}" in says
    assert (
        "Nobody can tell without opening them whether these hold the words: exports/table.xlsx."
        in says
    )
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        known = (*CLEANED_FILES, *SAID_FILES)
        assert path.is_dir() or any(fnmatch(name, pattern) for pattern in known), name
    for outside in (tmp_path / "drafts", keys_folder):
        assert find_slices(outside, slice_words(SENTINEL)) == {}
        for path in outside.rglob("*"):
            known = (*CLEANED_OUTSIDE, *NO_WORDS_OUTSIDE)
            assert path.is_dir() or any(fnmatch(path.name, each) for each in known), path.name
