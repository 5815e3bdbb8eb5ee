"""Trained models that a study names: relative folders are looked for beside its study.toml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.study import ModelsSpec
from tipcoder.study.models import VECTORS_PACKAGE

if TYPE_CHECKING:
    from tipcoder.suggestion.encoding import Encoder


def find_pipelines(models: ModelsSpec, folder: Path) -> dict[str, str]:
    """Language -> the package or folder of a spaCy pipeline."""
    pipelines = {}
    for language, name in models.spacy.items():
        # A folder beside study.toml wins over an installed package of the same name.
        beside = folder / name
        pipelines[language] = str(beside) if beside.is_dir() else name
    return pipelines


def load_study_encoder(models: ModelsSpec, folder: Path) -> Encoder | None:
    """What turns texts into vectors of meaning, or None where the study names nothing for it.

    Raises BadInput for a folder that holds no model, EnvironmentFault where its package is missing.
    """
    if models.vectors is None:
        return None
    from tipcoder.suggestion.encoding import load_encoder, load_package_encoder

    # The package of that name and no folder: what lies beside a study may be somebody else's.
    if models.vectors == VECTORS_PACKAGE:
        return load_package_encoder()
    return load_encoder(folder / Path(models.vectors).expanduser())
