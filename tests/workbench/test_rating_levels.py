"""`--level`: the alpha of that level is what is shown, judged and described,
in every form of the report.
"""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pytest
from docx import Document

from by_definition import alpha
from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement, Verdict
from tipcoder.errors import BadInput
from tipcoder.export.agreement_files import make_agreement_files
from tipcoder.export.leaving import put_in_place
from tipcoder.workbench.agreement.ratings_file import assess_files, build_table_request
from tipcoder.workbench.agreement.study_agreement import AgreementReport

QUICK = Draws(replicates=60)
STEPS = [(1, 1), (2, 2), (3, 3), (3, 2), (1, 2), (2, 2), (4, 4), (5, 4), (1, 1), (5, 5)] * 5
WORDS = {1: "never", 2: "rarely", 3: "at times", 4: "often", 5: "always"}


def compared(
    folder: Path, rows: list[tuple[object, ...]], head: str = "unit,anna,boris", **asked: object
) -> AgreementReport:
    file = folder / "scale.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head.split(","))
        writer.writerows(
            (n + 1, *("" if cell is None else cell for cell in row)) for n, row in enumerate(rows)
        )
    return assess_files([file], build_table_request(**asked), draws=QUICK)  # type: ignore[arg-type]


def headline(found: Agreement) -> float | None:
    return found.codes[0].coefficients["krippendorff_alpha"].value


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_every_form_of_the_report_has_the_alpha_of_the_level(tmp_path: Path, level: str) -> None:
    expected, nominal = alpha(STEPS, level), alpha(STEPS)
    assert expected is not None
    assert nominal is not None
    result = compared(tmp_path, list(STEPS), level=level)
    whole = result.agreement.codes[0]
    shown = f".{round(100 * expected)} ["
    assert headline(result.agreement) == pytest.approx(expected)
    assert f"α = {shown[:3]}" in whole.sentence
    assert whole.pairs[0].alpha == pytest.approx(expected)
    put_in_place(make_agreement_files(result.agreement, (result.ratings,), tmp_path / "out"))
    files = {path.name: path for path in (tmp_path / "out").iterdir()}
    for name in ("agreement.md", "agreement.html", "methods.txt"):
        text = files[name].read_text("utf-8").replace("\\[", "[")
        assert shown in text, name
        assert f"{level} α" in text, name
    word = Document(str(files["agreement.docx"]))
    cells = [cell.text for one in word.tables for row in one.rows for cell in row.cells]
    assert f"{level} α" in cells
    assert any(cell.startswith(shown) for cell in cells)
    entry = json.loads(files["agreement.json"].read_text("utf-8"))["codes"][0]
    assert entry["level"] == level
    for key in ("krippendorff_alpha", f"krippendorff_alpha_{level}"):
        assert entry["coefficients"][key]["value"] == pytest.approx(expected)
    assert entry["coefficients"]["krippendorff_alpha_nominal"]["value"] == pytest.approx(nominal)
    (row, *_) = csv.DictReader(io.StringIO(files["agreement_codes.csv"].read_text("utf-8-sig")))
    assert (row["level"], float(row["krippendorff_alpha"])) == (level, pytest.approx(expected))
    assert f">.{round(100 * expected)}<" in files["heat_map.svg"].read_text("utf-8")


def test_the_verdict_is_on_the_level_and_not_on_the_names_of_values(tmp_path: Path) -> None:
    near = [(n % 9, n % 9 + n % 2) for n in range(60)]
    nominal, interval = alpha(near), alpha(near, "interval")
    assert nominal is not None
    assert interval is not None
    assert nominal < 0.5 < 0.9 < interval
    assert compared(tmp_path, list(near)).agreement.codes[0].verdict is Verdict.NOT_RELIABLE
    assert (
        compared(tmp_path, list(near), level="interval").agreement.codes[0].verdict
        is Verdict.RELIABLE
    )


def test_words_have_no_order_until_it_is_given(tmp_path: Path) -> None:
    rows = [tuple(WORDS[value] for value in row) for row in STEPS]
    with pytest.raises(BadInput, match="--level ordinal needs an order") as refused:
        compared(tmp_path, list(rows), level="ordinal")
    assert "--order" in refused.value.hint
    with pytest.raises(BadInput, match="--order does not name 'often'"):
        compared(
            tmp_path, list(rows), level="ordinal", order=["never", "rarely", "at times", "always"]
        )
    found = compared(
        tmp_path, list(rows), level="ordinal", order=["Never", *list(WORDS.values())[1:]]
    ).agreement
    assert headline(found) == pytest.approx(alpha(STEPS, "ordinal"))
    assert [code.code for code in found.codes[1:]] == list(WORDS.values())
    assert "from low to high" in format_methods_paragraph(found)
    with pytest.raises(BadInput, match="needs numbers"):
        compared(tmp_path, list(rows), level="interval")


