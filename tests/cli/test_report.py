"""`tipcoder report`: the study as one page for people without the program."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Tipcoder

Case = Callable[[str], str]
WHO = "3237565957"


class _Page(HTMLParser):
    """Headings, and whatever a browser would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.fetched: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        for name, value in attrs:
            is_fetched = name in ("src", "href", "data", "poster") and value
            if is_fetched and not str(value).startswith("#"):
                self.fetched.append(str(value))

    def handle_data(self, data: str) -> None:
        if self._inside in ("h1", "h2", "h3") and data.strip():
            self.headings.append(data.strip())


def test_a_page_has_the_study_its_codes_and_the_quotes_that_were_read(
    tipcoder: Tipcoder, read: Path, case: Case, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    done = tipcoder("report", "--codings-of", "anna", "--code", "pressure", "-o", file, cwd=read)
    assert (done.status, done.out) == (0, ""), done.err
    assert "1 quote of 1 code; the audit passed." in done.err
    text = file.read_text("utf-8")
    page = _Page(text)
    assert page.fetched == []
    assert page.headings[0] == "A small study"
    assert {"The study", "Codes and quotes", "Pictures", "How it was made"} <= set(page.headings)
    card = re.search(r"<article>.*?<h3[^>]*>Pressure</h3>.*?</article>", text, re.DOTALL)
    assert card is not None
    assert f'<td>{case(WHO)}</td><td lang="en">The embassy</td>' in card[0]
    # Nobody's other words are in it, and people are told by numbers.
    assert "pushed the ministry" not in text
    assert "anna" not in text
    assert tipcoder("audit", file, cwd=read).status == 0
    # What left is known to whoever makes the next file.
    assert "quotes" in tipcoder("quotes", "exports", "--format", "csv", cwd=read).out


def test_without_a_quote_that_was_read_the_page_says_so(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    done = tipcoder("report", "-o", file, cwd=coded)
    assert done.status == 0, done.err
    assert "The page has no quotes. No quote may leave" in done.err
    assert "The embassy" not in file.read_text("utf-8")
    done = tipcoder("report", "--without-quotes", "-o", file, cwd=coded)
    assert "without anybody's words" in done.err
    assert tipcoder("quotes", "exports", "--format", "csv", cwd=coded).csv() == []


def test_a_folder_gets_the_page_as_its_index(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    """Web servers look for index.html in a folder."""
    for folder in (tmp_path / "site", tmp_path / "there.is"):
        # A name with a dot is a folder where one has it.
        if folder.suffix:
            folder.mkdir()
        done = tipcoder("report", "--without-quotes", "-o", folder, cwd=coded)
        assert done.status == 0, done.err
        assert [path.name for path in folder.iterdir()] == ["index.html"]
        assert str(folder / "index.html") in done.err
    blocked = tmp_path / "taken"
    blocked.write_text("mine", "utf-8")
    tipcoder("report", "-o", blocked, cwd=coded).refused(2, "taken", "ends in .html")
    assert blocked.read_text("utf-8") == "mine"


def test_a_page_that_is_no_page_and_a_segment_that_is_none_are_refused(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    tipcoder("report", "-o", tmp_path / "report.pdf", cwd=coded).refused(2, "ends in .html")
    words = ("report", "--by", "shoe size", "-o", tmp_path / "report.html")
    tipcoder(*words, cwd=coded).refused(2, "nothing to divide by", "shoe size")
    assert not list(tmp_path.glob("report.*"))


def test_the_audit_knows_our_own_script_and_no_other(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    assert tipcoder("report", "--without-quotes", "-o", file, cwd=coded).status == 0
    assert tipcoder("audit", file, cwd=coded).status == 0
    text = file.read_text("utf-8")
    file.write_text(text.replace("<script>const", "<script>fetch('/x'); const"), "utf-8")
    done = tipcoder("audit", file, cwd=coded)
    assert done.status == 1
    assert "holds a script" in done.out


def test_a_survey_made_twice_has_its_changes_drawn(
    tipcoder: Tipcoder, make_study: Callable[..., Path], tmp_path: Path
) -> None:
    """Of twelve in 2023 all speak of crowds, and of the same twelve in 2025 none."""
    lines = ["rid,year,why"]
    for n in range(12):
        lines += [f"{1001 + n},2023,Crowds {n}", f"{1001 + n},2025,Light {n}"]
    study = (
        'title = "Visitors"\nlanguages = ["en"]\n[respondent]\nid = "rid"\nwave = "year"\n'
        '[privacy]\nresponse_ids = "from-column"\n[[question]]\ncolumn = "why"\n'
    )
    folder = make_study("\n".join(lines) + "\n", study, "[code.crowd]\nlabel = 'Crowd'\n")
    words = ("codings", "template", "--raw", "-o", tmp_path / "sheet.csv")
    assert tipcoder(*words, cwd=folder).status == 0
    rows = ["case,question,coder,code,start,end"]
    for line in (tmp_path / "RAW-sheet.csv").read_text("utf-8").splitlines()[1:]:
        code = "crowd" if "Crowds" in line else ""
        rows.append(f"{line.split(',')[0]},why,anna,{code},,")
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    done = tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder)
    assert done.status == 0, done.err
    file = tmp_path / "report.html"
    done = tipcoder("report", "--without-quotes", "-o", file, cwd=folder)
    assert done.status == 0, done.err
    text = file.read_text("utf-8")
    assert "Change of shares, 2023 to 2025" in text
    assert "Crowd: -100%" in text
    assert "Would more answers bring more codes?" in text


def test_a_page_is_read_without_a_mouse_and_prints_with_nothing_cut(
    tipcoder: Tipcoder, read: Path, tmp_path: Path
) -> None:
    """The tests were cut at the edge of the sheet, and headings stood alone at the foot of one."""
    file = tmp_path / "report.html"
    done = tipcoder("report", "--codings-of", "anna", "--code", "pressure", "-o", file, cwd=read)
    assert done.status == 0, done.err
    text = file.read_text("utf-8")
    wide = [
        each for each in re.findall(r"<section.*?</section>", text, re.DOTALL) if _is_wide(each)
    ]
    for section in wide:
        assert section.startswith('<section class="own wide">')
        assert '<div class="table" tabindex="0">' in section
    assert text.count("<thead>") == text.count("<table>") == text.count("</tbody>")
    assert '<th scope="col"' in text
    style = text[: text.index("</style>")]
    for rule in (
        *("@page wide { size: A4 landscape", "thead { display: table-header-group; }"),
        *("tr, figure, p.note { break-inside: avoid; }", "prefers-color-scheme: dark"),
    ):
        assert rule in style
    assert "http" not in re.sub(r"<svg[^>]*>", "", text)
    # The study and its codebook are English, and so are the words that were quoted.
    assert re.search(r'<td lang="en">[^<]*embassy', text, re.IGNORECASE)
    assert re.search(r'<h3 lang="en">Pressure</h3>', text)


def _is_wide(section: str) -> bool:
    heads = re.findall(r"<thead>.*?</thead>", section, re.DOTALL)
    return any(head.count("<th ") >= 8 for head in heads)


def test_a_grid_tells_nobody_who_has_one_code_without_the_other(
    tipcoder: Tipcoder, make_study: Callable[..., Path], tmp_path: Path
) -> None:
    """Of 30 people 12 speak of Aa, 9 of Bb, 10 of Cc, 2 of Dd. Aa and Bb: 8 have both, so that
    9 − 8 = 1 has Bb alone. Aa and Cc: 6 both, 6 and 4 alone. Bb and Cc: 7 both, 2 and 3 alone.
    Aa and Ee: 6 both, 6 and 7 alone, 11 neither.
    """
    people = {"aa": range(12), "bb": range(4, 13), "cc": [*range(6, 12), *range(12, 16)]}
    people |= {"dd": range(2), "ee": [*range(6), *range(20, 27)]}
    study = (
        'title = "Pairs"\nlanguages = ["en"]\n[respondent]\nid = "rid"\n'
        '[privacy]\nresponse_ids = "from-column"\n[[question]]\ncolumn = "why"\n'
    )
    lines = ["rid,why", *(f"{1001 + n},Words {n}" for n in range(30))]
    book = "".join(f"[code.{key}]\nlabel = '{key.capitalize()}'\n" for key in people)
    folder = make_study("\n".join(lines) + "\n", study, book)
    rows = ["case,question,coder,code,start,end"]
    for n in range(30):
        mine = [key for key, who in people.items() if n in who]
        rows += [f"{1001 + n},why,anna,{key},," for key in mine or [""]]
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    file = tmp_path / "report.html"
    done = tipcoder("report", "--without-quotes", "-o", file, cwd=folder)
    assert done.status == 0, done.err
    text = file.read_text("utf-8")
    grid = text[text.index(">Codes on the same cases<") :]
    grid = grid[: grid.index(">Network of codes")]
    numbered = {name: int(n) for name, n in re.findall(r">(Aa|Bb|Cc|Dd|Ee)\s+(\d)<", grid)}
    # The code of two people has no row: a blank beside zeros would tell what else they have.
    assert set(numbered) == {"Aa", "Bb", "Cc", "Ee"}
    shown = set(re.findall(r"(Aa|Bb|Cc|Ee)\s+\d, (\d): (\d+)<", grid))
    pair = {(name, str(numbered[other]), "6") for name, other in (("Aa", "Ee"), ("Ee", "Aa"))}
    assert {one for one in shown if one[2] != "0"} == pair
    network = text[text.index(">Network of codes on the same cases<") :]
    assert re.findall(r"(\w\w) and (\w\w): both on (\d+)", network)[:1] == [("Ee", "Aa", "6")]
    assert "Bb: both on" not in network
