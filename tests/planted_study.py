"""A study in which two hundred identifiers lie where exporters read: in columns that nobody
declared, answers, memos, notes, translations, examples and names. All of it is invented.

What was written to a file or to the screen is looked through by means of this module's own, and not
by those of the audit.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tipcoder.model.codings import MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.decisions import RedactionSession

RESPONDENTS = 40
_FIRST = ("Quill", "Brack", "Thorn", "Mard", "Vesp", "Lund", "Osk", "Pell")
_LAST = ("feather", "enbury", "waite", "olino", "erholt")
NAMES = [f"{first}{last}" for first in _FIRST for last in _LAST]
"""Forty names that are no words of any language."""
ORGANISATIONS = [f"{name} Relief Trust" for name in NAMES]
PEOPLE = [f"Ottiline {name[::-1].capitalize()}" for name in NAMES]
ADDRESSES = [f"{name.lower()}@desk{number}.example.org" for number, name in enumerate(NAMES)]
PHONES = [f"+44 20 7946 0{number:03}" for number in range(100, 100 + RESPONDENTS)]
STARTS = [f"2031-03-{1 + n % 28:02} 0{n % 9}:1{n % 6}:{10 + n}" for n in range(RESPONDENTS)]
PLANTED = (*ORGANISATIONS, *PEOPLE, *ADDRESSES, *PHONES, *STARTS)
CODERS = ("Wilhelmina Drosselmeyer", "Bartholomew Kestrelsby")
"""They consented to be known in the team, and nowhere else."""
ALL = (*PLANTED, *CODERS)

STUDY = """\
title = "A walk"
languages = ["en"]

[respondent]
id = "id"
name = "organisation"
case = "loop"

[privacy]
identity = ["contact"]

[country]
column = "country"

[[question]]
column = "why"
text = "Why was it so?"

[outcome.grade]
column = "grade"
levels = ["Low", "High"]

[factor.funded]
column = "funded"
true_if = "1"
else = false

[[table]]
key = "sample"
title = "Who answered"
[[table.item]]
text = "How was it?"
column = "grade"
"""
WORDS = "They came in the spring of that year and pressed hard for a better law."
ANSWER = f"{{name}} asked for it. {WORDS} Write to {{address}} or call {{phone}}."


def survey() -> str:
    """Every respondent with identifiers in columns that study.toml does not declare."""
    head = "id,loop,country,organisation,contact,grade,funded,channel,other,started,mail,why,why_en"
    lines = [head]
    for n in range(RESPONDENTS):
        answer = ANSWER.format(name=ORGANISATIONS[n], address=ADDRESSES[n], phone=PHONES[n])
        cells = (
            *(f"{90210 + n * 7}", "1", ("Kenya", "Peru")[n % 2], ORGANISATIONS[n], PEOPLE[n]),
            *(("Low", "High")[n % 3 > 0], str(n % 2), ("web", "paper")[n % 4 > 1]),
            *(f"{PEOPLE[n]} of {ORGANISATIONS[n]}", STARTS[n], ADDRESSES[n], answer),
            f"In English: {answer}",
        )
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\n".join(lines) + "\n"


def work(folder: Path) -> None:
    """Two coders code, write memos and notes with identifiers, and one reads quotes for release."""
    with open_study_folder(folder) as here:
        for shift, coder in enumerate(CODERS):
            session = CodingSession(here, here.register_coder(coder))
            ids = session.find_answer_ids(AnswerFilter())
            for place, answer_id in enumerate(ids):
                text = session.read_answer(answer_id).text
                start = text.index("They came")
                if (place + shift) % 3:
                    span = (start, start + len(WORDS))
                    session.add_coding(answer_id, "pressure", span, finish=True)
                else:
                    session.finish_answers(answer_id)
            session.set_memo(MemoTarget(answer_id=ids[0]), f"{PEOPLE[0]}, see {ADDRESSES[0]}")
            session.set_memo(MemoTarget(code="pressure"), f"As {ORGANISATIONS[1]} has it")
        desk = RedactionSession(here, here.register_coder(CODERS[0]))
        for answer_id, source in list(desk.sources.items())[:30]:
            waiting = desk.list_open_proposals(answer_id, 0, len(source.text))
            desk.accept_proposals([(answer_id, one) for one in waiting])
            start = source.text.index("They came")
            desk.review_stretches([(answer_id, start, start + len(WORDS))])


def find_planted(content: str, planted: tuple[str, ...] = ALL) -> list[str]:
    """What of it stands in a text, however it is escaped, broken or cased."""
    forms = [content, html.unescape(content), content.replace("\\_", "_").replace("\\&", "&")]
    if "\\u" in content:
        forms.append(re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), content))
    plain = [" ".join(re.sub(r"<[^>]*>", "", form).split()).casefold() for form in forms]
    joined = [*plain, *(" ".join(form.split()).casefold() for form in forms)]
    return [words for words in planted if any(words.casefold() in form for form in joined)]


def read_texts(file: Path) -> Iterator[str]:
    """Everything that can be read in a file: its name, its bytes, its members, its cells."""
    content = file.read_bytes()
    yield file.name
    yield content.decode("utf-8", "replace")
    yield content.decode("utf-16-le", "replace")
    ending = file.suffix.lower()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield name
                yield package.read(name).decode("utf-8", "replace")
    elif ending == ".parquet":
        import pyarrow.parquet as parquet

        table = parquet.read_table(file)
        yield str(table.schema)
        yield json.dumps(table.to_pylist(), ensure_ascii=False, default=str)
    elif ending in (".dta", ".sav"):
        import pyreadstat

        read = {".dta": pyreadstat.read_dta, ".sav": pyreadstat.read_sav}[ending]
        frame, meta = read(str(file), apply_value_formats=True)
        yield frame.to_csv()
        yield str(vars(meta))
    elif ending == ".pdf":
        import pypdf

        reader = pypdf.PdfReader(io.BytesIO(content))
        yield str(reader.metadata)
        yield " ".join(page.extract_text() for page in reader.pages)
