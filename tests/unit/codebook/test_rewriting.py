"""A codebook.toml that a person wrote keeps her comments and her layout
when the workbench changes it.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tipcoder.codebook.pattern_keys import WordLists
from tipcoder.codebook.reading import parse_codebook, read_codebook
from tipcoder.codebook.revising import (
    add_code,
    edit_list,
    edit_text,
    merge_codes,
    move_code,
    retire_code,
    set_colour,
)
from tipcoder.codebook.rewriting import rewrite_toml
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.model.codes import Codebook, CodePattern

SHIPPED = Path(__file__).resolve().parents[3] / "codebooks" / "tip.toml"

WRITTEN = '''\
# Our codebook. Ask Ada before you change it.
title = "Codes"   # for now

# ---- Governments ----

[code.government]
label = "Government"
codable = false

# Talked over on 3 May.
[code.pressure]
label = { en = "Pressure", ru = "Давление" }   # both agreed
parent = "government"
definition = """
[code.money] is not meant here:
somebody makes a government act."""
[code.pressure.cues]
en = [
    "pushed", "leaned on",
]

# ---- The rest ----

[code.training]
label = "Training"

# Grants and the like.
[code.money]
label = "Money"
# no colour yet
'''


def book() -> Codebook:
    return parse_codebook(tomllib.loads(WRITTEN), "codebook.toml")


def reads(text: str) -> str:
    return codebook_to_json(parse_codebook(tomllib.loads(text), "codebook.toml"))


def test_a_file_that_says_it_already_is_not_touched() -> None:
    assert rewrite_toml(WRITTEN, book()) == WRITTEN


def test_only_the_line_of_the_label_changes() -> None:
    changed = edit_text(book(), "training", "label", "en", "Workshops")
    assert rewrite_toml(WRITTEN, changed) == WRITTEN.replace(
        'label = "Training"', 'label = "Workshops"'
    )


@pytest.mark.parametrize(
    ("language", "before", "after"), [("en", "Pressure", "Push"), ("ru", "Давление", "Нажим")]
)
def test_one_language_of_an_inline_table_changes_and_its_comment_stays(
    language: str, before: str, after: str
) -> None:
    changed = edit_text(book(), "pressure", "label", language, after)
    assert rewrite_toml(WRITTEN, changed) == WRITTEN.replace(f'"{before}"', f'"{after}"')


def test_a_plain_text_that_gets_a_translation_becomes_a_table_and_the_remarks_stay() -> None:
    changed = edit_text(book(), "money", "label", "es", "Dinero")
    text = rewrite_toml(WRITTEN, changed)
    assert reads(text) == codebook_to_json(changed)
    before_money = WRITTEN[: WRITTEN.index("[code.money]\nlabel")]
    assert text.startswith(before_money)
    assert "# no colour yet" in text


def test_a_code_that_goes_leaves_every_remark_above_it_in_the_file() -> None:
    changed = retire_code(book(), "pressure")
    text = rewrite_toml(WRITTEN, changed)
    assert reads(text) == codebook_to_json(changed)
    assert "# Talked over on 3 May." in text
    assert text.index("# ---- The rest ----") < text.index("[code.training]")
    assert "leaned on" not in text


def test_a_code_that_moves_takes_its_remark_along_and_leaves_the_heading_of_its_section() -> None:
    changed = move_code(book(), "money", None, before="training")
    text = rewrite_toml(WRITTEN, changed)
    assert reads(text) == codebook_to_json(changed)
    assert '# Grants and the like.\n[code.money]\nlabel = "Money"\n# no colour yet\n' in text
    assert "# ---- The rest ----\n\n[code.training]" in text


def test_a_new_code_stands_last_with_everything_before_it_as_it_was() -> None:
    changed, key = add_code(book(), "Shelter", "en", "government")
    text = rewrite_toml(WRITTEN, changed)
    assert text.startswith(WRITTEN)
    assert text[len(WRITTEN) :].strip().startswith(f"[code.{key}]")
    assert reads(text) == codebook_to_json(changed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml [",
        'code.money = { label = "Money" }\n',
        '[code]\nmoney = { label = "Cash" }\n',
    ],
    ids=repr,
)
def test_what_cannot_be_kept_is_written_anew(text: str) -> None:
    assert reads(rewrite_toml(text, book())) == codebook_to_json(book())


def test_no_comment_of_the_shipped_codebook_is_lost_to_a_day_of_edits() -> None:
    text = SHIPPED.read_text("utf-8")
    now = read_codebook(SHIPPED)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    keys = [code.key for code in now.codes.values() if code.codable]
    now = edit_text(now, keys[0], "definition", "en", 'With """quotes""" and\n[code.x]\nlines.')
    text = rewrite_toml(text, now)
    now = set_colour(edit_list(now, keys[5], "cues", "ru", ("новая фраза",)), keys[7], "#abcdef")
    text = rewrite_toml(text, now)
    for step in (
        lambda b: merge_codes(b, keys[10], keys[11]),
        lambda b: retire_code(b, keys[20]),
        lambda b: move_code(b, keys[3], None),
    ):
        now = step(now)
        text = rewrite_toml(text, now)
        assert reads(text) == codebook_to_json(now)
    assert [line for line in comments if line not in text.splitlines()] == []


PATTERNED = """\
title = "Codes"
language = "en"

