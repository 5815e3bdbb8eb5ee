"""A survey is made a second time: both waves stand beside each other, and none hides the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.analysis.presence import PRESENT, UNKNOWN
from tipcoder.errors import BadInput
from tipcoder.model.filters import AnswerFilter, AttributeTest
from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.store import codings, survey_data, undo_redo, waves
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.quotes.case_columns import choose_case_columns
from tipcoder.workbench.statistics.presence import find_presence
from tipcoder.workbench.statistics.read_cases import read_case_table
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.survey.importing import ImportReport, ReadOptions, import_survey
from tipcoder.workbench.withdrawal.answers import list_withdrawals
from two_waves import (
    FIRST,
    SECOND,
    STUDY,
    WITH_COLUMN,
    find_answers,
    join_waves,
    list_labels,
    list_waves_of_cases,
)

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.study import OpenStudy

Bring = Callable[..., ImportReport]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """`bring(study, csv, wave="2025")` has the lead import a file with this content."""

    def run(
        study: OpenStudy,
        content: str,
        *,
        name: str = "again.csv",
        first_wave: str | None = None,
        dry_run: bool = False,
        **options: str,
    ) -> ImportReport:
        path = tmp_path / name
        path.write_text(content, "utf-8", newline="")
        lead = study.register_coder("lead")
        reading = ReadOptions(**options)
        return import_survey(study, lead, path, reading, first_wave=first_wave, dry_run=dry_run)

    return run


@pytest.fixture
def shelters(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """The first wave."""
    with open_study_folder(make_study(FIRST, STUDY)) as study:
        yield study


@pytest.fixture
def on_both_stores(make_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[OpenStudy]:
    """The same on each store in turn."""
    with open_study_folder(make_study(FIRST, STUDY, where=store_url)) as study:
        yield study


@pytest.fixture
def both(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Both waves from one file with a column of years."""
    with open_study_folder(make_study(join_waves(), WITH_COLUMN)) as study:
        yield study


def load_cases_of(study: OpenStudy) -> list[survey_data.StoredCase]:
    with study.store.read() as db:
        return survey_data.load_cases(db)


def list_texts(study: OpenStudy) -> dict[tuple[str, str], str]:
    """Current texts by response ID's place in the study and wave."""
    session = CodingSession(study, study.find_coder("lead"))
    found = {}
    for answer_id in session.find_answer_ids(AnswerFilter()):
        answer = session.read_answer(answer_id)
        found[answer.case, answer.question] = answer.text
    return found


def undo(study: OpenStudy) -> None:
    assert undo_redo.undo_act(study.store, study.register_coder("lead").id) is not None


# --- a file that is a wave as a whole -------------------------------------------------------------


def test_a_second_wave_under_the_same_ids_hides_nothing_of_the_first(
    on_both_stores: OpenStudy, bring: Bring
) -> None:
    lead = CodingSession(on_both_stores, on_both_stores.register_coder("lead"))
    (beds,) = find_answers(on_both_stores, "beds")
    lead.add_coding(beds, "money")
    before = list_labels(on_both_stores)

    report = bring(on_both_stores, SECOND, wave="2025", first_wave="2023")

    assert (report.new, report.changed, report.new_respondents) == (4, 0, 1)
    assert (report.new_versions, report.withdrawn) == ([], [])
    with on_both_stores.store.read() as db:
        assert codings.load_stale_codings(db) == []
        assert codings.count_codings_on_answer(db, beds) == 1
    assert list_waves_of_cases(on_both_stores) == ["2023"] * 4 + ["2025"] * 4
    # 501, 502 and 503 keep their response IDs; 504 and 601 answered once.
    first, second, third, fourth = before
    labels = list_labels(on_both_stores)
    assert labels[:4] == [f"{first}.2023", f"{second}.2023", f"{third}.2023", fourth]
    assert labels[4:7] == [f"{first}.2025", f"{second}.2025", f"{third}.2025"]
    assert labels[7] not in before
    assert check_study(on_both_stores).faults == []


def test_what_came_in_is_said_in_a_line_for_each_wave(shelters: OpenStudy, bring: Bring) -> None:
    report = bring(shelters, SECOND, wave="2025", first_wave="2023", dry_run=True)
    assert report.wave_changes == [
        "4 cases that were here before are wave 2023 from now on",
        "wave 2025 is new: 4 cases of 4 respondents, of whom 3 answered in an earlier wave, too",
    ]
    assert report.waves == {"2025": 4}
    assert list_waves_of_cases(shelters) == [""] * 4


