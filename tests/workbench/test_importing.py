"""A survey comes again: late respondents, corrected rows, vanished text.
No coding is ever moved or cleared.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.privacy.key_file import key_path, load_keys, save_keys
from tipcoder.store import answers, codings, survey_data, undo_redo
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.survey import importing
from tipcoder.workbench.survey.importing import ImportReport, ReadOptions, import_survey

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]
Bring = Callable[..., ImportReport]

HEADER = "id,organisation,loop,country,active,role,how\n"
LATE = (
    '3237565970,Late House,1,Perú,Yes,"La policía no ayuda a nadie, y el ministerio tampoco '
    'quiere hacerlo.",\n'
)


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """`bring(here, csv, ...)` writes the text to a file and has the lead import it."""

    def run(
        here: OpenStudy, content: str, *, dry_run: bool = False, **options: str
    ) -> ImportReport:
        path = tmp_path / "again.csv"
        path.write_text(content, "utf-8", newline="")
        return import_survey(
            here, here.register_coder("lead"), path, ReadOptions(**options), dry_run=dry_run
        )

    return run


def labels(here: OpenStudy) -> list[str]:
    with here.store.read() as db:
        return [case.label for case in survey_data.load_cases(db)]


def texts(here: OpenStudy) -> dict[tuple[str, str], str]:
    with here.store.read() as db:
        places = answers.find_answers_by_place(db)
        found = answers.load_texts(db, list(places.values()))
    return {place: found[answer_id] for place, answer_id in places.items()}


def attributes(here: OpenStudy, label: str) -> dict[str, str]:
    with here.store.read() as db:
        (case,) = [case for case in survey_data.load_cases(db) if case.label == label]
    found: dict[str, str] = json.loads(case.attributes)
    return found


def stale(here: OpenStudy) -> list[str]:
    with here.store.read() as db:
        return [coding.quote for coding in codings.load_stale_codings(db)]


def undo(here: OpenStudy) -> None:
    assert undo_redo.undo_act(here.store, here.register_coder("lead").id) is not None


def test_the_same_file_again_changes_nothing(
    here_on_both: OpenStudy, bring: Bring, small_survey: str
) -> None:
    before = texts(here_on_both)
    report = bring(here_on_both, small_survey)
    assert (report.new, report.changed, report.kept, report.new_respondents) == (0, 0, 9, 0)
    assert (report.new_versions, report.refused, report.languages) == ([], [], {})
    assert texts(here_on_both) == before
    assert check_study(here_on_both).faults == []


def test_columns_in_another_order_are_no_change(public: OpenStudy, bring: Bring) -> None:
    report = bring(
        public,
        (
            "how,role,country,active,organisation,loop,id\n"
            ",No comment,Kenya,No,Open Door,1,3237565958\n"
        ),
    )
    assert (report.kept, report.changed) == (1, 0)


def test_late_respondents_are_added_and_everything_else_stays(
    here_on_both: OpenStudy, bring: Bring, small_survey: str
) -> None:
    before, known = texts(here_on_both), labels(here_on_both)
    report = bring(here_on_both, small_survey + LATE)
    assert (report.new, report.kept, report.new_respondents) == (1, 9, 1)
    assert report.languages == {"es": 1}

    after = labels(here_on_both)
    assert after[:-1] == known
    assert texts(here_on_both) == before | {
        (after[-1], "role"): "La policía no ayuda a nadie, y el ministerio tampoco quiere hacerlo."
    }
    assert check_study(here_on_both).faults == []


def test_late_rows_alone_need_not_repeat_the_others(public: OpenStudy, bring: Bring) -> None:
    report = bring(public, HEADER + LATE)
    assert (report.new, report.kept, report.cases) == (1, 0, 1)
    assert len(labels(public)) == 10


def test_a_late_second_case_is_told_apart_from_the_first(public: OpenStudy, bring: Bring) -> None:
    assert "3237565958" in labels(public)
    bring(public, HEADER + "3237565958,Open Door,2,Uganda,No,We saw nothing of that kind here,\n")
    assert {"3237565958.1", "3237565958.2"} <= set(labels(public))
    assert "3237565958" not in labels(public)
    undo(public)
    assert "3237565958" in labels(public)
    assert not any(label.startswith("3237565958.") for label in labels(public))


def test_a_corrected_text_is_a_new_version_and_the_codings_on_the_old_one_are_named(
    public: OpenStudy, bring: Bring, small_survey: str, find: Find
) -> None:
    anna = CodingSession(public, public.register_coder("anna"))
    at = find(anna, "grants")
    anna.add_coding(at, "money", (0, 16), finish=True)
    report = bring(public, small_survey.replace("They gave grants", "They gave small grants"))

    assert (report.changed, report.kept) == (1, 8)
    assert report.new_versions == [
        "3237565961 role: a new version of the text; 1 coding(s) stay on the old one"
    ]
    assert texts(public)["3237565961", "role"].startswith("They gave small grants")
    assert stale(public) == ["They gave grants"]
    assert anna.find_answer_ids(AnswerFilter(codes=("money",))) == []
    report_of_check = check_study(public)
    assert report_of_check.faults == []
    assert any(
        "1 coding(s) are applied to a text that a later import replaced" in w
        for w in report_of_check.warnings
    )


def test_a_text_that_comes_back_brings_its_codings_back(
    public: OpenStudy, bring: Bring, small_survey: str, find: Find
) -> None:
    anna = CodingSession(public, public.register_coder("anna"))
    at = find(anna, "grants")
    anna.add_coding(at, "money", finish=True)
    bring(public, small_survey.replace("They gave grants", "They gave small grants"))
    report = bring(public, small_survey)

    assert report.changed == 1
    assert find(anna, "They gave grants") == at
    assert [coding.code for coding in anna.read_codings(at)] == ["money"]
    assert (stale(public), check_study(public).faults) == ([], [])
    undo(public)
    assert find(anna, "They gave small grants") != at
    undo(public)
    assert find(anna, "They gave grants") == at
    assert check_study(public).faults == []


def test_text_that_a_later_file_no_longer_has_stays(
    public: OpenStudy, bring: Bring, small_survey: str
) -> None:
    before = texts(public)
    emptied = small_survey.replace("No comment", "").replace(
        "Они провели обучение для полиции и дали деньги на приют для пострадавших женщин.",
        "REDACTED",
    )
    report = bring(public, emptied)
    assert report.refused == [
        "3237565958 role: the file no longer has the text; the stored text stays",
        "3237565959 how: the file no longer has the text; the stored text stays",
    ]
    assert texts(public) == before


def test_a_blank_answer_may_be_filled_in_later(public: OpenStudy, bring: Bring, find: Find) -> None:
    report = bring(
        public,
        HEADER + "3237565962,Quiet Place,1,Togo,Yes,We did not want to say this at first.,\n",
    )
    assert (report.changed, report.kept) == (1, 0)
    anna = CodingSession(public, public.register_coder("anna"))
    anna.add_coding(find(anna, "at first"), "pushback")
    assert check_study(public).faults == []


def test_a_corrected_attribute_is_a_change_and_can_be_undone(
    public: OpenStudy, bring: Bring, small_survey: str
) -> None:
    report = bring(public, small_survey.replace("Lantern,1,Ghana", "Lantern,1,Gambia"))
    assert (report.changed, report.kept, report.new_versions) == (1, 8, [])
    assert attributes(public, "3237565960")["country"] == "Gambia"
    undo(public)
    assert attributes(public, "3237565960")["country"] == "Ghana"


def test_a_file_without_some_closed_column_takes_nothing_away(
    make_study: Callable[..., Path], small_survey: str, public_study_toml: str, bring: Bring
) -> None:
    fewer = public_study_toml.replace(
        'attributes = ["country", "active"]', 'attributes = ["country"]'
    )
    with open_study_folder(make_study(small_survey, fewer)) as here:
        narrow = "id,loop,country,active,role,how\n3237565960,1,Gambia,,no comment ,\n"
        bring(here, narrow)
        assert attributes(here, "3237565960") == {
            "loop": "1",
            "organisation": "Lantern",  # not in the file
            "country": "Gambia",  # corrected
        }, "and `active`, which is in the file and empty, is gone"


def test_an_undone_import_is_gone_from_sight_and_comes_back_with_the_same_file(
    here_on_both: OpenStudy, bring: Bring, small_survey: str
) -> None:
    before, known = texts(here_on_both), labels(here_on_both)
    bring(here_on_both, small_survey.replace("They gave grants", "They gave small grants") + LATE)
    with_late = texts(here_on_both)
    undo(here_on_both)
    assert (texts(here_on_both), labels(here_on_both)) == (before, known)
    assert check_study(here_on_both).faults == []

    report = bring(
        here_on_both, small_survey.replace("They gave grants", "They gave small grants") + LATE
    )
    assert (report.new, report.changed, report.new_respondents) == (1, 1, 0)
    assert texts(here_on_both) == with_late, "under the same response ID as before"
    assert check_study(here_on_both).faults == []


def test_work_on_late_answers_outlives_the_undo_of_their_import(
    public: OpenStudy, bring: Bring, find: Find
) -> None:
    bring(public, HEADER + LATE)
    anna = CodingSession(public, public.register_coder("anna"))
    at = find(anna, "policía no ayuda")
    anna.add_coding(at, "pushback", finish=True)
    undo(public)
    assert anna.find_answer_ids(AnswerFilter(words="policía no ayuda")) == []
    assert [coding.code for coding in anna.read_codings(at)] == ["pushback"], (
        "nobody takes it off but anna"
    )

    bring(public, HEADER + LATE)
    assert find(anna, "policía no ayuda") == at
    reading = anna.find_reading(at)
    assert reading is not None
    assert reading.outcome is Outcome.CODED
    assert check_study(public).faults == []


def test_the_first_import_cannot_be_undone(public: OpenStudy) -> None:
    assert undo_redo.undo_act(public.store, public.register_coder("lead").id) is None
    assert len(labels(public)) == 9


def test_a_response_id_is_never_given_to_somebody_else(
    here: OpenStudy, bring: Bring, small_survey: str
) -> None:
    bring(here, small_survey + LATE)
    gone = labels(here)[-1]
    undo(here)
    others = "".join(
        f"{n},New House {n},1,Peru,Yes,Nobody asked us before {n}.,\n" for n in range(1000, 1060)
    )
    bring(here, small_survey + others)
    fresh = [label for label in labels(here) if "." not in label]
    assert gone not in fresh
    assert len(set(fresh)) == len(fresh) == 7 + 60
    keys = load_keys(key_path(here.read_uuid()))
    assert keys.source_ids["3237565970"] == gone, "the key file remembers"
    assert len(set(keys.source_ids.values())) == len(keys.source_ids) == 69


def test_a_response_id_that_only_the_key_file_knows_is_taken(here: OpenStudy, bring: Bring) -> None:
    """As after a crash between the key file and the store:
    the ID may stand in somebody's notes already.
    """
    free, path = "7777" if "7777" not in labels(here) else "8888", key_path(here.read_uuid())
    keys = load_keys(path)
    known = set(keys.source_ids.values())
    keys.source_ids |= {
        f"ghost {n}": str(n) for n in range(1000, 10_000) if str(n) not in {*known, free}
    }
    save_keys(path, keys, here.folder)
    bring(here, HEADER + LATE)
    assert labels(here)[-1] == free


def test_a_response_id_is_never_a_number_that_stands_in_the_file(
    here: OpenStudy, bring: Bring
) -> None:
    used = set(labels(here))
    numbers = [str(n) for n in range(1000, 10_000) if str(n) not in used and n % 4]
    words = " ".join(numbers)
    bring(here, HEADER + f'5,House,1,Peru,Yes,"{words}",\n')
    (late,) = set(labels(here)) - used
    assert late not in numbers


def test_big_ids_stay_text_and_are_not_changed(public: OpenStudy, bring: Bring) -> None:
    bring(public, HEADER + "00732,Nought,1,Peru,Yes,We were told to be silent.,\n")
    with public.store.read() as db:
        known = survey_data.load_respondent_ids(db)
    assert {"3237565956", "00732"} <= known.keys()
    assert "732" not in known


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    here: OpenStudy,
    bring: Bring,
    small_survey: str,
    folder_bytes: Callable[[Path], dict[str, bytes]],
    keys_folder: Path,
) -> None:
    here.register_coder("lead")
    here.close()
    before = folder_bytes(here.folder), folder_bytes(keys_folder)
    report = bring(
        here,
        small_survey.replace("They gave grants", "They gave small grants") + LATE,
        dry_run=True,
    )
    assert report.dry_run
    assert (report.new, report.changed, report.kept, report.new_respondents) == (1, 1, 8, 1)
    here.close()
    assert (folder_bytes(here.folder), folder_bytes(keys_folder)) == before


def test_a_repeated_row_is_refused_named_and_the_rest_imported(
    public: OpenStudy, bring: Bring
) -> None:
    twice = HEADER + LATE + LATE.replace("Perú", "Peru")
    report = bring(public, twice)
    assert report.refused == ["line 3: the same respondent and case as line 2, which counts"]
    assert attributes(public, "3237565970")["country"] == "Perú"


def test_of_repeated_rows_the_last_may_count(public: OpenStudy, bring: Bring) -> None:
    bring(public, HEADER + LATE + LATE.replace("Perú", "Peru"), duplicates="last")
    assert attributes(public, "3237565970")["country"] == "Peru"


def test_a_file_of_which_no_row_can_be_used_is_refused(public: OpenStudy, bring: Bring) -> None:
    with pytest.raises(BadInput, match=r"again\.csv: has no usable row") as refusal:
        bring(public, HEADER + ",Nobody,1,Peru,Yes,x,\n")
    assert "line 2" in refusal.value.hint


def test_a_missing_column_is_named_with_the_place_that_asks_for_it(
    public: OpenStudy, bring: Bring
) -> None:
    with pytest.raises(BadInput, match=r"study\.toml.*again\.csv has no column 'role'"):
        bring(public, "id,loop,country,active,rôle,how\n1,1,Peru,Yes,x,\n")


def test_names_of_organisations_reach_the_key_file_and_nothing_else(
    here: OpenStudy, small_survey: str
) -> None:
    keys = load_keys(key_path(here.read_uuid()))
    assert keys.identities[keys.source_ids["3237565957"]] == {
        "id": ["3237565957"],
        "organisation": ["Blue Lamp"],
    }
    here.close()
    stored = b"".join(path.read_bytes() for path in here.folder.rglob("*") if path.is_file())
    for name in ("Casa Clara", "Blue Lamp", "Северный дом", "Harbour", "3237565957"):
        assert name.encode() not in stored


def test_without_its_key_file_nothing_is_imported(
    here: OpenStudy, bring: Bring, small_survey: str, keys_folder: Path
) -> None:
    path = key_path(here.read_uuid())
    path.rename(keys_folder / "elsewhere")
    with pytest.raises(EnvironmentFault, match="key file is not here") as fault:
        bring(here, small_survey + LATE)
    assert str(path) in fault.value.message
    assert "TIPCODER_KEYS" in fault.value.hint
    assert len(labels(here)) == 9


def test_a_key_file_that_others_can_read_is_refused(
    here: OpenStudy, bring: Bring, small_survey: str
) -> None:
    key_path(here.read_uuid()).chmod(0o644)
    with pytest.raises(
        EnvironmentFault, match="others on this machine can read the key file"
    ) as fault:
        bring(here, small_survey)
    assert "chmod 600" in fault.value.hint


def test_the_key_file_of_another_study_is_not_taken_for_this_ones(
    here: OpenStudy, bring: Bring, small_survey: str
) -> None:
    path = key_path(here.read_uuid())
    path.write_text(path.read_text("utf-8").replace(here.read_uuid(), "another"), "utf-8")
    with pytest.raises(EnvironmentFault, match="is the key file of another study"):
        bring(here, small_survey + LATE)
    assert len(labels(here)) == 9


def test_a_key_file_is_written_before_anything_depends_on_it(
    here: OpenStudy, bring: Bring, small_survey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*args: object) -> None:
        raise EnvironmentFault("keys: the disk is full.")

    monkeypatch.setattr(importing, "save_keys", full_disk)
    with pytest.raises(EnvironmentFault, match="disk is full"):
        bring(here, small_survey + LATE)
    assert len(labels(here)) == 9


def test_two_imports_at_once_never_share_out_one_key_file(
    here_on_both: OpenStudy,
    bring: Bring,
    small_survey: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second one drew its response IDs beside keys that the first has replaced since."""
    other = tmp_path / "other.csv"
    other.write_text(HEADER + "77,Other House,1,Peru,Yes,Nobody asked us before.,\n", "utf-8")
    real = importing._detect_languages

    def while_somebody_else_imports(*args: object) -> object:
        monkeypatch.setattr(importing, "_detect_languages", real)
        import_survey(here_on_both, here_on_both.register_coder("other lead"), other)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "_detect_languages", while_somebody_else_imports)
    with pytest.raises(BadInput, match="somebody else imported at the same time") as refusal:
        bring(here_on_both, small_survey + LATE)
    assert refusal.value.hint == "Import it again."
    bring(here_on_both, small_survey + LATE)
    assert len(labels(here_on_both)) == 11
    assert check_study(here_on_both).faults == []


