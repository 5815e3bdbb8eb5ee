"""Filters with brackets, or and minus find what plain Python finds, on both stores."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import pytest

from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.filters import format_filter, parse_filter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.study import OpenStudy

CODED = {
    # Which answer, counted in reading order: what each coder put on which letters of it.
    "anna": {
        0: [("pressure", 0, 11), ("money", 5, 20)],
        1: [("pressure", 0, 4), ("money", 6, 12)],
        2: [("money", 0, 5)],
        6: [("pushback", 0, 9), ("pressure", 9, 12)],
    },
    "boris": {0: [("pushback", 0, 8)], 2: [("pressure", 0, 5)], 7: [("money", 0, 6)]},
}
FINISHED = {"anna": {0, 2, 5}, "boris": {2, 3, 7}}


class Told(NamedTuple):
    """An answer as the test knows it."""

    place: int
    folded: str
    text: str
    language: str
    question: str
    country: str
    case: str


Passes = Callable[[Told, str], bool]
"""Whether an answer passes, where this coder is asked about."""


class Part(NamedTuple):
    """A piece of a filter as it is written, and what it means."""

    words: str
    passes: Passes
    is_group: bool = False
    """Whether it needs brackets beside others."""


def fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def codes_of(coder: str, told: Told) -> set[str]:
    return {code for code, _, _ in CODED[coder].get(told.place, [])}


def has_word(word: str) -> Part:
    return Part(word, lambda told, _: fold(word) in told.folded)


def has_phrase(phrase: str) -> Part:
    return Part(f'"{phrase}"', lambda told, _: fold(phrase) in " ".join(told.folded.split()))


def is_near(one: str, other: str, most: int) -> Part:
    def passes(told: Told, _: str) -> bool:
        words = re.findall(r"\w+", told.folded)
        ones = [at for at, word in enumerate(words) if fold(one) in word]
        others = [at for at, word in enumerate(words) if fold(other) in word]
        return any(0 < abs(at - where) <= most for at in ones for where in others)

    return Part(f"{one} near/{most} {other}", passes)


def overlap(one: str, other: str) -> Part:
    def passes(told: Told, coder: str) -> bool:
        quotes = CODED[coder].get(told.place, [])
        firsts = [(start, end) for code, start, end in quotes if code == one]
        seconds = [(start, end) for code, start, end in quotes if code == other]
        return any(a < d and c < b for a, b in firsts for c, d in seconds)

    return Part(f"code:{one} with code:{other}", passes)


def is_touched(coder: str, told: Told) -> bool:
    return bool(codes_of(coder, told)) or told.place in FINISHED[coder]


LEAVES = (
    *map(has_word, ("embassy", "ПОСОЛЬСТВО", "gobierno", "report", "no", "formacion", "%")),
    *map(has_phrase, ("no comment", "для полиции", "the report is", "a nadie")),
    is_near("embassy", "ministry", 3),
    is_near("embassy", "ministry", 2),
    is_near("report", "court", 6),
    is_near("law", "embassy", 20),
    Part("re:polic(e|ia|ía)", lambda told, _: bool(re.search("polic(e|ia|ía)", told.text, re.I))),
    Part("re:^no", lambda told, _: bool(re.search("^no", told.text, re.I))),
    Part("lang:ru,es", lambda told, _: told.language in ("ru", "es")),
    Part("q:how", lambda told, _: told.question == "how"),
    Part("country=Kenya", lambda told, _: told.country == "Kenya"),
    Part("case:3237565958", lambda told, _: told.case.split(".")[0] == "3237565958"),
    Part("finished", lambda told, coder: told.place in FINISHED[coder]),
    Part("coded", lambda told, coder: bool(codes_of(coder, told))),
    Part("code:money", lambda told, coder: "money" in codes_of(coder, told)),
    Part(
        "code:pressure,pushback", lambda t, who: bool(codes_of(who, t) & {"pressure", "pushback"})
    ),
    Part(
        "code:pressure code:money", lambda t, who: codes_of(who, t) >= {"pressure", "money"}, True
    ),
    overlap("pressure", "money"),
    overlap("pushback", "pressure"),
)


def bracketed(part: Part) -> str:
    return f"({part.words})" if part.is_group else part.words


def negate(part: Part) -> Part:
    is_pair = " near/" in part.words or " with " in part.words
    needs_brackets = part.is_group or is_pair or part.words.startswith("-")
    words = f"-({part.words})" if needs_brackets else f"-{part.words}"
    return Part(words, lambda told, coder: not part.passes(told, coder))


def join(parts: list[Part], by_or: bool) -> Part:
    # A list of codes twice in one group is two lists; of languages it is one: kept apart here.
    words = (" or " if by_or else " ").join(f"({part.words})" for part in parts)
    test = any if by_or else all
    return Part(words, lambda told, coder: test(p.passes(told, coder) for p in parts), True)


def ask_about(coder: str, part: Part) -> Part:
    return Part(
        f"coder:{coder} {bracketed(part)}",
        lambda told, _: is_touched(coder, told) and part.passes(told, coder),
        True,
    )


def draw_part(draw: random.Random, depth: int) -> Part:
    kind = draw.choice(("leaf", "not", "and", "or", "coder")) if depth else "leaf"
    if kind == "leaf":
        return draw.choice(LEAVES)
    if kind == "not":
        return negate(draw_part(draw, depth - 1))
    if kind == "coder":
        return ask_about(draw.choice(("anna", "boris")), draw_part(draw, depth - 1))
    parts = [draw_part(draw, depth - 1) for _ in range(draw.randint(2, 3))]
    return join(parts, kind == "or")


def parse(session: CodingSession, words: str) -> AnswerFilter:
    return parse_filter(
        words,
        session.questions,
        ("en", "es", "ru"),
        session.codebook,
        session.read_attribute_names(),
        coders=session.read_coder_names(),
    )


@pytest.fixture
def sessions(here_on_both: OpenStudy) -> dict[str, CodingSession]:
    """Anna and boris, who have coded some answers."""
    made = {}
    for name in ("anna", "boris"):
        session = CodingSession(here_on_both, here_on_both.register_coder(name))
        ids = session.find_answer_ids(AnswerFilter())
        for place, quotes in CODED[name].items():
            for code, start, end in quotes:
                session.add_coding(ids[place], code, (start, end))
        for place in FINISHED[name]:
            session.finish_answers(ids[place])
        made[name] = session
    return made


def test_any_tree_of_terms_finds_what_plain_python_finds(
    sessions: dict[str, CodingSession],
) -> None:
    anna = sessions["anna"]
    ids = anna.find_answer_ids(AnswerFilter())
    known = []
    for place, answer_id in enumerate(ids):
        answer = anna.read_answer(answer_id)
        country = answer.attributes["country"]
        known.append(
            Told(
                place, fold(answer.text), answer.text, answer.language, answer.question, country,
                answer.case,
            )
        )  # fmt: skip
    draw = random.Random(7)
    sizes = set()
    for part in [*LEAVES, *(draw_part(draw, 3) for _ in range(120))]:
        expected = [ids[told.place] for told in known if part.passes(told, "anna")]
        where = parse(anna, part.words)
        assert anna.find_answer_ids(where) == expected, part.words
        # Written out as the title line has it, it finds the same.
        again = parse(anna, format_filter(where))
        assert anna.find_answer_ids(again) == expected, format_filter(where)
        sizes.add(len(expected))
    assert len(sizes) > 8, "the trees tell answers apart"


def test_what_others_coded_in_an_open_round_is_not_found_by_their_name(
    here_on_both: OpenStudy,
) -> None:
    study = here_on_both
    lead = study.register_coder("lead")
    draw_round(study, lead, RoundPlan(("anna", "boris"), "100%", seed=1))
    boris = CodingSession(study, study.register_coder("boris"))
    anna = CodingSession(study, study.register_coder("anna"))
    first, second, *others = anna.find_answer_ids(AnswerFilter())
    boris.add_coding(first, "money", finish=True)
    boris.finish_answers(second)
    for words in ("coder:boris", "coder:boris code:money", "coder:boris finished", "coder:anna"):
        assert anna.find_answer_ids(parse(anna, words)) == [], words
    # All of them, whatever boris did.
    assert anna.find_answer_ids(parse(anna, "-coder:boris")) == [first, second, *others]
    assert boris.find_answer_ids(parse(boris, "coder:boris")) == [first, second]
    # The lead is in no round.
    looking = CodingSession(study, lead)
    assert looking.find_answer_ids(parse(looking, "coder:boris code:money")) == [first]
    assert looking.find_answer_ids(parse(looking, "coder:boris -code:money")) == [second]


def test_a_code_within_brackets_or_behind_a_minus_includes_its_sub_codes(
    sessions: dict[str, CodingSession],
) -> None:
    anna = sessions["anna"]
    ids = anna.find_answer_ids(AnswerFilter())
    # Pressure and pushback are below government; anna put them on these.
    under = [ids[0], ids[1], ids[6]]
    assert anna.find_answer_ids(parse(anna, "code:government or code:pressure")) == under
    assert anna.find_answer_ids(parse(anna, "-code:government coded")) == [ids[2]]
    assert anna.find_answer_ids(parse(anna, "code:government with code:money")) == [ids[0]]
