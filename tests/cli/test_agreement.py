"""`tipcoder agreement`, on any table of ratings and on a study."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from conftest import Tipcoder

HOSTILE = 'x<b>"&|`\x1b[31m'


def ratings_file(folder: Path, rows: list[list[Any]], coders: list[str] | None = None) -> Path:
    file = folder / "ratings.csv"
    names = coders or [f"coder{n + 1}" for n in range(len(rows[0]))]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["unit", *names])
        writer.writerows(
            [n + 1, *("" if cell is None else cell for cell in row)] for n, row in enumerate(rows)
        )
    return file


@pytest.fixture
def published(shared: Path) -> dict[str, Any]:
    """Krippendorff's example of 2011."""
    entries = json.loads((shared / "gold" / "agreement.json").read_text("utf-8"))["entries"]
    return next(entry for entry in entries if entry["id"] == "kripp_4x12")


def test_ratings_need_no_study_and_give_krippendorffs_743(
    tipcoder: Tipcoder, tmp_path: Path, published: Any
) -> None:
    done = tipcoder(
        "agreement", "--ratings", ratings_file(tmp_path, published["data"]), "--format", "json"
    )
    assert done.status == 0, done.err
    whole, *categories = done.json()
    known = {each["coef"]: each for each in published["expected"]}
    found = {name: each["value"] for name, each in whole["coefficients"].items()}
    assert round(found["krippendorff_alpha"], 3) == 0.743
    for name in (
        "percent_agreement",
        "gwet_ac1",
        "fleiss_kappa",
        "conger_kappa",
        "brennan_prediger",
    ):
        assert found[name] == pytest.approx(known[name]["pairable_units_only"]["value"], abs=1e-5)
    assert (whole["n_joint"], whole["counts"]["single"]) == (11, 1)
    assert [entry["code"] for entry in categories] == ["1", "2", "3", "4", "5"]


def test_every_entry_has_the_promised_keys(tipcoder: Tipcoder, tmp_path: Path) -> None:
    file = ratings_file(tmp_path, [[1, 1], [0, 0], [1, 0], [0, 0]] * 10)
    (entry,) = tipcoder("agreement", "--ratings", file, "--format", "json").json()
    assert {"code", "n_joint", "counts", "coefficients", "verdict", "warnings"} <= set(entry)
    for each in entry["coefficients"].values():
        assert {"value", "low", "high"} <= set(each)
    alpha = entry["coefficients"]["krippendorff_alpha"]
    assert alpha["low"] < alpha["value"] < alpha["high"]
    assert entry["coefficients"]["positive_agreement"]["value"] == pytest.approx(2 / 3)


def test_ordinal_ratings(tipcoder: Tipcoder, tmp_path: Path, published: Any) -> None:
    file = ratings_file(tmp_path, published["data"])
    whole, *_ = tipcoder(
        "agreement", "--ratings", file, "--level", "ordinal", "--format", "json"
    ).json()
    assert round(whole["coefficients"]["krippendorff_alpha_ordinal"]["value"], 3) == 0.815
    words = ratings_file(tmp_path, [["low", "low"], ["high", "low"]])
    tipcoder("agreement", "--ratings", words, "--level", "interval").refused(2, "needs numbers")


@pytest.mark.parametrize(
    ("folder", "options", "alphas"),
    [
        ("40-ratings-float-and-int", [], {"": 0.7901}),
        ("41-ratings-with-text-column", [], {"all categories": 0.7592}),
        ("42-ratings-transposed", [], {"": 0.7308}),
        ("46-ratings-several-codes", [], {"funds": 0.7901, "law": 0.7901, "police": 1.0}),
        (
            "46-ratings-several-codes",
            ["--empty", "none"],
            {"funds": 0.8081, "law": 0.8081, "police": 1.0},
        ),
        ("60-level-ordinal", ["--level", "ordinal"], {"all categories": 0.885}),
        ("60-level-ordinal", ["--level", "interval"], {"all categories": 0.896}),
    ],
)
def test_tables_as_people_have_them_have_the_right_alpha(
    tipcoder: Tipcoder, shared: Path, folder: str, options: list[str], alphas: dict[str, float]
) -> None:
    file = shared / "cases" / folder / "ratings.csv"
    done = tipcoder("agreement", "--ratings", file, *options, "--format", "json")
    assert done.status == 0, done.err
    assert "Read as one line per " in done.err
    found = {
        entry["code"]: entry["coefficients"]["krippendorff_alpha"]["value"] for entry in done.json()
    }
    for code, value in alphas.items():
        known = found[code] if code else next(iter(found.values()))
        assert known == pytest.approx(value, abs=0.0005), code
    shown = tipcoder("agreement", "--ratings", file, *options).out
    for value in alphas.values():
        assert f"{value:.2f}".removeprefix("0") in shown


