"""A project that is written is valid, and comes in as it went out."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipcoder.interchange.code_descriptions import parse_description
from tipcoder.interchange.guids import make_guid, normalise_guid
from tipcoder.interchange.refi_codebooks import list_refi_codes, read_refi_codebook
from tipcoder.interchange.refi_model import (
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiSelection,
    RefiSet,
    RefiSource,
    RefiUser,
    RefiVariable,
)
from tipcoder.interchange.refi_reading import ReadProject, read_project
from tipcoder.interchange.refi_writing import RefiProject, format_codebook, write_project
from tipcoder.model.codes import Code, Codebook

STUDY = "7d9c2a8e-0000-4000-8000-000000000001"
USERS = tuple(RefiUser(make_guid(STUDY, "user", name), name) for name in ("anna", "Борис & <co>"))
CODES = (
    RefiCode(make_guid(STUDY, "code", "net"), "Net", "", "All of it", "#ff0000", codable=False),
    RefiCode(make_guid(STUDY, "code", "a"), 'A "quoted" <code>', make_guid(STUDY, "code", "net")),
    RefiCode(make_guid(STUDY, "code", "b"), "B\tand\nmore", "", "Two\nlines & signs"),
)
CODABLE = [code.guid for code in CODES if code.codable]

letters = st.characters(exclude_categories=("Cs",), exclude_characters="\r\0")
texts = st.text(letters, min_size=1, max_size=40)


@st.composite
def draw_source(draw: st.DrawFn, number: int) -> RefiSource:
    """A text with stretches that anybody may have marked."""
    text = draw(texts)
    guid = make_guid(STUDY, "source", str(number))
    places = draw(
        st.lists(
            st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(
                lambda place: place[0] < place[1]
            ),
            max_size=3,
            unique=True,
        )
    )
    selections = []
    for start, end in sorted(places):
        user = draw(st.sampled_from(USERS)).guid
        codes = draw(st.lists(st.sampled_from(CODABLE), min_size=1, max_size=2, unique=True))
        codings = tuple(RefiCoding(code, user) for code in codes)
        selections.append(RefiSelection(start, end, codings, user=user))
    # The mark is no part of a text, so one that begins with it is written with another one.
    return RefiSource(guid, f"R{number} q", text, tuple(selections), has_mark=text[0] == "\ufeff")


@st.composite
def draw_sources(draw: st.DrawFn) -> tuple[RefiSource, ...]:
    """Some texts."""
    count = draw(st.integers(1, 3))
    return tuple(draw(draw_source(number)) for number in range(count))


def write(path: Path, sources: tuple[RefiSource, ...]) -> ReadProject:
    project = RefiProject("p", STUDY, USERS, CODES, sources=sources)
    write_project(project, path, "tipcoder test")
    return read_project(path)


@settings(
    max_examples=40, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sources=draw_sources())
def test_a_project_comes_in_as_it_went_out(tmp_path: Path, sources: tuple[RefiSource, ...]) -> None:
    back = write(tmp_path / "p.qdpx", sources)
    assert tuple(back.sources) == sources
    assert tuple(back.users.values()) == USERS
    assert tuple(back.codes.values()) == CODES
    assert back.origin == "tipcoder test"


def build_whole_project() -> RefiProject:
    """One of everything."""
    variables = (
        RefiVariable(make_guid(STUDY, "variable", "country"), "country"),
        RefiVariable(make_guid(STUDY, "variable", "age"), "age", "Integer"),
    )
    note = RefiNote(
        make_guid(STUDY, "memo", "1"), "Memo", "why\nso", USERS[0].guid, "2026-01-02T03:04:05Z"
    )
    coding = RefiCoding(CODABLE[0], USERS[0].guid, (note.guid,))
    source = RefiSource(
        make_guid(STUDY, "source", "1"),
        "1 q",
        "Нет 😀 money\nat all",
        (RefiSelection(4, 11, (coding,), (note.guid,), USERS[0].guid, "translated"),),
        notes=(note.guid,),
    )
    values = {variables[0].guid: "Côte d’Ivoire & <more>", variables[1].guid: "41"}
    return RefiProject(
        "Study \x0b of <all>",
        STUDY,
        USERS,
        CODES,
        variables,
        (RefiCase(make_guid(STUDY, "case", "1"), "1", values, (source.guid,)),),
        (source,),
        (note,),
        (RefiSet(make_guid(STUDY, "question", "q"), "q", "What?", (source.guid,)),),
        "for the team",
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05.678+02:00", "2026-01-02T01:04:05Z"),
        ("2026-01-02T03:04:05", ""),
        ("0001-01-01T00:00:00+14:00", ""),
        ("yesterday", ""),
    ],
)
def test_a_time_is_taken_in_utc_or_not_at_all(written: str, read: str, tmp_path: Path) -> None:
    note = RefiNote(make_guid(STUDY, "memo", "1"), "Memo", "why", at=written)
    path = tmp_path / "p.qdpx"
    write_project(RefiProject("p", STUDY, notes=(note,)), path, "tipcoder test")
    (back,) = read_project(path).notes.values()
    assert back.at == read


def load_validator(shared: Path) -> Any:
    """The validator of the evidence folder, which is no part of the project."""
    pytest.importorskip("lxml", reason="the validator needs lxml")
    spec = importlib.util.spec_from_file_location(
        "validate_refi", shared / "samples/validate_refi.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("build", [build_whole_project, lambda: RefiProject("empty", STUDY)])
def test_a_project_is_valid(build: Any, shared: Path, tmp_path: Path) -> None:
    validator = load_validator(shared)
    path = tmp_path / "p.qdpx"
    write_project(build(), path, "tipcoder test")
    verdict = validator.audit(path, validator.schemas(shared / "samples/xsd"))
    assert verdict["xsd"] == "valid", verdict["first_error"]
    assert (verdict["dangling"], verdict["dup_guid"]) == (0, 0)
    assert verdict["notes"] == ""


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_project(build_whole_project(), tmp_path / name, "tipcoder test")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_texts_are_utf_8_with_lf_and_no_mark(tmp_path: Path) -> None:
    write_project(build_whole_project(), tmp_path / "p", "tipcoder test")
    with zipfile.ZipFile(tmp_path / "p") as archive:
        (name,) = [one for one in archive.namelist() if one.startswith("sources/")]
        assert archive.read(name) == "Нет 😀 money\nat all".encode()


def test_no_identifier_has_a_group_of_digits_alone() -> None:
    """Such a group could be somebody's number in the survey."""
    for number in range(500):
        groups = make_guid(STUDY, "source", str(number)).split("-")
        assert [len(group) for group in groups] == [8, 4, 4, 4, 12]
        assert all(group[0] in "abcdef" for group in groups)


