"""A first code frame of a study: themes drafted from its answers, and taken over as codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.codebook.revising import make_code_key
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Code, Codebook
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import rounds, suggestion_inputs
from tipcoder.text import fold_text
from tipcoder.workbench.language_models import load_study_encoder
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.study_suggestions import load_concepts
from tipcoder.workbench.trust import require_models

if TYPE_CHECKING:
    from tipcoder.suggestion.themes.draft import FrameDraft as FrameDraft
    from tipcoder.suggestion.themes.draft import Theme as Theme

FEWEST_ANSWERS = 20
"""Answers below which a person has read them sooner than a draft of their themes."""
CUES = 5
"""Words of a language that become cues of a code."""


@dataclass(frozen=True)
class StudyDraft:
    """Themes of a study's answers, before anybody has decided about them."""

    draft: FrameDraft
    questions: frozenset[str]
    """The questions whose answers were looked at; empty for all."""
    left_out: int
    """Answers of open rounds, which the machine does not look at."""
    model: str
    """The model of meaning that had a part; empty for none."""
    place_of: Mapping[int, tuple[str, str]]
    """The case label and the question of each answer, by its id."""

    def find_answers(self, theme: Theme) -> AnswerFilter:
        """What lists the answers that say a theme: their cases, in the questions that they answer.

        Where a respondent says it to one question and answers another of them, both are listed.
        """
        places = [self.place_of[answer] for answer in theme.answers]
        cases = tuple(dict.fromkeys(case for case, _ in places))
        questions = tuple(dict.fromkeys(question for _, question in places))
        return AnswerFilter(questions=questions, cases=cases)


def draft_code_frame(
    study: OpenStudy,
    questions: Collection[str] = (),
    count: int | None = None,
    *,
    only_open: bool = False,
) -> StudyDraft:
    """Themes of the readable answers to these questions, or to all.

    `only_open` leaves out answers that somebody has read to the end. Raises BadInput where there
    are too few answers.
    """
    from tipcoder.suggestion.themes.draft import FrameDraft
    from tipcoder.suggestion.themes.statements import FrameAnswer

    with study.store.read() as db:
        answers = suggestion_inputs.load_suggestible_answers(db)
        closed = rounds.find_open_round_answers(db)
        known = suggestion_inputs.load_decisions(db) if only_open else {}
    asked = [answer for answer in answers if not questions or answer.question in questions]
    finished = {answer for answer, decided in known.items() if decided.read}
    chosen = []
    for answer in asked:
        if answer.id not in closed and answer.id not in finished:
            chosen.append(FrameAnswer(answer.id, answer.respondent, answer.language, answer.text))
    if len(chosen) < FEWEST_ANSWERS:
        raise BadInput(
            f"There are {len(chosen)} answers to draw themes from; it takes {FEWEST_ANSWERS}.",
            "Read them, and make codes on the way.",
        )

    models = study.definition.models
    require_models(study.folder, models)
    encoder = load_study_encoder(models, study.folder)
    draft = FrameDraft(chosen, load_concepts(study.folder), encoder, count)
    left_out = sum(answer.id in closed for answer in asked)
    return StudyDraft(
        draft,
        frozenset(questions),
        left_out,
        Path(models.vectors or "").name,
        {answer.id: (answer.case, answer.question) for answer in asked},
    )


def draft_frame_of(
    folder: Path,
    viewer: str,
    questions: Collection[str],
    count: int | None,
    *,
    only_open: bool,
) -> StudyDraft:
    """The same for a study that is opened for it, so that it can run in a thread of its own."""
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as study:
        return draft_code_frame(study, questions, count, only_open=only_open)


def build_codes(
    themes: Iterable[Theme],
    book: Codebook,
    languages: Sequence[str],
    labels: Mapping[int, str] | None = None,
    questions: Iterable[str] = (),
    parent: str | None = None,
) -> tuple[Code, ...]:
    """Codes for themes, named and found by their telling words.

    `languages` are those of labels, the codebook's own first; `labels` has what somebody wrote
    instead, by the number of the theme; `questions` are those that the codes are meant for.
    """
    if parent is not None and parent not in book.codes:
        raise BadInput(f"The codebook has no code {parent!r}.", did_you_mean(parent, book.codes))
    known = _find_known_labels(book)
    cues = _find_known_cues(book)
    codes = []
    for theme in themes:
        label = (labels or {}).get(theme.number) or theme.make_label(languages[0])
        # Two themes, or a theme and a code, may have the same most telling words.
        if label.casefold() in known:
            label = f"{label} ({theme.number})"
        known.add(label.casefold())
        by_language = {languages[0]: label}
        # Words that the machine found would not translate what a person wrote.
        if theme.number not in (labels or {}):
            by_language |= _translate_label(theme, languages[1:])
        key = make_code_key(label, book)
        code = Code(
            key,
            by_language,
            parent=parent,
            cues=_take_cues(theme, cues),
            questions=tuple(questions),
        )
        codes.append(code)
    return tuple(codes)


def _translate_label(theme: Theme, languages: Iterable[str]) -> dict[str, str]:
    """Its telling words in other languages, where people used any."""
    spoken = {word.language for word in theme.words}
    return {language: theme.make_label(language) for language in languages if language in spoken}


def _take_cues(theme: Theme, taken: set[str]) -> dict[str, tuple[str, ...]]:
    """The most telling words of each language that are not yet cues of another code."""
    cues: dict[str, list[str]] = {}
    for word in theme.words:
        of_language = cues.setdefault(word.language, [])
        if fold_text(word.text) not in taken and len(of_language) < CUES:
            taken.add(fold_text(word.text))
            of_language.append(word.text)
    return {language: tuple(words) for language, words in cues.items() if words}


def _find_known_cues(book: Codebook) -> set[str]:
    known: set[str] = set()
    for code in book.codes.values():
        for words in code.cues.values():
            known.update(fold_text(word) for word in words)
    return known


def _find_known_labels(book: Codebook) -> set[str]:
    known: set[str] = set()
    for code in book.codes.values():
        known.update(label.casefold() for label in code.label.values())
    return known


def list_label_languages(book: Codebook, languages: Iterable[str]) -> list[str]:
    """Languages for the labels of new codes: the codebook's own, then the study's."""
    return list(dict.fromkeys([book.language, *languages]))


def choose_themes(draft: FrameDraft, numbers: Iterable[int]) -> list[Theme]:
    """Themes by number, or all for none. Raises BadInput for a number that is not there."""
    wanted = list(dict.fromkeys(numbers))
    require_numbers(draft, wanted)
    themes = draft.list_themes()
    if not wanted:
        return themes
    return [theme for theme in themes if theme.number in wanted]


def require_numbers(draft: FrameDraft, numbers: Iterable[int]) -> None:
    """Raises BadInput for a theme that the draft does not have."""
    for number in numbers:
        if number not in draft.numbers:
            there = ", ".join(map(str, draft.numbers))
            raise BadInput(f"There is no theme {number}.", f"There are {there}.")