def test_missing_values_as_people_write_them(tipcoder: Tipcoder, shared: Path) -> None:
    folder = shared / "cases" / "49-ratings-missing"
    for name, options in (("empty", []), ("NaN", []), ("99", ["--missing", "99"])):
        done = tipcoder(
            "agreement", "--ratings", folder / f"{name}.csv", *options, "--format", "json"
        )
        assert done.json()[0]["coefficients"]["krippendorff_alpha"]["value"] == 1.0, name
    assert (
        "Taken as not rated: 'NaN' (2 cells)"
        in tipcoder("agreement", "--ratings", folder / "NaN.csv").out
    )
    assert "--missing=99" in tipcoder("agreement", "--ratings", folder / "99.csv").out


def test_a_file_a_coder_as_coded_in_a_spreadsheet(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path
) -> None:
    folder = shared / "cases" / "50-excel-code-columns"
    files = ["--ratings", folder / "anna.csv", "--ratings", folder / "boris.csv"]
    done = tipcoder(
        "agreement", *files, "--coder-names", "--format", "json", "-o", tmp_path / "report"
    )
    assert done.status == 0, done.err
    found = {
        entry["code"]: entry["coefficients"]["krippendorff_alpha"]["value"] for entry in done.json()
    }
    right = {"funds": 1.0, "law": 0.7579, "police": 0.7579, "staff": 0.7579, "us": 0.425}
    assert found == {code: pytest.approx(value, abs=0.0005) for code, value in right.items()}
    assert "anna.csv and boris.csv" in (tmp_path / "report" / "methods.txt").read_text("utf-8")
    tipcoder("agreement", *files[:2]).refused(2, "may be codes of one coder", "--layout wide")


