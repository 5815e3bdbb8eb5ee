"""The reference of the TOML files is whole:
what a reader accepts stands in it, and what stands in it is accepted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from readme import ROOT
from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput
from tipcoder.study import read_study
from tipcoder.suggestion.concepts import parse_concepts
from tipcoder.tomlfile import TomlTable, load_toml
from tipcoder.tomlkeys import REQUIRED, Example, Form, Key, Section
from toml_reference import files, whole_file

FILES = files()


def _read_concepts(path: Path) -> object:
    return parse_concepts(load_toml(path), path.name)


READERS: dict[str, Callable[[Path], object]] = {
    "study.toml": read_study,
    "codebook.toml": read_codebook,
    "concepts.toml": _read_concepts,
}


def _read(folder: Path, name: str, content: str) -> object:
    path = folder / name
    path.write_text(content, "utf-8")
    return READERS[name](path)


def _sections() -> Iterator[tuple[str, Section]]:
    for name, file in FILES.items():
        for section in file.walk_sections():
            yield name, section


def _examples() -> Iterator[tuple[str, Section, Example]]:
    for name, section in _sections():
        for example in section.examples:
            yield name, section, example


def _keys() -> Iterator[tuple[str, Section, Key[object]]]:
    for name, section in _sections():
        for key in section.keys:
            yield name, section, key


ALL_EXAMPLES = [
    pytest.param(*found, id=f"{found[1].heading()} {found[2].about}") for found in _examples()
]
ALL_KEYS = [
    pytest.param(*found, id=f"{found[0]} {found[1].heading()} {found[2].name}") for found in _keys()
]


@pytest.mark.parametrize(("name", "section", "example"), ALL_EXAMPLES)
def test_every_example_of_the_reference_is_read_without_a_complaint(
    tmp_path: Path, name: str, section: Section, example: Example
) -> None:
    _read(tmp_path, name, whole_file(FILES[name], example))


def _declared_places(file: Section) -> set[tuple[str, str]]:
    """Each key that the reference has, with the table that it stands in."""
    places: set[tuple[str, str]] = set()
    for section in file.walk_sections():
        place = f"{section.path}.NAME" if section.form is Form.NAMED else section.path
        if section.form is not Form.TOP:
            parent, _, own = section.path.rpartition(".")
            places.add((parent, own))
        if section.any_key is not None:
            places.add((place, section.any_key.name))
        for key in section.keys:
            places.add((place, key.name))
            places |= {(f"{place}.{key.name}", inner.name) for inner in key.inside}
    return places


def _without_names(file: Section, place: str) -> str:
    """A place as the reference calls it: `question[2]` is `question`, `patterns[en 2]` is
    `patterns`, `outcome.importance` is `outcome.NAME`.
    """
    plain = re.sub(r"\[(?:[a-z]+ )?\d+\]", "", place)
    for section in file.walk_sections():
        if section.form is Form.NAMED:
            plain = re.sub(rf"^{re.escape(section.path)}\.[^.]+", f"{section.path}.NAME", plain)
    return plain


def _tables_with_free_keys(file: Section) -> set[str]:
    """Tables whose keys are answers, columns or languages, which nobody can list."""
    free: set[str] = set()
    for section in file.walk_sections():
        place = f"{section.path}.NAME" if section.form is Form.NAMED else section.path
        free |= {
            f"{place}.{key.name}"
            for key in section.keys
            if "table: " in key.kind and not key.inside
        }
    return free


@pytest.mark.parametrize("name", FILES)
def test_the_reference_has_every_key_that_the_reader_asks_for_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked: set[tuple[str, str]] = set()
    take = TomlTable._take_value

    def recording_take(self: TomlTable, key: str) -> object:
        asked.add((self.place, key))
        return take(self, key)

    monkeypatch.setattr(TomlTable, "_take_value", recording_take)
    file = FILES[name]
    for where, _, example in _examples():
        if where == name:
            _read(tmp_path, name, whole_file(file, example))
    free = _tables_with_free_keys(file)
    any_keys = {
        f"{section.path}.NAME": section.any_key
        for section in file.walk_sections()
        if section.any_key
    }
    found = set()
    for place, key in asked:
        plain = _without_names(file, place)
        if plain in free:
            continue
        found.add((plain, any_keys[plain].name if plain in any_keys else key))
    assert found == _declared_places(file)


@pytest.mark.parametrize(("name", "section", "example"), ALL_EXAMPLES)
def test_a_key_that_is_not_in_the_reference_is_refused_in_every_table(
    tmp_path: Path, name: str, section: Section, example: Example
) -> None:
    other = Example(example.about, (*example.parts, "qqqq = 1"), example.name)
    with pytest.raises(BadInput, match="qqqq"):
        _read(tmp_path, name, whole_file(FILES[name], example, other))


def _keys_inside(value: object) -> set[str]:
    """Keys of a table that is written as one value, or of the tables of a list, also of one for
    each language.
    """
    if isinstance(value, dict) and not all(isinstance(each, list) for each in value.values()):
        return set(value)
    found: set[str] = set()
    within = value.values() if isinstance(value, dict) else value
    for each in within if isinstance(within, Iterable) else ():
        if isinstance(each, list | dict):
            found |= _keys_inside(each)
    return found


@pytest.mark.parametrize(("name", "section", "key"), ALL_KEYS)
def test_every_key_is_shown_by_an_example_of_its_table(
    name: str, section: Section, key: Key[object]
) -> None:
    assert any(key in example.parts for example in section.examples)
    assert list(tomllib.loads(key.example)) == [key.name]
    inside = _keys_inside(tomllib.loads(key.example)[key.name]) if key.inside else set()
    assert inside == {inner.name for inner in key.inside}


@pytest.mark.parametrize(("name", "section", "key"), ALL_KEYS)
def test_a_key_is_required_exactly_where_the_reference_says_so(
    tmp_path: Path, name: str, section: Section, key: Key[object]
) -> None:
    refused = []
    for example in section.examples:
        if key not in example.parts:
            continue
        without = Example(
            example.about, tuple(part for part in example.parts if part is not key), example.name
        )
        try:
            _read(tmp_path, name, whole_file(FILES[name], example, without))
        except BadInput as error:
            refused.append(error.message)
    if key.default == REQUIRED:
        assert refused
    else:
        # A key that may be absent can still be wanted beside another one; its meaning says so.
        says_when = re.search(
            r"Either this or|needs|need it|outcomes or|variables or codes", key.meaning
        )
        assert not refused or says_when, refused


@pytest.mark.parametrize(("name", "section", "key"), ALL_KEYS)
def test_the_default_that_the_reference_names_is_what_an_absent_key_gives(
    name: str, section: Section, key: Key[object]
) -> None:
    if key.default == REQUIRED:
        return
    found = key.read(TomlTable(name, section.path, {}))
    is_empty = not any(found) if isinstance(found, tuple) else not found
    if key.default == "none":
        assert is_empty
        return
    try:
        said = tomllib.loads(f"x = {key.default}")["x"]
    except tomllib.TOMLDecodeError:
        assert is_empty, "a value of the reader's own is said as a value, not in words"
        return
    # Some defaults depend on other tables, and are filled in by whoever reads the whole file.
    if not is_empty:
        assert found == (tuple(said) if isinstance(said, list) else said)


@pytest.mark.parametrize(
    ("name", "section", "key"), [one for one in ALL_KEYS if one.values[2].allowed.startswith('"')]
)
def test_the_words_that_a_key_may_be_are_those_of_the_reference(
    name: str, section: Section, key: Key[object]
) -> None:
    for choice in tomllib.loads(f"x = [{key.allowed}]")["x"]:
        assert key.read(TomlTable(name, section.path, {key.name: choice})) == choice
    with pytest.raises(BadInput, match="cannot be"):
        key.read(TomlTable(name, section.path, {key.name: "another word"}))


@pytest.mark.parametrize("name", FILES)
def test_the_whole_file_of_the_page_is_one_that_the_reader_takes(tmp_path: Path, name: str) -> None:
    page = ROOT / "docs" / "reference" / f"{name.replace('.', '-')}.md"
    blocks = re.findall(
        r"^```toml\n(.*?)^```", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    _read(tmp_path, name, blocks[0])