def test_the_first_wave_is_called_1_where_nobody_names_it(
    shelters: OpenStudy, bring: Bring
) -> None:
    bring(shelters, SECOND, wave="2")
    assert list_waves_of_cases(shelters) == ["1"] * 4 + ["2"] * 4


def test_the_same_wave_again_adds_nothing(shelters: OpenStudy, bring: Bring) -> None:
    bring(shelters, SECOND, wave="2025", first_wave="2023")
    before = list_texts(shelters)
    for content, wave in ((SECOND, "2025"), (FIRST, "2023"), (SECOND, "2025.0")):
        report = bring(shelters, content, wave=wave)
        assert (report.new, report.changed, report.kept) == (0, 0, 4), wave
        assert (report.wave_changes, report.withdrawn) == ([], [])
    assert list_texts(shelters) == before


def test_corrected_rows_replace_those_of_their_own_wave(
    on_both_stores: OpenStudy, bring: Bring
) -> None:
    bring(on_both_stores, SECOND, wave="2025", first_wave="2023")
    label = list_labels(on_both_stores)[0]
    report = bring(on_both_stores, FIRST.replace("More beds", "Many more beds"), wave="2023")
    assert (report.new, report.changed, report.kept) == (0, 1, 3)
    assert report.new_versions == [f"{label} need: a new version of the text"]
    texts = list_texts(on_both_stores)
    assert texts[label, "need"] == "Many more beds for families."
    assert texts[label.replace("2023", "2025"), "need"] == "A second night nurse."


def test_a_row_that_a_newer_export_of_its_wave_lacks_is_withdrawn_and_no_other(
    on_both_stores: OpenStudy, bring: Bring
) -> None:
    bring(on_both_stores, SECOND, wave="2025", first_wave="2023")
    label = list_labels(on_both_stores)[5]
    shorter = SECOND.replace("502,Casa Zafiro,Peru,no\n", "")
    bring(on_both_stores, shorter, wave="2025")
    assert [(each.case, each.how) for each in list_withdrawals(on_both_stores)] == [(label, "gone")]


def test_undo_takes_the_wave_back_and_the_name_of_the_first(
    on_both_stores: OpenStudy, bring: Bring
) -> None:
    before = list_labels(on_both_stores)
    bring(on_both_stores, SECOND, wave="2205", first_wave="2023")
    undo(on_both_stores)
    assert list_labels(on_both_stores) == before
    assert list_waves_of_cases(on_both_stores) == [""] * 4
    # The year was mistyped; the same file comes in under the right one.
    report = bring(on_both_stores, SECOND, wave="2025", first_wave="2023")
    assert report.new == 4
    with on_both_stores.store.read() as db:
        assert [wave.name for wave in waves.list_waves(db)] == ["2023", "2025"]
    assert check_study(on_both_stores).faults == []


def test_waves_are_counted_in_their_order(on_both_stores: OpenStudy, bring: Bring) -> None:
    bring(on_both_stores, FIRST.replace("no\n", "yes\n"), wave="2009", first_wave="2010")
    with on_both_stores.store.read() as db:
        assert waves.list_waves(db) == [("2009", 4, 4, 4), ("2010", 4, 4, 4)]


def test_a_study_with_waves_asks_of_which_one_a_file_is(shelters: OpenStudy, bring: Bring) -> None:
    bring(shelters, SECOND, wave="2025", first_wave="2023")
    with pytest.raises(BadInput, match=r"has waves \(2023 and 2025\)") as refused:
        bring(shelters, FIRST)
    assert "--wave 2025" in refused.value.hint


def test_a_file_with_a_column_called_wave_is_not_said_to_be_one(
    shelters: OpenStudy, bring: Bring
) -> None:
    content = "wave," + SECOND.replace("\n5", "\n2,5").replace("\n6", "\n2,6")
    with pytest.raises(BadInput, match="has a column 'wave'") as refused:
        bring(shelters, content, wave="2")
    assert 'wave = "wave" under [respondent]' in refused.value.hint


