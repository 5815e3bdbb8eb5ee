"""Forms of names that several people share: each is looked for once, whoever bears it.

Branches of one organisation, and people who answered twice, have the same words in their names. Of
such forms an answer can tell two apart: the writer's own, and one of somebody else.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter

from tipcoder.privacy.form_index import FEWEST_OF_PERSON, count_needed
from tipcoder.privacy.name_words import SMALL_LATIN
from tipcoder.privacy.written_forms import NameForm

NumberedForm = tuple[int, NameForm]
"""A form and its number among all of them, in whose order hits are found."""
_all_but_owner = attrgetter(*(each.name for each in fields(NameForm) if each.name != "owner"))


class SharedForm:
    """One way to write a name, and everybody whose name is written so."""

    __slots__ = ("_by_owner", "_fewest", "_first", "_large", "_others", "form", "wanted")

    def __init__(self, number: int, form: NameForm) -> None:
        self.form = form
        """The form of the first who bears it."""
        self.wanted = frozenset(form.words)
        """Its words, each once."""
        self._large = [word for word in form.words if word not in SMALL_LATIN]
        small = len(form.words) - len(self._large)
        self._fewest = FEWEST_OF_PERSON if form.any_order else count_needed(len(form.words)) - small
        self._first: NumberedForm = (number, form)
        self._others: NumberedForm | None = None
        self._by_owner = {form.owner: self._first}

    def add_owner(self, number: int, form: NameForm) -> None:
        """The same form of somebody else's name."""
        self._others = self._others or (number, form)
        self._by_owner.setdefault(form.owner, (number, form))

    def may_stand_in(self, names: Container[str]) -> bool:
        """Whether so many of its words may stand somewhere in an answer that it may.

        `names` are words of known names that the words of the answer may stand for. Articles are
        in no index, and counted as written.
        """
        words = self.wanted if self.form.any_order else self._large
        found = 0
        for word in words:
            if word in names:
                found += 1
        return found >= self._fewest

    def iterate_readings(self, own: str) -> Iterator[NumberedForm]:
        """The first form that is not the writer's own, and the writer's own.

        `own` is the response ID of whose answer it is. The forms of all others would say the same.
        """
        mine = self._by_owner.get(own)
        other = self._others if mine is self._first else self._first
        if other is not None:
            yield other
        if mine is not None:
            yield mine


def share_forms(forms: Iterable[NameForm]) -> list[SharedForm]:
    """The forms, those as one that differ by their owner alone; in order of the first of each.

    Names of third parties, which have no owner, stay apart.
    """
    shared: dict[tuple[object, ...], SharedForm] = {}
    for number, form in enumerate(forms):
        key = (_all_but_owner(form), bool(form.owner))
        known = shared.get(key)
        if known is None:
            shared[key] = SharedForm(number, form)
        else:
            known.add_owner(number, form)
    return list(shared.values())
