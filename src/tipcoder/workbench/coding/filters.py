"""The words of the filter bar: `q:Q3.24 lang:ru code:pushback tier>2 -finished "not invited"`.

Terms are joined by and; several values of one term, separated by commas, by or. A bare word is looked for in the
text, case and accents folded. The same words serve `tipcoder` verbs that choose answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import AnswerFilter, AttributeTest, Codebook, Question
from tipcoder.text import format_count

if TYPE_CHECKING:
    from tipcoder.workbench.coding.view import StudyView

_TERM = re.compile(r'(-?)([^\W\d][\w.-]*?)(:|<=|>=|!=|=|<|>)("[^"]*"|[^\s"]\S*)|"([^"]*)"|(\S+)')
_LISTS = {"q": "q", "question": "q", "lang": "lang", "language": "lang"}
_LISTS |= {name: name for name in ("code", "case", "round")}
_STATES = {
    "finished": "finished",
    "done": "finished",
    "coded": "coded",
    "flagged": "flagged",
    "memo": "noted",
    "repeated": "repeated",
}
_STATE_WORDS = {state: word for word, state in _STATES.items() if word != "done"}
_MEANINGS = (
    ("-finished", "still to do"),
    ("finished", "done"),
    ("coded", "carries a code"),
    ("flagged", "flagged to come back to"),
    ("memo", "has a memo"),
    ("repeated", "others say the same"),
    ("case:", "of these cases or respondents"),
)


def parse_filter(
    text: str,
    questions: Sequence[Question],
    languages: Iterable[str],
    codebook: Codebook,
    attributes: Sequence[str] = (),
) -> AnswerFilter:
    """The filter that the words mean. Raises BadInput naming the term and the nearest good one."""
    chosen: dict[str, tuple[str, ...]] = {"q": (), "lang": (), "code": (), "case": (), "round": ()}
    states: dict[str, bool] = {}
    tests: list[AttributeTest] = []
    words: list[str] = []
    for minus, key, sign, value, quoted, bare in _TERM.findall(text):
        low = key.lower()
        if sign == ":" and low in _LISTS:
            if minus:
                raise BadInput(f"{minus}{key}: cannot be turned round.", "Only words like -finished and -flagged can.")
            kind = _LISTS[low]
            found = tuple(_require_value(kind, part, questions, languages, codebook) for part in _split_values(value))
            chosen[kind] = (*chosen[kind], *found)
        elif bare.lstrip("-").lower() in _STATES:
            states[_STATES[bare.lstrip("-").lower()]] = not bare.startswith("-")
        elif key and (sign != ":" or _is_attribute(key, attributes)):
            if minus:
                raise BadInput(f"{minus}{key}{sign} cannot be turned round.", f"Write {key}!={value} instead.")
            tests.append(AttributeTest(_require_name(key, attributes, "attribute"), sign, value.strip('"')))
        else:
            # What looks like a term but is none is a word: people write `http://…` and `note:` in answers.
            words.append(quoted or bare or f"{minus}{key}{sign}{value}")
    return AnswerFilter(
        questions=tuple(dict.fromkeys(chosen["q"])),
        languages=tuple(dict.fromkeys(chosen["lang"])),
        codes=tuple(dict.fromkeys(chosen["code"])),
        cases=tuple(dict.fromkeys(chosen["case"])),
        rounds=tuple(dict.fromkeys(chosen["round"])),
        words=" ".join(words),
        attributes=tuple(tests),
        **states,
    )


def _split_values(value: str) -> Iterator[str]:
    return (part for part in value.strip('"').split(",") if part)


def _require_value(
    kind: str, value: str, questions: Sequence[Question], languages: Iterable[str], codebook: Codebook
) -> str:
    if kind == "q":
        return _require_name(value, [question.column for question in questions], "question")
    if kind in ("case", "round"):
        return value
    if kind == "lang":
        return _require_name(value, list(languages), "language")
    return _require_name(value, list(codebook.codes), "code")


def _is_attribute(key: str, attributes: Sequence[str]) -> bool:
    return _fold_name(key) in map(_fold_name, attributes)


def _fold_name(name: str) -> str:
    """A name as it is compared: columns of a survey may have spaces, terms of a filter have none."""
    return name.casefold().replace(" ", "_")


def _require_name(value: str, names: Sequence[str], kind: str) -> str:
    """The name meant: itself, else the only one that begins so, case aside."""
    low = _fold_name(value)
    same = [name for name in names if _fold_name(name) == low]
    if same:
        return same[0]
    begun = [name for name in names if _fold_name(name).startswith(low)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise BadInput(f"{value!r} could be {', '.join(begun[:5])}.", "Write more of it.")
    where = "of the cases" if kind == "attribute" else "among the answers"
    raise BadInput(f"There is no {kind} {value!r} {where}.", did_you_mean(value, names))


def format_filter(where: AnswerFilter) -> str:
    """The filter in words that `parse_filter` takes."""
    terms = [f"q:{','.join(where.questions)}"] if where.questions else []
    terms += [f"lang:{','.join(where.languages)}"] if where.languages else []
    terms += [f"code:{','.join(where.codes)}"] if where.codes else []
    terms += [f"case:{','.join(where.cases)}"] if where.cases else []
    terms += [f"round:{','.join(where.rounds)}"] if where.rounds else []
    terms += [f"{test.name.replace(' ', '_')}{test.sign}{_quote_value(test.value)}" for test in where.attributes]
    for state, word in _STATE_WORDS.items():
        wanted = getattr(where, state)
        terms += [] if wanted is None else [word if wanted else f"-{word}"]
    return " ".join([*terms, *map(_quote_word, where.words.split())])


def _quote_word(word: str) -> str:
    """A word to look for, in quotes if it would mean something else."""
    means = word.lstrip("-").lower() in _STATES or any(sign in word for sign in ":<>=")
    return f'"{word}"' if means else word


def _quote_value(value: str) -> str:
    return f'"{value}"' if " " in value or not value else value


def list_filter_terms(view: StudyView) -> list[tuple[str, str]]:
    """What can be written in a filter of this study, each with what it means."""
    terms = list(_MEANINGS)
    terms += [(f"lang:{name}", format_count(count, "answer")) for name, count in view.count_languages()]
    terms += [(f"q:{question.column}", question.text) for question in view.questions]
    terms += [(f"code:{key}", view.code_label(key)) for key in view.codebook.codes]
    about = "attribute of the case; also < > != and : for words"
    return terms + [(f"{name.replace(' ', '_')}=", about) for name in view.attributes]