def test_the_first_file_under_another_name_is_no_new_wave(
    shelters: OpenStudy, bring: Bring
) -> None:
    """The same answers would come in a second time."""
    longer = FIRST.replace(",no\n", ",nothing that I could name\n")
    bring(shelters, longer)
    before = list_labels(shelters)
    with pytest.raises(BadInput, match="4 of its 4 longer answers are, letter for letter"):
        bring(shelters, longer, wave="2", first_wave="1")
    assert list_labels(shelters) == before
    # Short answers are given twice, and one long one may be.
    report = bring(shelters, FIRST, wave="2", first_wave="1")
    assert report.new == 4


@pytest.mark.parametrize(
    ("stored", "mangled", "told"),
    [
        ("00501", "501", "1 of its IDs lack the leading zeros"),
        ("501", "501.0", "1 of its IDs have decimals"),
        ("1234567890123456789", "1234567890123450000", "1 of its IDs end in zeros"),
    ],
)
def test_an_id_that_a_spreadsheet_changed_is_no_new_respondent(
    make_study: Callable[..., Path], bring: Bring, stored: str, mangled: str, told: str
) -> None:
    first = FIRST.replace("501,", f"{stored},")
    with open_study_folder(make_study(first, STUDY)) as study:
        with pytest.raises(BadInput, match=told) as refused:
            bring(study, SECOND.replace("501,", f"{mangled},"), wave="2", first_wave="1")
        assert f"such as {mangled!r} for {stored!r}" in refused.value.message
        assert "as the platform exported it" in refused.value.hint


def test_a_long_id_that_ends_in_zeros_is_one_beside_others_that_do_not(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    """A spreadsheet would have changed all of them."""
    first = FIRST.replace("\n50", "\n100000000000001")
    second = "rid,org,country,need\n1000000000000010,A,Peru,no\n1000000000000017,B,Peru,no\n"
    with open_study_folder(make_study(first, STUDY)) as study:
        assert bring(study, second).new_respondents == 2


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 61])
def test_a_name_that_cannot_stand_in_a_label_is_refused(
    shelters: OpenStudy, bring: Bring, name: str
) -> None:
    with pytest.raises(BadInput, match="cannot be the name of a wave"):
        bring(shelters, SECOND, wave=name)


# --- a column of waves ----------------------------------------------------------------------------


def test_a_column_of_waves_makes_a_case_of_each(both: OpenStudy) -> None:
    labels = list_labels(both)
    assert [label.partition(".")[2] for label in labels] == [
        *("2023", "2023", "2023", ""),
        *("2025", "2025", "2025", ""),
    ]
    assert [label.partition(".")[0] for label in labels[:3]] == [
        label.partition(".")[0] for label in labels[4:7]
    ]
    assert list_waves_of_cases(both) == ["2023"] * 4 + ["2025"] * 4
    assert check_study(both).faults == []


