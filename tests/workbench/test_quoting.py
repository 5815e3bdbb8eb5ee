"""Which quotes leave, under which IDs, with what beside them;
and that a file which fails leaves nothing behind.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tipcoder.errors import BadInput, CheckFailed, EnvironmentFault
from tipcoder.export.quote_files import ENDINGS, QuoteSheet
from tipcoder.model.codings import Coder
from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.workbench.exchange.codings_import import import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.quotes import release as release_module
from tipcoder.workbench.quotes.held_quotes import CHANGED, UNDECIDED, UNREAD, WITHHELD
from tipcoder.workbench.quotes.mosaic import MANY_QUOTES
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.release import (
    QuoteRelease,
    find_cited_ids,
    format_footnote,
    release_quotes,
)
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.study import OpenStudy

HEAD = "id,organisation,contact,country,region,tier,note,how,more\n"
SURVEY = (
    HEAD
    + """\
3237565901,Harbour Light Network (HALIN),Ana Brill,Moldova,East,2.25,free 1,\
HALIN told the ministry about it in Chisinau.,They came twice.
3237565902,Brindle House,Ben Cork,Kenya,South,1.5,free 2,\
The people of the ministry help us with everything.,=1+1 is what they give.
3237565903,Fundación Camino Sereno,Cira Dole,Guatemala,West,3,free 3,Camino Sereno pidió ayuda.,\
Todo sigue igual que antes.
3237565904,Quiet Place,Dan Ember,Togo,South,1.5,free 4,They asked for advice and got some.,\
We do not want our name in any report.
3237565905,Lantern,Eva Flint,Ghana,South,1.5,free 5,They push back hard.,no comment
3237565906,Open Door,Fay Gorse,Benin,South,1.5,free 6,They push back every year.,no comment
3237565907,Blue Lamp,Gil Heath,Kenya,South,1.5,free 7,They push back hard.,no comment
"""
)
STUDY = """\
title = "A study to quote from"
languages = ["en", "es"]

[respondent]
id = "id"
name = "organisation"
attributes = ["country", "region", "tier", "note"]

[privacy]
identity = ["contact"]

[country]
column = "country"

[[question]]
column = "how"
text = "How?"

