"""`tipcoder erase`: words leave the study for good, and the log says so without them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tipcoder.codebook.reading import parse_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.model.codings import Coder
from tipcoder.privacy.key_file import key_path, load_keys, save_keys
from tipcoder.store import (
    coders,
    compacting,
    erasing,
    erasures,
    events,
    exports,
    repeated_words,
    replaced_translations,
)
from tipcoder.store.erasing import ErasureScope
from tipcoder.store.events import Act
from tipcoder.text import hash_text, normalise_text
from tipcoder.workbench.codebook.erased_wordings import list_texts
from tipcoder.workbench.coding.drafts import UnsavedDraft, delete_drafts_about
from tipcoder.workbench.erasure.case_columns import erase_case_columns
from tipcoder.workbench.erasure.codebook_files import rewrite_codebook_files
from tipcoder.workbench.erasure.file_copies import (
    WordSearch,
    find_other_files,
    find_own_copies,
    remove_copies,
)
from tipcoder.workbench.erasure.outside import describe_outside
from tipcoder.workbench.erasure.plan import (
    EraseRequest,
    ErasurePlan,
    build_erasure_plan,
)
from tipcoder.workbench.erasure.saved_filters import mask_saved_filters
from tipcoder.workbench.redaction.kept_search import forget_hits
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class ErasurePreview:
    """What an erasure would do, for whoever decides."""

    plan: ErasurePlan
    copies: tuple[Path, ...]
    """Earlier copies of the store that hold the words, and would be removed."""

    def describe_preview(self) -> list[str]:
        """Sentences for a person."""
        says = self.plan.describe_plan()
        if self.copies:
            names = ", ".join(path.name for path in self.copies)
            says.insert(-1, f"Earlier copies of the store hold the words and are removed: {names}.")
        return says


def preview_erasure(study: OpenStudy, request: EraseRequest) -> ErasurePreview:
    """Look at what would go; changes nothing. Raises BadInput where nothing can.

    A reason is not needed to look.
    """
    _check_scope_is_named(request)
    with study.store.read() as db:
        plan = build_erasure_plan(db, study, request)
    return ErasurePreview(plan, tuple(_find_copies(study, plan)))


def require_reason(request: EraseRequest) -> None:
    """Raise BadInput for an erasure without a reason."""
    if not request.reason.strip():
        raise BadInput(
            "An erasure needs a reason for the log.",
            'Say it with --reason, without naming anybody: --reason "asked for by the respondent".',
        )


def _check_scope_is_named(request: EraseRequest) -> None:
    scope = request.scope
    if not any((scope.case, scope.question, scope.response_id, scope.only_replaced)):
        raise BadInput("Nothing is named to erase.", "Name CASE and QUESTION, or --respondent ID.")


def count_replaced_wordings(study: OpenStudy) -> int:
    """Wordings that imports replaced and that are still in the study."""
    with study.store.read() as db:
        scope = ErasureScope(only_replaced=True)
        alone = replaced_translations.find_replaced_translations(db, scope)
        return len(erasing.find_erasable(db, scope)) + len(alone)


def _find_copies(study: OpenStudy, plan: ErasurePlan) -> list[Path]:
    search = WordSearch(plan.wordings, plan.passages)
    return [path for path in find_own_copies(study) if search.holds_words(path)]


def erase_words(study: OpenStudy, coder: Coder, request: EraseRequest) -> list[str]:
    """Erase what was asked for, as one act; returns what was done and what could not be reached.

    Raises what `preview_erasure` does, and EnvironmentFault where the key file is needed and not
    there. Once the act is kept, the words are gone from the study.
    """
    require_reason(request)
    _check_scope_is_named(request)
    with study.store.write() as db:
        plan = build_erasure_plan(db, study, request)
        person = coders.ensure_coder(db, coder)
        reason = " ".join(normalise_text(request.reason).text.split())
        sentence = f"erased {plan.what}: {reason}"
        act = events.begin_act(db, person.id, "erase", sentence, final=True)
        _erase_rows(act, plan)
        _erase_from_codebook(act, plan)
        erase_case_columns(act, study, plan)
        masked = mask_saved_filters(db, plan.filters)
        if request.scope.response_id:
            erasing.add_erased_respondent(act, request.scope.response_id)
        events.finish_act(act, keep=True)
        _erase_identity(study, request.scope.response_id)
    done = [f"{sentence[:1].upper()}{sentence[1:]}.", *masked]
    return [*done, *_clean_files(study, plan), *describe_outside(study, plan)]


def _erase_rows(act: Act, plan: ErasurePlan) -> None:
    """Texts and everything said of them; a replaced wording is known again by its digest."""
    ids = [answer.id for answer in plan.answers]
    digests = {}
    closed = ids
    if plan.request.scope.only_replaced:
        salt = erasures.require_salt(act.db)
        closed = []
        for answer in plan.answers:
            digests[answer.id] = erasures.digest_wording(salt, answer.text)
    erasing.erase_answers(
        act, plan.answers, closed=closed, digests=digests, with_codes=plan.request.codes
    )
    replaced_translations.erase_translations(act, [each.id for each in plan.replaced])
    # First the rules: two that are masked alike could not both be in force.
    exports.erase_marks(act.db, {answer.case_id for answer in plan.answers})
    repeated_words.erase_rules(act, plan.rules)
    repeated_words.mask_free_texts(act, plan.passages.mask_text)


def _erase_from_codebook(act: Act, plan: ErasurePlan) -> None:
    """Every revision loses the words, because an undo or a diff would show them again."""
    changed = {}
    gone = set(plan.examples)
    for number, document in erasing.load_revision_documents(act.db).items():
        book = parse_codebook(json.loads(document), f"revision {number}")
        without = plan.clean_codebook(book)
        if without is not book:
            changed[number] = codebook_to_json(without)
            gone |= list_texts(book) - list_texts(without)
    erasing.rewrite_revisions(act.db, changed)
    if gone:
        salt = erasures.require_salt(act.db)
        digests = {erasures.digest_wording(salt, wording) for wording in gone}
        erasing.add_erased_wordings(act, digests)


def _erase_identity(study: OpenStudy, response_id: str) -> None:
    """Forget in the key file who a respondent is. A study with public IDs may have no such file."""
    path = key_path(study.read_uuid())
    is_public = study.definition.privacy.response_ids == "from-column"
    if not response_id or (is_public and not path.exists()):
        return
    keys = load_keys(path)
    keys.erase_respondent(response_id)
    save_keys(path, keys, study.folder)


def _clean_files(study: OpenStudy, plan: ErasurePlan) -> list[str]:
    """Files that hold the words: the program's own are cleaned, others named."""
    says = rewrite_codebook_files(study, plan)
    forget_hits(study, {hash_text(words) for words in plan.wordings})
    search = WordSearch(plan.wordings, plan.passages)
    copies = [path for path in find_own_copies(study) if search.holds_words(path)]
    remove_copies(copies)
    if copies:
        says.append(f"Removed: {', '.join(path.name for path in copies)}.")
    drafts = delete_drafts_about(study.read_uuid(), partial(_is_about, plan))
    if drafts:
        says.append(f"Unsaved drafts about it were deleted: {drafts}.")
    says += compacting.rewrite_store(study.store)
    says += _name_holders(study, search)
    return says


def _is_about(plan: ErasurePlan, draft: UnsavedDraft) -> bool:
    """Whether somebody was writing about an erased answer, or repeats it."""
    if any(place in draft.place for place in plan.places):
        return True
    return plan.passages.stands_in(draft.words) or plan.passages.stands_in(draft.standing)


def _name_holders(study: OpenStudy, search: WordSearch) -> Sequence[str]:
    known = []
    if study.store.file is not None:
        file = study.store.file
        known = [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm")]
    found = find_other_files(study, search, known)
    says = []
    if found.holders:
        names = _list_names(study, found.holders)
        says.append(
            f"These files in the study's folder still hold the words, and are yours: {names}."
        )
    if found.packed:
        names = _list_names(study, found.packed)
        says.append(f"Nobody can tell without opening them whether these hold the words: {names}.")
    return says


def _list_names(study: OpenStudy, paths: Iterable[Path]) -> str:
    return ", ".join(str(path.relative_to(study.folder)) for path in paths)
