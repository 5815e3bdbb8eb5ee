"""Studies of any size, made of the fictional demo answers."""

from __future__ import annotations

import csv
import itertools
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ENDINGS = ("", "Norte", "of the Lakes", "Plus", "Юг")
QUESTIONS = ("Q3.11", "Q3.13", "Q3.24.Text", "Q3.30", "Q4.1")

CODES = ("embassy_contact", "training", "us_pressure", "awareness")
_STUDY = """title = "A study of {n} answers"
languages = ["en", "es", "ru"]
missing = ["", "NA"]
codebook = "tip"
[respondent]
id = "id"
attributes = ["country"]
[privacy]
id_digits = 6
"""
_NAMED = ('attributes = ["country"]', 'name = "organisation"\nattributes = ["country"]')
_IDENTITY = ("id_digits = 6", 'id_digits = 6\nidentity = ["contact"]')
_PUBLIC = 'response_ids = "from-column"'


def tipcoder(*arguments: str) -> list[str]:
    """The command that runs tipcoder in this environment."""
    return [str(ROOT / ".venv" / "bin" / "tipcoder"), *arguments]


def make_study(
    folder: Path,
    answers: int,
    env: dict[str, str],
    *,
    public: bool = False,
    named: bool = False,
) -> float:
    """A study of about so many answers in `folder`; returns the seconds that `tipcoder init` took.

    With `public` the IDs of its survey (`r0`, `r1`, ...) are its response IDs; with `named` every
    respondent has an organisation and a contact.
    """
    survey = folder.with_suffix(".csv")
    spec = folder.with_suffix(".toml")
    _write_survey(survey, answers)
    about = _STUDY.format(n=answers)
    if named:
        about = about.replace(*_NAMED).replace(*_IDENTITY)
    if public:
        about = about.replace("id_digits = 6", _PUBLIC)
    questions = "".join(f'[[question]]\ncolumn = "{q}"\n' for q in QUESTIONS)
    spec.write_text(about + questions, encoding="utf-8")
    begun = time.perf_counter()
    subprocess.run(
        tipcoder("init", str(folder), "--survey", str(survey), "--study-file", str(spec), "--yes"),
        env=env,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun


def _write_survey(path: Path, answers: int) -> None:
    with (ROOT / "data" / "demo" / "survey.csv").open(encoding="utf-8", newline="") as file:
        demo = list(csv.DictReader(file))
    texts = [row[q] for q in QUESTIONS for row in demo if row[q] not in ("", "NA", "REDACTED")]
    endless = itertools.cycle(texts)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "country", "organisation", "contact", *QUESTIONS))
        for number in range(max(answers // len(QUESTIONS), 1)):
            # The number keeps answers from being one another's duplicates.
            row = [f"{next(endless)} {number}" for _ in QUESTIONS]
            who = demo[number % len(demo)]
            # Names that share their words, as those of branches do.
            ending = _ENDINGS[number // len(demo) % len(_ENDINGS)]
            name = f"{who['organisation']} {ending}".strip()
            writer.writerow((f"r{number}", who["work.country"], name, who["contact"], *row))


def finish_study(folder: Path, env: dict[str, str], *, stretches: int | None = None) -> int:
    """Two coders code every answer, and somebody accepts what is proposed and reads the stretches.

    With `stretches` only so many of these; returns how many were read.
    """
    child = [str(ROOT / ".venv" / "bin" / "python"), "-m", "benchmarks.studies", str(folder)]
    if stretches is not None:
        child.append(str(stretches))
    done = subprocess.run(child, env=env, check=True, capture_output=True, text=True, cwd=ROOT)
    return int(done.stdout)


def _finish_here(folder: Path, stretches: int | None) -> int:
    """The same in this process, whose environment says where keys are."""
    from tipcoder.workbench.exchange.codings_import import import_codings
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.decisions import ProposalPlace, RedactionSession
    from tipcoder.workbench.redaction.reviews import find_stretches

    chance = random.Random(1)
    with open_study_folder(folder) as study:
        desk = RedactionSession(study, study.register_coder("reader"))
        codings = folder / "codings.csv"
        with codings.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("case", "question", "coder", "code", "start", "end"))
            for source in desk.sources.values():
                code = chance.choice(CODES)
                for coder in ("anna", "boris"):
                    writer.writerow((source.case, source.question, coder, code, "", ""))
        import_codings(study, study.register_coder("lead"), codings)

        chosen = find_stretches(study)[:stretches]
        places: dict[ProposalPlace, None] = {}
        for stretch in chosen:
            for proposal in desk.list_open_proposals(*stretch):
                places[stretch.answer_id, proposal] = None
        desk.accept_proposals(list(places))
        # What is found in words that were put instead waits for a person.
        read = [each for each in chosen if not desk.list_open_proposals(*each)]
        desk.review_stretches(read)
    return len(read)


if __name__ == "__main__":
    print(_finish_here(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None))
