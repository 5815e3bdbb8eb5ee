"""A study of which every pair of columns may be known of a respondent, and never all three."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tipcoder.workbench.exchange.codings_import import import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.release import QuoteRelease, release_quotes
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.study import OpenStudy

# Respondents by (area, size, age). Every single level has 12 to 14 of the 26 respondents, every
# pair of levels 6 or 8, and every combination of three levels only 2 to 4: fewer than five.
COUNTS = {
    ("north", "large", "old"): 4,
    ("north", "large", "new"): 4,
    ("north", "small", "old"): 4,
    ("south", "large", "old"): 4,
    ("north", "small", "new"): 2,
    ("south", "large", "new"): 2,
    ("south", "small", "old"): 2,
    ("south", "small", "new"): 4,
}
STUDY = """\
title = "A study that leaves in parts"
languages = ["en"]

[respondent]
id = "id"
attributes = ["area", "size", "age"]

[[question]]
column = "how"
text = "How?"

[[question]]
column = "more"
text = "Anything else?"
"""
WORDS = ("talk", "walk", "work", "wait", "help", "read", "write", "think", "learn", "hear", "see")
"""Any two of them in a row are said by one respondent alone."""


def survey() -> str:
    lines, number = ["id,area,size,age,how,more"], 0
    for levels, count in COUNTS.items():
        for _ in range(count):
            one, two = WORDS[number % 11], WORDS[number // 11 + 3]
            how = f"they {one} then {two} with us"
            # Only three respondents of the south say more.
            says_more = levels[0] == "north" or number in FEW
            more = f"later we {two} and {one} more" if says_more else ""
            lines.append(f"97{number:04},{','.join(levels)},{how},{more}")
            number += 1
    return "\n".join(lines) + "\n"


FEW = (12, 13, 14)
"""Of the south: the first three with large and old."""


def make(folder: Path) -> Iterator[OpenStudy]:
    with open_study_folder(folder) as study:
        desk = RedactionSession(study, study.register_coder("reader"))
        lines = []
        for source in desk.sources.values():
            code = "pushback" if source.question == "how" else "money"
            lines.append(f"{source.case},{source.question},anna,{code},,")
        file = folder.parent / "codings.csv"
        file.write_text("case,question,coder,code,start,end\n" + "\n".join(lines) + "\n")
        import_codings(study, study.register_coder("lead"), file)
        for answer_id, source in desk.sources.items():
            desk.review_stretches([(answer_id, 0, len(source.text))])
        yield study


def quotes(
    study: OpenStudy, *columns: str, code: str = "pushback", fresh: bool = False, **more: bool
) -> QuoteRelease:
    wish = QuoteRequest(codes=(code,), columns=columns, **more)  # type: ignore[arg-type]
    return release_quotes(study, wish, None, fresh_ids=fresh)