def test_the_table_says_what_it_means(tipcoder: Tipcoder, tmp_path: Path) -> None:
    file = ratings_file(tmp_path, [[0, 0]] * 118 + [[0, 1]] * 5 + [[1, 0]] * 2, ["anna", "boris"])
    done = tipcoder("agreement", "--ratings", file)
    assert done.status == 0, done.err
    for words in (
        "anna and boris: 125 units rated jointly",
        "too rare to judge",
        "(−.02)",
        "seed 20260101",
    ):
        assert words in done.out, done.out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("unit,anna\n1,0\n", "two coders"),
        ("unit,anna,boris\n1,0,0\n1,1,1\n", "'1' is on the lines 2 and 3"),
        ("", "empty"),
    ],
)
def test_a_table_that_cannot_be_compared_is_refused(
    tipcoder: Tipcoder, tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(content, "utf-8")
    tipcoder("agreement", "--ratings", file).refused(2, words)


def test_a_column_of_texts_is_not_taken_for_ratings(tipcoder: Tipcoder, tmp_path: Path) -> None:
    file = ratings_file(tmp_path, [[f"text {n}", f"other text {n}"] for n in range(60)])
    tipcoder("agreement", "--ratings", file).refused(2, "120 different values")


def test_a_word_for_missing_is_pointed_out(tipcoder: Tipcoder, tmp_path: Path) -> None:
    done = tipcoder(
        "agreement", "--ratings", ratings_file(tmp_path, [["a", "a"], ["b", "NA"], ["b", "b"]])
    )
    assert "NA counts as a rating; leave the cell empty" in done.out


def test_options_of_a_study_do_not_go_with_a_table(
    tipcoder: Tipcoder, tmp_path: Path, coded: Path
) -> None:
    file = ratings_file(tmp_path, [[1, 1], [0, 0]])
    tipcoder("agreement", "--ratings", file, "--by", "language").refused(2, "--by")
    tipcoder("agreement", "--level", "ordinal", cwd=coded).refused(2, "--level")
    tipcoder("agreement", "--layout", "long", cwd=coded).refused(2, "--layout is for --ratings")
    tipcoder("agreement", "--ratings", file, "--order", "1,0").refused(2, "--level ordinal")
    tipcoder("agreement", "--by", "langage", cwd=coded).refused(2, "'langage'", "'language'")


def test_a_study_is_compared_on_what_two_coders_finished(tipcoder: Tipcoder, coded: Path) -> None:
    done = tipcoder("agreement", "--coder-names", "--format", "json", cwd=coded)
    assert done.status == 0, done.err
    found = {entry["code"]: entry for entry in done.json()}
    assert found["pressure"]["counts"]["all_present"] == 1
    assert found["pressure"]["counts"]["coders"]["anna"] == {
        "finished": 3,
        "joint": 1,
        "applied": 1,
    }
    assert found["pressure"]["verdict"] == "not assessed"  # one joint response
    assert "not independent blind rounds" in done.err
    assert "not independent blind rounds" in tipcoder("agreement", cwd=coded).out


def test_csv_has_one_line_a_code(tipcoder: Tipcoder, coded: Path) -> None:
    done = tipcoder("agreement", "--format", "csv", "--by", "language,question", cwd=coded)
    assert done.status == 0, done.err
    rows = done.csv()
    assert [row["code"] for row in rows[:4]] == ["pressure", "pushback", "training", "money"]
    assert {row["language"] for row in rows} == {"", "en"}
    assert {row["question"] for row in rows} == {"", "role"}


def test_one_code_and_some_coders(tipcoder: Tipcoder, coded: Path) -> None:
    done = tipcoder(
        "agreement", "--code", "money", "--coders", "boris,anna", "--format", "json", cwd=coded
    )
    assert [entry["code"] for entry in done.json()] == ["money"]
    tipcoder("agreement", "--coders", "anna", cwd=coded).refused(2, "two coders")
    tipcoder("agreement", "--coders", "anna,dora", cwd=coded).refused(2, "'dora'")


def test_the_report_is_a_folder_that_can_be_computed_again(
    tipcoder: Tipcoder, tmp_path: Path, published: Any
) -> None:
    file = ratings_file(tmp_path, published["data"])
    done = tipcoder("agreement", "--ratings", file, "-o", tmp_path / "report")
    assert done.status == 0, done.err
    names = {path.name for path in (tmp_path / "report").iterdir()}
    assert names >= {
        "agreement.md",
        "agreement.html",
        "agreement.json",
        "agreement_codes.csv",
        "agreement_tidy.csv",
    }
    assert names >= {"agreement_pairs.csv", "heat_map.svg", "methods.txt", "matrices"}
    whole = json.loads((tmp_path / "report" / "agreement.json").read_text("utf-8"))
    assert whole["bootstrap"] == {"replicates": 2000, "seed": 20260101, "drawn": "units"}
    (matrix,) = (tmp_path / "report" / "matrices").iterdir()
    again = tipcoder("agreement", "--ratings", matrix, "--format", "json").json()
    assert again[0]["coefficients"] == whole["codes"][0]["coefficients"]
    tidy = list(csv.DictReader((tmp_path / "report" / "agreement_tidy.csv").open(encoding="utf-8")))
    ac1 = next(row for row in tidy if row["coefficient"] == "gwet_ac1")
    known = next(each for each in published["expected"] if each["coef"] == "gwet_ac1")[
        "pairable_units_only"
    ]
    assert float(ac1["se_gwet"]) == pytest.approx(known["se_gwet"], abs=1e-5)
    assert ac1["band"] == "moderate"  # the point estimate alone would say substantial


def test_names_out_of_the_file_stay_text_in_every_form(tipcoder: Tipcoder, tmp_path: Path) -> None:
    rows = [["<i>a", "<i>a", "b|c"], ["b|c", "b|c", "b|c"]] * 12
    file = ratings_file(tmp_path, rows, [HOSTILE, "boris", "vera"])
    done = tipcoder("agreement", "--ratings", file, "--coder-names", "-o", tmp_path / "report")
    assert done.status == 0, done.err
    assert "\x1b" not in done.out + done.err
    page = (tmp_path / "report" / "agreement.html").read_text("utf-8")
    assert "<b>" not in page
    assert "<i>" not in page
    ElementTree.fromstring((tmp_path / "report" / "heat_map.svg").read_bytes())
    markdown = (tmp_path / "report" / "agreement.md").read_text("utf-8")
    for line in markdown.splitlines():
        if line.startswith("| b"):
            assert r"b\|c" in line


def test_a_folder_that_cannot_be_made_is_refused(tipcoder: Tipcoder, tmp_path: Path) -> None:
    file = ratings_file(tmp_path, [[1, 1], [0, 0]])
    occupied = tmp_path / "occupied"
    occupied.write_text("", "utf-8")
    done = tipcoder("agreement", "--ratings", file, "-o", occupied)
    assert done.status == 3
    assert "cannot be made" in done.err


def test_a_code_nobody_used_prints_a_dash_and_no_number(tipcoder: Tipcoder, tmp_path: Path) -> None:
    file = ratings_file(tmp_path, [[0, 0]] * 9 + [[0, ""]], ["anna", "boris"])
    (entry, *_) = tipcoder("agreement", "--ratings", file, "--format", "json").json()
    assert entry["coefficients"]["krippendorff_alpha"]["value"] is None
    assert "—" in tipcoder("agreement", "--ratings", file).out


def test_a_frozen_round_is_reported_and_an_open_one_is_not(tipcoder: Tipcoder, study: Path) -> None:
    tipcoder("assign", "--coders", "anna,boris", "--overlap", "100%", "--seed", "3", cwd=study)
    rows = tipcoder("codings", "export", cwd=study).csv()
    assert rows == []
    tipcoder("agreement", "--round", "R1", cwd=study).refused(
        2, "Round R1 is still open", "--freeze R1"
    )
    tipcoder("agreement", "--round", "R2", cwd=study).refused(2, "no round 'R2'")
    tipcoder("agreement", "--by", "round", cwd=study).refused(2, "No round has been frozen")


def test_agreement_of_a_round_by_batch(
    tipcoder: Tipcoder, study: Path, case: Callable[[str], str], tmp_path: Path
) -> None:
    tipcoder("assign", "--coders", "anna,boris", "--overlap", "100%", "--seed", "3", cwd=study)
    file = tmp_path / "work.csv"
    lines = [
        f"{case(source)},role,{coder},{code},,"
        for coder in ("anna", "boris")
        for source, code in (
            ("3237565957", "pressure"),
            ("3237565958", ""),
            ("3237565961", "money"),
        )
    ]
    file.write_text("case,question,coder,code,start,end\n" + "\n".join(lines) + "\n", "utf-8")
    tipcoder("codings", "import", file, cwd=study)
    tipcoder("rounds", "--freeze", "R1", "--yes", cwd=study)
    done = tipcoder(
        "agreement", "--round", "R1", "--by", "round,batch", "-o", tmp_path / "out", cwd=study
    )
    assert done.status == 0, done.err
    assert "Round R1, opened on" in done.out
    assert "1 to 3" in done.out
    assert "drawn at random within strata of question and language from 12" in done.out
    assert "[how these were chosen]" not in (tmp_path / "out" / "methods.txt").read_text("utf-8")


def test_every_verdict_is_said_in_words_with_its_probabilities(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    file = ratings_file(tmp_path, [[1, 1]] * 30 + [[0, 0]] * 60 + [[0, 1]] * 2, ["anna", "boris"])
    done = tipcoder("agreement", "--ratings", file, "-o", tmp_path / "out")
    said = "Reliable: α = .95, 95 % CI "
    assert said in done.out
    assert "P(α ≥ .667) = 1.00." in done.out
    assert said in (tmp_path / "out" / "agreement.html").read_text("utf-8")


def test_a_report_is_not_written_over_the_ratings_that_it_is_about(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    for name in ("agreement_tidy.csv", "methods.txt"):
        folder = tmp_path / name.partition(".")[0]
        folder.mkdir()
        file = folder / name
        file.write_text("unit,anna,boris\n1,a,a\n2,b,b\n3,a,b\n4,a,a\n", encoding="utf-8")
        before = file.read_bytes()
        refused = tipcoder("agreement", "--ratings", file, "-o", folder)
        assert refused.status == 2
        assert "is the file that is read" in refused.err
        assert file.read_bytes() == before
        assert list(folder.iterdir()) == [file]


def test_the_column_of_units_cannot_be_asked_for_as_ratings(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    for coder, marks in (("anna", "1,1\n2,0\n3,1\n"), ("boris", "1,1\n2,1\n3,0\n")):
        (tmp_path / f"{coder}.csv").write_text(f"nr,funds\n{marks}", "utf-8")
    files = ("--ratings", tmp_path / "anna.csv", "--ratings", tmp_path / "boris.csv")
    tipcoder("agreement", *files, "--values", "nr").refused(
        2, "anna.csv: 'nr' names the units", "--units"
    )
