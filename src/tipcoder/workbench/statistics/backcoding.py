"""Answers to "other, specify" coded back into their closed question.

A case moves from "other" to the levels that its codes mean. It stays where coders differ and
nothing settles it, where nobody has read its words or no code applies, and, where one level can be
chosen, if its codes mean several. Nothing is written: the survey's cells stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.analysis.presence import CaseAnswer
from tipcoder.codebook.nets import find_name_label
from tipcoder.model.codes import Codebook
from tipcoder.store import open_answers
from tipcoder.study import Study
from tipcoder.study.multi_selects import MultiSelectSpec, SelectOption, make_option_keys
from tipcoder.text import format_count, join_words
from tipcoder.workbench.statistics.case_table import CaseTable, read_survey_cells
from tipcoder.workbench.statistics.presence import PresenceReading, read_presence
from tipcoder.workbench.study import OpenStudy

DIFFER = "on which coders differ"
UNREAD = "that nobody has read to the end"
NO_CODE = "to which no code applies"
SEVERAL = "whose codes mean several levels of which one can be chosen"


@dataclass(frozen=True)
class MovedCase:
    """A case that moves, and because of what."""

    place: int
    """In the table of cases."""
    levels: tuple[str, ...]
    """What they are called."""
    codes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Backcoding:
    """What becomes of one factor."""

    name: str
    question: str
    other: str
    moved: tuple[MovedCase, ...]
    staying: Mapping[str, int]
    """Cases that stay "other", by the reason."""
    disputed: Mapping[str, int]
    """Cases by the codes on which coders differ."""
    new_levels: tuple[str, ...]
    before: Mapping[str, int]
    """Cases by level."""
    after: Mapping[str, int]
    table: CaseTable
    """The cases as they are then, with the levels that are new."""

    def list_levels(self) -> list[str]:
        """Every level, in the order of the study, new ones last."""
        return list(self.table.study.list_level_labels(self.name))

    def list_sentences(self) -> list[str]:
        """What moves, what stays, and why."""
        total = len(self.moved) + sum(self.staying.values())
        sentences = [f"{self.name}: {len(self.moved)} of {total} move from {self.other!r}."]
        for why, number in self.staying.items():
            stay = "stays" if number == 1 else "stay"
            sentence = f"{format_count(number, 'case')} {why} {stay} {self.other!r}"
            if why == DIFFER:
                codes = [f"{code} ({count})" for code, count in self.disputed.items()]
                sentence += f": {join_words(codes)}. `tipcoder adjudicate` settles them"
            sentences.append(f"{sentence}.")
        if self.new_levels:
            names = join_words([repr(level) for level in self.new_levels])
            sentences.append(f"New, because no level is called so: {names}.")
        return sentences


def find_backcoding(table: CaseTable, name: str, reading: PresenceReading) -> Backcoding:
    """What becomes of a factor by the codes of a layer; `name` is one of the study's backcodes."""
    study = table.study
    spec = study.backcodes[name]
    other = study.find_other_label(name)
    answers = {one.case: one for one in reading.answers.get(spec.question, ()) if one.asked}
    before = _list_levels(table, name)
    moved: list[MovedCase] = []
    staying: Counter[str] = Counter()
    disputed: Counter[str] = Counter()
    for place, levels in enumerate(before):
        if other not in levels:
            continue
        answer = answers.get(place)
        codes, opened = _read_codes(reading.book, answer)
        meant = _find_levels(study, reading.book, name, codes)
        why = _find_reason(answer, codes, opened, meant, is_single=name in study.categories)
        if why is None:
            moved.append(MovedCase(place, meant, codes))
        else:
            staying[why] += 1
            disputed.update(opened if why == DIFFER else ())
    known = study.list_level_labels(name)
    reached: dict[str, None] = {}
    for one in moved:
        reached.update(dict.fromkeys(one.levels))
    new = tuple(level for level in reached if level not in known)
    after = _recode(table, name, moved, new, other)
    return Backcoding(
        name,
        spec.question,
        other,
        tuple(moved),
        dict(staying),
        dict(disputed),
        new,
        _count_levels(before),
        _count_levels(_list_levels(after, name)),
        after,
    )


def find_backcodings(
    study: OpenStudy, names: Sequence[str], layer: str | None = None
) -> tuple[list[Backcoding], str]:
    """Each of these factors as the survey has it and as it would be, and whose codings count."""
    table = read_survey_cells(study)
    reading = read_presence(study, table, layer)
    found = [find_backcoding(table, name, reading) for name in names]
    return found, reading.layer.sentence


