"""What others code in an open round makes no difference to anything
that one of its coders can get from any verb.

Two studies differ in nothing but what dora and anna coded: which codes, on which words. Carla, who
is in an open round with dora, gets the same from both, letter by letter; the lead does not.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from blind_worlds import MORE, WORLDS, code_as, open_round
from commands import every_command, works_alone

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
Made = dict[str, tuple[int, str, str, dict[str, bytes]]]

VERBS: dict[str, list[str]] = {
    "import": ["import SURVEY --dry-run"],
    "bundle import": [
        "bundle import BUNDLE --dry-run --format csv",
        "bundle import DORAS --dry-run",
    ],
    "codings import": [
        "codings import CODINGS --dry-run",
        "codings import GUESSES",
        "codings import GUESSES --dry-run",
    ],
    "codings alike": [
        "codings alike CASE role --likeness 50 --all-questions --format json --raw",
        "codings alike CASE role --code money",
    ],
    "codings carry": [
        "codings carry --dry-run --format json --raw",
        "codings carry --question how",
    ],
    "codings export": [
        "codings export --quotes --raw",
        "codings export --by dora",
        "codings export OUT/codings.json",
    ],
    "export qdpx": ["export qdpx --raw -o OUT/all.qdpx", "export qdpx -o OUT/quotes.qdpx"],
    "export qdc": ["export qdc -o OUT/book.qdc"],
    "export workbook": [
        "export workbook --raw -o OUT/all.xlsx",
        "export workbook --no-quotes -o OUT/study.xlsx",
    ],
    "export matrix": [
        "export matrix -o OUT/matrix.csv",
        "export matrix --by-question --codings-of dora -o OUT/dora.csv",
        "export matrix --lists -o OUT/lists.csv",
    ],
    "codings template": [
        "codings template --raw -o OUT/sheet.csv",
        "codings template --raw --unfinished --one-cell -o OUT/left.csv",
    ],
    "counts": [
        "counts --by question,language,coder --format csv",
        "counts --of dora --format csv",
        "counts --by coder --format markdown",
    ],
    "codebook show": ["codebook show", "codebook show money", "codebook show --format json"],
    "codebook check": ["codebook check"],
    "codebook export": [
        "codebook export --format markdown",
        "codebook export --format json -o OUT/book.json",
    ],
    "codebook import": ["codebook import BOOK --dry-run"],
    "codebook rename": ["codebook rename money Push --dry-run", "codebook rename money Push"],
    "codebook move": ["codebook move training --under government --dry-run"],
    "codebook merge": [
        f"codebook merge {code} training --dry-run" for code in ("money", "pushback")
    ],
    "codebook split": ["codebook split training Parts --codings CODINGS --dry-run"],
    "codebook retire": [
        f"codebook retire {code} --dry-run" for code in ("money", "training", "pushback")
    ],
    "codebook restore": ["codebook restore money --dry-run"],
    "codebook diff": ["codebook diff --revisions", "codebook diff"],
    "codebook retired": ["codebook retired"],
    "codebook stale": [
        "codebook stale --quotes --raw --format csv",
        "codebook stale --of dora",
        "codebook stale --quotes --raw --format markdown",
    ],
    "suggest": [
        "suggest --format json",
        "suggest --raw --format json",
        "suggest --code money --format csv",
        "suggest --format markdown",
    ],
    "suggest frame": ["suggest frame --raw --format json", "suggest frame --open --format csv"],
    "suggest evaluate": ["suggest evaluate --labels 1 --draws 2 --format json"],
    "suggest concepts": ["suggest concepts --format csv", "suggest concepts --why money"],
    "suggest patterns": [
        "suggest patterns --format csv",
        "suggest patterns --try money --raw --format json",
        "suggest patterns --check",
    ],
    "suggest bias": ["suggest bias --format json"],
    "assign": [
        "assign --coders carla,vera --overlap 1 --seed 1 --dry-run --format json",
        "assign --coders vera --training 1 --seed 1 --dry-run --format json",
    ],
    "rounds": ["rounds --format csv", "rounds --format html"],
    "agreement": [
        "agreement --format json",
        "agreement --by language,question,batch",
        "agreement --coders dora,anna --format json",
        "agreement --round R1",
        "agreement --training R1",
        "agreement --format html",
        "agreement -o OUT/agreement",
        "agreement --coder-names -o OUT/named",
    ],
    "adjudicate list": [
        "adjudicate list --words --quotes --raw --format json",
        "adjudicate list --pair dora,anna",
    ],
    "adjudicate settle": [
        "adjudicate settle CASE role money --side dora",
        "adjudicate settle CASE role money --side both",
    ],
    "adjudicate import": ["adjudicate import DECISIONS", "adjudicate import DECISIONS --dry-run"],
    "adjudicate reopen": ["adjudicate reopen CASE role money"],
    "adjudicate rules": ["adjudicate rules --format json", "adjudicate rules --format markdown"],
    "words": ["words --raw --format json", "words --raw --format csv money"],
    "backcode": ["backcode", "backcode --cells --format csv"],
    "merge": [
        "merge -o OUT/merged.csv",
        "merge --codings-of dora -o OUT/dora.csv",
        "merge --codings-of consensus -o OUT/merged.csv",
    ],
    "stats": [
        "stats --all-codes --format json",
        "stats --all-codes --codings-of dora --format json",
        "stats --all-codes --format html",
    ],
    "stats presence": [
        "stats presence --format csv",
        "stats presence --by case --codings-of dora --format csv",
        "stats presence --by all --codings-of dora --format csv",
        "stats presence --by all --codings-of dora --corrected --format csv",
    ],
    "stats change": [
        "stats change --code money --format json",
        "stats change --codings-of dora --format csv",
    ],
    "stats saturation": [
        "stats saturation --format json",
        "stats saturation --codings-of dora --format csv",
    ],
    "stats tables": ["stats tables"],
    "stats joint": ["stats joint --format json", "stats joint --format latex"],
    "stats workbook": ["stats workbook -o OUT/all.json"],
    "deposit": ["deposit --without-quotes -o OUT/deposit"],
    "report": ["report --without-quotes -o OUT/report.html"],
    "stats figures": ["stats figures -o OUT/figures"],
    "redact list": [
        "redact list --all --format csv",
        "redact list --quoted --format csv",
        "redact list --all --format html",
    ],
    "redact status": ["redact status --format json"],
    "redact accept": ["redact accept CASE role 0-3"],
    "redact reject": ["redact reject CASE role 0-3 --reason x"],
    "redact mark": ["redact mark CASE role 0-3"],
    "redact reopen": ["redact reopen CASE role 0-3"],
    "redact rule": ["redact rule", "redact rule --format csv"],
    "redact review": ["redact review CASE role 0-11"],
    "redact alias": ["redact alias"],
    "redact keep": ["redact keep", "redact keep Embassy"],
    "audit": ["audit CODINGS"],
    "check-quotes": ["check-quotes ARTICLE --all --raw --format json"],
    "quotes": [
        "quotes --include-unreviewed --format json",
        "quotes --include-unreviewed --codings-of dora --format csv",
        "quotes --include-unreviewed --format latex",
        "quotes --code money --include-unreviewed -o OUT/quotes.md",
    ],
    "quotes cite": [
        "quotes cite money",
        "quotes cite money --codings-of dora",
        "quotes cite pushback",
    ],
    "quotes exports": ["quotes exports", "quotes exports --format json"],
    "bundle export": [
        "bundle export --coder dora -o OUT/dora.json",
        "bundle export --coder carla -o OUT/carla.json",
    ],
    "withdrawn": ["withdrawn", "withdrawn --format csv"],
    "withdrawn keep": ["withdrawn keep CASE role --reason x"],
    "erase": [
        "erase CASE role --reason x --dry-run",
        "erase CASE role --reason x --yes",
        "erase --question role --reason x --dry-run",
    ],
    "check": ["check --format json", "check --format latex"],
    "log": [
        "log --format csv",
        "log --by dora --format json",
        "log --format markdown",
        "log --hours --format csv",
        "log --hours --by dora --format json",
    ],
    "undo": ["undo"],
    "redo": ["redo"],
}
"""Every verb, as carla says it. What a verb cannot do here it has to refuse in both worlds
with the same words.
"""

NOT_TRIED = {
    "demo": "makes a study of its own",
    "init": "makes a study of its own",
    "adjudicate": "the workbench: every screen is tried in tests/tui/test_blindness.py",
    "redact": "the workbench: every screen is tried in tests/tui/test_blindness.py",
    "code": (
        "the workbench: every screen is tried in tests/tui/test_blindness.py, and every line of "
        "--plain in tests/plain/test_plain_blindness.py"
    ),
    "export archive": "a copy of the file that everybody has who can write it",
    "backup": "copies the store, which lies in the same folder and is not enciphered",
    "restore": (
        "puts a copy of the store in its place and shows nothing of it but how many acts are "
        "newer, as `log` does"
    ),
    "migrate": "changes nothing that anybody sees",
    "trust": "opens no store; it tells what study.toml names",
    "completion": "opens no store; what a shell completes is tried in test_completion.py",
    "help": "opens no study",
}
TELLING = (
    "codings export",
    "export qdpx",
    "export matrix",
    "export workbook",
    "counts",
    "agreement",
    "merge",
    "stats",
    "stats change",
    "stats saturation",
    "codebook stale",
    "log",
    "quotes",
    "quotes cite",
)
"""Verbs that tell the lead which of the two worlds it is, or the test would try nothing."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?")


