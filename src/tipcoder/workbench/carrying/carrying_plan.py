"""Which untouched answers get codes from settled ones with the same text, and which do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codings import Outcome
from tipcoder.store import survey_data, twins, waves
from tipcoder.store.engine import Db
from tipcoder.store.twins import UntouchedAnswer
from tipcoder.text import format_count, join_words
from tipcoder.workbench.carrying.precedents import Precedents, Version, find_precedents
from tipcoder.workbench.codebook.file import find_codable_codes, read_current_codebook

_OUTCOMES = {
    Outcome.NONE_APPLIES: "none applies",
    Outcome.OFF_TOPIC: "off topic",
    Outcome.UNCODABLE: "uncodable",
}


@dataclass(frozen=True)
class CarryWish:
    """Which answers a person means; empty for all."""

    waves: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class SameText:
    """Untouched answers with one text, and the precedents for it."""

    waiting: Sequence[UntouchedAnswer]
    precedents: Precedents
    retired: tuple[str, ...] = ()
    """Codes of the precedents that can be applied no more."""

    @property
    def is_carried(self) -> bool:
        """Whether the answers get the codes of the precedents."""
        return self.precedents.agreed is not None and not self.retired

    @property
    def reason(self) -> str:
        """Why nothing is carried; empty where it is."""
        if self.retired:
            be = "is" if len(self.retired) == 1 else "are"
            return f"{join_words(self.retired)} {be} out of use"
        versions = self.precedents.versions
        if len(versions) > 1:
            return "precedents differ"
        return "coders differ on it" if versions[0][0].is_open else ""


@dataclass(frozen=True)
class CarryPlan:
    """All texts that untouched answers share with settled ones, in reading order."""

    texts: Sequence[SameText]

    @cached_property
    def carried(self) -> list[SameText]:
        """Those whose precedents agree."""
        return [one for one in self.texts if one.is_carried]

    @property
    def carried_answers(self) -> int:
        """Answers that get codes, or are said to need none."""
        return sum(len(one.waiting) for one in self.carried)

    @property
    def sentences(self) -> list[str]:
        """What the plan comes to, with what a person should look at."""
        if not self.texts:
            return ["No untouched answer has the text of a settled one."]
        said = []
        if self.carried:
            answers = format_count(self.carried_answers, "answer")
            texts = format_count(len(self.carried), "text")
            said.append(f"{answers} with {texts}: all settled answers with the text agree.")
        few = [one for one in self.carried if len(one.precedents.answers) == 1]
        if few:
            resting = sum(len(one.waiting) for one in few)
            rest = "rests" if resting == 1 else "rest"
            answers = format_count(resting, "answer")
            said.append(f"{answers} of these {rest} on a single settled answer.")
        left = [one for one in self.texts if not one.is_carried]
        if left:
            answers = format_count(sum(len(one.waiting) for one in left), "answer")
            texts = format_count(len(left), "text")
            said.append(f"{answers} with {texts} left for a coder, for the reason in the list.")
        return said


def plan_carrying(db: Db, wish: CarryWish) -> CarryPlan:
    """Nothing is written. Raises BadInput for a wave or a question that is not there."""
    untouched = [one for one in twins.load_untouched_answers(db) if one.key]
    _check_wish(db, wish)
    if wish.waves:
        untouched = [one for one in untouched if one.wave in wish.waves]
    if wish.questions:
        untouched = [one for one in untouched if one.question in wish.questions]

    codable = find_codable_codes(read_current_codebook(db))
    precedents = find_precedents(db) if untouched else {}
    waiting: dict[str, list[UntouchedAnswer]] = {}
    for one in untouched:
        if one.key in precedents:
            waiting.setdefault(one.key, []).append(one)
    texts = []
    for key, answers in waiting.items():
        out_of_use = precedents[key].applied - codable
        texts.append(SameText(answers, precedents[key], tuple(sorted(out_of_use))))
    return CarryPlan(texts)


def _check_wish(db: Db, wish: CarryWish) -> None:
    known_waves = [wave.name for wave in waves.list_waves(db) if wave.name]
    for name in wish.waves:
        if name not in known_waves:
            near = did_you_mean(name, known_waves) or "The study has no waves."
            raise BadInput(f"There is no wave {name!r}.", near)
    known = [question.column for question in survey_data.load_questions(db)]
    for column in wish.questions:
        if column not in known:
            raise BadInput(f"There is no question {column!r}.", did_you_mean(column, known))


def describe_version(version: Version) -> str:
    """The codes of a version, or why there are none."""
    if version.is_open:
        return "not decided"
    return " + ".join(version.codes) or _OUTCOMES.get(version.outcome, version.outcome.value)


def build_plan_rows(plan: CarryPlan, texts: dict[int, str] | None = None) -> list[dict[str, str]]:
    """The plan as a table; with `texts` of answers also what was written."""
    rows = []
    for one in plan.texts:
        first = one.waiting[0]
        versions = [f"{describe_version(said)}: {count}" for said, count in one.precedents.versions]
        row = {
            "question": first.question,
            "case": first.case,
            "answers": str(len(one.waiting)),
            "precedents": str(len(one.precedents.answers)),
            "codes": "; ".join(versions),
            "carried": "yes" if one.is_carried else "no",
            "reason": one.reason,
        }
        if texts is not None:
            row["text"] = texts[first.id]
        rows.append(row)
    return rows
