from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.codebook.reading import parse_codebook, read_codebook
from tipcoder.codebook.writing import codebook_to_json, codebook_to_toml
from tipcoder.model.codes import Code, Codebook, CodePattern
from tipcoder.text import fold_text

languages = st.sampled_from(["en", "es", "ru"])
text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
line = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40
).filter(str.strip)
key = line.map(str.strip).filter(lambda k: k and not k.startswith("@"))
colour = st.none() | st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


patterns = st.dictionaries(
    languages,
    st.lists(
        st.builds(
            CodePattern,
            text.filter(str.strip),
            st.sampled_from([0.5, 1.0, 2.0, 3.0]),
            st.just("") | text,
            st.just("") | text,
        ),
        max_size=3,
    ).map(tuple),
)
word_lists = st.dictionaries(
    st.from_regex(r"[a-z0-9_]{1,8}", fullmatch=True),
    st.dictionaries(languages, st.lists(text, max_size=3).map(tuple)),
    max_size=2,
)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Codebooks that pass the check: different keys, parents above their children,
    no cue under two codes.
    """
    codes: dict[str, Code] = {}
    for name in draw(st.lists(key, min_size=1, max_size=5, unique_by=fold_text)):
        cues = {lang: (f"cue {len(codes)} {lang}",) for lang in draw(st.sets(languages))}
        texts = st.dictionaries(languages, text)
        codable = draw(st.booleans())
        codes[name] = Code(
            key=name,
            label=draw(st.dictionaries(languages, line, min_size=1)),
            parent=draw(st.none() | st.sampled_from(list(codes))) if codes else None,
            definition=draw(texts),
            use_when=draw(texts),
            avoid_when=draw(texts),
            examples=draw(st.dictionaries(languages, st.lists(text, max_size=3).map(tuple))),
            cues=cues,
            colour=draw(colour),
            digit=len(codes) + 1 if codable else 0,
            codable=codable,
            questions=tuple(draw(st.lists(line, max_size=2, unique=True))),
            against=draw(st.none() | st.sampled_from(list(codes))) if codes else None,
            patterns=draw(patterns),
        )
    title = draw(st.text(st.characters(exclude_categories=["Cs"])))
    return Codebook(title, draw(languages), codes, lists=draw(word_lists))


@given(codebooks())
def test_a_codebook_written_as_toml_reads_as_the_same_codebook(book: Codebook) -> None:
    again = parse_codebook(tomllib.loads(codebook_to_toml(book)), "codebook.toml")
    assert again == book
    assert list(again.codes) == list(book.codes)


@given(codebooks())
def test_a_codebook_written_as_json_reads_as_the_same_codebook(book: Codebook) -> None:
    again = parse_codebook(json.loads(codebook_to_json(book)), "revision 1")
    assert again == book
    assert codebook_to_json(again) == codebook_to_json(book)


def test_the_order_of_codes_is_part_of_what_json_keeps() -> None:
    one, two = Code("a", {"en": "A"}), Code("b", {"en": "B"})
    forth = codebook_to_json(Codebook("T", "en", {"a": one, "b": two}))
    back = codebook_to_json(Codebook("T", "en", {"b": two, "a": one}))
    assert forth != back


def test_the_revision_is_no_part_of_what_is_written() -> None:
    codes = {"a": Code("a", {"en": "A"})}
    assert codebook_to_json(Codebook("T", "en", codes, 3)) == codebook_to_json(
        Codebook("T", "en", codes, 4)
    )


def test_toml_is_written_as_a_person_would_write_it() -> None:
    code = Code(
        "help",
        {"en": "Help", "ru": "Помощь"},
        cues={"en": ("shelter", 'he said "no"')},
        codable=False,
    )
    written = codebook_to_toml(Codebook("T", "en", {"help": code}))
    assert "[code.help]" in written
    assert "Помощь" in written
    assert "codable = false" in written
    assert "parent" not in written  # nothing is written that was not said
    assert "colour" not in written


@pytest.mark.parametrize("key", ["a/b", "[red]", "a.b", 'say "yes"', "back\\slash", "имя", "it's"])
def test_a_key_that_toml_must_quote_comes_back_through_a_file(tmp_path: Path, key: str) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(codebook_to_toml(Codebook("T", "en", {key: Code(key, {"en": "L"})})), "utf-8")
    assert list(read_codebook(path).codes) == [key]


def test_patterns_are_written_one_on_a_line_and_as_short_as_they_can_be() -> None:
    patterns = (CodePattern("not invite~"), CodePattern("no * funds", 3, "No funds.", "Funds."))
    code = Code("help", {"en": "Help"}, patterns={"en": patterns})
    written = codebook_to_toml(Codebook("T", "en", {"help": code}))
    assert '"not invite~",\n' in written
    assert '{find = "no * funds", weight = 3, yes = "No funds.", no = "Funds."}' in written