[[question]]
column = "more"
text = "Anything else?"
"""
FORBIDDEN = (
    "HALIN",
    "Harbour",
    "Ana Brill",
    "Moldova",
    "Chisinau",
    "32375659",
    "free ",
    "Brindle",
    "Ben Cork",
)


@pytest.fixture
def quoted(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """A study in which anna put codes on every answer."""
    folder = make_study(SURVEY, STUDY)
    with open_study_folder(folder) as here:
        who = _ids(here)
        lines = [f"{who[n]},how,anna,{'pushback' if n > 4 else 'pressure'},," for n in range(1, 8)]
        lines += [f"{who[n]},more,anna,money,," for n in range(1, 8)]
        file = folder.parent / "codings.csv"
        file.write_text("case,question,coder,code,start,end\n" + "\n".join(lines) + "\n", "utf-8")
        import_codings(here, here.register_coder("lead"), file)
        yield here


def _ids(here: OpenStudy) -> dict[int, str]:
    source_ids = load_keys(key_path(here.read_uuid())).source_ids
    return {n: source_ids[f"323756590{n}"] for n in range(1, 8)}


@pytest.fixture
def desk(quoted: OpenStudy) -> RedactionSession:
    return RedactionSession(quoted, quoted.register_coder("reader"))


def read(
    desk: RedactionSession, respondent: int, question: str = "how", *, withhold: bool = False
) -> int:
    """Accept every proposal in an answer and say that it was read."""
    answer = desk.require_answer_id(_ids(desk.study)[respondent], question)
    waiting = [p for p in desk.list_proposals(answer) if p.state == "open"]
    if waiting and not withhold:
        desk.accept_proposals([(answer, proposal) for proposal in waiting])
    desk.review_stretches([(answer, 0, len(desk.sources[answer].text))], withhold=withhold)
    return answer


def rows(done: QuoteRelease) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.content.decode("utf-8"), newline="")))


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- what leaves ----------------------------------------------------------------------------------


def test_what_nobody_has_read_stays(quoted: OpenStudy, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(CheckFailed, match="14 that nobody has read"):
        release_quotes(quoted, QuoteRequest(), out / "quotes.csv")
    assert leftovers(out) == []


def test_a_quote_that_was_read_leaves_in_its_released_wording_under_its_id(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    read(desk, 1)
    read(desk, 5)
    read(desk, 6)
    done = release_quotes(quoted, QuoteRequest(), tmp_path / "quotes.csv")
    who = _ids(quoted)
    assert [list(row) for row in rows(done)] == [["code", "response", "quote", "note"]] * 3
    by_id = {row["response"]: row for row in rows(done)}
    assert by_id[who[1]]["quote"] == "[organisation] told the ministry about it in [city]."
    assert by_id[who[5]] == {
        "code": "pushback",
        "response": who[5],
        "quote": "They push back hard.",
        "note": "",
    }
    pushback = [row["response"] for row in rows(done) if row["code"] == "pushback"]
    assert pushback == sorted(pushback)
    assert (tmp_path / "quotes.csv").read_bytes() == done.content
    assert (tmp_path / "quotes.csv").stat().st_mode & 0o077 == 0
    assert done.table.held.count_held(UNREAD) == 11


def test_the_placeholder_that_was_read_is_the_one_in_the_file(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    answer = read(desk, 1)
    shown = desk.build_released(answer, 0, len(desk.sources[answer].text)).wording
    (row,) = rows(release_quotes(quoted, QuoteRequest(codes=("pressure",)), None))
    assert row["quote"] == shown


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_but_what_was_asked_for_gets_into_any_format(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path, ending: str
) -> None:
    read(desk, 1)
    read(desk, 2, "more")
    release_quotes(quoted, QuoteRequest(), tmp_path / f"quotes{ending}")
    data = (tmp_path / f"quotes{ending}").read_bytes()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    text = data.decode("utf-8")
    assert "told the ministry" in text
    for secret in (*FORBIDDEN, str(Path.home()), "reader", "anna", "how", quoted.definition.title):
        assert not re.search(rf"(?<!\w){re.escape(secret)}", text), secret
    assert "anonym" not in text.lower()


def test_documents_say_what_was_read_by_whom_and_which_audit_passed(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    read(desk, 5)
    done = release_quotes(quoted, QuoteRequest(), None)
    said = " ".join(done.sheet.notes)
    assert "This quote was read by a person in the words that are printed here." in said
    assert "passed the leak audit" in said
    assert done.sheet.groups[0].note.startswith("Agreement not measured")


def test_withheld_open_and_changed_quotes_stay(quoted: OpenStudy, desk: RedactionSession) -> None:
    read(desk, 5)
    read(desk, 6, withhold=True)
    read(desk, 1)
    read(desk, 2)
    change_alias(
        quoted, quoted.register_coder("reader"), "the ministry"
    )  # a third party, from now on
    with pytest.raises(CheckFailed) as failed:
        release_quotes(quoted, QuoteRequest(), None)
    assert "withheld" in failed.value.message
    read(RedactionSession(quoted, quoted.register_coder("reader")), 5)
    done = release_quotes(quoted, QuoteRequest(), None)
    assert [row["quote"] for row in rows(done)] == ["They push back hard."]
    assert done.table.held.count_held(WITHHELD) == 1
    assert done.table.held.count_held(CHANGED) + done.table.held.count_held(UNDECIDED) == 2


def test_two_readers_can_be_asked_for(quoted: OpenStudy, desk: RedactionSession) -> None:
    read(desk, 5)
    read(desk, 6)
    read(RedactionSession(quoted, quoted.register_coder("second")), 6)
    (row,) = rows(release_quotes(quoted, QuoteRequest(readers=2), None))
    assert row["quote"] == "They push back every year."


def test_a_translation_is_marked_and_names_no_language(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    answer = desk.require_answer_id(_ids(quoted)[3], "more")
    desk.mark_span(
        answer, 0, len(desk.sources[answer].text), "translation", "All goes on as before."
    )
    read(desk, 3, "more")
    (row,) = rows(release_quotes(quoted, QuoteRequest(), None))
    assert (row["quote"], row["note"]) == (
        "All goes on as before.",
        "translated from original language",
    )


def test_a_cell_like_a_formula_is_neutralised_and_said(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    read(desk, 2, "more")
    done = release_quotes(quoted, QuoteRequest(), tmp_path / "quotes.csv")
    assert rows(done)[0]["quote"].startswith("'=1+1")
    assert "1 cell(s) begin like a formula" in " ".join(done.warnings)


def test_what_a_person_kept_with_a_reason_may_leave(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    answer = desk.require_answer_id(_ids(quoted)[1], "how")
    city = [p for p in desk.list_proposals(answer) if p.hit.kind == "place"]
    desk.reject_proposals([(answer, proposal) for proposal in city], "a capital that many work in")
    read(desk, 1)
    (row,) = rows(release_quotes(quoted, QuoteRequest(), None))
    assert row["quote"] == "[organisation] told the ministry about it in Chisinau."


def test_a_name_that_a_person_overlooked_stops_the_file(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    answer = desk.require_answer_id(_ids(quoted)[2], "how")
    text = desk.sources[answer].text
    start = text.index("The people")
    desk.mark_span(answer, start, start + len("The people"), "name", "[Quiet Place staff]")
    for proposal in desk.list_open_proposals(answer, 0, len(text)):
        with pytest.raises(BadInput, match="may not name anybody"):
            desk.reject_proposals([(answer, proposal)], "no reason will do")
    # The review refuses it already; the audit would as well.
    with pytest.raises(BadInput, match="open"):
        desk.review_stretches([(answer, 0, len(text))])


def test_what_a_respondent_repeats_on_every_case_is_quoted_once(
    make_study: Callable[..., Path],
) -> None:
    survey = "id,loop,why\n3237565901,1,They push back.\n3237565901,2,They push back.\n"
    study = (
        'title = "x"\nlanguages = ["en"]\n[respondent]\nid = "id"\ncase = "loop"\n[[question]]\n'
        'column = "why"\ntext = "Why?"\n'
    )
    folder = make_study(survey, study, name="loops")
    with open_study_folder(folder) as here:
        who = load_keys(key_path(here.read_uuid())).source_ids["3237565901"]
        file = folder.parent / "loops.csv"
        file.write_text(
            f"case,question,coder,code,start,end\n{who}.1,why,a,pushback,,\n"
            f"{who}.2,why,a,pushback,,\n"
        )
        import_codings(here, here.register_coder("lead"), file)
        desk = RedactionSession(here, here.register_coder("reader"))
        for case in (f"{who}.1", f"{who}.2"):
            desk.review_stretches([(desk.require_answer_id(case, "why"), 0, 15)])
        assert [row["response"] for row in rows(release_quotes(here, QuoteRequest(), None))] == [
            who
        ]
        assert find_cited_ids(here, "pushback") == [who]


# --- the override ---------------------------------------------------------------------------------


def test_unreviewed_quotes_are_named_and_stamped_and_take_every_proposal(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    read(desk, 5)
    done = release_quotes(quoted, QuoteRequest(include_unreviewed=True), tmp_path / "quotes.csv")
    assert done.path == tmp_path / "UNREVIEWED-quotes.csv"
    assert leftovers(tmp_path) == sorted({*leftovers(tmp_path)} - {"quotes.csv"})
    stamps = {row["response"] + row["code"]: row["status"] for row in rows(done)}
    assert len(stamps) == len(rows(done)) > 10
    who = _ids(quoted)
    assert stamps.pop(who[5] + "pushback") == "read, in an UNREVIEWED file"
    assert set(stamps.values()) == {"UNREVIEWED"}
    text = done.content.decode()
    for name in ("HALIN", "Camino Sereno", "Chisinau"):
        assert name not in text


def test_what_was_withheld_does_not_leave_unreviewed_either(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    read(desk, 6, withhold=True)
    done = release_quotes(quoted, QuoteRequest(include_unreviewed=True), None)
    assert "every year" not in done.content.decode()


# --- columns --------------------------------------------------------------------------------------


def test_columns_stand_there_by_name_only(quoted: OpenStudy, desk: RedactionSession) -> None:
    for n in (2, 4, 5, 6, 7):
        read(desk, n)
    done = release_quotes(quoted, QuoteRequest(columns=("region", "question")), None)
    assert {(row["region"], row["question"]) for row in rows(done)} == {("South", "how")}


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("more", "open question"),
        ("contact", "never shown"),
        ("organisation", "never shown"),
        ("id", "never shown"),
        ("case", "never shown"),
        ("regoin", "Did you mean 'region'"),
    ],
)
def test_columns_that_name_people_or_are_not_there_are_refused(
    quoted: OpenStudy, desk: RedactionSession, column: str, words: str
) -> None:
    read(desk, 5)
    with pytest.raises(BadInput) as refused:
        release_quotes(quoted, QuoteRequest(columns=(column,)), None)
    assert re.search(words, str(refused.value))


def test_a_column_of_free_texts_is_stopped_by_its_small_cells(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    read(desk, 5)
    with pytest.raises(CheckFailed, match="1 respondent"):
        release_quotes(quoted, QuoteRequest(columns=("note",)), None)


def test_small_cells_stop_the_file_or_are_left_blank(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    for n in range(1, 8):
        read(desk, n)
    with pytest.raises(CheckFailed) as failed:  # East and West have one respondent each
        release_quotes(quoted, QuoteRequest(columns=("region",)), tmp_path / "quotes.csv")
    assert "2 respondent(s) share region with fewer than 4 others" in failed.value.message
    assert not (tmp_path / "quotes.csv").exists()
    done = release_quotes(
        quoted, QuoteRequest(columns=("region",), blank_small=True), tmp_path / "quotes.csv"
    )
    assert sorted(row["region"] for row in rows(done)) == ["", "", *["South"] * 5]


def test_the_remedy_says_which_column_to_leave_out(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    for n in (2, 4, 5, 6, 7):
        read(desk, n)
    with pytest.raises(CheckFailed) as failed:
        release_quotes(quoted, QuoteRequest(columns=("region", "country")), None)
    assert "leave country out: then 0 respondent(s)" in failed.value.hint


def test_a_number_that_is_the_same_for_a_whole_country_may_name_it(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    for n in (2, 4, 5, 6, 7):
        read(desk, n)
    release_quotes(quoted, QuoteRequest(columns=("tier",)), None)  # four countries have 1.5
    read(desk, 1)
    with pytest.raises(CheckFailed, match="fewer than 3 countries share tier"):
        release_quotes(quoted, QuoteRequest(columns=("tier",), smallest_cell=3), None)


def test_cells_smaller_than_the_floor_cannot_be_asked_for(quoted: OpenStudy) -> None:
    with pytest.raises(BadInput, match="protects nobody"):
        release_quotes(quoted, QuoteRequest(smallest_cell=2), None)


# --- IDs ------------------------------------------------------------------------------------------


def test_fresh_ids_are_unlike_all_others_and_the_key_file_remembers_them(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    for n in (5, 6, 7):
        read(desk, n)
    seen: set[str] = set(_ids(quoted).values())
    for name in ("a.csv", "b.csv"):
        done = release_quotes(quoted, QuoteRequest(), tmp_path / name, fresh_ids=True)
        drawn = [row["response"] for row in rows(done)]
        assert drawn == sorted(drawn)
        assert not seen & set(drawn)
        seen |= set(drawn)
        keys = load_keys(key_path(quoted.read_uuid()))
        assert {keys.fresh_ids[fresh] for fresh in drawn} == {_ids(quoted)[n] for n in (5, 6, 7)}


def test_fresh_ids_of_a_file_that_failed_are_not_kept(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(desk, 5)
    _leaking_writer(monkeypatch, b"lucy@brindle.example.org")
    with pytest.raises(CheckFailed):
        release_quotes(quoted, QuoteRequest(), tmp_path / "a.csv", fresh_ids=True)
    assert load_keys(key_path(quoted.read_uuid())).fresh_ids == {}


def test_a_study_whose_ids_are_public_says_so(make_study: Callable[..., Path]) -> None:
    study = STUDY.replace(
        'identity = ["contact"]', 'identity = ["contact"]\nresponse_ids = "from-column"'
    )
    folder = make_study(SURVEY, study, name="public")
    with open_study_folder(folder) as here:
        file = folder.parent / "public.csv"
        file.write_text("case,question,coder,code,start,end\n3237565905,how,anna,pushback,,\n")
        import_codings(here, here.register_coder("lead"), file)
        desk = RedactionSession(here, here.register_coder("reader"))
        desk.review_stretches([(desk.require_answer_id("3237565905", "how"), 0, 20)])
        done = release_quotes(here, QuoteRequest(), None)
        assert "--fresh-ids" in " ".join(done.warnings)
        fresh = release_quotes(here, QuoteRequest(), None, fresh_ids=True)
        assert "--fresh-ids" not in " ".join(fresh.warnings)
        assert rows(fresh)[0]["response"] != "3237565905"


# --- the audit at the end -------------------------------------------------------------------------


def _leaking_writer(monkeypatch: pytest.MonkeyPatch, canary: bytes) -> None:
    """A writer with a fault: something gets into the file that nobody asked for."""
    real = release_module.format_quotes

    def leaking(sheet: QuoteSheet, ending: str) -> bytes:
        data = real(sheet, ending)
        if not data.startswith(b"PK"):
            return data + (b'"a","b","' + canary + b'",""\n' if ending == ".csv" else canary)
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("docProps/core.xml", b"<c><creator>" + canary + b"</creator></c>")
        return out.getvalue()

    monkeypatch.setattr(release_module, "format_quotes", leaking)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx", ".md", ".html"])
@pytest.mark.parametrize(
    "canary", [b"Harbour Light Network", b"Ana Brill", b"3237565901", b"x@y.example.org"]
)
def test_a_leak_in_the_finished_file_leaves_nothing_behind(
    quoted: OpenStudy,
    desk: RedactionSession,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
    canary: bytes,
) -> None:
    read(desk, 5)
    out = tmp_path / "out"
    out.mkdir()
    (out / f"quotes{ending}").write_text("what was there before")
    _leaking_writer(monkeypatch, canary)
    with pytest.raises(CheckFailed, match="did not pass the audit") as failed:
        release_quotes(quoted, QuoteRequest(), out / f"quotes{ending}")
    assert canary.decode() not in str(failed.value)
    assert leftovers(out) == [f"quotes{ending}"]
    assert (out / f"quotes{ending}").read_text() == "what was there before"


def test_a_writer_that_fills_a_blank_cell_is_caught_by_the_audit(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(1, 8):
        read(desk, n)
    wish = QuoteRequest(columns=("region",), blank_small=True)
    release_quotes(quoted, wish, tmp_path / "fine.csv")
    real = release_module.format_quotes

    def filling(sheet: QuoteSheet, ending: str) -> bytes:
        return real(sheet, ending).replace(b'"",""\n', b'"","East"\n')

    monkeypatch.setattr(release_module, "format_quotes", filling)
    with pytest.raises(CheckFailed, match="share the values of region with fewer than 4 others"):
        release_quotes(quoted, wish, tmp_path / "quotes.csv")
    assert not (tmp_path / "quotes.csv").exists()


def test_nothing_leaves_without_a_private_key_file(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    read(desk, 5)
    key_path(quoted.read_uuid()).chmod(0o644)
    with pytest.raises(EnvironmentFault, match="others on this machine"):
        release_quotes(quoted, QuoteRequest(), None)


def test_who_does_not_want_to_be_named_is_a_warning(
    quoted: OpenStudy, desk: RedactionSession
) -> None:
    read(desk, 5)
    assert "does not want to be named" in " ".join(
        release_quotes(quoted, QuoteRequest(), None).warnings
    )


def test_much_under_one_id_is_said(make_study: Callable[..., Path]) -> None:
    columns = [f"q{n}" for n in range(MANY_QUOTES + 1)]
    survey = (
        f"id,{','.join(columns)}\n"
        f"3237565901,{','.join(f'They came {n} times.' for n in range(len(columns)))}\n"
    )
    study = 'title = "x"\nlanguages = ["en"]\n[respondent]\nid = "id"\n'
    study += "".join(f'[[question]]\ncolumn = "{name}"\ntext = "?"\n' for name in columns)
    folder = make_study(survey, study, name="many")
    with open_study_folder(folder) as here:
        (who,) = load_keys(key_path(here.read_uuid())).source_ids.values()
        file = folder.parent / "many.csv"
        lines = [f"{who},{name},a,pushback,," for name in columns]
        file.write_text("case,question,coder,code,start,end\n" + "\n".join(lines) + "\n")
        import_codings(here, here.register_coder("lead"), file)
        done = release_quotes(here, QuoteRequest(include_unreviewed=True), None)
        assert f"{who} ({len(columns)} quotes" in " ".join(done.warnings)


# --- layers and citing ----------------------------------------------------------------------------


def test_the_layer_says_whose_codings_are_quoted(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    who = _ids(quoted)
    file = tmp_path / "boris.csv"
    file.write_text(
        f"case,question,coder,code,start,end\n{who[5]},how,boris,money,0,9\n{who[6]},how,boris,,,\n"
    )
    import_codings(quoted, Coder.unsaved_coder("boris"), file)
    for n in (5, 6, 7):
        read(desk, n)
    assert [
        (r["code"], r["quote"])
        for r in rows(release_quotes(quoted, QuoteRequest(layer="boris"), None))
    ] == [("money", "They push")]
    assert {
        r["response"] for r in rows(release_quotes(quoted, QuoteRequest(layer="majority"), None))
    } == {who[7]}
    with pytest.raises(BadInput, match="Nobody called"):
        release_quotes(quoted, QuoteRequest(layer="borsi"), None)


def test_overlapping_quotes_of_one_code_are_one_and_parts_leave_where_only_they_were_read(
    quoted: OpenStudy, tmp_path: Path
) -> None:
    who = _ids(quoted)
    file = tmp_path / "spans.csv"
    file.write_text(
        f"case,question,coder,code,start,end\n{who[6]},how,eva,money,0,9\n"
        f"{who[6]},how,eva,money,5,15\n"
    )
    import_codings(quoted, Coder.unsaved_coder("eva"), file)
    desk = RedactionSession(quoted, quoted.register_coder("reader"))
    answer = desk.require_answer_id(who[6], "how")
    desk.review_stretches([(answer, 5, 15)])
    assert [r["quote"] for r in rows(release_quotes(quoted, QuoteRequest(layer="eva"), None))] == [
        "push back"
    ]
    desk.review_stretches([(answer, 0, 15)])
    assert [r["quote"] for r in rows(release_quotes(quoted, QuoteRequest(layer="eva"), None))] == [
        "They push back"
    ]


def test_a_theme_is_cited_by_everybody_below_it(quoted: OpenStudy, desk: RedactionSession) -> None:
    who = _ids(quoted)
    assert find_cited_ids(quoted, "government") == sorted(who.values())
    assert find_cited_ids(quoted, "pushback") == sorted([who[5], who[6], who[7]])
    read(desk, 6, withhold=True)
    assert find_cited_ids(quoted, "pushback") == sorted([who[5], who[7]])
    with pytest.raises(BadInput, match="no code"):
        find_cited_ids(quoted, "pushbck")


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (["1016"], "Response 1016"),
        (["1016", "1049"], "Responses 1016 and 1049"),
        (["1016", "1049", "1061"], "Responses 1016, 1049, and 1061"),
    ],
)
def test_a_footnote_reads_as_the_authors_write_it(ids: list[str], words: str) -> None:
    assert format_footnote(ids) == words


def test_the_key_file_is_json_with_what_it_had(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    read(desk, 5)
    before = json.loads(key_path(quoted.read_uuid()).read_text())
    release_quotes(quoted, QuoteRequest(), tmp_path / "a.csv", fresh_ids=True)
    after = json.loads(key_path(quoted.read_uuid()).read_text())
    assert {**after, "fresh_ids": before["fresh_ids"]} == before
    assert key_path(quoted.read_uuid()).stat().st_mode & 0o777 == 0o600


def test_the_consensus_is_a_layer_too(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path
) -> None:
    who = _ids(quoted)
    file = tmp_path / "boris.csv"
    lines = (
        f"{who[5]},how,boris,pushback,0,14\n{who[6]},how,boris,money,,\n"
        f"{who[7]},how,boris,pushback,,\n"
    )
    file.write_text(f"case,question,coder,code,start,end\n{lines}")
    import_codings(quoted, Coder.unsaved_coder("boris"), file)
    for n in (5, 6, 7):
        read(desk, n)
    done = release_quotes(
        quoted, QuoteRequest(codes=("pushback", "money"), layer="consensus"), None
    )
    # On the sixth the two differ and nobody has settled it;
    # on the fifth they have the first words in common.
    assert {(r["response"], r["quote"]) for r in rows(done)} == {
        (who[5], "They push back"),
        (who[7], "They push back hard."),
    }
    assert done.table.spans.layer.sentence.startswith("Layer: consensus")


def test_a_release_works_on_both_stores(
    make_study: Callable[..., Path], store_url: object, tmp_path: Path
) -> None:
    folder = make_study(SURVEY, STUDY, where=store_url)
    with open_study_folder(folder) as here:
        who = _ids(here)
        file = tmp_path / "codings.csv"
        file.write_text(f"case,question,coder,code,start,end\n{who[5]},how,anna,pushback,,\n")
        import_codings(here, here.register_coder("lead"), file)
        read(RedactionSession(here, here.register_coder("reader")), 5)
        (row,) = rows(release_quotes(here, QuoteRequest(), tmp_path / "a.csv", fresh_ids=True))
        assert row["response"] != who[5]
        assert load_keys(key_path(here.read_uuid())).fresh_ids == {row["response"]: who[5]}


def test_a_link_stays_a_link_and_a_closed_folder_is_said(
    quoted: OpenStudy, desk: RedactionSession, tmp_path: Path, heeding_permissions: None
) -> None:
    read(desk, 5)
    (tmp_path / "real.csv").write_text("before")
    (tmp_path / "link.csv").symlink_to("real.csv")
    done = release_quotes(quoted, QuoteRequest(), tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == done.content
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        release_quotes(quoted, QuoteRequest(), closed / "a.csv")