def test_a_word_among_numbers_is_asked_about_at_the_levels_that_need_numbers(
    tmp_path: Path,
) -> None:
    rows: list[tuple[object, ...]] = [*STEPS, ("don't know", 2), (3, "don't know")]
    known = [*STEPS, (None, 2), (3, None)]
    for level in ("ordinal", "interval"):
        with pytest.raises(BadInput, match="don't know"):
            compared(tmp_path, rows, level=level)
        found = compared(tmp_path, rows, level=level, missing=["Don't know"]).agreement
        assert headline(found) == pytest.approx(alpha(known, level))


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_scores_of_any_number_of_values(tmp_path: Path, level: str) -> None:
    chance = random.Random(7)
    true = [chance.uniform(5, 95) for _ in range(120)]
    rows = [
        (
            round(value, 1),
            round(min(max(value + chance.gauss(0, 8), 0), 100), 1),
            None if n % 5 else round(value + 2, 1),
        )
        for n, value in enumerate(true)
    ]
    assert len({value for row in rows for value in row}) > 150
    found = compared(tmp_path, list(rows), "unit,anna,boris,carla", level=level).agreement
    assert headline(found) == pytest.approx(alpha(rows, level), abs=1e-9)
    assert len(found.codes) == 1
    with pytest.raises(BadInput) as refused:
        compared(tmp_path, list(rows), "unit,anna,boris,carla", coders=["anna", "boris", "carla"])
    assert "--level interval" in refused.value.hint


def test_numbers_that_have_nothing_to_do_with_the_scores_are_asked_about(tmp_path: Path) -> None:
    true = [3 * n % 97 for n in range(40)]
    rows = [(value, value + n % 3, 20 + 7 * n % 41) for n, value in enumerate(true)]
    with pytest.raises(
        BadInput, match="'years' has numbers like those of anna and boris"
    ) as refused:
        compared(tmp_path, list(rows), "unit,anna,boris,years", level="interval")
    assert "'anna,boris'" in refused.value.hint
    found = compared(
        tmp_path, list(rows), "unit,anna,boris,years", level="interval", coders=["anna", "boris"]
    )
    assert headline(found.agreement) == pytest.approx(alpha([row[:2] for row in rows], "interval"))


def test_ratio_refuses_numbers_below_zero(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="from 0 upward"):
        compared(tmp_path, [(-1, -1), (1, 1), (2, 1)], level="ratio")


def test_codes_have_no_level(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="have no level 'ordinal'"):
        compared(tmp_path, [("a; b", "b;a"), ("a", "a"), ("b", "b")], level="ordinal")


def test_the_methods_section_describes_the_table_and_no_study(tmp_path: Path) -> None:
    rows = [
        (text, *row)
        for text, row in zip(
            [f"They said no {n} times today." for n in range(50)], STEPS, strict=True
        )
    ]
    mixed = [(text, one, f"{other}.0") for text, one, other in rows]
    found = compared(tmp_path, list(mixed), "id,answer,anna,boris", level="ordinal").agreement
    text = format_methods_paragraph(found)
    for part in (
        "2 coders (anna and boris)",
        "rated 50 units",
        "scale.csv, which has 50 units",
        "one line per unit (id), one column per coder (anna and boris)",
        "left out: answer",
        "'1.0' as '1'",
        "for ordinal data",
        "resamples of units",
    ):
        assert part in text, text
    for word in ("response", "applied", "applying", "nominal"):
        assert word not in text, text


def test_applied_is_said_of_codes_only(tmp_path: Path) -> None:
    topics = [("a", "a"), ("b", "b"), ("b", "a"), ("c", "c")] * 4
    for rows, asked in (
        (topics, {}),
        (STEPS, {"level": "ordinal"}),
        ([(1, 1), (0, 0), (1, 0)] * 9, {}),
    ):
        result = compared(tmp_path, list(rows), **asked)
        put_in_place(make_agreement_files(result.agreement, (result.ratings,), tmp_path / "out"))
        for path in (tmp_path / "out").iterdir():
            if path.is_file() and path.suffix != ".docx":
                text = path.read_text("utf-8")
                assert "appli" not in text.replace("not applicable", ""), path.name
                assert "response" not in text, path.name
    sets = compared(tmp_path, [("a; b", "b;a"), ("a", "a"), ("b", "b")] * 6)
    put_in_place(make_agreement_files(sets.agreement, (sets.ratings,), tmp_path / "sets"))
    assert "applied" in (tmp_path / "sets" / "agreement.md").read_text("utf-8")