def test_a_later_wave_of_the_column_comes_in_alone(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    rows = join_waves().splitlines(keepends=True)
    with open_study_folder(make_study("".join(rows[:5]), WITH_COLUMN)) as study:
        assert len({label for label in list_labels(study) if "." not in label}) == 4
        report = bring(study, "".join([rows[0], *rows[5:]]))
        assert (report.new, report.new_respondents, report.withdrawn) == (4, 1, [])
        assert sum("." in label for label in list_labels(study)) == 6


def test_spellings_of_one_wave_are_one(both: OpenStudy, bring: Bring) -> None:
    """A spreadsheet writes 2025 as 2025.0."""
    report = bring(both, join_waves().replace("\n2025,", "\n2025.0,"))
    assert (report.new, report.changed, report.kept) == (0, 0, 8)


def test_a_row_without_a_wave_is_refused_by_its_line(both: OpenStudy, bring: Bring) -> None:
    report = bring(both, join_waves().replace("\n2025,601", "\n,601"))
    assert report.refused == ["line 9: has no wave"]
    assert report.dropped == 1


def test_cases_that_came_in_before_the_column_had_its_meaning_take_it_from_their_attributes(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    """The column was `case`, as an earlier version proposed; now study.toml calls it a wave."""
    as_case = WITH_COLUMN.replace("wave = ", "case = ")
    folder = make_study(join_waves(), as_case)
    with open_study_folder(folder) as study:
        (beds, _) = find_answers(study, "beds")
        lead = CodingSession(study, study.register_coder("lead"))
        lead.add_coding(beds, "money")
        labels = list_labels(study)
        assert list_waves_of_cases(study) == [""] * 8

    (folder / "study.toml").write_text(WITH_COLUMN, "utf-8")
    with open_study_folder(folder) as study:
        (told,) = [one for one in check_study(study).warnings if "waves" in one]
        assert "8 cases came in before that; import the survey again" in told
        report = bring(study, join_waves())
        assert (report.new, report.kept) == (0, 8)
        assert not [one for one in check_study(study).warnings if "waves" in one]
        assert list_labels(study) == labels
        assert list_waves_of_cases(study) == ["2023"] * 4 + ["2025"] * 4
        assert check_study(study).faults == []
        undo(study)
        assert list_waves_of_cases(study) == [""] * 8


def test_cases_without_the_column_need_the_name_of_their_wave(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    folder = make_study(FIRST, STUDY)
    (folder / "study.toml").write_text(WITH_COLUMN, "utf-8")
    with open_study_folder(folder) as study:
        with pytest.raises(BadInput, match="4 cases of the study came in without a wave") as told:
            bring(study, join_waves())
        assert "--first-wave NAME" in told.value.hint
        report = bring(study, join_waves(), first_wave="2023")
        assert (report.new, report.kept) == (4, 4)


# --- other people under the same IDs --------------------------------------------------------------


OTHERS = """\
rid,org,country,need
501,Heron Lodge,Chile,Somebody for the night.
502,Mill Refuge,Chile,no
"""


def test_other_people_who_were_numbered_anew_get_response_ids_of_their_own(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    independent = STUDY.replace('name = "org"', 'name = "org"\npanel = false')
    with open_study_folder(make_study(FIRST, independent)) as study:
        report = bring(study, OTHERS, wave="2025", first_wave="2023")
        assert (report.new, report.new_respondents) == (2, 2)
        assert report.wave_changes[-1] == (
            "wave 2025 is new: 2 cases of 2 respondents, none of whom answered in an earlier wave"
        )
        assert len(set(list_labels(study))) == 6
        # Audits look for the IDs as the survey has them.
        keys = load_keys(key_path(study.read_uuid()))
        assert {"501", "502", "503", "504"} == set(keys.survey_ids)
        # Corrections find whom they are about, in both waves.
        report = bring(study, FIRST.replace("Lawyers", "Two lawyers"), wave="2023")
        assert (report.new, report.changed, report.new_respondents) == (0, 1, 0)
        report = bring(study, OTHERS, wave="2025")
        assert (report.new, report.kept) == (0, 2)


def test_a_form_without_ids_comes_in_again_with_its_second_wave(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    """The same words may come back from somebody else."""
    by_row = STUDY.replace('id = "rid"', "rows = true").replace('name = "org"\n', "")
    first = "country,need\nPeru,no\nKenya,More beds.\n"
    second = "country,need\nPeru,no\nPeru,no\nKenya,Fewer forms.\n"
    with open_study_folder(make_study(first, by_row)) as study:
        report = bring(study, second, wave="2", first_wave="1")
        assert (report.new, report.new_respondents) == (3, 3)
        for content, wave in ((second, "2"), (first, "1")):
            report = bring(study, content, wave=wave)
            assert (report.new, report.new_respondents) == (0, 0), wave
        with pytest.raises(BadInput, match="cannot be told whether answers were changed or added"):
            bring(study, second.replace("Fewer forms", "No forms"), wave="2")


def test_a_case_column_counts_within_its_wave(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    with_loop = STUDY.replace('name = "org"', 'name = "org"\ncase = "loop"')
    first = FIRST.replace("rid,", "loop,rid,").replace("\n5", "\n1,5") + "2,501,Brindle House,,\n"
    second = SECOND.replace("rid,", "loop,rid,").replace("\n5", "\n1,5").replace("\n6", "\n1,6")
    with open_study_folder(make_study(first, with_loop)) as study:
        report = bring(study, second, wave="2", first_wave="1")
        assert (report.new, report.kept) == (4, 0)
        endings = [label.partition(".")[2] for label in list_labels(study)]
        assert endings == ["1.1", "1", "1", "", "1.2", "2", "2", "2", ""]
        report = bring(study, first, wave="1")
        assert (report.new, report.kept) == (0, 5)


def test_the_wave_is_an_attribute_like_any_other(shelters: OpenStudy, bring: Bring) -> None:
    bring(shelters, SECOND, wave="2025", first_wave="2023")
    with shelters.store.read() as db:
        kept = [json.loads(case.attributes)["wave"] for case in survey_data.load_cases(db)]
    assert kept == ["2023"] * 4 + ["2025"] * 4
    late = [case.label for case in load_cases_of(shelters) if case.key.wave == "2025"]
    session = CodingSession(shelters, shelters.find_coder("lead"))
    test = AnswerFilter(attributes=(AttributeTest("wave", "=", "2025"),))
    found = [session.read_answer(one) for one in session.find_answer_ids(test)]
    assert [one.case for one in found] == late
    # A coder sees it first, before what the study shows anyway.
    assert [list(one.attributes) for one in found] == [["wave", "country"]] * 4


def test_a_factor_may_rest_on_the_wave_and_quotes_may_show_it(
    shelters: OpenStudy, bring: Bring
) -> None:
    bring(shelters, SECOND, wave="2025", first_wave="2023")
    late = '[factor.late]\ncolumn = "wave"\ntrue_if = "2025"\nfalse_if = "2023"\n'
    (shelters.folder / "study.toml").write_text(STUDY + late, "utf-8")
    with open_study_folder(shelters.folder) as study:
        # The file has no such column, and the study asks for none where --wave says it.
        assert bring(study, SECOND, wave="2025").kept == 4
        levels = read_case_table(study).factor_levels("late")
        assert levels.codes.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
        columns = choose_case_columns(study, ["wave"])
        assert columns.full_names == ("wave",)
        assert sorted(columns.cells.values()) == [("2023",)] * 4 + [("2025",)] * 4


def test_what_was_asked_once_was_asked_once_in_each_wave(
    make_study: Callable[..., Path],
) -> None:
    """The same word in the next wave is another answer, which nobody has read."""
    once = WITH_COLUMN + 'per = "respondent"\n'
    with open_study_folder(make_study(join_waves(), once)) as study:
        lead = CodingSession(study, study.register_coder("lead"))
        quiet = find_answers(study, "Lawyers")
        assert len(quiet) == 2
        lead.add_coding(quiet[0], "money", finish=True)
        found = find_presence(study, read_case_table(study))
        known = [state for state in found.codes["money"].states if state != UNKNOWN]
        assert known == [PRESENT]


ASKED_MORE = STUDY.replace('attributes = ["country"]', 'attributes = ["country", "size"]')
ASKED_MORE += """
[privacy]
identity = ["ip"]
[[exclude]]
column = "status"
equals = ["Test"]
[factor.small]
column = "size"
true_if = "small"
false_if = "large"
"""
MORE = """\
rid,org,country,need,size,ip,status
501,Brindle House,Peru,More beds for families.,small,192.0.2.1,Complete
502,Casa Zafiro,Peru,no,large,192.0.2.2,Complete
503,Quiet Place,Kenya,Nothing.,large,192.0.2.3,Test
"""


def test_a_later_wave_may_lack_what_was_not_asked_again(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    folder = make_study(MORE, ASKED_MORE, name="asked-more")
    with open_study_folder(folder) as study:
        report = bring(study, SECOND, wave="2025", first_wave="2023")
        assert report.cases == 4
        assert (
            "no column size, status and ip, which study.toml names: nothing of that is known in "
            "wave 2025"
        ) in report.notes
        # What the key file has of the first wave stays in it.
        keys = load_keys(key_path(study.read_uuid()))
        assert keys.identities[keys.source_ids["501"]]["ip"] == ["192.0.2.1"]
        # Corrected, it comes in again.
        bring(study, SECOND.replace("night nurse", "night doctor"), wave="2025")


@pytest.mark.parametrize(
    ("before", "now"), [("rid", "who"), ("need", "wish"), ("country", "Country ")]
)
def test_a_later_wave_needs_ids_and_answers_and_the_spelling_of_the_first(
    make_study: Callable[..., Path], bring: Bring, before: str, now: str
) -> None:
    folder = make_study(MORE, ASKED_MORE, name="asked-more")
    again = SECOND.replace(before, now, 1)
    missing = pytest.raises(BadInput, match=f"has no column '{before}'")
    with open_study_folder(folder) as study, missing:
        bring(study, again, wave="2025", first_wave="2023")


def test_a_file_without_waves_has_every_column(
    make_study: Callable[..., Path], bring: Bring
) -> None:
    folder = make_study(MORE, ASKED_MORE, name="asked-more")
    with open_study_folder(folder) as study, pytest.raises(BadInput, match="has no column 'size'"):
        bring(study, SECOND)
