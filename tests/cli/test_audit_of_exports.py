"""The audit of our own exports: whatever the demo study writes passes, and no finding is untrue."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

    Tipcoder = Callable[..., Done]

pytestmark = pytest.mark.long

TRUE = {
    ("small cell", "rows"),
    ("picture", "how the file is made"),
    ("place", "column counter_example"),
    ("place", "column counter-example"),
    ("place", "column exemplar"),
    ("place", "text"),
    ("country", "text"),
    ("country", "column note"),
    ("nationality", "text"),
    ("country", "text Description"),
    ("nationality", "text Description"),
    ("place", "text Description"),
}
"""What may be said of these files, because it is so: cases with rare values in the merged table, a
picture inside a figure, the region Americas in a note on tests by region, a city that a respondent
names in a quote of the joint display, and cues and patterns of the codebook that are peoples and
countries."""

PRINTED = {
    "quotes": ("latex",),
    "stats joint": ("json",),
    "stats tables": ("latex",),
    "stats presence --by country": ("latex",),
    "agreement": ("json",),
    "counts": ("html",),
    "check": ("csv",),
    "redact status": ("html",),
    "codebook export": ("json",),
    "log": ("markdown",),
}
"""Verbs that print a report, in the formats in which something has been taken for a leak before."""
WRITTEN = (
    *(f"quotes -o OUT.{ending}" for ending in ("xlsx", "docx", "html")),
    *(f"merge -o OUT.{ending}" for ending in ("csv", "sav")),
    "codebook export -o OUT.toml",
    "codebook export -o OUT.docx",
    "codings export OUT.csv",
    "export qdpx -o OUT.qdpx",
    "export qdc -o OUT.qdc",
    "export matrix -o OUT.xlsx",
    "export workbook -o OUT.xlsx",
    "export matrix --by-question --lists -o OUT.csv",
    "stats workbook -o OUT.xlsx",
    "report --columns question -o OUT.html",
    "deposit --licence CC0 -o OUT",
    "agreement -o OUT",
)
_ENDINGS = {"markdown": ".md", "html": ".html", "latex": ".tex", "json": ".json", "csv": ".csv"}


@pytest.fixture
def demo(built_demo: Path, tmp_path: Path, keys_folder: Path) -> Path:
    """A copy of the fictional study for each test: some verbs keep something."""
    shutil.copytree(built_demo / "study", tmp_path / "demo")
    shutil.copytree(built_demo / "keys", keys_folder, dirs_exist_ok=True)
    return tmp_path / "demo"


def judge(study: Path, files: list[Path]) -> dict[str, set[tuple[str, str]]]:
    """Kind and part of every finding that is not known to be true, by file."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.leak_audit import audit_file, gather_knowledge

    with open_study_folder(study, read_only=True, import_edits=False) as here:
        known = gather_knowledge(here)
    wrong = {}
    for file in files:
        found = audit_file(file, known).findings
        untrue = {(each.kind, each.part) for each in found} - TRUE
        if untrue or any(each.grave for each in found):
            wrong[file.name] = untrue | {(each.kind, each.sentence) for each in found}
    return wrong


def test_every_report_that_is_printed_passes(
    demo: Path, tipcoder: Tipcoder, tmp_path: Path
) -> None:
    files = []
    for words, forms in PRINTED.items():
        for form in forms:
            done = tipcoder(*words.split(), "--format", form, cwd=demo)
            assert done.out, (words, form, done.err)
            file = tmp_path / f"{words.replace(' ', '-').replace('--', '')}{_ENDINGS[form]}"
            file.write_text(done.out, "utf-8")
            files.append(file)
    assert judge(demo, files) == {}


def test_every_file_that_is_written_passes(demo: Path, tipcoder: Tipcoder, tmp_path: Path) -> None:
    for number, words in enumerate(WRITTEN):
        line = words.replace("OUT", str(tmp_path / f"out-{number}"))
        done = tipcoder(*line.split(), cwd=demo)
        assert done.status == 0, (words, done.err)
    made = []
    for file in sorted(tmp_path.rglob("*")):
        is_ours = file.relative_to(tmp_path).parts[0].startswith("out-")
        # The raw ratings are a table of 0 and 1 for each code.
        if is_ours and file.is_file() and "matrices" not in file.parts:
            made.append(file)
    assert len(made) > len(WRITTEN)
    assert judge(demo, made) == {}


def test_figures_pass_as_drawings(demo: Path, tmp_path: Path) -> None:
    """One of each kind of figure; all are made by the same five functions."""
    from tipcoder.export.figures import draw_figure
    from tipcoder.export.leaving import put_in_place
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics import charts

    with open_study_folder(demo, read_only=True, import_edits=False) as here:
        about_outcomes = charts._draw_outcomes(here, 10)
        about_codes, _ = charts._draw_codes(here, None, None)
    kinds = {
        type(figure): (name, figure) for name, figure in (about_outcomes | about_codes).items()
    }
    assert len(kinds) == 5
    files: list[Path] = []
    for name, figure in kinds.values():
        drawn = draw_figure(figure, tmp_path, name, ("svg",))
        put_in_place(drawn)
        files += [file.target for file in drawn if file.target is not None]
    assert judge(demo, files) == {}