def test_every_verb_is_tried_or_has_its_reason() -> None:
    """Every verb with its action; a verb that also works without one stands for itself too."""
    verbs = {
        " ".join(words) for words, command in every_command() if words and works_alone(command)
    }
    known = VERBS.keys() | NOT_TRIED.keys()
    assert verbs == known, (
        f"new: {sorted(verbs - known)}; gone: {sorted(known - verbs)}. A new verb needs lines to "
        "try in VERBS of this file, or in NOT_TRIED the reason why it shows nothing that others "
        "coded."
    )


@pytest.fixture
def base(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    small_codebook_toml: str,
    tmp_path: Path,
) -> Path:
    """A study with an open round of carla and dora on all of it, and carla's own work."""
    folder = make_study(small_survey, small_study_toml + MORE)
    add_wave(folder, tmp_path, small_survey)
    case = open_round(folder)
    (tmp_path / "case").write_text(case, "utf-8")
    (tmp_path / "survey.csv").write_text(small_survey, "utf-8")
    (tmp_path / "article.md").write_text(
        "Seven groups agree. “They gave grants and pushed” (Response 1999).\n", "utf-8"
    )
    (tmp_path / "codings.csv").write_text(
        f"case,question,coder,code,start,end\n{case},role,carla,training,0,7\n", "utf-8"
    )
    decisions = f"case,question,code,side\n{case},role,money,dora\n{case},role,pushback,neither\n"
    (tmp_path / "decisions.csv").write_text(decisions, "utf-8")
    guesses = [f"{case},role,{who},money,4,16" for who in ("dora", "anna", "carla")]
    (tmp_path / "guesses.csv").write_text(
        "\n".join(["case,question,coder,code,start,end", *guesses]), "utf-8"
    )
    (tmp_path / "codebook.toml").write_text(
        small_codebook_toml + '\n[code.more]\nlabel = "More"\n', "utf-8"
    )
    return folder


