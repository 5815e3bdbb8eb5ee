"""Codings as CSV: what goes out comes in again, all lines or none, and every bad line is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.export.tables import format_csv
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import act_log, coding_records, events, undo_redo
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange.codings_export import COLUMNS, export_codings
from tipcoder.workbench.exchange.codings_import import CodingsReport, import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.check import check_study

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]
Bring = Callable[..., CodingsReport]

HEADER = "case,question,coder,code,start,end\n"
WITH_QUOTES = "case,question,coder,code,quote\n"


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """`bring(here, csv)` writes the text to a file and has the lead import it."""

    def run(here: OpenStudy, content: str, *, dry_run: bool = False) -> CodingsReport:
        path = tmp_path / "codings.csv"
        path.write_text(content, "utf-8", newline="")
        return import_codings(here, here.register_coder("lead"), path, dry_run=dry_run)

    return run


@pytest.fixture
def on_both(
    make_study: Callable[..., Path], small_survey: str, public_study_toml: str, store_url: object
):  # type: ignore[no-untyped-def]
    with open_study_folder(make_study(small_survey, public_study_toml, where=store_url)) as here:
        yield here


def work(here: OpenStudy, find: Find) -> None:
    """Anna and Boris code a little of everything."""
    anna, boris = (CodingSession(here, here.register_coder(name)) for name in ("anna", "boris"))
    emoji = find(anna, "pushed the ministry")
    text = anna.read_answer(emoji).text
    anna.add_coding(emoji, "pressure", (text.index("👍"), text.index("👍") + 2), finish=True)
    anna.add_coding(emoji, "money")
    quoted = find(anna, "unfair")
    said = anna.read_answer(quoted).text
    boris.add_coding(quoted, "pushback", (said.index('"unfair"'), said.index(" and push")))
    boris.add_coding(find(boris, "escuchar"), "pushback", finish=True)
    boris.finish_answers(find(boris, "Посольство"), Outcome.OFF_TOPIC)
    boris.finish_answers(find(boris, "журналистами"), Outcome.UNCODABLE)
    first, second = anna.find_answer_ids(AnswerFilter(words="no comment"))
    anna.finish_answers(first)
    anna.finish_answers(second, Outcome.NONE_APPLIES)


def everything(
    here: OpenStudy,
) -> tuple[list[coding_records.CodingRecord], list[coding_records.EmptyReading], set[object]]:
    with here.store.read() as db:
        return (
            coding_records.load_coding_records(db),
            coding_records.load_empty_readings(db),
            set(coding_records.load_finished_places(db)),
        )


@pytest.mark.parametrize("quotes", [False, True])
def test_what_goes_out_comes_in_again(
    on_both: OpenStudy,
    find: Find,
    quotes: bool,
    bring: Bring,
    make_study: Callable[..., Path],
    small_survey: str,
    public_study_toml: str,
) -> None:
    work(on_both, find)
    rows = export_codings(on_both, quotes=quotes)
    columns = (*COLUMNS, "finished", *(("quote",) if quotes else ()))
    with open_study_folder(make_study(small_survey, public_study_toml, name="again")) as again:
        report = bring(again, format_csv(rows, columns))
        assert (report.rows, report.added, report.finished) == (8, 4, 6)
        assert sorted(report.coders) == ["anna", "boris"]
        assert [sorted(map(str, part)) for part in everything(again)] == [
            sorted(map(str, part)) for part in everything(on_both)
        ]
        assert export_codings(again, quotes=quotes) == rows
        assert check_study(again).faults == []


def test_an_export_names_places_by_case_and_question_and_offsets_by_characters(
    public: OpenStudy, find: Find
) -> None:
    work(public, find)
    rows = {(r["case"], r["coder"], r["code"]): r for r in export_codings(public, quotes=True)}
    assert rows["3237565957", "anna", "pressure"] == {
        "case": "3237565957",
        "question": "role",
        "coder": "anna",
        "code": "pressure",
        "start": "37",
        "end": "39",
        "finished": "yes",
        "carried": "",
        "many": "",
        "quote": "👍🏽",
    }
    whole = rows["3237565957", "anna", "money"]
    assert (whole["start"], whole["end"]) == ("", "")
    assert rows["3237565961", "boris", "pushback"]["finished"] == "no"
    assert rows["3237565961", "boris", "pushback"]["quote"] == '"unfair"'
    assert rows["3237565958", "anna", ""]["finished"] == "yes"
    assert ("3237565959", "boris", "@off-topic") in rows
    assert ("3237565963", "boris", "@uncodable") in rows


def test_without_quotes_no_word_of_an_answer_goes_out(public: OpenStudy, find: Find) -> None:
    work(public, find)
    assert all("quote" not in row for row in export_codings(public))


def test_one_coders_work_goes_out_alone(public: OpenStudy, find: Find) -> None:
    work(public, find)
    assert {row["coder"] for row in export_codings(public, coder="boris")} == {"boris"}
    with pytest.raises(BadInput, match="Nobody called 'boriss'") as refusal:
        export_codings(public, coder="boriss")
    assert refusal.value.hint == "Did you mean 'boris'?"


def test_a_second_import_of_the_same_file_adds_nothing_and_leaves_no_act(
    public: OpenStudy, bring: Bring
) -> None:
    content = HEADER + "3237565957,role,anna,money,0,3\n3237565958,role,anna,,,\n"
    bring(public, content)
    with public.store.read() as db:
        acts = events.find_last_act(db)
    report = bring(public, content)
    assert (report.added, report.there_already) == (0, 1)
    with public.store.read() as db:
        assert events.find_last_act(db) == acts


def test_an_import_is_one_act_of_whoever_imports(public: OpenStudy, bring: Bring) -> None:
    bring(
        public,
        HEADER + "3237565957,role,anna,money,0,3\n"
        "3237565957,role,boris,money,,\n3237565958,role,boris,,,\n",
    )
    with public.store.read() as db:
        newest = act_log.load_log(db)[0]
    assert (newest.coder, newest.verb) == ("lead", "import codings")
    assert newest.sentence == "Imported codings from codings.csv: 3 lines of anna, boris"
    assert undo_redo.undo_act(public.store, public.register_coder("anna").id) is None

    assert undo_redo.undo_act(public.store, public.register_coder("lead").id) is not None
    assert everything(public) == ([], [], set())
    assert undo_redo.redo_act(public.store, public.register_coder("lead").id) is not None
    assert [len(part) for part in everything(public)] == [2, 1, 3]
    assert check_study(public).faults == []


def test_a_quote_finds_its_place(public: OpenStudy, bring: Bring) -> None:
    bring(
        public,
        WITH_QUOTES + '3237565961,role,anna,pushback,"the report is ""unfair"""\n'
        "3237565957,role,anna,pressure,👍🏽\n"
        "3237565959,role,anna,pressure,\n",
    )
    made, _, _ = everything(public)
    assert [(r.case, r.quote, r.whole) for r in made] == [
        ("3237565957", "👍🏽", False),
        (
            "3237565959",
            (
                "Посольство давило на правительство, "
                "и доклад о торговле людьми обсуждали в парламенте."
            ),
            True,
        ),
        ("3237565961", 'the report is "unfair"', False),
    ]
    assert check_study(public).faults == []


