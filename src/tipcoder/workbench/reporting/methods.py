"""How a study was made, from its log: who did what when, under which codebook, in which rounds.

Sentences of the log are not repeated: they name cases. Coders have numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tipcoder.export.document import Block, Table, plain_paragraph, text_table
from tipcoder.store import act_log, codebooks, coders, rounds, suggestions
from tipcoder.store.act_log import LogLine
from tipcoder.store.rounds import Round
from tipcoder.text import format_count, join_words
from tipcoder.workbench.study import OpenStudy

_DAY = 10
"""Letters of a day: 2026-01-31."""
_UNDONE = "undone"


def build_methods(study: OpenStudy, numbers: Mapping[str, str]) -> list[Block]:
    """Tables of acts, codebook revisions and frozen rounds, and how suggestions did.

    `numbers` has what each coder is called. Rounds that are open are named by nobody's work.
    """
    with study.store.read() as db:
        lines = act_log.load_log(db)
        revisions = codebooks.load_revisions(db)
        found_rounds = rounds.load_rounds(db)
        settled = suggestions.count_settled(db)
        names = {coder.id: coder.name for coder in coders.load_coders(db)}
    blocks: list[Block] = []
    is_open = any(not one.frozen_at for one in found_rounds)
    if is_open:
        # Who works on what in a blind round is told when it is frozen.
        blocks.append(plain_paragraph("A blind round is open, so that acts are not listed."))
    else:
        blocks.append(_build_acts(lines, numbers))
    blocks.append(
        text_table(
            ("revision", "from"),
            [(str(one.number), one.at[:_DAY]) for one in revisions],
            caption="Revisions of the codebook",
        )
    )
    if found_rounds:
        blocks.append(_build_rounds(found_rounds, numbers))
    return [*blocks, *_describe_suggestions(settled), *_describe_people(names, numbers)]


def _build_acts(lines: Sequence[LogLine], numbers: Mapping[str, str]) -> Table:
    """Kinds of acts in order of their first: by whom, how many, from when to when."""
    by_verb: dict[str, list[LogLine]] = {}
    for line in reversed(lines):
        if line.state != _UNDONE:
            by_verb.setdefault(line.verb, []).append(line)
    rows = []
    for verb, acts in by_verb.items():
        people = sorted({numbers.get(act.coder, "somebody") for act in acts})
        days = acts[0].at[:_DAY], acts[-1].at[:_DAY]
        rows.append((verb, str(len(acts)), ", ".join(people), *days))
    head = ("act", "number", "by", "first", "last")
    return text_table(head, rows, (1,), caption="Acts in the log, without those undone")


def _build_rounds(found: Iterable[Round], numbers: Mapping[str, str]) -> Table:
    rows = []
    for one in found:
        people = [numbers.get(name, "somebody") for name in one.design.get("coders", ())]
        frozen = one.frozen_at[:_DAY] or "open"
        rows.append((one.name, join_words(people), one.at[:_DAY], frozen))
    return text_table(("round", "coders", "begun", "frozen"), rows, caption="Blind rounds")


def _describe_suggestions(settled: Mapping[str, tuple[int, int]]) -> list[Block]:
    """How often what the program suggested was taken."""
    taken = sum(right for right, _ in settled.values())
    shown = sum(of for _, of in settled.values())
    if not shown:
        return [plain_paragraph("No code that is applied was suggested by the program.")]
    return [
        plain_paragraph(
            f"The program suggested codes; of {format_count(shown, 'suggestion')} that were "
            f"decided, {taken} were accepted by a person. None is applied by itself."
        )
    ]


def _describe_people(names: Mapping[int, str], numbers: Mapping[str, str]) -> list[Block]:
    known = [numbers[name] for name in names.values() if name in numbers]
    if not known:
        return []
    return [plain_paragraph(f"People who worked on it: {len(known)}; each has a number here.")]
