"""The forms under which a name occurs: in full, in parts, as an acronym, run together, as part of an address.

Of a hundred mentions of their own organisation respondents write some twenty as it is registered; the others are
parts, acronyms, translations and misspellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tipcoder.privacy.words import fold_word, spell_in_latin, split_word_list, split_words
from tipcoder.text import fold_text

SMALL_WORDS = frozenset(
    split_word_list(
        "of the for and in on at to a an de del la las el los y e en por para con da do dos das "
        "du des le les et und der die das für и в на по за для с от та і з при"
    )
)
GENERIC = frozenset(
    fold_text(word)
    for word in split_word_list(
        "organization organisation organizacion organisacion association asociacion foundation "
        "fundacion network red center centre centro house casa home hogar project proyecto "
        "program programme group grupo international internacional national nacional global world "
        "women woman mujeres mujer children child ninos ninas girls youth human humanos rights "
        "derechos trafficking trata persons personas people against contra anti slavery freedom "
        "justice hope esperanza help support service services servicios society social community "
        "council committee coalition alliance alianza institute instituto university universidad "
        "mission church ngo ong legal aid action initiative development desarrollo care shelter "
        "law union federation federacion movement movimiento african africa european europe asia "
        "asian american america latin development education save free stop end new united inc ltd "
        "llc trust fund corporation corp company group team work workers labor labour migration "
        "migrants refugee общественный общественная общественное фонд организация центр "
        "ассоциация союз сеть дом помощь женщин женский дети детей права человека против торговли "
        "людьми международный международная национальный кризисный надежда свобода объединение "
        "благотворительный некоммерческая нко оо оф нпо го гo громадська організація центр for "
        "with without north south east west light blue open door quiet place city life rescue "
        "report office"
    )
)
"""Words that many names share; alone they name nobody."""
_LEGAL = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|e\.?\s?v|a\.?\s?c|s\.?\s?a|asbl|ngo|ong|оф|оо|нко|нпо|го)\b\.?", re.I
)
_PARTS = re.compile(r"\s*(?:[()\[\]«»“”„\"|/;:,]|\s[-–—]\s)\s*")
_EMAIL = re.compile(r"([\w.+%-]+)@((?:[\w-]+\.)+[\w-]+)")
_PROVIDERS = frozenset(
    split_word_list(
        "gmail googlemail yahoo hotmail outlook live aol mail yandex rambler ukr gmx web icloud "
        "protonmail inbox list bk msn ymail zoho tutanota mail email example edu ac org com net "
        "gov co"
    )
)
_DESKS = frozenset(
    split_word_list(
        "info contact office admin mail hello director support media secretary contacto correo "
        "oficina"
    )
)


@dataclass(frozen=True)
class Form:
    """One way to write a name, as words in Latin letters without endings."""

    words: tuple[str, ...]
    how: str
    """name in full, alias, part of the name, acronym, name run together, e-mail part, person."""
    owner: str
    """Response ID of whose name it is; empty for third parties."""
    capitals: bool = False
    """Only where it is written in capitals."""
    any_order: bool = False
    """Names of people stand in any order."""


FIRM = frozenset(("name in full", "alias", "person"))


def organisation_forms(name: str, owner: str, how: str = "name in full") -> Iterator[Form]:
    """Forms of an organisation's name or of an alias of it."""
    plain = _LEGAL.sub(" ", name)
    full = _split_latin_words(re.sub(r"\([^)]*\)", " ", plain)) or _split_latin_words(plain)
    if _is_telling(full):
        yield Form(full, how, owner)
    for part in _PARTS.split(plain):
        parted = _split_latin_words(part)
        if parted != full and len(parted) > 1 and _is_telling(parted):
            yield Form(parted, "part of the name", owner)
    for first, second in pairwise(full):
        if (
            len(full) > 2
            and not {first, second} & SMALL_LATIN
            and not (first in GENERIC_LATIN and second in GENERIC_LATIN)
        ):
            yield Form((first, second), "part of the name", owner)
    if len(full) > 1:
        joined = "".join(full)
        if len(joined) >= 7 and _is_telling(full):
            yield Form((joined,), "name run together", owner)
        for pair in pairwise(full):
            if not set(pair) & SMALL_LATIN and len("".join(pair)) >= 9:
                yield Form(("".join(pair),), "name run together", owner)
    yield from _iterate_acronyms(name, plain, owner)
    for word in full:
        if (
            len(word) >= 5
            and word not in GENERIC_LATIN
            and word not in SMALL_LATIN
            and len(full) > 1
            and word.isalpha()
        ):
            yield Form((word,), "rare word of the name", owner)


