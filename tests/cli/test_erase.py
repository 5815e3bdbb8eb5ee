"""`erase`, `withdrawn` and what `import` offers: exit statuses, sentences, and who is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from erasing_world import CODEBOOK, FIRST, OTHERS, STUDY, WORDS, find_slices, write_survey
from erasing_world import slice_words as slices_of

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
WHY = ("--reason", "asked for by the respondent")
PUBLIC = STUDY.replace('name = "org"\n', "").replace(
    'identity = ["contact"]', 'response_ids = "from-column"'
)


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Path:
    """A study whose IDs are those of its file."""
    return make_study(write_survey(), PUBLIC, CODEBOOK)


def write_again(study: Path, survey: str) -> Path:
    path = study.parent / "again.csv"
    path.write_text(survey, "utf-8", newline="")
    return path


def test_without_a_terminal_it_tells_what_goes_and_asks_for_yes(
    tipcoder: Tipcoder, study: Path
) -> None:
    done = tipcoder("erase", "301", "role", *WHY, cwd=study)
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[0] == "To be erased: 301 role. 1 text."
    assert done.err.endswith("there is no terminal to ask at. Say --yes to erase.\n")
    assert find_slices(study, slices_of(WORDS))

    looked = tipcoder("erase", "301", "role", *WHY, "--dry-run", cwd=study)
    assert (looked.status, looked.err.splitlines()[-1]) == (0, "Dry run: nothing was changed.")
    assert find_slices(study, slices_of(WORDS))

    done = tipcoder("erase", "301", "role", *WHY, "--yes", cwd=study)
    assert (done.status, done.out) == (0, "")
    assert "Erased 301 role: asked for by the respondent.\n" in done.err
    assert "Not covered: the survey file itself (survey.csv)." in done.err
    assert find_slices(study, slices_of(WORDS)) == {}
    assert not any(each.decode() in done.err for each in slices_of(WORDS))
    assert tipcoder("check", cwd=study).status == 0
    assert "erased 301 role: asked for" in tipcoder("log", "--format", "csv", cwd=study).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("301", "role"), "needs a reason"),
        (("301", *WHY), "Which answer of 301?"),
        (WHY, "Nothing is named to erase"),
        (("301", "role", "--respondent", "301", *WHY), "three ways"),
        (("--question", "role", "--respondent", "301", *WHY), "three ways"),
        (("301", "role", "--closed-answers", *WHY), "--closed-answers is for --respondent"),
        (("301", "rolle", *WHY), "Did you mean 'role'?"),
        (("999", "role", *WHY), "There is no case '999'"),
        (("--respondent", "999", *WHY), "There is no respondent '999'"),
        (("--replaced", *WHY), "no replaced wording is left to erase"),
    ],
)
def test_what_cannot_be_erased_is_refused_in_one_sentence(
    tipcoder: Tipcoder, study: Path, words: tuple[str, ...], said: str
) -> None:
    tipcoder("erase", *words, "--yes", cwd=study).refused(2, said)
    assert find_slices(study, slices_of(WORDS))


def test_a_question_and_a_respondent_go_whole(tipcoder: Tipcoder, study: Path) -> None:
    assert tipcoder("erase", "--question", "how", *WHY, "--yes", cwd=study).status == 0
    assert "Judges were" not in tipcoder("quotes", "--include-unreviewed", cwd=study).out
    assert find_slices(study, slices_of("Judges were trained.")) == {}
    done = tipcoder("erase", "--respondent", "303", *WHY, "--closed-answers", "--yes", cwd=study)
    assert done.status == 0, done.err
    assert find_slices(study, [b"Nepal", *slices_of(OTHERS["303"])]) == {}
    assert find_slices(study, [b"Kenya"])
    assert tipcoder("check", cwd=study).status == 0


def test_import_names_the_command_for_replaced_wordings_or_runs_it(
    tipcoder: Tipcoder, study: Path
) -> None:
    again = write_again(study, write_survey(FIRST))
    done = tipcoder("import", again, cwd=study)
    assert done.status == 0
    assert done.err.splitlines()[-1] == (
        '1 replaced wording is still in the study; `tipcoder erase --replaced --reason "..."` '
        "erases it for good."
    )
    old = [each for each in slices_of(WORDS) if each not in slices_of(FIRST)]
    assert find_slices(study, old)
    third = write_again(study, write_survey("Quite another sentence about the harbour."))
    done = tipcoder("import", third, "--erase-replaced", cwd=study)
    assert "Erased replaced wordings of 301 role: replaced by an import." in done.err
    assert find_slices(study, [*old, *slices_of(FIRST)]) == {}
    once_more = tipcoder("import", write_again(study, write_survey(FIRST)), cwd=study).out
    assert once_more.splitlines()[-1].startswith("1 answer was erased on ")
    assert find_slices(study, slices_of(FIRST)) == {}


def test_withdrawn_lists_keeps_and_says_how_to_decide(tipcoder: Tipcoder, study: Path) -> None:
    done = tipcoder("withdrawn", cwd=study)
    assert (done.status, done.out, done.err) == (0, "", "None was withdrawn.\n")
    again = write_again(study, write_survey("REDACTED"))
    assert "withdrawn (1):\n  301 role: withheld;" in tipcoder("import", again, cwd=study).out
    (row,) = tipcoder("withdrawn", "--format", "csv", cwd=study).csv()
    assert (row["case"], row["question"], row["decision"]) == ("301", "role", "waiting")
    assert row["how"] == "withheld in the survey file"
    tipcoder("withdrawn", "keep", "301", "role", cwd=study).refused(2, "needs a reason")
    tipcoder("withdrawn", "keep", "301", "how", "--reason", "x", cwd=study).refused(
        2, "301 how: was not withdrawn"
    )
    kept = tipcoder("withdrawn", "keep", "301", "role", "--reason", "a lost column", cwd=study)
    assert (kept.status, kept.err) == (
        0,
        "Kept though withdrawn: 301 role. `tipcoder undo` takes it back.\n",
    )
    (row,) = tipcoder("withdrawn", "--format", "csv", cwd=study).csv()
    assert (row["decision"], row["reason"]) == ("kept", "a lost column")


def test_a_backup_of_before_is_said_to_bring_the_words_back(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "before.db"
    assert tipcoder("backup", backup, cwd=study).status == 0
    assert tipcoder("erase", "301", "role", *WHY, "--yes", cwd=study).status == 0
    done = tipcoder("restore", backup, "--dry-run", cwd=study)
    assert "The backup is from before words were erased on" in done.err
    assert "Erase them again" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("counts", "--by", "question,coder", "--format", "csv"),
        ("counts", "--of", "consensus", "--format", "csv"),
        ("stats", "presence", "--by", "case", "--format", "csv"),
        ("agreement", "--format", "json"),
        ("adjudicate", "list", "--format", "csv"),
        ("codings", "export", "--format", "csv"),
        ("codings", "export", "--by", "consensus"),
    ],
    ids=" ".join,
)
def test_no_number_changes_by_an_erasure(
    tipcoder: Tipcoder, study: Path, words: tuple[str, ...]
) -> None:
    lines = [
        "case,question,coder,code,start,end",
        "301,role,anna,shelter,4,40",
        "301,role,boris,shelter,,",
        "301,how,anna,,,",
        "302,role,anna,visits,,",
        "302,role,boris,visits,,",
        "303,role,anna,visits,,",
        "303,role,boris,,,",
    ]
    codings = study.parent / "codings.csv"
    codings.write_text("\n".join(lines) + "\n", "utf-8")
    assert tipcoder("codings", "import", codings, cwd=study).status == 0
    before = tipcoder(*words, cwd=study)
    assert before.status == 0, before.err
    assert tipcoder("erase", "301", "role", *WHY, "--yes", cwd=study).status == 0
    assert tipcoder(*words, cwd=study).out == before.out
    again = tipcoder("erase", "--respondent", "301", *WHY, "--codings", "--yes", cwd=study)
    assert again.status == 0, again.err
    assert tipcoder("check", cwd=study).status == 0


def test_what_left_is_named_and_its_digests_of_the_words_are_erased(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    from contextlib import closing

    from tipcoder.store import exports
    from tipcoder.store.opening import open_store

    codings = study.parent / "codings.csv"
    rows = (
        "case,question,coder,code,start,end",
        "302,role,anna,visits,,",
        "303,role,anna,visits,,",
    )
    codings.write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", codings, cwd=study).status == 0
    for case in ("302", "303"):
        tipcoder("redact", "accept", case, "role", cwd=study)
        assert tipcoder("redact", "review", case, "role", cwd=study).status == 0
    done = tipcoder("quotes", "-o", tmp_path / "quotes.csv", cwd=study)
    assert done.status == 0, done.err

    def list_marks() -> dict[int, bool]:
        """Whether the log has digests of words, by case."""
        with closing(open_store("sqlite:///study.db", study)) as store, store.read() as db:
            (record,) = exports.load_exports(db)
            return {passage.case_id: bool(passage.marks) for passage in record.passages}

    assert list(list_marks().values()) == [True, True]
    done = tipcoder("erase", "302", "role", *WHY, "--yes", cwd=study)
    assert "Files that left with rows of it: export " in done.err
    assert sorted(list_marks().values()) == [False, True]
    assert tipcoder("check", cwd=study).status == 0