def list_moved_cases(study: OpenStudy, done: Backcoding) -> list[dict[str, object]]:
    """A record for each case that moves: what it was and is, by whose codes. The words are those of
    the answer that `case` and `question` name.
    """
    with study.store.read() as db:
        ids = {}
        for answer in open_answers.load_open_answers(db):
            if answer.question == done.question:
                ids[answer.case_id] = answer.id
        applied = open_answers.load_codes_on_answers(db)
    coders: dict[tuple[int, str], list[str]] = {}
    for answer_id, coder, code in applied:
        coders.setdefault((answer_id, code), []).append(coder)
    before = _list_levels(read_survey_cells(study), done.name)
    after = _list_levels(done.table, done.name)
    records: list[dict[str, object]] = []
    for one in done.moved:
        answer_id = ids.get(done.table.ids[one.place], 0)
        people: dict[str, None] = {}
        for code in one.codes:
            people.update(dict.fromkeys(coders.get((answer_id, code), ())))
        records.append(
            {
                "factor": done.name,
                "case": done.table.labels[one.place],
                "question": done.question,
                "before": "; ".join(before[one.place]),
                "after": "; ".join(after[one.place]),
                "codes": ", ".join(one.codes),
                "coders": ", ".join(sorted(people)),
            }
        )
    return sorted(records, key=lambda record: (len(str(record["case"])), str(record["case"])))


def _list_levels(table: CaseTable, name: str) -> list[tuple[str, ...]]:
    """What each case has, as it is called; nothing where that is unknown."""
    if name in table.study.multi_selects:
        options = table.study.multi_selects[name].all_options
        listed = []
        for said in table.read_selections(name):
            listed.append(tuple(one.label for one in options if one.key in said.ticked))
        return listed
    levels = table.factor_levels(name)
    return [(levels.labels[code],) if code >= 0 else () for code in levels.codes.tolist()]


def _count_levels(listed: Sequence[tuple[str, ...]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for levels in listed:
        counts.update(levels)
    return dict(counts)


def _read_codes(
    book: Codebook, answer: CaseAnswer | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes that the layer applies to an answer, and those on which it comes to no decision."""
    if answer is None or not answer.readable:
        return (), ()
    mentioned = answer.codes.union(answer.unsettled, *answer.votes)
    codes, opened = [], []
    for key in book.codes:
        if key not in mentioned:
            continue
        alone = frozenset((key,))
        if answer.holds_any(alone):
            codes.append(key)
        elif answer.leaves_open(alone):
            opened.append(key)
    return tuple(codes), tuple(opened)


def _find_reason(
    answer: CaseAnswer | None,
    codes: Sequence[str],
    opened: Sequence[str],
    meant: Sequence[str],
    *,
    is_single: bool,
) -> str | None:
    """Why a case stays; None where it moves."""
    if opened:
        return DIFFER
    if answer is None or not answer.read:
        return UNREAD
    if not codes:
        return NO_CODE
    return SEVERAL if is_single and len(meant) > 1 else None


def _find_levels(study: Study, book: Codebook, name: str, codes: Sequence[str]) -> tuple[str, ...]:
    """What the codes mean, each level once: as study.toml says, else the level that is called like
    the code, else a new one.
    """
    known = {spelling.casefold(): label for spelling, label in _list_spellings(study, name)}
    declared = study.backcodes[name].levels
    found: dict[str, None] = {}
    for code in codes:
        called = declared.get(code) or find_name_label(book, code, study.languages[0])
        found[known.get(called.casefold(), called)] = None
    return tuple(found)


def _list_spellings(study: Study, name: str) -> Iterator[tuple[str, str]]:
    """How a level may be written, each with what it is called: as the cells write it, and by its
    label, which comes last and so goes before.
    """
    if name in study.categories:
        category = study.categories[name]
        yield from zip(category.levels, category.level_labels, strict=True)
    else:
        for option in study.multi_selects[name].all_options:
            if option.written:
                yield option.written, option.label
    for label in study.list_level_labels(name):
        yield label, label


def _make_options(asked: MultiSelectSpec, labels: Sequence[str]) -> tuple[SelectOption, ...]:
    """New options with keys that no other has."""
    known = [option.label for option in asked.all_options]
    keys = make_option_keys([*known, *labels])[len(known) :]
    return tuple(map(SelectOption, keys, labels))


def _recode(
    table: CaseTable, name: str, moved: Sequence[MovedCase], new: Sequence[str], other: str
) -> CaseTable:
    """The table with new levels behind the others, and what moved in its place."""
    study = table.study
    if name in study.categories:
        category = study.categories[name]
        category = replace(category, levels=(*category.levels, *new))
        study = replace(study, categories={**study.categories, name: category})
        key_of = dict(zip(category.level_labels, category.levels, strict=True))
        recoded = {table.ids[one.place]: frozenset((key_of[one.levels[0]],)) for one in moved}
    else:
        asked = study.multi_selects[name]
        asked = replace(asked, back_coded=_make_options(asked, new))
        study = replace(study, multi_selects={**study.multi_selects, name: asked})
        key_of = {option.label: option.key for option in asked.all_options}
        said = table.read_selections(name)
        recoded = {}
        for one in moved:
            meant = {key_of[level] for level in one.levels}
            kept = said[one.place].ticked - ({key_of[other]} - meant)
            recoded[table.ids[one.place]] = frozenset(kept | meant)
    return replace(table, study=study, recoded={**table.recoded, name: recoded})