def test_identifiers_are_compared_without_braces_and_case() -> None:
    assert normalise_guid("{ABCDEF01-0000-4000-8000-00000000000A}") == (
        "abcdef01-0000-4000-8000-00000000000a"
    )


CODEBOOK = Codebook(
    "Codes",
    "en",
    {
        "costs": Code("costs", {"en": "Costs"}, codable=False, colour="#00ff00"),
        "fees": Code(
            "fees",
            {"en": "Fees"},
            parent="costs",
            definition={"en": "What is paid.\n\nAlso fines."},
            use_when={"en": "money is asked for"},
            avoid_when={"en": "money is lost"},
            examples={"en": ("They want 20 more.", "Too dear: no")},
            cues={"en": ("fee", "price")},
        ),
        "other": Code("other", {"en": "Other"}),
    },
)


def test_a_codebook_comes_in_as_it_went_out() -> None:
    content = format_codebook(list_refi_codes(CODEBOOK, STUDY), "tipcoder test")
    assert dict(read_refi_codebook(content, "a.qdc", "Codes", "en").codes) == dict(CODEBOOK.codes)


def test_a_codebook_is_valid(shared: Path, tmp_path: Path) -> None:
    validator = load_validator(shared)
    path = tmp_path / "a.qdc"
    path.write_bytes(format_codebook(list_refi_codes(CODEBOOK, STUDY), "tipcoder test"))
    verdict = validator.audit(path, validator.schemas(shared / "samples/xsd"))
    assert verdict["xsd"] == "valid", verdict["first_error"]


def test_a_description_of_another_program_is_a_definition_as_a_whole() -> None:
    told = "Use it for money.\nNot for time."
    assert parse_description(told).definition == told


def test_the_odd_project_of_the_standard_comes_in_with_what_is_lost(shared: Path) -> None:
    """The project of the standard's Annex A.2: every kind of source, and no texts beside it."""
    project = read_project(shared / "samples/refi/skyloom_TestProject.qdpx")
    assert project.codes
    assert all(source.text is None for source in project.sources)
    assert project.further["PDF"] == 2
    assert project.further["picture"] == project.further["recording"] == 1