# Whom we mean.
[list.money]
en = ["fund~", "grant~"]   # no loans

[code.funding]
label = "Funding"

# Agreed on 3 May.
[code.uneven]
label = "Uneven"
against = "funding"
[code.uneven.patterns]
en = [
  # Somebody is passed by.
  { find = "only * @money", weight = 2,   yes = "Only they get funds.", no = "We get funds." },
  "not @money",
]
es = ["solo * @money"]

# Lists may stand below too.
[list.small]
en = ["small~"]

[code.other]
label = "Other"
"""


def patterned() -> Codebook:
    return parse_codebook(tomllib.loads(PATTERNED), "codebook.toml")


def test_patterns_and_lists_are_read() -> None:
    book = patterned()
    uneven = book.codes["uneven"]
    assert uneven.against == "funding"
    assert [each.find for each in uneven.patterns["en"]] == ["only * @money", "not @money"]
    assert [each.weight for each in uneven.patterns["en"]] == [2, 2]
    assert uneven.patterns["en"][0].no == "We get funds."
    assert book.lists == {"money": {"en": ("fund~", "grant~")}, "small": {"en": ("small~",)}}


def test_patterns_stay_as_they_are_laid_out_while_something_else_changes() -> None:
    changed = edit_text(patterned(), "uneven", "label", "en", "Unequal")
    written = rewrite_toml(PATTERNED, changed)
    assert 'label = "Unequal"' in written
    assert reads(written) == codebook_to_json(changed)
    kept = PATTERNED[PATTERNED.index("[code.uneven.patterns]") : PATTERNED.index("# Lists may")]
    assert kept in written
    assert 'en = ["fund~", "grant~"]   # no loans' in written
    assert "# Lists may stand below too.\n[list.small]" in written


def test_only_the_language_whose_patterns_change_is_written_anew() -> None:
    book = patterned()
    uneven = book.codes["uneven"]
    spanish = (CodePattern("pocas ONG", 1),)
    changed = replace(uneven, patterns={**uneven.patterns, "es": spanish})
    wanted = replace(book, codes={**book.codes, "uneven": changed})
    written = rewrite_toml(PATTERNED, wanted)
    assert reads(written) == codebook_to_json(wanted)
    assert "  # Somebody is passed by.\n" in written
    assert '{find = "pocas ONG", weight = 1}' in written


@pytest.mark.parametrize(
    "lists",
    [
        {},
        {"money": {"en": ("fund~",)}, "small": {"en": ("small~",)}},
        {"money": {"en": ("fund~", "grant~")}, "new": {"ru": ("мало",)}},
    ],
)
def test_lists_follow_and_codes_keep_their_comments(lists: WordLists) -> None:
    wanted = replace(patterned(), lists=lists)
    written = rewrite_toml(PATTERNED, wanted)
    assert reads(written) == codebook_to_json(wanted)
    assert "# Agreed on 3 May.\n" in written


def test_a_file_without_lists_gets_them_above_its_codes() -> None:
    wanted = replace(book(), lists={"money": {"en": ("fund~",)}})
    written = rewrite_toml(WRITTEN, wanted)
    assert reads(written) == codebook_to_json(wanted)
    assert "# Talked over on 3 May.\n" in written
    assert written.index("[list.money]") < written.index("[code.government]")
