"""A study in which one answer's words have got everywhere that words get."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.model.codings import MemoTarget
from tipcoder.store.accepted_findings import AcceptedFinding, add_accepted_findings
from tipcoder.store.coders import ensure_coder
from tipcoder.store.events import begin_act, finish_act
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import EditText, PromoteQuote
from tipcoder.workbench.coding.drafts import DraftStore, UnsavedDraft
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.redaction.decisions import RedactionSession

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

WORDS = "The quiet harbourmaster Oswin Tarrow hid eleven weavers until the tide turned."
FIRST = "The quiet harbourmaster Oswin Tarrow hid twelve potters until the frost came."
"""How the same answer was worded in the first file."""
OTHERS = {
    "302": "They never came to see anybody here at all.",
    "303": "The envoy listened to survivors, which surprised everybody.",
}
HOW = "They paid for blankets, lamps and a second-hand ambulance."
HEAD = "rid,org,contact,country,copy,role,how\n"
STUDY = """\
title = "A study that forgets"
languages = ["en"]
[respondent]
id = "rid"
name = "org"
attributes = ["country"]
[privacy]
identity = ["contact"]
[[question]]
column = "role"
text = "What does it do?"
withheld = ["REDACTED"]
[[question]]
column = "how"
text = "How?"
"""
CODEBOOK = """\
title = "Codes"
language = "en"
[code.shelter]
label = "Shelter"
examples = ["A roof was found for them"]
[code.visits]
label = "Visits"
"""


def write_survey(words: str = WORDS, how: str = HOW) -> str:
    """The survey with these words of respondent 301."""
    return HEAD + (
        f'301,Oswin House,O. Tarrow,Kenya,"{words}","{words}","{how}"\n'
        f"302,Brindle,Ana Brill,Peru,,{OTHERS['302']},No.\n"
        f'303,Quiet Place,Dan Ember,Nepal,,"{OTHERS["303"]}",Judges were trained.\n'
    )


def slice_words(words: str, size: int = 12) -> list[bytes]:
    """Every stretch of so many characters."""
    return [words[at : at + size].encode() for at in range(len(words) - size + 1)]


@dataclass
class SpreadWords:
    """People at work on the study, and where the words are."""

    study: OpenStudy
    anna: CodingSession
    answer: int
    other: int


def find_answer(study: OpenStudy, words: str) -> int:
    from tipcoder.model.filters import AnswerFilter

    session = CodingSession(study, study.register_coder("anna"))
    (answer_id,) = session.find_answer_ids(AnswerFilter(words=words))
    return answer_id


def spread_words(study: OpenStudy) -> SpreadWords:
    """Code, quote, redact, review, annotate and exemplify the answer, and undo some of it."""
    anna = CodingSession(study, study.register_coder("anna"))
    boris = CodingSession(study, study.register_coder("boris"))
    answer, other = find_answer(study, "weavers"), find_answer(study, "survivors")
    anna.add_coding(answer, "shelter", (4, 40))
    anna.add_coding(answer, "shelter", (4, 52), move_overlapped=True)
    anna.add_coding(answer, "visits", (41, 60))
    anna.undo()
    anna.finish_answers(answer)
    boris.add_coding(answer, "visits", None, finish=True)
    anna.add_coding(other, "visits", (4, 22), finish=True)
    boris.add_coding(other, "visits", (4, 22), finish=True)

    anna.set_memo(MemoTarget(answer, None, None), f"Note: {WORDS[10:60]}")
    anna.set_memo(MemoTarget(answer, None, None), f"Better: {WORDS[5:50]}")
    anna.set_memo(MemoTarget(None, None, "shelter"), f"As in: {WORDS[:45]}, says one.")
    anna.set_memo(MemoTarget(other, None, None), f"Unlike the one who {WORDS[36:75]}")

    boris.set_memo(MemoTarget(other, None, None), "An ordinary remark.")

    desk = RedactionSession(study, study.find_coder("anna"))
    desk.mark_span(answer, 24, 36, "person", "the man who until the tide turned")
    desk.decide_string("eleven weavers", "name", "the eleven weavers of the port")
    for place in (answer, other):
        proposals = desk.list_open_proposals(place, 0, 60)
        if proposals:
            desk.accept_proposals([(place, proposal) for proposal in proposals])
    desk.base.flush()
    desk.review_stretches([(answer, 4, 52), (other, 4, 22)])

    adjudication = Adjudication(study, study.find_coder("lead"))
    for disagreement in adjudication.list_disagreements():
        adjudication.settle_disagreement(disagreement, "both", note=f"He says {WORDS[12:48]}")

    found = AcceptedFinding("wording", "3f9a2c1b", "person", f"Only says {WORDS[8:50]}")
    with study.store.write() as db:
        lead = ensure_coder(db, study.find_coder("lead"))
        act = begin_act(db, lead.id, "audit", "A finding of the audit accepted")
        add_accepted_findings(act, lead.id, [found])
        finish_act(act)

    editor = CodebookEditor(study, study.find_coder("lead"))
    (quote,) = [each for each in anna.read_codings(answer) if each.code == "shelter"]
    editor.make_edit(PromoteQuote(quote.id, quote.quote))
    editor.make_edit(EditText("visits", "definition", "en", f"As with him who {WORDS[36:75]}"))
    editor.make_edit(EditText("visits", "use_when", "en", "Somebody came."))
    drafts = DraftStore(study.read_uuid(), "anna")
    drafts.save_draft(UnsavedDraft("Memo on the code Visits", f"Hm: {WORDS[:50]}"))
    drafts.save_draft(UnsavedDraft("Memo on the code Shelter", "Nothing of it."))
    return SpreadWords(study, anna, answer, other)


def find_slices(folder: Path, slices: list[bytes]) -> dict[str, bytes]:
    """Files of a folder that hold any of the slices, with the first of them."""
    found = {}
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        for each in slices:
            if each in content:
                found[str(path.relative_to(folder))] = each
                break
    return found