def test_public_ids_are_shown_as_they_are_and_must_be_fit_for_it(
    public: OpenStudy, bring: Bring
) -> None:
    assert labels(public)[:3] == ["3237565956.1", "3237565956.2", "3237565957"]
    with pytest.raises(
        BadInput, match=r"again\.csv, line 2: the respondent's ID cannot be shown"
    ) as refusal:
        bring(public, HEADER + '"Casa Clara, Lima",x,1,Peru,Yes,x,\n')
    assert 'response_ids = "random"' in refusal.value.hint


def test_a_question_that_the_study_gains_later_is_filled_from_the_file(
    make_study: Callable[..., Path], small_survey: str, public_study_toml: str, bring: Bring
) -> None:
    first, how = public_study_toml.split('[[question]]\ncolumn = "how"')
    one_question = first + how[how.index("[privacy]") :]
    folder = make_study(small_survey, one_question)
    (folder / "study.toml").write_text(public_study_toml, "utf-8")
    with open_study_folder(folder) as here:
        report = bring(here, small_survey)
        assert (report.new, report.changed) == (0, 9)
        assert {question for _, question in texts(here)} == {"role", "how"}
        assert len(texts(here)) == 12
        assert check_study(here).faults == []


def test_what_was_read_is_kept_for_the_methods_section(
    public: OpenStudy, bring: Bring, small_survey: str
) -> None:
    report = bring(public, small_survey)
    with public.store.read() as db:
        rows = db.exec_driver_sql(
            "select source, sha256, report from import_batch order by id"
        ).all()
    assert [row.source for row in rows] == ["survey.csv", "again.csv"]
    assert rows[0].sha256 == rows[1].sha256 == report.sha256
    assert json.loads(rows[1].report)["kept"] == 9


def test_a_language_once_frozen_is_not_changed_by_a_later_import(
    here: OpenStudy, bring: Bring, small_survey: str, find: Find
) -> None:
    anna = CodingSession(here, here.register_coder("anna"))
    said = anna.find_answer_ids(AnswerFilter(words="no comment"))
    before = {at: anna.read_answer(at).language for at in anna.find_answer_ids(AnswerFilter())}
    english = "".join(
        (
            f"{n},E{n},1,Kenya,Yes,No comment: the embassy told all of us to be silent about that "
            "report for years.,\n"
        )
        for n in range(50)
    )
    bring(here, small_survey + english)
    again = CodingSession(here, here.register_coder("anna"))
    assert {at: again.read_answer(at).language for at in before} == before
    assert {before[at] for at in said} == {"?"}
