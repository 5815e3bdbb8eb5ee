"""The study as a project of other programs: it goes out, is worked on elsewhere, and comes back."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.interchange.refi_model import (
    RefiCode,
    RefiCoding,
    RefiSelection,
    RefiSource,
    RefiUser,
)
from tipcoder.interchange.refi_reading import ReadProject, read_project
from tipcoder.interchange.refi_writing import RefiProject, write_project
from tipcoder.model.codings import Coder, MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import coding_records, codings, notes
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange.codings_import import CodingsReport, import_codings
from tipcoder.workbench.exchange.project_export import export_project
from tipcoder.workbench.exchange.project_people import ProjectChoices
from tipcoder.workbench.history import undo_or_redo
from tipcoder.workbench.opening import open_study_folder

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]
Everything = list[tuple[str, str, str, str, int | None, int | None]]


@pytest.fixture
def on_both(
    make_study: Callable[..., Path], small_survey: str, public_study_toml: str, store_url: object
) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(small_survey, public_study_toml, where=store_url)) as here:
        yield here


def work(here: OpenStudy, find: Find) -> None:
    """Anna and Boris code quotes and whole answers, with an emoji and a repeated answer."""
    anna, boris = (CodingSession(here, here.register_coder(name)) for name in ("anna", "boris"))
    emoji = find(anna, "pushed the ministry")
    text = anna.read_answer(emoji).text
    anna.add_coding(emoji, "pressure", (text.index("👍"), text.index("👍") + 2), finish=True)
    anna.add_coding(emoji, "money", (text.index("the new"), text.index(" was")))
    boris.add_coding(emoji, "pressure", (text.index("👍"), text.index("👍") + 2), finish=True)
    boris.add_coding(find(boris, "escuchar"), "pushback", finish=True)
    first, second = anna.find_answer_ids(AnswerFilter(words="no comment"))
    anna.add_coding(second, "training", finish=True)
    boris.add_coding(first, "money", finish=True)


def read_codings(here: OpenStudy) -> Everything:
    with here.store.read() as db:
        found = []
        for one in coding_records.load_coding_records(db):
            found.append((one.case, one.question, one.coder, one.code, one.start, one.end))
        return sorted(found, key=str)


def export(here: OpenStudy, folder: Path) -> Path:
    return export_project(here, folder / "study.qdpx").path


def bring(here: OpenStudy, path: Path, *, dry_run: bool = False, **said: object) -> CodingsReport:
    lead = here.register_coder("lead")
    choices = ProjectChoices("lead", **said)  # type: ignore[arg-type]
    return import_codings(here, lead, path, project=choices, dry_run=dry_run)


def edit(path: Path, *changes: tuple[str, str], texts: tuple[str, str] = ("", "")) -> Path:
    """The project as another program leaves it: changed in its XML or in its texts."""
    edited = path.with_name("edited.qdpx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(edited, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name.endswith(".qde"):
                for pattern, replacement in changes:
                    content, count = re.subn(pattern, replacement, content)
                    assert count, pattern
            elif texts[0]:
                content = content.replace(*texts)
            new.writestr(name, content)
    return edited


def test_what_goes_out_comes_in_again(
    on_both: OpenStudy,
    find: Find,
    tmp_path: Path,
    make_study: Callable[..., Path],
    small_survey: str,
    public_study_toml: str,
) -> None:
    work(on_both, find)
    path = export(on_both, tmp_path)
    with open_study_folder(make_study(small_survey, public_study_toml, name="again")) as again:
        for name in ("anna", "boris"):
            again.register_coder(name)
        report = bring(again, path)
        assert (report.rows, report.added, report.there_already) == (6, 6, 0)
        assert read_codings(again) == read_codings(on_both)
        undo_or_redo(again, again.register_coder("lead"), "undo")
        assert read_codings(again) == []


def test_a_project_that_comes_back_as_it_went_changes_nothing(
    on_both: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(on_both, find)
    # An answer that Anna left open stays open.
    anna = CodingSession(on_both, on_both.register_coder("anna"))
    anna.add_coding(find(anna, "unfair"), "money")
    before = read_codings(on_both)
    report = bring(on_both, export(on_both, tmp_path))
    assert (report.added, report.there_already, report.changed) == (0, 7, False)
    assert read_codings(on_both) == before


def test_the_file_is_for_the_team(on_both: OpenStudy, find: Find, tmp_path: Path) -> None:
    work(on_both, find)
    path = export(on_both, tmp_path)
    assert path.name == "RAW-study.qdpx"
    assert path.stat().st_mode & 0o077 == 0


def test_cases_variables_and_questions_are_in_it(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    project = read_project(export(public, tmp_path))
    assert {user.name for user in project.users.values()} == {"lead", "anna", "boris"}
    by_name = {code.name: code for code in project.codes.values()}
    assert by_name["Pressure"].parent == by_name["Government"].guid
    assert not by_name["Government"].codable
    assert "Include: An embassy or a report moves" in by_name["Pressure"].description
    # By hand from the survey: 9 cases, 4 closed columns (the ID stands in
    # the label), 2 questions, 12 answers with words.
    further = project.further
    assert (further["case"], further["variable"], further["set"]) == (9, 4, 2)
    assert len(project.sources) == 12
    assert "3237565957 role" in {source.name for source in project.sources}


def test_memos_go_out_as_notes_of_their_coder(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    anna = CodingSession(public, public.register_coder("anna"))
    answer = find(anna, "unfair")
    anna.set_memo(MemoTarget(answer_id=answer), "ask again\nabout this")
    project = read_project(export(public, tmp_path))
    (note,) = project.notes.values()
    assert (note.text, project.users[note.user].name) == ("ask again\nabout this", "anna")
    (source,) = [one for one in project.sources if one.notes]
    assert source.notes == (note.guid,)


def read_memos(here: OpenStudy) -> list[tuple[str, str, str, str]]:
    """Coder, words, time and kind of target of every memo."""
    with here.store.read() as db:
        found = []
        for memo in notes.load_visible_memos(db):
            _, coding, code = memo.target
            kind = code or ("coding" if coding is not None else "answer")
            found.append((memo.coder, memo.text, memo.at, kind))
        return sorted(found)


def test_memos_come_in_with_their_time_and_are_never_replaced(
    on_both: OpenStudy,
    find: Find,
    tmp_path: Path,
    make_study: Callable[..., Path],
    small_survey: str,
    public_study_toml: str,
) -> None:
    work(on_both, find)
    anna = CodingSession(on_both, on_both.register_coder("anna"))
    carla = CodingSession(on_both, on_both.register_coder("carla"))
    answer = find(anna, "pushed the ministry")
    with on_both.store.read() as db:
        (coding, *_) = codings.load_codings(db, answer, anna.coder.id)
    anna.set_memo(MemoTarget(answer), "of the answer")
    anna.set_memo(MemoTarget(answer, coding.id), "of the quote\nin two lines")
    anna.set_memo(MemoTarget(code="money"), "of the code")
    # Carla coded nothing, and is known all the same.
    carla.set_memo(MemoTarget(answer), "another view")
    path = export(on_both, tmp_path)
    with open_study_folder(make_study(small_survey, public_study_toml, name="again")) as again:
        for name in ("anna", "boris", "carla"):
            again.register_coder(name)
        theirs = CodingSession(again, again.register_coder("carla"))
        theirs.set_memo(MemoTarget(find(theirs, "pushed the ministry")), "my own")
        assert bring(again, path, dry_run=True).memos == 4
        report = bring(again, path)
        assert report.memos == 3
        assert any("1 memo differs from the one that is here" in note for note in report.notes)
        expected = [memo for memo in read_memos(on_both) if memo[0] == "anna"]
        assert [memo for memo in read_memos(again) if memo[0] == "anna"] == expected
        assert [memo[1] for memo in read_memos(again) if memo[0] == "carla"] == ["my own"]
        undo_or_redo(again, again.register_coder("lead"), "undo")
        assert read_codings(again) == []
        assert [memo[1] for memo in read_memos(again)] == ["my own"]


def test_whatever_somebody_marked_comes_back_where_it_was(
    public: OpenStudy,
    find: Find,
    tmp_path: Path,
    make_study: Callable[..., Path],
    small_survey: str,
    public_study_toml: str,
) -> None:
    """Half words, single blanks, halves of an emoji with its colour, stretches over each other."""
    chance = random.Random(7)
    anna = CodingSession(public, public.register_coder("anna"))
    for answer in anna.find_answer_ids(AnswerFilter()):
        length = len(anna.read_answer(answer).text)
        for code in ("money", "pressure", "training"):
            start = chance.randrange(length)
            anna.add_coding(answer, code, (start, chance.randint(start + 1, length)), finish=True)
    path = export(public, tmp_path)
    with open_study_folder(make_study(small_survey, public_study_toml, name="again")) as again:
        bring(again, path, is_coder_named=True)
        expected = [
            (case, question, "lead", *rest) for case, question, _, *rest in read_codings(public)
        ]
        assert read_codings(again) == expected
        assert len(expected) == 36


def test_a_user_of_another_program_is_the_coder_who_is_named(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    path = edit(
        export(public, tmp_path), ('origin="[^"]*"', 'origin="NVivo"'), ('name="anna"', 'name="AB"')
    )
    # The identifier is still Anna's, so nobody has to say anything.
    assert bring(public, path).added == 0
    report = bring(public, path, coders={"AB": "carla"})
    assert report.coders == ["boris", "carla"]
    assert report.added == 3


def test_users_whom_nobody_knows_have_to_be_named(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    path = edit(
        export(public, tmp_path),
        ('<User guid="([^"]*)" name="(anna|boris)"', r'<User guid="\1" name="\2 elsewhere"'),
    )
    renamed = path.with_name("renamed.qdpx")
    guids = {user.name: user.guid for user in read_project(path).users.values()}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(renamed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            for number, user in enumerate(("anna elsewhere", "boris elsewhere")):
                # In capitals and braces, as some programs write them.
                own = f"{{AAAAAAAA-0000-4000-8000-00000000000{number}}}"
                content = content.replace(guids[user], own)
            new.writestr(name, content)
    with pytest.raises(BadInput, match="does not know anna elsewhere and boris elsewhere"):
        bring(public, renamed)
    said = {"anna elsewhere": "carla", "boris elsewhere": "dora"}
    assert sorted(bring(public, renamed, coders=said).coders) == ["carla", "dora"]
    with pytest.raises(BadInput, match="no work of a user 'ana'"):
        bring(public, renamed, coders={"ana": "carla"})


def test_a_code_that_the_codebook_lacks_refuses_the_file_by_name(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    path = edit(
        export(public, tmp_path),
        (
            '<Code guid="[^"]*" name="Money"',
            '<Code guid="aaaaaaaa-0000-4000-8000-000000000001" name="Fees"',
        ),
        ('(<CodeRef targetGUID=")[^"]*', r"\g<1>aaaaaaaa-0000-4000-8000-000000000001"),
    )
    before = read_codings(public)
    with pytest.raises(BadInput, match=r"the codebook has no code 'Fees' to apply \(6\)"):
        bring(public, path)
    assert read_codings(public) == before
    report = bring(public, path, skips=True)
    assert report.added == 0
    assert any("6 codings left out" in note for note in report.notes)


def test_codes_that_the_codebook_lacks_are_made_when_somebody_says_so(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    path = edit(
        export(public, tmp_path),
        ('<Code guid="[^"]*" name="Money"', '<Code guid="f-1" name="Fees &amp; fines"'),
        ('(<CodeRef targetGUID=")[^"]*', r"\g<1>f-1"),
    )
    lead = public.register_coder("lead")
    report = import_codings(public, lead, path, add_codes=True, project=ProjectChoices("lead"))
    assert report.added == 6
    made = {code for *_, code, _, _ in read_codings(public)} - {
        "pressure",
        "money",
        "pushback",
        "training",
    }
    assert len(made) == 1
    undo_or_redo(public, lead, "undo")
    assert made.isdisjoint({code for *_, code, _, _ in read_codings(public)})


def test_a_text_that_was_changed_elsewhere_is_told_and_its_quotes_are_found(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    path = edit(export(public, tmp_path), texts=("The embassy pushed", "Our embassy pushed"))
    dry = bring(public, path, dry_run=True, skips=True)
    assert any("1 text differs" in note and "3237565957 role" in note for note in dry.notes)
    anna = CodingSession(public, public.register_coder("anna"))
    assert "Our embassy" not in anna.read_answer(find(anna, "pushed the ministry")).text
    # Quotes of this text are found by their words, so nothing is lost and nothing is new.
    assert bring(public, path).there_already == 6


def test_a_program_that_puts_blanks_and_its_own_line_ends_matches_all_the_same(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    path = edit(export(public, tmp_path), texts=(".", ".\r\n"))
    before = read_codings(public)
    report = bring(public, path, dry_run=True)
    # No quote lies behind the first line end, so every place is the one of before.
    assert report.rows == 6
    assert bring(public, path).added == 0
    assert read_codings(public) == before


def test_answers_that_say_the_same_are_told_apart_by_their_names(
    make_study: Callable[..., Path],
    small_survey: str,
    public_study_toml: str,
    find: Find,
    tmp_path: Path,
) -> None:
    same = small_survey.replace("No comment", "no comment")
    with open_study_folder(make_study(same, public_study_toml, name="same")) as here:
        check_twins(here, find, tmp_path)


def check_twins(public: OpenStudy, find: Find, tmp_path: Path) -> None:
    work(public, find)
    path = export(public, tmp_path)
    fresh = edit(path, ('(<TextSource guid=")[0-9a-f]{8}', r"\g<1>99999999"))
    assert bring(public, fresh).there_already == 6
    nameless = edit(
        path,
        ('(<TextSource guid=")[0-9a-f]{8}', r"\g<1>99999999"),
        ('(<TextSource guid="[^"]*") name="[^"]*"', r"\1"),
    )
    with pytest.raises(BadInput, match="2 answers say the same, and its name tells none"):
        bring(public, nameless)
    assert bring(public, nameless, skips=True).there_already == 4


def test_a_text_of_a_whole_case_gives_each_quote_to_its_answer(
    public: OpenStudy, tmp_path: Path
) -> None:
    """Programs make one text of a respondent, with the questions as headings."""
    anna = CodingSession(public, public.register_coder("anna"))
    said = []
    for answer in anna.find_answer_ids(AnswerFilter(cases=("3237565961",))):
        said.append(anna.read_answer(answer))
    assert len(said) == 2
    text = "\n".join(f"{one.question}\n{one.text}\n" for one in said)
    places = [("grants", 0), ("report is now", 1)]
    selections = []
    for words, _ in places:
        at = text.index(words)
        coding = RefiCoding("c-1", "u-1")
        selections.append(RefiSelection(at, at + len(words), (coding,), user="u-1"))
    # A heading with the words behind it lies in no answer.
    heading = text.index(said[1].question)
    coding = RefiCoding("c-1", "u-1")
    selections.append(RefiSelection(heading, heading + 12, (coding,), user="u-1"))
    source = RefiSource("s-1", "Case 3237565961", text, tuple(selections))
    path = tmp_path / "p.qdpx"
    project = RefiProject(
        "p", "x", (RefiUser("u-1", "Coder"),), (RefiCode("c-1", "Money"),), sources=(source,)
    )
    write_project(project, path, "MAXQDA")
    with pytest.raises(BadInput, match=r"a quote has no place \(1\)"):
        bring(public, path)
    assert bring(public, path, skips=True).added == 2
    found = {(question, start, end) for _, question, *_, start, end in read_codings(public)}
    assert found == {
        (
            said[number].question,
            said[number].text.index(words),
            said[number].text.index(words) + len(words),
        )
        for words, number in places
    }


def test_a_code_on_a_whole_source_is_a_code_on_the_whole_answer(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    anna = CodingSession(public, public.register_coder("anna"))
    anna.add_coding(find(anna, "unfair"), "money", finish=True)
    path = edit(export(public, tmp_path), ("</?PlainTextSelection[^>]*>", ""))
    report = bring(public, path)
    assert (report.added, report.there_already) == (0, 1)


def test_codings_that_the_file_lacks_stay_and_are_counted(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(public, find)
    path = export(public, tmp_path)
    anna = CodingSession(public, public.register_coder("anna"))
    anna.add_coding(find(anna, "pushed the ministry"), "training")
    report = bring(public, path)
    assert any("1 coding of these coders is here and not in the file" in n for n in report.notes)
    assert len(read_codings(public)) == 7


def test_positions_that_nobody_can_tell_are_asked_for(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    anna = CodingSession(public, public.register_coder("anna"))
    emoji = find(anna, "pushed the ministry")
    text = anna.read_answer(emoji).text
    # The word behind the emoji, whose neighbours are blanks in every way of counting.
    at = text.index("and the new law")
    anna.add_coding(emoji, "money", (at, at + 1), finish=True)
    path = edit(export(public, tmp_path), ('origin="[^"]*"', 'origin="Other"'))
    report = bring(public, path, counting="code-point")
    assert (report.added, report.there_already) == (0, 1)
    with pytest.raises(BadInput, match="not counted in 'letters'"):
        bring(public, path, counting="letters")


def read_all(path: Path) -> tuple[ReadProject, str]:
    with zipfile.ZipFile(path) as archive:
        words = "\n".join(archive.read(name).decode() for name in archive.namelist())
    return read_project(path), words


def test_a_released_project_has_released_words_alone(
    public: OpenStudy, find: Find, tmp_path: Path
) -> None:
    from tipcoder.workbench.publishing.accepted_findings import Acceptance
    from tipcoder.workbench.quotes.project_release import release_project
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest
    from tipcoder.workbench.redaction.decisions import RedactionSession

    anna = CodingSession(public, public.register_coder("anna"))
    told, untold = find(anna, "unfair"), find(anna, "pushed the ministry")
    for answer in (told, untold):
        anna.add_coding(answer, "pushback", finish=True)
    text = anna.read_answer(told).text
    anna.add_coding(told, "money", (0, text.index(",")))
    reader: Coder = public.register_coder("reader")
    desk = RedactionSession(public, reader)
    desk.review_stretches([(told, 0, len(text))])
    target = tmp_path / "quotes.qdpx"
    done = release_project(public, QuoteRequest(), target, accept=Acceptance((), ""), coder=reader)
    project, words = read_all(target)
    assert len(done.table.lines) == 2
    (source,) = project.sources
    assert source.text == text
    # The quote of `money` is a part of that of `pushback`, so its words stand once.
    assert [(one.start, one.end) for one in source.selections] == [
        (0, text.index(",")),
        (0, len(text)),
    ]
    (user,) = project.users.values()
    assert re.fullmatch("coder [0-9]", user.name)
    assert "anna" not in words
    assert "pushed the ministry" not in words
    assert "Harbour" not in words