def test_a_quote_over_two_lines_survives_a_spreadsheet(
    make_study: Callable[..., Path], bring: Bring, public_study_toml: str
) -> None:
    survey = 'id,loop,country,active,role,how\n7,1,Peru,Yes,"First line\nsecond line",\n'
    with open_study_folder(make_study(survey, public_study_toml)) as here:
        bring(here, WITH_QUOTES + '7,role,anna,money,"line\r\nsecond"\r\n')
        (record,) = everything(here)[0]
    assert (record.quote, record.start, record.end) == ("line\nsecond", 6, 17)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("3237565957,role,anna,mony,,,", "there is no code 'mony'. Did you mean 'money'?"),
        (
            "3237565957,role,anna,@off-topc,,,",
            "there is no code '@off-topc'. Did you mean '@off-topic'?",
        ),
        ("3237565957,role,anna,government,,,", "'government' only groups other codes."),
        ("4711,role,anna,money,,,", "there is no case '4711'."),
        (
            "3237565956,role,anna,money,,,",
            "there is no case '3237565956'. Is it 3237565956.1 or 3237565956.2?",
        ),
        ("3237565957,rol,anna,money,,,", "there is no question 'rol'. Did you mean 'role'?"),
        (
            "3237565957,how,anna,money,,,",
            "case '3237565957' has no readable answer to how: it is withheld.",
        ),
        ("3237565957,role, ,money,,,", "names no coder."),
        (
            f"3237565957,role,{'a' * 61},money,,,",
            "cannot be a coder's name. A name has at most 60 printable",
        ),
        (
            "3237565957,role,anna,money,5,,",
            "start '5' and end '' must both be whole numbers, or both empty.",
        ),
        (
            "3237565957,role,anna,money,-1,4,",
            "start '-1' and end '4' must both be whole numbers, or both empty.",
        ),
        (f"3237565957,role,anna,money,0,{'9' * 5000},", "must both be whole numbers"),
        ("3237565957,role,anna,money,4,4,", "4-4 is not a span of a text of 89 characters."),
        ("3237565957,role,anna,money,80,90,", "80-90 is not a span of a text of 89 characters."),
        (
            "3237565957,role,anna,money,0,3,They",
            "the quote is not at 0-3. It is not in the answer.",
        ),
        ("3237565957,role,anna,money,0,6,pushed", "the quote is not at 0-6. It is at 12-18."),
        ("3237565957,role,anna,money,,,nowhere", "the quote is not in the answer."),
        (
            "3237565957,role,anna,money,,,the",
            "the quote is in the answer more than once. Give start and end.",
        ),
        ("3237565957,role,anna,,0,3,", "marks a span but no code (the code is empty)."),
        ("3237565957,role,anna,@uncodable,,,The", "marks a span but no code (@uncodable)."),
    ],
)
def test_a_line_that_cannot_be_placed_is_named_and_nothing_is_imported(
    public: OpenStudy, bring: Bring, line: str, says: str
) -> None:
    good = "3237565957,role,anna,money,0,3,"
    with pytest.raises(BadInput) as refusal:
        bring(public, f"case,question,coder,code,start,end,quote\n{good}\n{line}\n{good}\n")
    assert refusal.value.message.startswith("codings.csv: 1 of 3 lines cannot be placed:\nline 3: ")
    assert says in refusal.value.message
    remedy = "Nothing was imported."
    if "there is no code 'mony'" in says:
        remedy = f"{remedy} --add-codes makes codes that the codebook lacks."
    if "there is no case" in says or "there is no question" in says or "no readable" in says:
        remedy = f"{remedy} --skip leaves out lines that have no place in the study."
    assert refusal.value.hint == remedy
    assert everything(public) == ([], [], set())
    with public.store.read() as db:
        assert len(act_log.load_log(db)) == 2, "not even a coder's first act"


