"""What several files tell together, where a reader can join their rows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tipcoder.privacy.joined_exports import (
    JoinableFile,
    JoinablePassage,
    Surveyed,
    find_repeated_rows,
    find_told_respondents,
)
from tipcoder.privacy.word_marks import compute_marks

K = 3


def survey_of(cells: dict[str, dict[str, str]], questions: dict[str, set[str]]) -> Surveyed:
    """One case a respondent, called like the respondent."""
    return Surveyed(
        {who: who for who in cells},
        cells,
        {who: frozenset(asked) for who, asked in questions.items()},
        dict.fromkeys(cells),
        frozenset(),
    )


def file_of(
    number: int,
    columns: str,
    quotes: Iterable[tuple[str, str, str]],
    *,
    fresh: bool = False,
    asks: bool = False,
) -> JoinableFile:
    passages = []
    for who, question, words in quotes:
        passages.append(JoinablePassage(who, who, question, True, compute_marks(words)))
    return JoinableFile(number, frozenset(columns), asks, fresh, tuple(passages))


def told(new: JoinableFile, earlier: Iterable[JoinableFile], survey: Surveyed) -> set[str]:
    return {each.respondent for each in find_told_respondents(new, list(earlier), survey, K)}


# Six respondents; a: 3 and 3, b: 3 and 3, a and b together: 2, 1, 1, 2.
CELLS = {
    "1": {"a": "x", "b": "y"},
    "2": {"a": "x", "b": "y"},
    "3": {"a": "x", "b": "n"},
    "4": {"a": "o", "b": "y"},
    "5": {"a": "o", "b": "n"},
    "6": {"a": "o", "b": "n"},
}
ONE = survey_of(CELLS, {who: {"q"} for who in CELLS})
QUOTES = [(who, "q", f"respondent {who} said this of it") for who in CELLS]
OTHERS = [(who, "q", f"another thing came from {who} later") for who in CELLS]


def test_two_files_with_stable_ids_join_by_id_whatever_they_quote() -> None:
    assert told(file_of(0, "b", OTHERS), [file_of(1, "a", QUOTES)], ONE) == set(CELLS)


def test_fresh_ids_join_by_a_quote_that_both_have_and_else_not_at_all() -> None:
    first = file_of(1, "a", QUOTES, fresh=True)
    assert told(file_of(0, "b", QUOTES, fresh=True), [first], ONE) == set(CELLS)
    assert told(file_of(0, "b", OTHERS, fresh=True), [first], ONE) == set()
    # One quote again is enough for the one who said it.
    mixed = [QUOTES[0], *OTHERS[1:]]
    assert told(file_of(0, "b", mixed, fresh=True), [first], ONE) == {"1"}


def test_a_longer_quote_joins_to_a_part_of_it_and_brackets_do_not() -> None:
    whole = [("1", "q", "They came to [city] twice and promised us a law.")]
    first = file_of(1, "a", whole, fresh=True)
    part = [("1", "q", "promised us a law")]
    assert told(file_of(0, "b", part, fresh=True), [first], ONE) == {"1"}
    other = [("1", "q", "Nothing in [city] has changed.")]
    assert told(file_of(0, "b", other, fresh=True), [first], ONE) == set()


def test_words_that_enough_respondents_have_in_each_file_join_nothing() -> None:
    same = [(who, "q", "Nothing has changed.") for who in CELLS]
    first = file_of(1, "a", same, fresh=True)
    assert told(file_of(0, "b", same, fresh=True), [first], ONE) == set()
    assert told(file_of(0, "b", same[:2], fresh=True), [first], ONE) == {"1", "2"}


def test_a_file_without_columns_may_be_the_bridge_between_two_others() -> None:
    first = file_of(1, "a", QUOTES, fresh=True)
    second = file_of(2, "b", OTHERS, fresh=True)
    assert told(file_of(0, "", QUOTES, fresh=True), [first, second], ONE) == set()
    assert told(file_of(0, "", [*QUOTES, *OTHERS], fresh=True), [first, second], ONE) == set(CELLS)


def test_what_left_already_may_leave_again() -> None:
    small = file_of(1, "ab", QUOTES)
    assert told(file_of(0, "ab", QUOTES), [small], ONE) == set()
    assert told(file_of(0, "a", QUOTES), [small], ONE) == set()
    # New words under the same IDs are told of people whom a reader knows already.
    assert told(file_of(0, "", OTHERS), [small], ONE) == set(CELLS)


def test_the_question_is_a_column_and_only_who_answered_it_counts() -> None:
    # Everybody answered q, and of the three with a=x only two answered r.
    asked = survey_of(CELLS, {who: {"q", "r"} if who != "3" else {"q"} for who in CELLS})
    first = file_of(1, "a", QUOTES)
    on_r = [(who, "r", f"an answer of {who} on the second") for who in ("1", "4")]
    assert told(file_of(0, "", on_r), [first], asked) == {"1"}


def test_a_case_whose_columns_were_left_blank_shows_nothing() -> None:
    blank = [row._replace(shown=False) for row in file_of(0, "b", QUOTES).passages]
    new = JoinableFile(0, frozenset("b"), False, False, tuple(blank))
    assert told(new, [file_of(1, "a", QUOTES)], ONE) == set()


def test_rows_that_share_words_with_an_earlier_row_of_the_same_respondent_are_repeated() -> None:
    new = file_of(0, "", [QUOTES[0], OTHERS[1], ("3", "q", "words like nobody's")])
    repeated = find_repeated_rows(new, [file_of(1, "", QUOTES)])
    assert [row.respondent for row in repeated] == ["1"]


# --- no union of exported files has a cell under k ------------------------------------------------

_PEOPLE = [str(number) for number in range(8)]
_COLUMNS = ("a", "b", "c")


@st.composite
def _studies(draw: st.DrawFn) -> tuple[Surveyed, list[JoinableFile]]:
    cells: dict[str, dict[str, str]] = {}
    questions: dict[str, set[str]] = {}
    words: dict[tuple[str, str], str] = {}
    for who in _PEOPLE:
        cells[who] = {name: draw(st.sampled_from("xy")) for name in _COLUMNS}
        questions[who] = draw(st.sampled_from([{"q"}, {"r"}, {"q", "r"}]))
        for question in "qr":
            # No run of words in common, whoever says it and to whichever question.
            words[who, question] = " ".join(f"{question}{who}{place}" for place in range(4))
    files = []
    for number in range(1, draw(st.integers(2, 5)) + 1):
        quotes = []
        for who in draw(st.sets(st.sampled_from(_PEOPLE), min_size=1)):
            for question in sorted(questions[who]):
                if draw(st.booleans()):
                    quotes.append((who, question, words[who, question]))
        columns = draw(st.sets(st.sampled_from(_COLUMNS)))
        fresh, asks = draw(st.booleans()), draw(st.booleans())
        files.append(file_of(number, "".join(columns), quotes, fresh=fresh, asks=asks))
    return survey_of(cells, questions), files


@given(_studies())
def test_no_union_of_files_that_were_let_out_has_a_small_cell(
    study: tuple[Surveyed, list[JoinableFile]],
) -> None:
    survey, files = study
    out: list[JoinableFile] = []
    for file in files:
        # By itself first, as every file is judged.
        if not _has_small_cell([file], survey) and not told(file, out, survey):
            out.append(file)
    for size in range(1, len(out) + 1):
        for some in combinations(out, size):
            assert not _has_small_cell(some, survey)


def _has_small_cell(files: Iterable[JoinableFile], survey: Surveyed) -> bool:
    """Counted anew, in the plainest way: every row joined to all rows that a reader can join."""
    nodes = [(file, who) for file in files for who in file.by_respondent]
    for file, who in nodes:
        joined, grown = {file.number}, True
        while grown:
            grown = False
            for other, same in nodes:
                if same == who and other.number not in joined and _reach(other, who, nodes, joined):
                    joined.add(other.number)
                    grown = True
        columns: set[str] = set()
        quoted: set[str] = set()
        for other, same in nodes:
            if same == who and other.number in joined:
                columns |= other.columns
                quoted |= {row.question for row in other.by_respondent[who]}
        asks = any(
            other.shows_question for other, same in nodes if same == who and other.number in joined
        )
        for question in quoted if columns or asks else ():
            alike = 0
            for one in _PEOPLE:
                same_cells = all(survey.cells[one][n] == survey.cells[who][n] for n in columns)
                alike += same_cells and question in survey.questions[one]
            if alike < K:
                return True
    return False


def _reach(
    other: JoinableFile, who: str, nodes: list[tuple[JoinableFile, str]], joined: set[int]
) -> bool:
    for file, same in nodes:
        if same != who or file.number not in joined:
            continue
        if not (file.has_fresh_ids or other.has_fresh_ids):
            return True
        mine = {row.question for row in file.by_respondent[who]}
        if mine & {row.question for row in other.by_respondent[who]}:
            return True
    return False