def _iterate_acronyms(name: str, plain: str, owner: str) -> Iterator[Form]:
    for word in split_words(name):
        letters = word.text
        if (
            letters.isupper()
            and letters.isalpha()
            and 3 <= len(letters) <= 10
            and not name.isupper()
        ):
            yield Form(
                (spell_in_latin(fold_word(letters)),),
                "acronym in the name",
                owner,
                capitals=len(letters) < 4,
            )
    outside = re.sub(r"\([^)]*\)", " ", plain)
    for leave in (SMALL_WORDS, frozenset[str]()):
        initials = "".join(
            spell_in_latin(fold_word(w.text))[:1]
            for w in split_words(outside)
            if fold_word(w.text) not in leave
        )
        if 3 <= len(initials) <= 8:
            yield Form((initials,), "acronym made of the name", owner, capitals=True)


def person_forms(name: str, owner: str) -> Iterator[Form]:
    """Forms of a person's name: all of it in any order, and the words that are rare enough alone."""
    found = tuple(
        w for w in _split_latin_words(_EMAIL.sub(" ", name)) if len(w) > 1 and w not in SMALL_LATIN
    )
    if len(found) > 1:
        yield Form(found, "person", owner, any_order=True)
        for word in found:
            if len(word) >= 4 and word not in GENERIC_LATIN:
                yield Form((word,), "part of a person's name", owner)
    elif found and len(found[0]) >= 4:
        yield Form(found, "person", owner)


def address_forms(text: str, owner: str) -> Iterator[Form]:
    """Forms of the e-mail addresses in a cell: what stands before the @, and the domain's name."""
    for local, domain in _EMAIL.findall(text):
        for part in (local, *re.split(r"[._+-]", local)):
            word = spell_in_latin(fold_word(part))
            if (
                len(word) >= 5
                and word.isalpha()
                and word not in _DESKS
                and word not in GENERIC_LATIN
            ):
                yield Form((word,), "e-mail part", owner)
        for label in domain.split(".")[:-1]:
            word = spell_in_latin(fold_word(label.replace("-", "")))
            if len(word) >= 4 and word not in _PROVIDERS and word not in GENERIC_LATIN:
                yield Form((word,), "e-mail part", owner)


def build_forms(
    organisations: Iterable[tuple[str, str]],
    persons: Iterable[tuple[str, str]],
    aliases: Iterable[tuple[str, str]],
) -> list[Form]:
    """Forms of (name, owner) pairs, each once; cells that hold addresses give their parts too."""
    out: dict[tuple[object, ...], Form] = {}

    def add_forms(forms: Iterable[Form]) -> None:
        for form in forms:
            out.setdefault((form.words, form.owner), form)

    for name, owner in aliases:
        add_forms(organisation_forms(name, owner, "alias"))
    for name, owner in organisations:
        add_forms(address_forms(name, owner))
        add_forms(organisation_forms(_EMAIL.sub(" ", name), owner))
    for name, owner in persons:
        add_forms(address_forms(name, owner))
        add_forms(person_forms(name, owner))
    return list(out.values())


SMALL_LATIN = frozenset(spell_in_latin(word) for word in SMALL_WORDS)
GENERIC_LATIN = frozenset(stem for word in GENERIC for stem in (spell_in_latin(word),))


def _split_latin_words(text: str) -> tuple[str, ...]:
    return tuple(spell_in_latin(fold_word(word.text)) for word in split_words(text))


def _is_telling(found: tuple[str, ...]) -> bool:
    """Whether a name has a word of its own, or is long enough to be told by its words together."""
    own = [
        word
        for word in found
        if word not in GENERIC_LATIN and word not in SMALL_LATIN and not word.isdigit()
    ]
    big = [word for word in found if word not in SMALL_LATIN and not word.isdigit()]
    return bool([word for word in own if len(word) > 2]) or len(big) > 1
