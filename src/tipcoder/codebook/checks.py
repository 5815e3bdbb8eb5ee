"""The checks that a list of codes must pass, whether it was read from a file or changed on screen.

Keys are compared casefolded, and a cue may belong to one code only: a cue that points two ways
suggests nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.answers import LANGUAGE
from tipcoder.model.codes import Code, Codebook
from tipcoder.text import fold_text

MAX_KEY = 64
MAX_LABEL = 200
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LIST_NAME = re.compile(r"\w+")
_BY_LANGUAGE = ("label", "definition", "use_when", "avoid_when", "examples", "cues", "patterns")


def check_codebook(codebook: Codebook, source: str) -> None:
    """Refuse a codebook that cannot be worked with. Raises BadInput for the first thing found."""
    if not codebook.codes:
        raise BadInput(f"{source}: has no code.", "Add [code.some_key] with a label.")
    _check_numbers(codebook, source)
    _check_digits(codebook, source)
    _check_lists(codebook, source)
    seen: dict[str, str] = {}
    for code in codebook.codes.values():
        _check_code(codebook, code, source)
        twin = seen.setdefault(fold_text(code.key), code.key)
        if twin != code.key:
            sentence = f"{source}, code.{code.key}: differs from {twin!r} only in case or accents."
            raise BadInput(sentence, "Rename one.")
    _check_circles(codebook, source)
    _check_cues(codebook, source)


def _check_numbers(codebook: Codebook, source: str) -> None:
    """A number of a frame means one code."""
    seen: dict[int, str] = {}
    for code in codebook.codes.values():
        if not code.number:
            continue
        twin = seen.setdefault(code.number, code.key)
        if twin != code.key:
            raise BadInput(
                f"{source}, code.{code.key}: has the number {code.number}, as {twin!r} has.",
                "Give each code a number of its own.",
            )


def _check_digits(codebook: Codebook, source: str) -> None:
    """A digit means one code on each question, and one that can be applied."""
    seen: dict[int, list[Code]] = {}
    for code in codebook.codes.values():
        if not code.digit:
            continue
        if not code.codable:
            raise BadInput(
                f"{source}, code.{code.key}: has the digit {code.digit}, but is a folder.",
                "Give the digit to one of its sub-codes.",
            )
        for twin in seen.setdefault(code.digit, []):
            if share_questions(code, twin):
                raise BadInput(
                    f"{source}, code.{code.key}: has the digit {code.digit}, as {twin.key!r} has.",
                    "Give each code of one question a digit of its own.",
                )
        seen[code.digit].append(code)


def share_questions(code: Code, other: Code) -> bool:
    """Whether there may be a question that both are meant for."""
    if not code.questions or not other.questions:
        return True
    return not set(code.questions).isdisjoint(other.questions)


def _check_lists(codebook: Codebook, source: str) -> None:
    """The name of a list stands in patterns, behind an @."""
    for name in codebook.lists:
        if not _LIST_NAME.fullmatch(name):
            remedy = "Use letters, digits and _."
            raise BadInput(f"{source}, list.{name!r}: cannot be the name of a list.", remedy)


def _check_code(codebook: Codebook, code: Code, source: str) -> None:
    _check_key(code.key, source)
    place = f"{source}, code.{code.key}"
    _check_languages(code, place)
    for language, label in code.label.items():
        _check_label(label, f"{place}: the label in {language!r}")
    if code.colour is not None and not _COLOUR.fullmatch(code.colour):
        remedy = 'Write it like colour = "#b45f06".'
        raise BadInput(f"{place}: {code.colour!r} is not a colour.", remedy)
    if code.parent is not None and code.parent not in codebook.codes:
        raise BadInput(
            f"{place}: its parent {code.parent!r} is not in the codebook.",
            did_you_mean(code.parent, codebook.codes),
        )
    if code.against is not None:
        _check_against(codebook, code, place)


def _check_against(codebook: Codebook, code: Code, place: str) -> None:
    against = code.against or ""
    if against == code.key:
        remedy = "Name its neutral neighbour, or leave the line out."
        raise BadInput(f"{place}: is against itself.", remedy)
    if against not in codebook.codes:
        sentence = f"{place}: it is against {against!r}, which is not in the codebook."
        raise BadInput(sentence, did_you_mean(against, codebook.codes))


def _check_key(key: str, source: str) -> None:
    # A key may be of any length until this is known, and the message must stay short.
    shown = key[:MAX_KEY]
    has_blanks = not key.strip() or key != key.strip()
    if has_blanks or key[0] == "@" or _CONTROL.search(key):
        remedy = "Use letters, digits and _ (a leading @ is reserved)."
        raise BadInput(f"{source}, code.{shown!r}: cannot be a key.", remedy)
    if len(key) > MAX_KEY:
        sentence = f"the key has {len(key)} characters, {MAX_KEY} at most."
        raise BadInput(f"{source}, code.{shown}: {sentence}", "Shorten it.")


def _check_languages(code: Code, place: str) -> None:
    for name in _BY_LANGUAGE:
        for language in getattr(code, name):
            if not LANGUAGE.fullmatch(language):
                sentence = f"{place}, {name}: {language!r} is not a language."
                raise BadInput(sentence, "Use codes like en, es, ru.")


def _check_label(label: str, place: str) -> None:
    if not label.strip():
        raise BadInput(f"{place} is empty.", "Write a label or leave the line out.")
    if label.splitlines() != [label]:
        raise BadInput(f"{place} has a line break.", "Keep it on one line.")
    if len(label) > MAX_LABEL:
        sentence = f"{place} has {len(label)} characters, {MAX_LABEL} at most."
        raise BadInput(sentence, "Shorten it.")


def _check_circles(codebook: Codebook, source: str) -> None:
    for code in codebook.codes.values():
        path = codebook.path_to(code.key)
        again = codebook.codes[path[0]].parent
        # A path stops before it repeats itself; only then has its top a parent.
        if again is not None:
            circle = " > ".join((again, *path[: path.index(again) + 1]))
            sentence = f"{source}, code.{again}: is its own ancestor ({circle})."
            raise BadInput(sentence, "Give one code in it another parent.")


def _check_cues(codebook: Codebook, source: str) -> None:
    owner: dict[str, str] = {}
    for code, language, cue in iterate_cues(codebook):
        folded = fold_cue(cue)
        if not folded:
            sentence = f"{source}, code.{code.key}: an empty cue in {language!r}."
            raise BadInput(sentence, "Remove it.")
        other = owner.setdefault(folded, code.key)
        if other != code.key:
            raise BadInput(
                f"{source}, code.{code.key}: the cue {cue!r} is also a cue of {other!r}.",
                "Keep it where it points more surely.",
            )


def iterate_cues(codebook: Codebook) -> Iterator[tuple[Code, str, str]]:
    """Every cue with its code and its language, in the order of the codebook."""
    for code in codebook.codes.values():
        for language, cues in code.cues.items():
            for cue in cues:
                yield code, language, cue


def iterate_test_sentences(code: Code) -> Iterator[tuple[str, str]]:
    """Every sentence that tests a pattern of a code, with its language."""
    for language, patterns in code.patterns.items():
        for pattern in patterns:
            for sentence in (pattern.yes, pattern.no):
                if sentence:
                    yield language, sentence


def fold_cue(cue: str) -> str:
    """A cue as two of them are compared: case, accents and runs of blanks do not count."""
    return " ".join(fold_text(cue).split())


def find_gaps(codebook: Codebook, languages: tuple[str, ...]) -> list[str]:
    """Sentences about what a coder will miss: no definition, no cue in a language of the study."""
    found: list[str] = []
    for code in codebook.codes.values():
        if not any(map(str.strip, code.definition.values())):
            found.append(f"{code.key}: has no definition.")
        if not code.codable:
            continue
        if code.against is not None and not codebook.codes[code.against].codable:
            found.append(f"{code.key}: is against {code.against}, which is a folder.")
        if not any(map(str.strip, code.use_when.values())):
            found.append(f"{code.key}: does not say when to use it.")
        absent = [language for language in languages if not code.cues.get(language)]
        if absent:
            found.append(f"{code.key}: has no cue in {', '.join(absent)}.")
    return found
