"""The names that an installed spaCy model sees.

They are added to what the rules found; nothing is taken away from it.

Nothing is downloaded. Without a model for a language this layer is silent, and `detectors` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tipcoder.errors import BadInput
from tipcoder.privacy.hits import LOW, MEDIUM, Hit
from tipcoder.study import STUDY_FILE

Recogniser = Callable[[str], Iterator[tuple[int, int, str]]]
"""Text in; (start, end, label) of each named entity out, in code points."""
_KINDS: Mapping[str, tuple[str, str]] = {
    "PERSON": ("person", MEDIUM),
    "PER": ("person", MEDIUM),
    "ORG": ("other_org", MEDIUM),
    "GPE": ("place", MEDIUM),
    "LOC": ("place", MEDIUM),
    "FAC": ("place", MEDIUM),
    "NORP": ("nationality", MEDIUM),
    "LAW": ("law", MEDIUM),
    "EVENT": ("event", LOW),
    "PRODUCT": ("name", LOW),
    "WORK_OF_ART": ("name", LOW),
    "DATE": ("date", LOW),
    "MONEY": ("number", LOW),
    "MISC": ("name", LOW),
}
"""Kind and severity of the labels of OntoNotes and of WikiNER, which spaCy's models have."""


def load_recognisers(named: Mapping[str, str] | None = None) -> dict[str, Recogniser]:
    """One recogniser by language, for each that has a model with named entities on this machine.

    `named` are pipelines that the study names, by package or folder; they come first. Raises
    BadInput for one that cannot be loaded: silence about it would look like a text without names.
    """
    from importlib.metadata import entry_points

    named = named or {}
    installed = sorted(entry.name for entry in entry_points(group="spacy_models"))
    if not installed and not named:
        return {}  # spaCy itself takes a second to import
    import spacy

    out: dict[str, Recogniser] = {}
    for language, name in named.items():
        try:
            model = spacy.load(name)
        except Exception as error:  # whatever spaCy raises about a foreign folder
            raise BadInput(
                f"{STUDY_FILE}, models.spacy: {name!r} cannot be loaded for {language} "
                f"({type(error).__name__}).",
                "Name an installed package, or the folder of a pipeline.",
            ) from None
        out[language] = _build_recogniser(model)

    for name in installed:
        # spaCy's packages begin with the code of their language: `es_core_news_sm`.
        language = name.partition("_")[0]
        if language in out:
            continue
        model = spacy.load(name)
        if "ner" in model.pipe_names or "entity_ruler" in model.pipe_names:
            out[language] = _build_recogniser(model)
    return out


def _build_recogniser(model: Callable[[str], object]) -> Recogniser:
    def read_entities(text: str) -> Iterator[tuple[int, int, str]]:
        for entity in getattr(model(text), "ents", ()):
            yield entity.start_char, entity.end_char, entity.label_

    return read_entities


def find_named(text: str, recogniser: Recogniser) -> Iterator[Hit]:
    """Hits in the coordinates of `text`.

    Labels of no kind of ours, such as ordinal numbers, are left to the rules.
    """
    for start, end, label in recogniser(text):
        kind = _KINDS.get(label)
        if kind is not None and start < end:
            yield Hit(start, end, *kind, (f"language model: {label}",))
