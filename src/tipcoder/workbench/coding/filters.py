"""The words of the filter bar: `q:Q3.24 lang:ru code:pushback tier>2 -finished "not invited"`.

Terms are joined by and; several values of one term, separated by commas, by or. A bare word is
looked for in the text, case and accents folded. `re:` is followed by a regular expression, which
the text must match somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import AnswerFilter, AttributeTest, Codebook, Question
from tipcoder.study.multi_selects import MultiSelectSpec, OptionTest
from tipcoder.text import format_count
from tipcoder.text_patterns import compile_text_pattern

if TYPE_CHECKING:
    from tipcoder.workbench.coding.view import StudyView

_TERM = re.compile(r'(-?)([^\W\d][\w.-]*?)(:|<=|>=|!=|=|<|>)("[^"]*"|[^\s"]\S*)|"([^"]*)"|(\S+)')
_LISTS = {"q": "q", "question": "q", "lang": "lang", "language": "lang"}
_LISTS |= {name: name for name in ("code", "case", "round")}
_NO_FACTORS: Mapping[str, MultiSelectSpec] = {}
_KINDS = {"q": "question", "lang": "language", "code": "code"}
"""What a value of a list is called in sentences."""
_PLACES = {"attribute": "of the cases", "option": "in this factor"}
"""Where a value of a kind is looked for, if not among the answers."""
_PATTERN = "re"
_STATES = {
    "finished": "finished",
    "done": "finished",
    "coded": "coded",
    "flagged": "flagged",
    "memo": "noted",
    "repeated": "repeated",
    "carried": "carried",
    "many-at-once": "many",
}
_STATE_WORDS = {state: word for word, state in _STATES.items() if word != "done"}
_MEANINGS = (
    ("-finished", "still to do"),
    ("finished", "done"),
    ("coded", "carries a code"),
    ("flagged", "flagged to come back to"),
    ("memo", "has a memo"),
    ("repeated", "others say the same"),
    ("carried", "codes were carried over, and not judged since"),
    ("many-at-once", "coded with many others in one act, and not judged since"),
    ("case:", "of these cases or respondents"),
    ("re:", 'matches a regular expression: re:polic(e|ia), re:"not (much|enough)"'),
)


def parse_filter(
    text: str,
    questions: Sequence[Question],
    languages: Iterable[str],
    codebook: Codebook,
    attributes: Sequence[str] = (),
    factors: Mapping[str, MultiSelectSpec] = _NO_FACTORS,
) -> AnswerFilter:
    """The filter that the words mean; `factors` are those with several options.

    Raises BadInput naming the term and the nearest good one.
    """
    names = {
        "q": [question.column for question in questions],
        "lang": list(languages),
        "code": list(codebook.codes),
    }
    parsed = _ParsedFilter(names, attributes, factors)
    for match in _TERM.finditer(text):
        parsed.add_term(match)
    return parsed.build_filter()


class _ParsedFilter:
    """The terms of a filter, as far as they have been read."""

    def __init__(
        self,
        names: Mapping[str, Sequence[str]],
        attributes: Sequence[str],
        factors: Mapping[str, MultiSelectSpec],
    ) -> None:
        """`names` are those that a list may have, by kind; kinds without names take any value."""
        self._names = names
        self._factors = factors
        self._options: list[OptionTest] = []
        self._attribute_names = attributes
        self._lists: dict[str, list[str]] = {kind: [] for kind in _LISTS.values()}
        self._states: dict[str, bool] = {}
        self._tests: list[AttributeTest] = []
        self._words: list[str] = []
        self._patterns: list[str] = []

    def add_term(self, match: re.Match[str]) -> None:
        """Take one more term.

        Raises BadInput for a name that is not there and for a minus that means nothing.
        """
        minus, key, sign, value, quoted, bare = match.groups(default="")
        state = bare.lstrip("-").lower()
        # A list of values: `q:`, `lang:`, `code:`, `case:`, `round:`.
        if sign == ":" and key.lower() in _LISTS:
            if minus:
                raise BadInput(
                    f"{minus}{key}: cannot be negated.",
                    "Only words like -finished and -flagged can.",
                )
            self._add_values(_LISTS[key.lower()], value)
        elif sign == ":" and key.lower() == _PATTERN:
            self._add_pattern(minus, value.strip('"'))
        # A word that is a state, with or without a minus.
        elif state in _STATES:
            self._states[_STATES[state]] = not bare.startswith("-")
        # An option of a factor that has several.
        elif sign == ":" and key in self._factors:
            self._add_options(key, value, wanted=not minus)
        # A comparison; with a colon only if the study has such an attribute.
        elif key and (sign != ":" or _is_attribute(key, self._attribute_names)):
            if minus:
                raise BadInput(
                    f"{minus}{key}{sign} cannot be negated.", f"Write {key}!={value} instead."
                )
            name = _require_name(key, self._attribute_names, "attribute")
            self._tests.append(AttributeTest(name, sign, value.strip('"')))
        else:
            # What looks like a term without being one is a word: people write `http://…` and
            # `note:` in answers.
            self._words.append(quoted or bare or f"{minus}{key}{sign}{value}")

    def _add_pattern(self, minus: str, pattern: str) -> None:
        if minus:
            raise BadInput(
                f"-re:{pattern} cannot be negated.", f"Write re:^(?!(?s:.*)({pattern})) instead."
            )
        compile_text_pattern(pattern)
        self._patterns.append(pattern)

    def _add_values(self, kind: str, value: str) -> None:
        for part in value.strip('"').split(","):
            # `q:Q1,,Q2` and a comma at the end mean nothing more.
            if not part:
                continue
            if kind in self._names:
                part = _require_name(part, self._names[kind], _KINDS[kind])
            if part not in self._lists[kind]:
                self._lists[kind].append(part)

    def _add_options(self, factor: str, value: str, *, wanted: bool) -> None:
        """Options of a factor; one of them is enough."""
        spec = self._factors[factor]
        by_key = {option.key: option for option in spec.all_options}
        options = []
        for part in value.strip('"').split(","):
            if part:
                options.append(by_key[_require_name(part, list(by_key), "option")])
        self._options.append(OptionTest(spec, tuple(options), wanted))

    def build_filter(self) -> AnswerFilter:
        """The filter of all terms taken so far."""
        return AnswerFilter(
            questions=tuple(self._lists["q"]),
            languages=tuple(self._lists["lang"]),
            codes=tuple(self._lists["code"]),
            cases=tuple(self._lists["case"]),
            rounds=tuple(self._lists["round"]),
            words=" ".join(self._words),
            patterns=tuple(self._patterns),
            attributes=tuple(self._tests),
            options=tuple(self._options),
            **self._states,
        )


def _is_attribute(key: str, attributes: Sequence[str]) -> bool:
    return _fold_name(key) in map(_fold_name, attributes)


def _fold_name(name: str) -> str:
    """A name as it is compared."""
    return _write_name(name.casefold())


def _require_name(value: str, names: Sequence[str], kind: str) -> str:
    """The name meant: itself, else the only one that begins so, case aside."""
    wanted = _fold_name(value)
    # A coder types the beginning of a name and means the only one that has it.
    candidates = [name for name in names if _fold_name(name).startswith(wanted)]
    for name in candidates:
        if _fold_name(name) == wanted:
            return name
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise BadInput(f"{value!r} could be {', '.join(candidates[:5])}.", "Write more of it.")
    where = _PLACES.get(kind, "among the answers")
    raise BadInput(f"There is no {kind} {value!r} {where}.", did_you_mean(value, names))


def format_filter(where: AnswerFilter) -> str:
    """The filter in words that `parse_filter` takes."""
    return " ".join(_iterate_terms(where))


def _iterate_terms(where: AnswerFilter) -> Iterator[str]:
    lists = {
        "q": where.questions,
        "lang": where.languages,
        "code": where.codes,
        "case": where.cases,
        "round": where.rounds,
    }
    for kind, values in lists.items():
        if values:
            yield f"{kind}:{','.join(values)}"
    for test in where.attributes:
        yield f"{_write_name(test.name)}{test.sign}{_quote_value(test.value)}"
    for option in where.options:
        yield f"{option.name}:{option.value}"
    for state, word in _STATE_WORDS.items():
        # None asks for both.
        wanted = getattr(where, state)
        if wanted is not None:
            yield word if wanted else f"-{word}"
    for pattern in where.patterns:
        yield f"{_PATTERN}:{_quote_value(pattern)}"
    for word in where.words.split():
        yield _quote_word(word)


def _write_name(attribute: str) -> str:
    """An attribute as a term has it: columns of a survey may have spaces, terms have none."""
    return attribute.replace(" ", "_")


def _quote_word(word: str) -> str:
    """A word to look for, in quotes if it would mean something else."""
    is_state = word.lstrip("-").lower() in _STATES
    is_term = any(sign in word for sign in ":<>=")
    return f'"{word}"' if is_state or is_term else word


def _quote_value(value: str) -> str:
    if not value or " " in value:
        return f'"{value}"'
    return value


def list_filter_terms(view: StudyView) -> list[tuple[str, str]]:
    """What can be written in a filter of this study, each with what it means."""
    return list(_iterate_meanings(view))


def _iterate_meanings(view: StudyView) -> Iterator[tuple[str, str]]:
    yield from _MEANINGS
    for name, count in view.count_languages():
        yield f"lang:{name}", format_count(count, "answer")
    for question in view.questions:
        yield f"q:{question.column}", question.text
    for key in view.codebook.codes:
        yield f"code:{key}", view.code_label(key)
    for name, spec in view.multi_selects.items():
        for option in spec.all_options:
            yield f"{name}:{option.key}", f"chose {option.label}; with a minus, did not choose it"
    for attribute in view.attributes:
        about = "attribute of the case; also < > != and : for words"
        yield f"{_write_name(attribute)}=", about
