"""What an erasure takes, found before anything is changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tipcoder.codebook.reading import parse_codebook
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Codebook
from tipcoder.privacy.passages import Passages
from tipcoder.store import blindness, erased_words, erasing, erasures, repeated_words, survey_data
from tipcoder.store.engine import Db
from tipcoder.store.erasing import ErasableAnswer
from tipcoder.store.erasing import ErasureScope as ErasureScope
from tipcoder.store.replaced_translations import (
    ReplacedTranslation,
    find_replaced_translations,
)
from tipcoder.store.translations import load_every_wording
from tipcoder.text import fold_text, format_count, format_minute, join_first
from tipcoder.workbench.codebook.erased_wordings import (
    drop_examples,
    list_examples,
    mask_texts,
)
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.erasure.saved_filters import (
    FilterMask,
    build_filter_mask,
    count_masked_filters,
)
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.withdrawal.examples import build_passages, find_taken_examples

_PLACES_NAMED = 3


@dataclass(frozen=True)
class EraseRequest:
    """What somebody wants erased, and why."""

    scope: ErasureScope
    reason: str
    codes: bool = False
    """Whether codes and readings go, too."""
    closed_answers: bool = False
    """Whether of a respondent everything goes that the survey has beside open answers."""


@dataclass(frozen=True)
class ErasurePlan:
    """What goes, as the store is now."""

    request: EraseRequest
    answers: tuple[ErasableAnswer, ...]
    translations: tuple[str, ...]
    """What the survey had as translations of these answers, now or before."""
    replaced: tuple[ReplacedTranslation, ...]
    """Translations that go alone: a later file has others, and their answers stay."""
    passages: Passages
    examples: frozenset[str]
    """Examples of any revision of the codebook that were taken from these answers."""
    rules: tuple[int, ...]
    """Rules about strings that stand in these answers only, by row id."""
    filters: FilterMask
    """Takes the words out of filters that coders saved."""
    counts: tuple[tuple[str, str, int], ...]
    """Of what goes, by the name that a person knows it under, for one and for many; in order."""

    def clean_codebook(self, book: Codebook) -> Codebook:
        """A codebook without the examples, and with passages in its other texts masked."""
        without = drop_examples(book, self.examples.__contains__)
        return mask_texts(without, self.passages.mask_text)

    @property
    def wordings(self) -> list[str]:
        """Every text that goes: answers and their translations."""
        texts = [answer.text for answer in self.answers]
        return [*texts, *self.translations, *(each.text for each in self.replaced)]

    @property
    def places(self) -> list[str]:
        """Case and question of each answer, once."""
        named = [f"{each.case} {each.question}" for each in self.answers]
        named += [f"{each.case} {each.question}" for each in self.replaced]
        return list(dict.fromkeys(named))

    @property
    def what(self) -> str:
        """What goes, for a sentence: never a word of it."""
        scope = self.request.scope
        if scope.response_id:
            return f"respondent {scope.response_id}"
        kind = "replaced wordings of " if scope.only_replaced else ""
        return f"{kind}{join_first(self.places, _PLACES_NAMED)}"

    def describe_plan(self) -> list[str]:
        """What goes and what stays, for whoever decides."""
        listed = [format_count(count, one, many) for one, many, count in self.counts if count]
        says = [f"To be erased: {self.what}. {', '.join(listed) or 'no words are left'}."]
        if self.request.codes:
            says.append("Codes and readings go, too: tables, tests and agreement change by them.")
        else:
            says.append(
                "Codes stay without their words, so tables, tests and agreement stay as they are; "
                "--codings takes them as well."
            )
        if self.request.scope.response_id:
            says.append(self._describe_closed_answers())
        return [*says, "Nobody can undo it."]

    def _describe_closed_answers(self) -> str:
        names = "its names are no longer looked for in others' answers, unless a rule replaces them"
        if self.request.closed_answers:
            return f"Everything else that the survey has of the respondent goes, too; {names}."
        return (
            f"The key file forgets who it is; {names}. Closed answers that study.toml names stay, "
            "because numbers rest on them; --closed-answers takes them as well."
        )


def build_erasure_plan(db: Db, study: OpenStudy, request: EraseRequest) -> ErasurePlan:
    """What goes. Raises BadInput for a place that does not exist or has nothing left to erase."""
    scope = request.scope
    _check_scope(db, scope)
    answers = erasing.find_erasable(db, scope)
    replaced = find_replaced_translations(db, scope) if scope.only_replaced else []
    if not answers and not replaced and not scope.response_id:
        raise _build_nothing_left(db, scope)
    if not answers and scope.response_id in erasures.load_erased_respondents(db):
        raise BadInput(f"Respondent {scope.response_id} is erased already.")

    ids = frozenset(answer.id for answer in answers)
    translations = load_every_wording(db, ids)
    alone = [each.text for each in replaced]
    texts = [*(answer.text for answer in answers), *translations, *alone]
    passages = build_passages(study, texts, ids)
    kept = list_kept_examples(db)
    examples = find_taken_examples(db, kept, texts, ids, passages)
    rules = repeated_words.find_rules(db, [fold_text(text) for text in texts], ids)
    counts = [("text", "", len(answers)), ("translation", "", len(translations) + len(alone))]
    counts += [*_count_rows(db, ids), ("codebook example", "", len(examples))]
    counts.append(("rule about a string", "rules about strings", len(rules)))
    current = read_current_codebook(db)
    in_force = mask_texts(drop_examples(current, examples.__contains__), passages.mask_text)
    filters = build_filter_mask(study, texts, passages, answers, in_force)
    # Others' memos are hidden in an open round, and so is how many of them there are.
    if not blindness.find_hidden_answers(db):
        masked = count_masked_filters(db, filters)
        counts.append((_SAVED, "saved filters that hold the words", masked))
        repeated = repeated_words.find_repeating_rows(db, passages.mask_text, ids)
        notes = sum(map(len, repeated.values()))
        counts.append((_NOTE, "notes elsewhere that repeat the words", notes))
    return ErasurePlan(
        request=request,
        answers=tuple(answers),
        translations=tuple(translations),
        replaced=tuple(replaced),
        passages=passages,
        examples=examples,
        rules=tuple(rules),
        filters=filters,
        counts=tuple(counts),
    )


def _check_scope(db: Db, scope: ErasureScope) -> None:
    questions = [question.column for question in survey_data.load_questions(db)]
    if scope.question and scope.question not in questions:
        raise BadInput(
            f"There is no open question {scope.question!r}.",
            did_you_mean(scope.question, questions),
        )
    labels = [case.label for case in survey_data.load_cases(db)] if scope.case else []
    if scope.case and scope.case not in labels:
        raise BadInput(f"There is no case {scope.case!r}.", did_you_mean(scope.case, labels))
    if scope.response_id and scope.response_id not in survey_data.load_respondent_ids(db):
        raise BadInput(
            f"There is no respondent {scope.response_id!r}.",
            "Use a response ID, without the number of the case.",
        )


def _build_nothing_left(db: Db, scope: ErasureScope) -> BadInput:
    where = " ".join(part for part in (scope.case, scope.question) if part)
    if scope.only_replaced:
        return BadInput(f"{where or 'The study'}: no replaced wording is left to erase.")
    when = erased_words.find_erased_at(db, scope)
    if when:
        return BadInput(f"{where}: its words were erased on {format_minute(when)} already.")
    return BadInput(f"{where}: has no answer with words.", "`tipcoder code` lists what there is.")


def list_kept_examples(db: Db) -> set[str]:
    """Every example of every revision of the codebook."""
    examples: set[str] = set()
    for number, document in erasing.load_revision_documents(db).items():
        examples |= list_examples(parse_codebook(json.loads(document), f"revision {number}"))
    return examples


def _count_rows(db: Db, ids: Collection[int]) -> Iterable[tuple[str, str, int]]:
    # How much others coded there would tell of work that an open round hides.
    if blindness.find_hidden_answers(db):
        return
    for one, many, entity in _COUNTED:
        yield one, many, erased_words.count_rows(db, entity, ids)


_SAVED = "saved filter that holds the words"
_NOTE = "note elsewhere that repeats the words"
_COUNTED = (
    ("coding with its quote", "codings with their quotes", "coding"),
    ("memo", "", "memo"),
    ("redaction", "", "redaction"),
    ("review of a quote", "reviews of quotes", "quote_review"),
    ("decision where coders differed", "decisions where coders differed", "settlement"),
    ("suggestion", "", "suggestion"),
)
"""What is counted in a preview, for one and for many, and the table that it stands in."""