def test_many_bad_lines_are_counted_and_the_first_ten_shown(
    public: OpenStudy, bring: Bring
) -> None:
    with pytest.raises(BadInput) as refusal:
        bring(public, HEADER + "1,role,anna,money,,\n" * 25)
    assert "25 of 25 lines cannot be placed" in refusal.value.message
    assert refusal.value.message.count("\nline ") == 10
    assert refusal.value.message.endswith("and 15 more")


@pytest.mark.parametrize(
    ("header", "says", "hint"),
    [
        ("case,question,coder,codes,start,end", "has no column 'code'", "Is it 'codes'?"),
        ("case,question,coder,code,begin,end", "has no column 'start'", "The first line must be"),
        (
            "a,b",
            "no column has IDs of this study",
            "One must have the case labels, or the survey's own IDs",
        ),
    ],
)
def test_a_missing_column_is_named(
    public: OpenStudy, bring: Bring, header: str, says: str, hint: str
) -> None:
    with pytest.raises(BadInput, match=rf"codings\.csv: {says}") as refusal:
        bring(public, header + "\n" + "1," * header.count(",") + "1\n")
    assert refusal.value.hint.startswith(hint)


def test_a_dry_run_checks_every_line_and_writes_nothing(
    public: OpenStudy, bring: Bring, folder_bytes: Callable[[Path], dict[str, bytes]]
) -> None:
    public.register_coder("lead")
    public.close()
    before = folder_bytes(public.folder)
    report = bring(
        public, HEADER + "3237565957,role,anna,money,0,3\n3237565958,role,boris,,,\n", dry_run=True
    )
    assert (report.dry_run, report.rows, report.coders, report.added) == (
        True,
        2,
        ["anna", "boris"],
        0,
    )
    with pytest.raises(BadInput, match="line 2"):
        bring(public, HEADER + "3237565957,role,anna,mony,0,3\n", dry_run=True)
    public.close()
    assert folder_bytes(public.folder) == before


def test_finished_no_keeps_an_answer_open(public: OpenStudy, bring: Bring) -> None:
    header = "case,question,coder,code,start,end,finished\n"
    bring(public, header + "3237565957,role,anna,money,0,3,no\n3237565959,role,anna,money,,,yes\n")
    assert everything(public)[2] == {("3237565959", "role", "anna")}


