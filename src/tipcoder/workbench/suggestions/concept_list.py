"""A study's concepts.

How many answers say each, what is wrong with the list, and why words match.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.store import suggestion_inputs
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.study_suggestions import load_concepts, load_own_concepts

_WORDS_SHOWN = 5


@dataclass(frozen=True)
class ConceptUse:
    """One concept in this study's answers."""

    name: str
    languages: tuple[str, ...]
    """Languages in which it has entries."""
    entries: int
    answers: int
    """Readable answers that say it."""
    words: tuple[str, ...]
    """The words that say it most often, as they are compared."""
    own: bool
    """Whether it is the study's own, or one that its file replaces."""


@dataclass(frozen=True)
class ConceptList:
    """All concepts in force, and what the linter says of them."""

    concepts: tuple[ConceptUse, ...]
    findings: tuple[str, ...]
    answers: int
    shipped: int
    """How many of the concepts came with tipcoder."""


def build_concept_list(study: OpenStudy) -> ConceptList:
    """The concepts in force, measured on all readable answers.

    Raises BadInput for a file that cannot be read.
    """
    from tipcoder.suggestion.concept_linter import lint_concepts

    concepts, own = load_concepts(study.folder), load_own_concepts(study.folder)
    with study.store.read() as db:
        answers = suggestion_inputs.load_suggestible_answers(db)

    said_in: Counter[str] = Counter()
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for answer in answers:
        found = list(concepts.explain_matches(answer.text, answer.language))
        # An answer says a concept once, however many of its words do.
        said_in.update({match.concept for _, match in found})
        for word, match in found:
            words[match.concept][word] += 1
    uses = []
    for name, by_language in concepts.entries.items():
        commonest = words[name].most_common(_WORDS_SHOWN)
        use = ConceptUse(
            name=name,
            languages=tuple(language for language, entries in by_language.items() if entries),
            entries=sum(map(len, by_language.values())),
            answers=said_in[name],
            words=tuple(word for word, _ in commonest),
            # Also one that comes with tipcoder and is replaced here.
            own=name in own.entries,
        )
        uses.append(use)

    texts = [answer.text for answer in answers]
    findings = lint_concepts(concepts, texts, [answer.language for answer in answers])
    shipped = sum(not use.own for use in uses)
    return ConceptList(tuple(uses), tuple(findings), len(answers), shipped)


def explain_concepts(study: OpenStudy, words: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """(words, concept, language, entry) for everything that matches in these words."""
    concepts = load_concepts(study.folder)
    matches = []
    for text in words:
        for found, match in concepts.explain_matches(text):
            matches.append((found, match.concept, match.language, match.entry))
    return matches
