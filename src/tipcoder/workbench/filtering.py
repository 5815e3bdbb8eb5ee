"""The words of the filter bar: `q:Q3.24 lang:ru code:pushback -finished "not invited"`.

Terms are joined by and; several values of one term, separated by commas, by or. A bare word is looked for in the
text, case and accents folded. The same words serve `tipcoder` verbs that choose answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import AnswerFilter, Codebook, Question

_TERM = re.compile(r'(-?)([A-Za-z]+):("[^"]*"|\S+)|"([^"]*)"|(\S+)')
_KEYS = {"q": "q", "question": "q", "lang": "lang", "language": "lang", "code": "code"}
_FINISHED = ("finished", "done")


def parse_filter(
    text: str, questions: Sequence[Question], languages: Iterable[str], codebook: Codebook
) -> AnswerFilter:
    """The filter that the words mean. Raises BadInput naming the term and the nearest good one."""
    chosen: dict[str, tuple[str, ...]] = {"q": (), "lang": (), "code": ()}
    words: list[str] = []
    finished: bool | None = None
    for minus, key, value, quoted, bare in _TERM.findall(text):
        if key.lower() in _KEYS:
            if minus:
                raise BadInput(f"{minus}{key}: cannot be turned round.", "Only -finished can.")
            kind = _KEYS[key.lower()]
            found = tuple(_one(kind, part, questions, languages, codebook) for part in _parts(value))
            chosen[kind] = (*chosen[kind], *found)
        elif bare.lstrip("-").lower() in _FINISHED:
            finished = not bare.startswith("-")
        else:
            words.append(quoted or bare or f"{minus}{key}:{value}")
    return AnswerFilter(
        questions=tuple(dict.fromkeys(chosen["q"])),
        languages=tuple(dict.fromkeys(chosen["lang"])),
        codes=tuple(dict.fromkeys(chosen["code"])),
        words=" ".join(words),
        finished=finished,
    )


def _parts(value: str) -> Iterator[str]:
    return (part for part in value.strip('"').split(",") if part)


def _one(kind: str, value: str, questions: Sequence[Question], languages: Iterable[str], codebook: Codebook) -> str:
    if kind == "q":
        return _known(value, [question.column for question in questions], "question")
    if kind == "lang":
        return _known(value, list(languages), "language")
    return _known(value, list(codebook.codes), "code")


def _known(value: str, names: Sequence[str], kind: str) -> str:
    """The name meant: itself, else the only one that begins so, case aside."""
    low = value.casefold()
    same = [name for name in names if name.casefold() == low]
    if same:
        return same[0]
    begun = [name for name in names if name.casefold().startswith(low)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise BadInput(f"{value!r} could be {', '.join(begun[:5])}.", "Write more of it.")
    raise BadInput(f"There is no {kind} {value!r} among the answers.", did_you_mean(value, names))


def filter_words(where: AnswerFilter) -> str:
    """The filter in words that `parse_filter` takes."""
    terms = [f"q:{','.join(where.questions)}"] if where.questions else []
    terms += [f"lang:{','.join(where.languages)}"] if where.languages else []
    terms += [f"code:{','.join(where.codes)}"] if where.codes else []
    terms += [] if where.finished is None else ["finished" if where.finished else "-finished"]
    terms += [where.words] if where.words else []
    return " ".join(terms)