def add_wave(folder: Path, aside: Path, survey: str) -> None:
    """One more respondent, in a second wave of the survey."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.survey.importing import ReadOptions, import_survey

    header = survey.splitlines()[0]
    again = aside / "again.csv"
    again.write_text(f"{header}\n999,Late House,1,Togo,Yes,The ministry gave grants.,\n", "utf-8")
    with open_study_folder(folder) as study:
        lead = study.register_coder("lead")
        import_survey(study, lead, again, ReadOptions(wave="2025"), first_wave="2023")


def everything(
    base: Path, world: str, coder: str, tipcoder: Tipcoder, only: tuple[str, ...] = ()
) -> Made:
    """Status, streams and files of every verb in a world, each on a study of its own
    that lies at the same place.
    """
    kept = base.with_name("kept")
    shutil.copytree(base, kept)
    code_as(base, world)
    whole = base.with_name("whole")
    shutil.copytree(base, whole)
    root = base.parent
    bundle = root / "bundle.json"
    doras = root / "doras.json"
    tipcoder("bundle", "export", "--coder", "carla", "-o", bundle, cwd=base, coder="carla")
    tipcoder("bundle", "export", "--coder", "dora", "-o", doras, cwd=base, coder="lead")
    out: Made = {}
    for verb, lines in VERBS.items():
        for line in lines if not only or verb in only else ():
            shutil.rmtree(base)
            shutil.copytree(whole, base)
            made = root / "out"
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            places = {
                "SURVEY": root / "survey.csv",
                "DECISIONS": root / "decisions.csv",
                "GUESSES": root / "guesses.csv",
                "CODINGS": root / "codings.csv",
                "ARTICLE": root / "article.md",
                "BOOK": root / "codebook.toml",
                "BUNDLE": bundle,
                "DORAS": doras,
                "CASE": (root / "case").read_text("utf-8"),
            }
            words = [
                str(places.get(word, word)).replace("OUT/", f"{made}/") for word in line.split()
            ]
            done = tipcoder(*words, cwd=base, coder=coder)
            files = {
                str(file.relative_to(made)): file.read_bytes()
                for file in sorted(made.rglob("*"))
                if file.is_file()
            }
            out[line] = (done.status, _TIME.sub("T", done.out), _TIME.sub("T", done.err), files)
    for folder in (base, whole):
        shutil.rmtree(folder)
    kept.rename(base)
    return out


@pytest.mark.long
def test_what_others_code_makes_no_difference_to_what_a_coder_of_the_round_gets(
    base: Path, tipcoder: Tipcoder
) -> None:
    one, another = (everything(base, world, "carla", tipcoder) for world in WORLDS)
    assert {
        line: (made, another[line]) for line, made in one.items() if made != another[line]
    } == {}
    assert [line for line, made in one.items() if made[0] == 70] == []


def test_the_lead_sees_the_difference(base: Path, tipcoder: Tipcoder) -> None:
    one, another = (everything(base, world, "lead", tipcoder, TELLING) for world in WORLDS)
    for verb in TELLING:
        assert any(one[line] != another[line] for line in VERBS[verb]), verb


def test_who_looks_may_be_named_before_a_verb_that_has_no_coder_of_its_own(
    base: Path, tipcoder: Tipcoder
) -> None:
    code_as(base, "one")
    for words in (
        ("counts", "--by", "coder", "--format", "csv"),
        ("codings", "export"),
        ("log", "--format", "csv"),
    ):
        named = tipcoder("--coder", "carla", *words, cwd=base, coder="lead")
        assert named == tipcoder(*words, cwd=base, coder="carla")
        assert named != tipcoder(*words, cwd=base, coder="lead")
