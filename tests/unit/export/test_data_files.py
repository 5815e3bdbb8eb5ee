"""Tables for Stata, SPSS and Parquet, read back by other programs:
pyreadstat and pandas' own reader of Stata.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from tipcoder.errors import EnvironmentFault
from tipcoder.export.data_column import DataColumn
from tipcoder.export.data_files import WrittenTable, find_dictionary_file, write_data
from tipcoder.export.leaving import replace_file

NO_YES = {0: "no", 1: "yes"}
FORMATS = ("dta", "sav")


class Read:
    """A file as pyreadstat and, for Stata, pandas see it."""

    def __init__(self, path: Path) -> None:
        import pandas
        import pyreadstat

        read = pyreadstat.read_dta if path.suffix == ".dta" else pyreadstat.read_sav
        self.frame, self.meta = read(str(path))
        self.pandas = pandas.read_stata(path) if path.suffix == ".dta" else None

    def values(self, name: str) -> list[Any]:
        """Numbers as they are, None for system missing."""
        return [None if value != value else value for value in self.frame[name].tolist()]

    def labels(self, name: str) -> dict[int, str]:
        return {
            int(value): text
            for value, text in self.meta.variable_value_labels.get(name, {}).items()
        }

    def measure(self, name: str) -> str:
        return str(self.meta.variable_measure[name])


def written(
    folder: Path, ending: str, columns: list[DataColumn], title: str = "A title"
) -> tuple[WrittenTable, Read]:
    path = folder / "new" / f"t.{ending}"
    return write_data(path, columns, title), Read(path)


def texts(name: str, *cells: str | None, **more: Any) -> DataColumn:
    return DataColumn(name, name, list(cells), **more)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_text_that_is_a_number_becomes_one_and_an_id_stays_text(
    tmp_path: Path, ending: str
) -> None:
    columns = [
        texts("whole", "10 ", "-2", None, "1e+05"),
        texts("decimal", "0.75", "2", "", "1.66666666666667"),
        texts("divided", "0.5", "NaN", "2", "3"),
        texts("postcode", "00123", "10115", "20095", None),
        texts("long_id", "12345678901234567", "1", "2", "3"),
        texts("case", "1254.1", "1254.10", "1255", "1256", identifies=True),
        texts("comma", "0,75", "1,5", "2,0", "3,5"),
        texts("great", "99999999999", "1", "2", None),
        texts("empty", None, None, "", None),
    ]
    _, read = written(tmp_path, ending, columns)
    assert read.values("whole") == [10, -2, None, 100_000]
    assert read.values("decimal") == [0.75, 2, None, 1.66666666666667]
    assert read.values("divided") == [0.5, None, 2, 3]
    assert read.values("postcode") == ["00123", "10115", "20095", ""]
    assert read.values("long_id") == ["12345678901234567", "1", "2", "3"]
    assert read.values("case") == ["1254.1", "1254.10", "1255", "1256"]
    assert read.values("comma") == ["0,75", "1,5", "2,0", "3,5"]
    assert read.values("great") == [99_999_999_999, 1, 2, None]
    assert read.values("empty") == ["", "", "", ""]
    if ending == "sav":
        assert [read.measure(name) for name in ("whole", "decimal", "postcode")] == [
            "scale",
            "scale",
            "nominal",
        ]


@pytest.mark.parametrize("ending", FORMATS)
def test_levels_are_labelled_whole_numbers_and_their_missing_is_the_systems(
    tmp_path: Path, ending: str
) -> None:
    order = ("Low", "Middling", "High")
    columns = [
        texts("ordered", "High", "Low", None, "Middling", "Low", "High", levels=order),
        texts("beside", "High", "Low", "Don't know", None, "Low", "High", levels=order),
        texts("active", "Yes", "No", None, "No", "Yes", "Yes"),
        texts("действует", "Да", "Нет", "Не знаю", "Да", "Нет", None),
        texts("region", "Ásia", "Europa", "Ásia", "Europa", "Ásia", None),
        texts("grade", "0", "2", "Don't know", "2", "0", "Don't know"),
        texts("free", "one", "two", "three", "four", "five", "six"),
        texts("few", "Health", "Law", "Health", "Schools", None, None),
        texts("steps", "1", "3", "2", None, "1", "3", levels=("1", "2", "3")),
        texts("box", "1", None, "1", None, "1", "1"),
    ]
    _, read = written(tmp_path, ending, columns)
    assert read.values("ordered") == [3, 1, None, 2, 1, 3]
    assert read.labels("ordered") == {1: "Low", 2: "Middling", 3: "High"}
    assert read.labels("beside") == {1: "Low", 2: "Middling", 3: "High", 4: "Don't know"}
    assert read.values("active") == [1, 0, None, 0, 1, 1]
    assert read.labels("active") == {0: "No", 1: "Yes"}
    assert read.labels("действует") == {0: "Нет", 1: "Да", 2: "Не знаю"}
    assert read.values("region") == [2, 1, 2, 1, 2, None]
    assert read.labels("region") == {1: "Europa", 2: "Ásia"}
    assert read.values("grade") == [0, 2, 3, 2, 0, 3]  # a cell that says 2 is never the number 3
    assert read.labels("grade") == {0: "0", 2: "2", 3: "Don't know"}
    assert read.values("free") == ["one", "two", "three", "four", "five", "six"]
    assert read.labels("few") == {1: "Health", 2: "Law", 3: "Schools"}
    assert read.values("steps") == [1, 3, 2, None, 1, 3]
    assert read.values("box") == [1, None, 1, None, 1, 1]
    if ending == "sav":
        found = {
            name: read.measure(name)
            for name in ("ordered", "beside", "active", "region", "steps", "box")
        }
        assert found == {
            "ordered": "ordinal",
            "beside": "nominal",
            "active": "nominal",
            "region": "nominal",
            "steps": "ordinal",
            "box": "nominal",
        }
    else:
        assert read.pandas["region"].tolist()[:2] == ["Ásia", "Europa"]


@pytest.mark.parametrize("ending", FORMATS)
def test_names_keep_to_both_programs_rules_and_stay_apart(tmp_path: Path, ending: str) -> None:
    long = "a" * 40
    names = [
        "Age",
        "AGE",
        "age_2",
        "ALL",
        "And",
        "BY",
        "if",
        "in",
        "using",
        "_n",
        "str5",
        "strL",
        "float",
    ]
    names += [
        "1st",
        "what is it?",
        "страна",
        "Straße",
        "STRASSE",
        "",
        "...",
        long,
        long + "b",
        "語" * 40,
    ]
    _, read = written(tmp_path, ending, [texts(name, "x", "y") for name in names])
    made = read.meta.column_names
    assert len({name.casefold() for name in made}) == len(names) == len(made)
    assert made[0] == "Age"
    assert "страна" in made
    assert max(len(name) for name in made) <= 32
    assert max(len(name.encode()) for name in made) <= 64


@pytest.mark.parametrize("count", [150, 1_001])
def test_any_number_of_labelled_columns_with_long_names_is_written(
    tmp_path: Path, count: int
) -> None:
    columns = [
        DataColumn(f"a long name that goes on and on {n}", "", [0, 1, None], NO_YES)
        for n in range(count)
    ]
    for ending in FORMATS:
        _, read = written(tmp_path, ending, columns)
        assert len(set(read.meta.column_names)) == count
        assert all(read.labels(name) == NO_YES for name in read.meta.column_names)
        if read.pandas is not None:
            assert read.pandas.iloc[1].tolist() == ["yes"] * count


def test_what_a_format_has_no_room_for_is_cut_between_letters_and_told(tmp_path: Path) -> None:
    long_label, long_text = "ж" * 300, "ж" * 20_000
    twins = {0: "ж" * 70 + "а", 1: "ж" * 70 + "б"}
    columns = [
        DataColumn("a", long_label, [0, 1, None], twins),
        DataColumn("b", "short", [long_text, "x", None]),
        DataColumn("c", "short", ["y", "x", None]),
        DataColumn("d" * 32, "short", ["y", "x", None]),
    ]
    table, read = written(tmp_path, "sav", columns, title="ж" * 60)
    assert read.meta.column_names_to_labels["a"] == "ж" * 128  # 256 bytes
    assert read.values("b")[0] == "ж" * 16_383  # 32,767 bytes hold no half letter
    assert len(set(read.labels("a").values())) == 2
    assert max(len(text.encode()) for text in read.labels("a").values()) <= 120
    assert [bool(cuts) for cuts in table.cuts] == [True, True, False, True]
    assert "3 columns were cut to what SPSS has room for" in table.sentence
    table, read = written(tmp_path, "dta", columns)
    assert read.meta.column_names_to_labels["a"] == "ж" * 80
    assert read.labels("a") == twins
    assert read.values("b")[0] == long_text
    assert read.pandas["b"].tolist()[0] == long_text
    assert table.cuts == (("label (to 80 characters)",), (), (), ("name",))
    table, _ = written(tmp_path, "dta", columns[2:3])
    assert table.sentence == ""


def test_more_texts_than_a_program_has_labels_for_stay_texts(tmp_path: Path) -> None:
    many = [f"answer {n}" for n in range(33_000)]
    _, read = written(tmp_path, "dta", [texts("many", *many)])
    assert read.values("many") == many


def test_parquet_has_types_and_says_what_numbers_mean(tmp_path: Path) -> None:
    from pyarrow import parquet

    path = tmp_path / "new" / "t.parquet"
    columns = [
        texts("Age", "10", None, "30"),
        texts("AGE", "0.5", None, "1"),
        texts("grade", "Low", "High", None, levels=("Low", "High")),
        texts("postcode", "00123", "1", None),
        DataColumn("many", "Many", [0, 300, None], {n: f"level {n}" for n in range(400)}),
    ]
    write_data(path, columns, "title")
    table = parquet.read_table(path)
    assert table.to_pydict() == {
        "Age": [10, None, 30],
        "AGE": [0.5, None, 1],
        "grade": ["Low", "High", None],
        "postcode": ["00123", "1", None],
        "many": [0, 300, None],
    }
    grades = table.to_pandas()["grade"].cat
    assert (grades.categories.tolist(), grades.ordered) == (["Low", "High"], True)
    told = table.schema.field("many").metadata
    assert told[b"values"].startswith(b"0 = level 0; 1 = level 1; ")
    assert table.schema.field("grade").metadata[b"measure"] == b"ordinal"


def test_every_file_has_a_dictionary_of_its_own() -> None:
    made = [
        find_dictionary_file(Path(f"x/m.{ending}")) for ending in ("csv", "parquet", "dta", "sav")
    ]
    assert len(set(made)) == 4
    assert made[0] == Path("x/m.dictionary.csv")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("ending", ["csv", "parquet", *FORMATS])
def test_where_there_is_no_room_the_old_file_stays_whole(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"t.{ending}"
    write_data(path, [texts("a", "old")], "title")
    before = path.read_bytes()
    many = [f"{n} {n * n} {n * 7919}" for n in range(20_000)]
    new = tmp_path / "new" / path.name
    with files_of_at_most(30_000):
        for place in (path, new):
            with pytest.raises(EnvironmentFault, match="cannot be written"):
                write_data(place, [texts("a", *many)], "title")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_whoever_interrupts_finds_the_old_file_and_nothing_half_written(tmp_path: Path) -> None:
    def write(new: Path) -> None:
        new.write_text("half")
        raise KeyboardInterrupt

    (tmp_path / "t.sav").write_text("old")
    for place in (tmp_path / "t.sav", tmp_path / "new" / "deep" / "t.sav"):
        with pytest.raises(KeyboardInterrupt):
            replace_file(place, write)
    assert [file.name for file in tmp_path.rglob("*")] == ["t.sav"]
    assert (tmp_path / "t.sav").read_text() == "old"


@pytest.mark.parametrize("ending", ["dta", "sav"])
def test_files_of_statistical_programs_do_not_tell_when_they_were_made(
    tmp_path: Path, ending: str
) -> None:
    columns = [texts("answer", "yes", "no", "yes"), DataColumn("n", "How many", [1, 2, None])]
    made = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.{ending}"
        write_data(path, columns, "A study")
        made.append(path)
    read = pyreadstat.read_dta if ending == "dta" else pyreadstat.read_sav
    frame, about = read(str(made[0]))
    assert about.creation_time.year == 1980
    assert about.file_label == "A study"
    assert frame["n"].tolist()[:2] == [1, 2]
    assert made[0].read_bytes() == made[1].read_bytes()
