"""How well the coders of a study agree, on everything that two or more of them have finished.

A code on an answer is present where the coder put it, absent where the coder finished the answer under a codebook
that had the code, and else not known: a code that came later was never judged there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder import __version__
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Codebook, Coder
from tipcoder.store import codebooks, coders, finished_work
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import Finished, Mark, ReadAnswer
from tipcoder.text import digest
from tipcoder.workbench.codebook_file import kept_codebook
from tipcoder.workbench.opening import OpenStudy, current_codebook, known_coder

if TYPE_CHECKING:
    from tipcoder.agreement.ratings import Ratings
    from tipcoder.agreement.resampling import Draws
    from tipcoder.agreement.results import Agreement
    from tipcoder.agreement.spans import Quotes

SPLITS = ("language", "question")
NO_ROUND = (
    "These are not independent blind rounds: what each coder has finished is compared as it stands now, also what was "
    "coded after another's work was seen or talked about. Agreement after discussion is not reliability."
)
NO_SAMPLE = (
    "The responses compared are those that two coders or more have finished; nobody drew them at random, so the "
    "figures describe these responses."
)


@dataclass(frozen=True, eq=False)
class Compared:
    """A report and the ratings that it was made from, so that anybody can compute it again."""

    agreement: Agreement
    ratings: Ratings


def study_agreement(
    here: OpenStudy,
    *,
    among: Sequence[str] = (),
    codes: Sequence[str] = (),
    by: Sequence[str] = (),
    draws: Draws | None = None,
) -> Compared:
    """Of the coders named, else of all; of the codes named, else of all that can be applied; `by` adds parts.

    Raises BadInput for a name that is not there and for fewer than two coders with finished answers.
    """
    from tipcoder.agreement.assessing import Wanted, assess
    from tipcoder.agreement.resampling import STANDARD

    with here.store.read() as db:
        book = current_codebook(db)
        wanted_codes = _codes(book, codes)
        people = [known_coder(db, name) for name in dict.fromkeys(among)] or coders.all_coders(db)
        answers = finished_work.readable_answers(db)
        done = finished_work.finished(db, [person.id for person in people])
        marks = finished_work.marks(db, [person.id for person in people])
        available = _available(db, {reading.revision for reading in done})
        revision_text = codebooks.document(db, book.revision) if book.revision else ""
    work = _Work(wanted_codes, answers, _at_work(people, done, among), done, marks, available)
    ratings, warnings = work.ratings()
    wanted = Wanted(
        title=here.study.title,
        draws=draws or STANDARD,
        notes=(NO_ROUND, NO_SAMPLE, *_notes(book, marks), *_filters(among, codes)),
        warnings=warnings,
        parents={key: book.path(key)[0] for key in wanted_codes},
        provenance={
            "software": f"tipcoder {__version__}",
            "codebook": f"revision {book.revision} ({digest(revision_text)[:12]})",
        },
    )
    return Compared(assess(ratings, wanted, work.quotes(), _parts(answers, by)), ratings)


def _codes(book: Codebook, wanted: Sequence[str]) -> list[str]:
    known = [code.key for _, code in book.in_tree_order() if code.codable]
    for key in wanted:
        if key not in known:
            raise BadInput(f"There is no code {key!r} to compare.", did_you_mean(key, known))
    return [key for key in known if not wanted or key in wanted]


def _at_work(people: Sequence[Coder], done: Sequence[Finished], among: Sequence[str]) -> list[Coder]:
    finished_any = {reading.coder_id for reading in done}
    found = [person for person in people if person.id in finished_any]
    if len(found) < 2:
        idle = [person.name for person in people if person.id not in finished_any]
        why = f"{', '.join(idle)}: nothing finished." if among and idle else f"{len(found)} of them so far."
        raise BadInput(
            f"Agreement needs two coders with finished answers ({why.rstrip('.')}).",
            "Bring a second coder's work in with `tipcoder codings import`, or code with --coder NAME.",
        )
    return found


def _available(db: Db, revisions: set[int]) -> Mapping[int, frozenset[str]]:
    """Codes that could be applied under each revision."""
    out = {}
    for number in sorted(revisions):
        book = kept_codebook(db, number)
        out[number] = frozenset(key for key, code in book.codes.items() if code.codable)
    return out


def _notes(book: Codebook, marks: Sequence[Mark]) -> list[str]:
    gone = Counter(mark.code for mark in marks if mark.code not in book.codes)
    if not gone:
        return []
    return [f"Not compared, because the codebook no longer has them: {', '.join(sorted(gone))}."]


def _filters(among: Sequence[str], codes: Sequence[str]) -> list[str]:
    chosen = [f"the coders {', '.join(among)}"] if among else []
    chosen += [f"the codes {', '.join(codes)}"] if codes else []
    return [f"Only {' and '.join(chosen)} were compared."] if chosen else []


def _parts(answers: Sequence[ReadAnswer], by: Sequence[str]) -> list[tuple[dict[str, str], list[bool]]]:
    out = []
    for split in by:
        values = [str(getattr(answer, split)) for answer in answers]
        out += [({split: value}, [each == value for each in values]) for value in dict.fromkeys(values)]
    return out


@dataclass(frozen=True)
class _Work:
    """What the store gave, on its way to arrays."""

    codes: Sequence[str]
    answers: Sequence[ReadAnswer]
    people: Sequence[Coder]
    done: Sequence[Finished]
    marks: Sequence[Mark]
    available: Mapping[int, frozenset[str]]

    def ratings(self) -> tuple[Ratings, dict[str, list[str]]]:
        """Codes x answers x coders, and warnings about codes."""
        import numpy as np

        from tipcoder.agreement.ratings import UNKNOWN, Ratings

        row, column = self._places()
        code = {key: n for n, key in enumerate(self.codes)}
        values = np.full((len(code), len(row), len(column)), UNKNOWN, np.int16)
        known_codes = {number: [code[key] for key in keys if key in code] for number, keys in self.available.items()}
        for reading in self.done:
            if reading.answer_id in row and reading.coder_id in column:
                values[known_codes[reading.revision], row[reading.answer_id], column[reading.coder_id]] = 0
        late: Counter[str] = Counter()
        for mark in self.marks:
            if mark.code in code and mark.answer_id in row and mark.coder_id in column:
                place = code[mark.code], row[mark.answer_id], column[mark.coder_id]
                late[mark.code] += int(values[place] == UNKNOWN)
                values[place] = 1
        ratings = Ratings(
            values=values,
            codes=tuple(self.codes),
            units=tuple(f"{answer.case} {answer.question}" for answer in self.answers),
            coders=tuple(self._names()),
            clusters=tuple(answer.respondent for answer in self.answers),
        )
        return ratings, {key: [_late(n)] for key, n in late.items() if n}

    def quotes(self) -> Quotes:
        """The words that were marked, without white space at either end."""
        from tipcoder.agreement.spans import Quotes

        row, column = self._places()
        found: dict[str, dict[tuple[int, int], list[tuple[int, int]]]] = {}
        for mark in self.marks:
            if mark.code in self.codes and mark.answer_id in row and mark.coder_id in column:
                start = mark.start + len(mark.quote) - len(mark.quote.lstrip())
                end = mark.end - len(mark.quote) + len(mark.quote.rstrip())
                whole = mark.end - mark.start == self.answers[row[mark.answer_id]].length
                place = row[mark.answer_id], column[mark.coder_id]
                spans = found.setdefault(mark.code, {}).setdefault(place, [])
                spans.append((mark.start, mark.end) if whole else (start, end))
        return Quotes([answer.length for answer in self.answers], found)

    def _places(self) -> tuple[dict[int, int], dict[int, int]]:
        rows = {answer.id: n for n, answer in enumerate(self.answers)}
        return rows, {person.id: n for n, person in enumerate(self.people)}

    def _names(self) -> list[str]:
        """Two people may have one name; then the second is told apart by a number."""
        seen: Counter[str] = Counter()
        out = []
        for person in self.people:
            seen[person.name] += 1
            out.append(person.name if seen[person.name] == 1 else f"{person.name} ({seen[person.name]})")
        return out


def _late(n: int) -> str:
    return (
        f"{n} of its codings stand on answers that were finished before the codebook had the code; where it was not "
        "put there, nobody knows whether it applies."
    )
