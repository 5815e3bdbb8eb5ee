"""No exporter lets out what may name somebody, in any format.

The verbs are read from the commands, so that a new one that writes a file or prints a format fails
here until it is sorted in: what publishes runs past every planted identifier, and what is for the
team is refused without --raw.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import planted_study
from commands import every_command
from planted_study import ADDRESSES, ALL, CODERS, ORGANISATIONS, PEOPLE, PHONES, find_planted
from tipcoder.export.format_names import PRINTED, WRITTEN

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]

PRINTS = {
    "agreement": "agreement",
    "codebook export": "codebook export",
    "codebook show": "codebook show",
    "codings export": "codings export --by consensus",
    "counts": "counts",
    "merge": "merge",
    "quotes": "quotes --columns question",
    "stats": "stats --code pressure --min-n 2",
    "stats change": "stats change --code pressure --min-n 2",
    "stats joint": "stats joint --code pressure --min-n 2",
    "stats presence": "stats presence",
    "stats saturation": "stats saturation",
    "stats tables": "stats tables",
    "suggest": "suggest --top 1",
    "suggest bias": "suggest bias",
    "suggest patterns": "suggest patterns --try money",
    "suggest frame": "suggest frame --themes 3",
    "suggest evaluate": "suggest evaluate --labels 2 --draws 1 --code pressure",
}
"""Verbs whose output is published in every format but a table, which is for the screen."""
PACKAGES = (".xlsx", ".docx")
"""The formats that are no text, for verbs that print all the others."""
WRITES = {
    "agreement -o": ("agreement -o OUT/report", ("",)),
    "codebook export -o": ("codebook export -o OUT/book", (".toml", *WRITTEN)),
    "codings export FILE": ("codings export --by consensus OUT/codings", (".csv", ".json")),
    "export qdpx -o": ("export qdpx --columns question -o OUT/project", (".qdpx",)),
    "export qdc -o": ("export qdc -o OUT/book", (".qdc",)),
    "export workbook -o": ("export workbook -o OUT/study", (".xlsx",)),
    "export matrix -o": (
        "export matrix -o OUT/matrix",
        (".csv", ".xlsx", ".sav", ".dta", ".parquet"),
    ),
    "merge -o": ("merge -o OUT/merged", (".csv", ".parquet", ".dta", ".sav")),
    "quotes -o": (
        "quotes --columns question -o OUT/quotes",
        (".csv", ".xlsx", ".docx", ".md", ".html", ".json"),
    ),
    "counts -o": ("counts -o OUT/counts", PACKAGES),
    "stats -o": ("stats --code pressure --min-n 2 -o OUT/tests", PACKAGES),
    "stats change -o": ("stats change --code pressure --min-n 2 -o OUT/changes", PACKAGES),
    "stats joint -o": ("stats joint --code pressure --min-n 2 -o OUT/joint", PACKAGES),
    "stats presence -o": ("stats presence -o OUT/presence", PACKAGES),
    "stats saturation -o": ("stats saturation -o OUT/saturation", PACKAGES),
    "stats tables -o": ("stats tables -o OUT/tables", PACKAGES),
    "stats workbook -o": ("stats workbook --by country -o OUT/all", (".json", *PACKAGES)),
    "report -o": ("report --by country --columns question -o OUT/report", (".html",)),
    "deposit -o": ("deposit -o OUT/deposit", ("",)),
    "stats figures -o": ("stats figures -o OUT/figures", ("",)),
    "suggest -o": ("suggest --top 1 -o OUT/suggested", WRITTEN),
}
"""Verbs that write what may be published, and the endings of their files."""
TEAM = {
    "codings export FILE": (
        "codings export --quotes OUT/team.csv",
        "codings export --raw OUT/t.csv",
    ),
    "codings template -o": (
        "codings template -o OUT/t.csv",
        "codings template --raw -o OUT/t.xlsx",
    ),
    "suggest -o": ("", "suggest --raw --top 1 -o OUT/t.xlsx"),
    "codebook export -o": ("codebook export -o OUT/t.toml", "codebook export --raw -o OUT/t.toml"),
    "export qdpx -o": ("", "export qdpx --raw -o OUT/t.qdpx"),
    "export qdc -o": ("export qdc -o OUT/t.qdc", "export qdc --raw -o OUT/t.qdc"),
    "export workbook -o": ("", "export workbook --raw -o OUT/t.xlsx"),
    "export matrix -o": (
        "export matrix --variables other -o OUT/t.csv",
        "export matrix --raw --variables other -o OUT/t.csv",
    ),
    "export archive -o": ("export archive -o OUT/t.zip", "export archive --raw -o OUT/t.zip"),
    "bundle export -o": (
        "bundle export --coder CODER -o OUT/t.json",
        "bundle export --raw --coder CODER -o OUT/t.json",
    ),
    "merge -o": ("merge --columns other -o OUT/t.csv", "merge --raw --columns other -o OUT/t.csv"),
}
"""Files with words: how they are refused, and how they are asked for."""
UPKEEP = {
    "backup FILE": "a copy of the store, which is no export",
    "init DIR": "makes a study",
    "demo DIR": "makes a study",
}
WORK = {
    "adjudicate list": "what a coder looks at who resolves; words only with --raw",
    "adjudicate rules": "what a lead reads to write rules",
    "backcode": "which cases move from a level, by case and code",
    "assign": "how a round is drawn",
    "audit": "findings in a file; words only with --words",
    "check-quotes": "what to mend in a manuscript; words only with --raw",
    "bundle import": "what came in",
    "check": "what a lead has to see to",
    "codebook check": "what is wrong with a codebook",
    "codebook diff": "what changed in a codebook",
    "codebook import": "what a codebook would change",
    "codebook retired": "codes out of use",
    "codings alike": "which answers are alike; words only with --raw",
    "codings carry": "which codes go to answers with the same text; words only with --raw",
    "codebook stale": "codings to look at; words only with --raw",
    "import": "what came in",
    "init": "what came in",
    "log": "who did what",
    "quotes exports": "what left, by its columns and times",
    "redact alias": "names that were entered, for whoever enters them",
    "redact keep": "names that may stay",
    "redact list": "what waits for a decision; words only with --raw",
    "redact rule": "strings that were decided about",
    "redact status": "how many quotes are read",
    "rounds": "how far rounds are",
    "suggest concepts": "the words of the list of concepts",
    "trust": "what a study may use outside of its folder",
    "withdrawn": "which answers were withdrawn",
    "words": "how often words are said, and where; nothing leaves without --raw",
}
"""Verbs with --format that show to people at work what they work on, and why nothing leaves."""
SHOWN = (
    "adjudicate list",
    "adjudicate rules",
    "codebook stale",
    "log",
    "redact list",
    "redact status",
    "rounds",
)
"""Of these, verbs that have to keep quiet about the words of answers in every format."""
LISTED = {
    ("export/leaving.py", "the way out itself"),
    ("export/data_files.py", "`write_data`, for notebooks and tests"),
    ("workbench/output_files.py", "claims the place"),
    ("workbench/team_files.py", "files with words"),
    ("workbench/publishing/publication.py", "everything that is published"),
}
"""The only modules that put a file in its place."""


@pytest.fixture(scope="module")
def planted_mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study with everything in it, made once."""
    from tipcoder.workbench.survey.creating import StudyPlan, create_study

    folder = tmp_path_factory.mktemp("planted")
    (folder / "survey.csv").write_text(planted_study.survey(), "utf-8")
    from conftest import SMALL_CODEBOOK

    (folder / "codebook.toml").write_text(SMALL_CODEBOOK, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIPCODER_KEYS", str(folder / "keys"))
        plan = StudyPlan(folder / "study", folder / "survey.csv", codebook=folder / "codebook.toml")
        create_study(plan, planted_study.STUDY, "lead")
        planted_study.work(folder / "study")
    return folder


@pytest.fixture
def planted(planted_mould: Path, tmp_path: Path, keys_folder: Path) -> Path:
    """A copy of it with its key file."""
    shutil.copytree(planted_mould / "study", tmp_path / "study")
    shutil.copytree(planted_mould / "keys", keys_folder, dirs_exist_ok=True)
    return tmp_path / "study"


def words_of(line: str, out: Path) -> list[str]:
    words = [word.replace("OUT", str(out)) for word in line.split()]
    return [CODERS[0] if word == "CODER" else word for word in words]


def found_in(folder: Path) -> dict[str, list[str]]:
    """Planted strings in the files of a folder, by file."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            texts = list(planted_study.read_texts(file))
            leaks = {words for text in texts for words in find_planted(text)}
            if leaks:
                found[str(file.relative_to(folder))] = sorted(leaks)
    return found


def test_every_verb_that_prints_or_writes_is_sorted_in() -> None:
    prints, writes = set(), set()
    for words, command in every_command():
        for param in command.params:
            if "--format" in param.opts:
                prints.add(" ".join(words))
            if "-o" in param.opts:
                writes.add(f"{' '.join(words)} -o")
    assert prints == PRINTS.keys() | WORK.keys(), (
        "A verb that prints belongs in PRINTS, or with its reason in WORK of this file."
    )
    assert writes <= WRITES.keys() | TEAM.keys(), (
        "A verb that writes belongs in WRITES, or in TEAM of this file: what leaves goes through "
        "workbench/publishing/publication.py or workbench/team_files.py."
    )


def test_files_are_put_in_place_by_the_gate_and_by_nobody_else() -> None:
    import tipcoder

    source = Path(tipcoder.__file__).parent
    callers = set()
    for file in source.rglob("*.py"):
        text = file.read_text("utf-8")
        for name in ("put_in_place(", "write_leaving_files(", "write_requested_file("):
            if name in text:
                callers.add(str(file.relative_to(source)))
    assert callers == {place for place, _ in LISTED}


def test_the_planted_strings_are_found_where_they_are(planted: Path, tmp_path: Path) -> None:
    survey = tmp_path / "survey.csv"
    survey.write_text(planted_study.survey(), "utf-8")
    assert len(planted_study.PLANTED) == 200
    assert set(found_in(tmp_path)["survey.csv"]) == set(planted_study.PLANTED)


def ask_again(tipcoder: Tipcoder, folder: Path, beside: Path) -> None:
    """The same people are asked once more and say the same in other words."""
    again_asked = planted_study.survey().replace("asked for it.", "asked for it once more.")
    (beside / "again.csv").write_text(again_asked, "utf-8")
    again = ("import", beside / "again.csv", "--wave", "2025", "--first-wave", "2023")
    assert tipcoder(*again, cwd=folder).status == 0


@pytest.mark.parametrize("verb", PRINTS)
def test_nothing_planted_is_printed(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path, verb: str
) -> None:
    if verb == "stats change":
        ask_again(tipcoder, planted, tmp_path)
    for form in PRINTED:
        if form == "table":
            continue
        done = tipcoder(*PRINTS[verb].split(), "--format", form, cwd=planted)
        assert done.status == 0, (form, done.err)
        assert find_planted(done.out) == [], form


@pytest.mark.parametrize("option", WRITES)
def test_nothing_planted_is_written(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path, option: str
) -> None:
    line, endings = WRITES[option]
    if option == "stats change -o":
        ask_again(tipcoder, planted, tmp_path)
    out = tmp_path / "out"
    for ending in endings:
        done = tipcoder(*words_of(f"{line}{ending}", out), cwd=planted)
        assert done.status == 0, (ending, done.err)
    assert any(out.rglob("*"))
    assert found_in(out) == {}


@pytest.mark.parametrize("verb", SHOWN)
def test_verbs_for_work_keep_answers_to_themselves(
    tipcoder: Tipcoder, planted: Path, verb: str
) -> None:
    answers = (*ORGANISATIONS, *PEOPLE, *ADDRESSES, *PHONES)
    for form in PRINTED:
        done = tipcoder(*verb.split(), "--format", form, cwd=planted)
        assert find_planted(done.out, answers) == [], form


def spoil_codebook(folder: Path) -> None:
    """Somebody writes a respondent's sentence into the file by hand."""
    book = folder / "codebook.toml"
    text = book.read_text("utf-8")
    example = planted_study.ANSWER.format(
        name=ORGANISATIONS[35], address=ADDRESSES[35], phone=PHONES[35]
    )
    place = '[code.pressure]\nlabel = { en = "Pressure", ru = "Давление" }\n'
    assert place in text
    book.write_text(text.replace(place, f'{place}examples = ["{example}"]\n'), "utf-8")


@pytest.mark.parametrize("option", TEAM)
def test_words_leave_for_the_team_only_when_somebody_says_raw(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path, option: str
) -> None:
    refused, asked = TEAM[option]
    if option.startswith(("codebook", "bundle", "export qdc")):
        spoil_codebook(planted)
        # Taken in, so that codings are made under it.
        assert tipcoder("counts", cwd=planted).status == 0
        with planted_study.open_study_folder(planted) as here:
            coder = here.register_coder(CODERS[0])
            session = planted_study.CodingSession(here, coder)
            ids = session.find_answer_ids(planted_study.AnswerFilter())
            session.add_coding(ids[0], "money", None, finish=True)
    out = tmp_path / "out"
    out.mkdir()
    if refused:
        done = tipcoder(*words_of(refused, out), cwd=planted)
        assert done.status in (1, 2), done
        assert "--raw" in done.err or "audit" in done.err
        assert list(out.iterdir()) == []
    done = tipcoder(*words_of(asked, out), cwd=planted)
    assert done.status == 0, done.err
    assert "for the team alone" in done.err
    files = [file for file in out.iterdir() if file.is_file()]
    assert files
    for file in files:
        assert file.name.startswith("RAW-")
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_bundle_without_words_is_for_its_owner_alone(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path
) -> None:
    done = tipcoder(
        "bundle", "export", "--coder", CODERS[0], "-o", tmp_path / "b.json", cwd=planted
    )
    assert done.status == 0, done.err
    assert "for the team" in done.err
    assert (tmp_path / "b.json").stat().st_mode & 0o777 == 0o600
    content = (tmp_path / "b.json").read_text("utf-8")
    assert find_planted(content, planted_study.PLANTED) == []


PLACES = {
    "label": ('label = "Money"', 'label = "Money, {}"'),
    "definition": ('definition = "Grants and other funding."', 'definition = "Grants of {}."'),
    "rule": ('use_when = "Money changes hands."', 'use_when = "Money of {}."'),
}
"""Texts of the codebook: what stands there, and with an identifier in it."""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", [ORGANISATIONS[3], ADDRESSES[4], PEOPLE[5]])
def test_an_identifier_in_the_codebook_goes_nowhere(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path, place: str, words: str
) -> None:
    before, after = PLACES[place]
    book = planted / "codebook.toml"
    text = book.read_text("utf-8")
    assert before in text
    book.write_text(text.replace(before, after.format(words)), "utf-8")
    out = tmp_path / "out"
    for ending in (".toml", ".docx"):
        line = f"codebook export -o OUT/book{ending}"
        done = tipcoder(*words_of(line, out), cwd=planted)
        assert done.status == 1, done
        assert words not in done.err
    tipcoder(*words_of("agreement -o OUT/report", out), cwd=planted)
    tipcoder(*words_of("merge -o OUT/merged.csv", out), cwd=planted)
    tipcoder(*words_of("stats figures -o OUT/figures", out), cwd=planted)
    assert not out.exists() or found_in(out) == {}
    for verb in ("codebook export", "stats presence", "stats joint --min-n 2", "quotes"):
        done = tipcoder(*verb.split(), "--format", "markdown", cwd=planted)
        assert find_planted(done.out) == [], verb


def test_a_title_and_a_file_name_tell_nobody(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path
) -> None:
    named = tmp_path / f"{ORGANISATIONS[2]}.csv"
    for verb in ("quotes", "merge", "codebook export"):
        done = tipcoder(*verb.split(), "-o", named, cwd=planted)
        assert done.status == 1, (verb, done)
        assert "name of a file" in done.err
        assert ORGANISATIONS[2] not in done.err
    assert not named.exists()
    toml = planted / "study.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace("A walk", f"A walk with {ORGANISATIONS[2]}"), "utf-8")
    out = tmp_path / "out"
    for line in ("agreement -o OUT/report", "merge -o OUT/m.sav", "merge -o OUT/m.dta"):
        tipcoder(*words_of(line, out), cwd=planted)
    assert not out.exists() or found_in(out) == {}


def test_the_merged_table_leaves_by_id_with_what_is_closed_and_what_was_named(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path
) -> None:
    file = tmp_path / "merged.csv"
    done = tipcoder("merge", "-o", file, cwd=planted)
    assert done.status == 0, done.err
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.with_name("merged.dictionary.csv").stat().st_mode & 0o777 == 0o600
    for name in ("other", "started", "mail", "why_en"):
        assert name in done.err
    head, *rows = file.read_text("utf-8").splitlines()
    assert "survey.channel" in head
    assert "survey.started" not in head
    ids = [row.split(",")[1] for row in rows]
    assert ids == sorted(ids)
    named = tipcoder("merge", "--columns", "started", "-o", file, cwd=planted)
    assert named.status == 0, named.err
    assert "survey.started" in file.read_text("utf-8").splitlines()[0]
    tipcoder("merge", "--columns", "why", "-o", file, cwd=planted).refused(2, "open question")
    tipcoder("merge", "--columns", "mial", "-o", file, cwd=planted).refused(2, "'mail'")


def test_the_merged_table_can_be_held_to_a_smallest_cell(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path
) -> None:
    line = ("merge", "-o", tmp_path / "m.csv", "--smallest-cell")
    done = tipcoder(*line, "15", cwd=planted)
    assert done.status == 1
    assert "--only" in done.err
    assert not (tmp_path / "m.csv").exists()
    # Forty respondents, half of them on paper.
    done = tipcoder(*line, "15", "--only", "channel", cwd=planted)
    assert done.status == 0, done.err
    assert (tmp_path / "m.csv").read_text("utf-8").splitlines()[0] == (
        "case,respondent,case_number,survey.channel"
    )
    tipcoder(*line, "2", cwd=planted).refused(2, "protects nobody")


def test_coders_have_numbers_unless_their_names_are_asked_for(
    tipcoder: Tipcoder, planted: Path, tmp_path: Path
) -> None:
    done = tipcoder("agreement", "-o", tmp_path / "a", "--format", "json", cwd=planted)
    assert done.status == 0, done.err
    assert "coder 2" in (tmp_path / "a" / "methods.txt").read_text("utf-8")
    # Who works at the screen knows the others.
    assert CODERS[0] in tipcoder("agreement", cwd=planted).out
    line = ("agreement", "-o", tmp_path / "b", "--coder-names", "--format", "json")
    named = tipcoder(*line, cwd=planted)
    assert CODERS[0] in (tmp_path / "b" / "methods.txt").read_text("utf-8")
    assert CODERS[0] in named.out


def test_a_raw_example_is_found_by_check(tipcoder: Tipcoder, planted: Path) -> None:
    assert "examples" not in tipcoder("check", cwd=planted).out
    spoil_codebook(planted)
    assert tipcoder("counts", cwd=planted).status == 0
    found = tipcoder("check", cwd=planted)
    assert "[code.pressure] examples in en" in found.out
    assert find_planted(found.out) == []


def test_an_example_is_the_released_wording_of_a_quote_that_was_read(planted: Path) -> None:
    from tipcoder.errors import CheckFailed
    from tipcoder.workbench.codebook.editor import CodebookEditor
    from tipcoder.workbench.publishing.released_examples import build_example
    from tipcoder.workbench.redaction.decisions import RedactionSession

    with planted_study.open_study_folder(planted) as here:
        coder = here.register_coder(CODERS[0])
        session = planted_study.CodingSession(here, coder)
        ids = session.find_answer_ids(planted_study.AnswerFilter())
        session.add_coding(ids[-1], "money", None, finish=True)
        (unread,) = [one for one in session.read_codings(ids[-1]) if one.code == "money"]
        with pytest.raises(CheckFailed, match="nobody has read it"):
            build_example(here, unread.id)
        desk = RedactionSession(here, coder)
        end = len(desk.sources[ids[-1]].text)
        waiting = desk.list_open_proposals(ids[-1], 0, end)
        desk.accept_proposals([(ids[-1], one) for one in waiting])
        desk.review_stretches([(ids[-1], 0, end)])
        edit = build_example(here, unread.id)
        assert find_planted(edit.words) == []
        assert planted_study.WORDS in edit.words
        CodebookEditor(here, coder).make_edit(edit)
    assert find_planted((planted / "codebook.toml").read_text("utf-8")) == []


def test_small_counts_are_told_and_left_out_where_that_is_asked_for(
    tipcoder: Tipcoder, planted: Path
) -> None:
    told = tipcoder("stats", "presence", "--format", "csv", cwd=planted)
    assert told.status == 0, told.err
    small = [row for row in told.csv() if 0 < int(row["present"]) < 20]
    assert small
    left = tipcoder("stats", "presence", "--smallest-cell", "20", "--format", "csv", cwd=planted)
    assert [row for row in left.csv() if 0 < int(row["present"]) < 20] == []
    assert "below 20" in left.err


def test_all_strings_are_different() -> None:
    assert len(set(ALL)) == len(ALL)