def test_a_line_that_calls_itself_finished_outweighs_one_that_does_not(
    public: OpenStudy, bring: Bring
) -> None:
    header = "case,question,coder,code,start,end,finished\n"
    bring(public, header + "3237565957,role,anna,money,0,3,no\n3237565957,role,anna,training,,,\n")
    assert everything(public)[2] == {("3237565957", "role", "anna")}


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("maybe", "finished 'maybe' is neither yes nor no"),
        ("no", "has no code and is not finished, so it says nothing"),
    ],
)
def test_a_doubtful_word_about_being_finished_is_no_guess(
    public: OpenStudy, bring: Bring, cell: str, says: str
) -> None:
    header = "case,question,coder,code,start,end,finished\n"
    with pytest.raises(BadInput, match=says):
        bring(public, header + f"3237565957,role,anna,,,,{cell}\n")


def test_a_code_in_the_file_outweighs_none_applies_in_the_file(
    public: OpenStudy, bring: Bring
) -> None:
    for lines in (
        "anna,,,\n3237565957,role,anna,money,0,3\n",
        "boris,money,0,3\n3237565957,role,boris,@off-topic,,\n",
    ):
        bring(public, HEADER + "3237565957,role," + lines)
    made, empty, done = everything(public)
    assert (len(made), empty) == (2, [])
    assert done == {("3237565957", "role", "anna"), ("3237565957", "role", "boris")}
    assert check_study(public).faults == []


def test_a_code_that_stands_outweighs_none_applies_in_the_file(
    public: OpenStudy, bring: Bring, find: Find
) -> None:
    anna = CodingSession(public, public.register_coder("anna"))
    at = find(anna, "pushed the ministry")
    anna.add_coding(at, "money")
    bring(public, HEADER + "3237565957,role,anna,,,\n")
    reading = anna.find_reading(at)
    assert reading is not None
    assert reading.outcome is Outcome.CODED
    assert check_study(public).faults == []


def test_codes_for_an_answer_said_to_have_none_open_it_again_where_the_file_does_not_finish_it(
    public: OpenStudy, bring: Bring, find: Find
) -> None:
    anna = CodingSession(public, public.register_coder("anna"))
    at = find(anna, "pushed the ministry")
    anna.finish_answers(at, Outcome.UNCODABLE)
    bring(
        public, "case,question,coder,code,start,end,finished\n3237565957,role,anna,money,0,3,no\n"
    )
    assert anna.find_reading(at) is None
    assert check_study(public).faults == []
    assert undo_redo.undo_act(public.store, public.register_coder("lead").id) is not None
    assert anna.read_codings(at) == []
    reading = anna.find_reading(at)
    assert reading is not None
    assert reading.outcome is Outcome.UNCODABLE


def test_one_coder_is_one_coder_however_the_name_is_spaced(public: OpenStudy, bring: Bring) -> None:
    report = bring(
        public,
        HEADER + "3237565957,role, anna  maria ,money,0,3\n3237565957,role,anna maria,money,4,11\n",
    )
    assert report.coders == ["anna maria"]


def test_a_case_may_go_by_another_name_in_the_file(public: OpenStudy, tmp_path: Path) -> None:
    path = tmp_path / "codings.csv"
    path.write_text(HEADER + "Blue Lamp,role,anna,money,,\nRed Lamp,role,anna,money,,\n")
    names = {"Blue Lamp": "3237565957"}
    with pytest.raises(BadInput, match="line 3: there is no case 'Red Lamp'"):
        import_codings(
            public, public.register_coder("lead"), path, case_of=lambda case: names.get(case, case)
        )
    path.write_text(HEADER + "Blue Lamp,role,anna,money,,\n")
    import_codings(
        public, public.register_coder("lead"), path, case_of=lambda case: names.get(case, case)
    )
    assert [record.case for record in everything(public)[0]] == ["3237565957"]


def test_a_file_of_nothing_but_a_header_is_no_work(public: OpenStudy, bring: Bring) -> None:
    report = bring(public, HEADER)
    assert (report.rows, report.added, report.coders) == (0, 0, [])


def test_a_code_left_by_the_codebook_still_goes_out(public: OpenStudy, find: Find) -> None:
    from tipcoder.workbench.codebook.hand_edits import import_edited_codebook

    anna = CodingSession(public, public.register_coder("anna"))
    anna.add_coding(find(anna, "grants"), "money")
    public.codebook_file.write_text('[code.only]\nlabel = "Only"\n', "utf-8")
    assert import_edited_codebook(public, public.register_coder("lead")) == 2
    assert [row["code"] for row in export_codings(public)] == ["money"]
