"""A survey comes again: late respondents, corrected rows, repeated rows,
and the report on what became of each.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
Bring = Callable[..., "Done"]

HEADER = "id,organisation,loop,country,active,role,how\n"
LATE = (
    '3237565970,Late House,1,Perú,Yes,"La policía no ayuda a nadie, y el ministerio tampoco '
    'quiere hacerlo.",\n'
)


@pytest.fixture
def bring(tipcoder: Tipcoder, study: Path) -> Bring:
    """`bring(csv, "--dry-run", ...)` writes the text to a file beside the study and imports it."""

    def run(content: str, *more: str, coder: str = "lead") -> Done:
        (study.parent / "again.csv").write_text(content, "utf-8", newline="")
        return tipcoder("import", study.parent / "again.csv", *more, cwd=study, coder=coder)

    return run


def totals(tipcoder: Tipcoder, study: Path) -> dict[str, int]:
    found: dict[str, int] = tipcoder("check", "--format", "json", cwd=study).json()["totals"]
    return found


def test_late_and_corrected_rows_come_in_and_the_report_tells_them_apart(
    tipcoder: Tipcoder, coded: Path, bring: Bring, small_survey: str, case: Callable[[str], str]
) -> None:
    corrected = (
        small_survey.replace(
            "The embassy pushed", "The embassy has pushed"
        )  # anna's two codings and boris's one
        .replace("Lantern,1,Ghana", "Lantern,1,Gambia")
        .replace(
            "Чиновники обиделись на доклад и закрыли дверь для любых иностранных организаций.", ""
        )
    )
    done = bring(corrected + LATE + ",Nobody,1,Peru,Yes,x,\n")
    assert done.status == 1, "a row is missing"
    assert "1 row of again.csv did not come in" in done.err
    lines = done.out.splitlines()
    assert lines[0] == "again.csv: 11 rows, 7 columns, utf-8, delimiter ,"
    # Kept: all nine but the two that changed. A text that was left out changes nothing.
    assert lines[1] == "9 respondents (1 new), 10 cases: 1 new, 2 changed, 7 kept"
    assert lines[3] == "languages: en 1, es 1"
    assert lines[4:] == [
        "refused (2):",
        "  line 12: has no respondent ID",
        f"  {case('3237565963')} role: the file no longer has the text; the stored text stays",
        "withdrawn (1):",
        f"  {case('3237565963')} role: blank; its text and codes stay, its quotes are held back "
        "until somebody decides",
        "Numbers stay as they are. Decide about the quotes with `tipcoder erase` or `tipcoder "
        "withdrawn keep`.",
        "new versions (1):",
        f"  {case('3237565957')} role: a new version of the text; 3 coding(s) stay on the old one",
    ]
    assert totals(tipcoder, coded)["cases"] == 10


def test_one_row_is_called_one_row(bring: Bring) -> None:
    lines = bring(HEADER + LATE).out.splitlines()
    assert lines[:2] == [
        "again.csv: 1 row, 7 columns, utf-8, delimiter ,",
        "1 respondent (1 new), 1 case: 1 new, 0 changed, 0 kept",
    ]


def test_the_report_is_for_programs_too(bring: Bring, small_survey: str) -> None:
    report = bring(small_survey + LATE, "--format", "json", "--dry-run").json()
    assert (report["new"], report["kept"], report["changed"], report["new_respondents"]) == (
        1,
        9,
        0,
        1,
    )
    assert (report["dry_run"], report["languages"]) == (True, {"es": 1})
    facts = {
        line["what"]: line["count"] for line in bring(small_survey + LATE, "--format", "csv").csv()
    }
    assert (facts["new cases"], facts["kept as they were"], facts["refused"]) == ("1", "9", "0")


def test_a_dry_run_says_what_would_happen_and_changes_no_byte(
    bring: Bring,
    coded: Path,
    keys_folder: Path,
    small_survey: str,
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    before = contents(coded), contents(keys_folder)
    changed = small_survey.replace("The embassy pushed", "The embassy has pushed")
    done = bring(changed + LATE, "--dry-run", coder="a newcomer")
    assert done.status == 0, done.err
    assert "10 cases: 1 would be new, 1 would be changed, 8 kept" in done.out
    assert done.out.endswith("Dry run: nothing was written.\n")
    assert (contents(coded), contents(keys_folder)) == before


def test_the_same_file_again_is_all_kept(bring: Bring, small_survey: str) -> None:
    assert "0 new, 0 changed, 9 kept" in bring(small_survey).out


@pytest.mark.parametrize(
    ("how", "status", "cases", "refused"),
    [
        (
            (),
            1,
            1,
            ["refused (1):", "  line 3: the same respondent and case as line 2, which counts"],
        ),
        (
            ("--duplicates", "refuse"),
            1,
            1,
            ["refused (1):", "  line 3: the same respondent and case as line 2, which"],
        ),
        (
            ("--duplicates", "last"),
            0,
            1,
            ["refused (1):", "  line 2: the same respondent and case as line 3, which"],
        ),
        (("--duplicates", "number"), 0, 2, []),
    ],
)
def test_a_second_row_of_one_case_is_refused_or_counts_or_is_numbered(
    tipcoder: Tipcoder,
    study: Path,
    bring: Bring,
    how: tuple[str, ...],
    status: int,
    cases: int,
    refused: list[str],
) -> None:
    done = bring(HEADER + LATE + LATE.replace("nadie", "ninguno"), *how)
    assert done.status == status, done.err
    assert f"{cases} new" in done.out
    found = [line for line in done.out.splitlines() if line.startswith(("refused", "  line"))]
    assert [line[: len(said)] for line, said in zip(found, refused, strict=True)] == refused
    assert totals(tipcoder, study)["cases"] == 9 + cases


def test_of_many_refused_rows_a_person_sees_twenty_and_a_program_all(bring: Bring) -> None:
    nobody = ",Nobody,1,Peru,Yes,x,\n" * 25
    done = bring(HEADER + LATE + nobody)
    assert "refused (25):" in done.out
    assert done.out.count("has no respondent ID") == 20
    assert "  and 5 more; --format json lists all" in done.out
    assert len(bring(HEADER + LATE + nobody, "--format", "json").json()["refused"]) == 25


def test_an_import_is_one_act_and_undo_takes_it_back(
    tipcoder: Tipcoder, study: Path, bring: Bring, small_survey: str
) -> None:
    bring(small_survey + LATE, coder="zoe")
    newest = tipcoder("log", "-n", "1", "--format", "json", cwd=study).json()[0]
    assert (newest["coder"], newest["verb"], newest["sentence"]) == (
        "zoe",
        "import",
        "Imported again.csv: 10 cases",
    )
    assert tipcoder("undo", cwd=study, coder="zoe").status == 0
    assert totals(tipcoder, study)["cases"] == 9


def test_a_file_that_lacks_a_column_of_the_study_is_refused_with_the_nearest(
    bring: Bring, study: Path, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    before = contents(study)
    bring(HEADER.replace("role", "Role") + LATE).refused(
        2, "study.toml, [[question]] column", "Did you mean 'Role'?"
    )
    bring("loop,country,active,role,how\n1,Peru,Yes,x,y\n").refused(
        2, "[respondent] id", "no column 'id'", "Known:"
    )
    assert contents(study) == before


def test_a_first_line_that_is_a_respondents_is_not_repeated_in_the_error(bring: Bring) -> None:
    done = bring(LATE + LATE)
    done.refused(2, "has no column 'id'", "is the header missing")
    for words in ("Late House", "policía", "3237565970"):
        assert words not in done.err


@pytest.mark.parametrize("content", [HEADER, HEADER + "\n\n", HEADER + ",Nobody,1,Peru,Yes,x,\n"])
def test_a_file_without_a_usable_row_is_refused(
    bring: Bring, study: Path, content: str, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    before = contents(study)
    says = (
        "line 2: has no respondent ID."
        if "Nobody" in content
        else "Export the survey with its answers."
    )
    bring(content).refused(2, "again.csv: has no usable row.", says)
    assert contents(study) == before


def test_without_the_key_file_nothing_is_imported_and_the_place_is_named(
    bring: Bring,
    study: Path,
    key_file: Path,
    small_survey: str,
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    before = contents(study)
    key_file.chmod(0o644)
    bring(small_survey + LATE).refused(
        3, str(key_file), "others on this machine can read", "chmod 600"
    )
    key_file.rename(key_file.with_name("elsewhere"))
    bring(small_survey + LATE).refused(3, str(key_file), "key file is not here", "$TIPCODER_KEYS")
    assert contents(study) == before
