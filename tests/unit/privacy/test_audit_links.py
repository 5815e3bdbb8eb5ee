"""`audit --against`: can what is published be joined to something else that is?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.privacy.audit.linking import find_links
from tipcoder.privacy.audit.reading import read_contents

RELEASE = "clean.id,organisation,country,tier,why\n" + "\n".join(
    [
        (
            "1016,Brindle House,Kenya,2,The embassy pushed the ministry hard and the new law was "
            "passed within a year."
        ),
        (
            "1049,Quiet Place,Kenya,2,They came only in the evening and asked us for the numbers "
            "of the year before."
        ),
        (
            "1061,Open Door,Togo,1,Officials said that the report was unfair to a country as "
            "small as ours."
        ),
        "1072,Lantern,Togo,1,REDACTED",
        "1080,Blue Lamp,Ghana,3,Nothing changed here in all those years.",
        "1093,Casa Clara,Ghana,1,They gave money for the first shelter.",
    ]
)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A public data release with names, like the one of the founding study."""
    file = tmp_path / "release.csv"
    file.write_text(RELEASE + "\n", "utf-8")
    return file


def linked(
    tmp_path: Path, release: Path, content: str, name: str = "table.csv"
) -> dict[str, list[str]]:
    """Sentences by kind of link."""
    file = tmp_path / name
    file.write_text(content, "utf-8")
    found = find_links(read_contents(file), read_contents(release), release.name)
    out: dict[str, list[str]] = {}
    for finding in found:
        assert finding.grave
        out.setdefault(finding.kind, []).append(finding.sentence)
    return out


def test_ids_of_a_quote_table_that_stand_in_a_release_are_found(
    tmp_path: Path, release: Path
) -> None:
    content = "response,quote\n1016,a\n1049,b\n1061,c\n1080,d\n"
    (sentence,) = linked(tmp_path, release, content)["shared ID"]
    assert (
        sentence
        == "4 of 4 IDs stand in column clean.id of release.csv too and join to 4 of its rows"
    )


def test_ids_that_an_article_cites_in_its_footnotes_are_found(
    tmp_path: Path, release: Path
) -> None:
    article = "Many agree.1\n\n1 Responses 1016, 1049, and 1061. See also Response 1080.\n"
    (sentence,) = linked(tmp_path, release, article, "article.md")["shared ID"]
    assert sentence.startswith("4 of 4 IDs")


def test_fresh_ids_join_to_nothing(tmp_path: Path, release: Path) -> None:
    assert linked(tmp_path, release, "response,quote\n7316,a\n7049,b\n7061,c\n") == {}


def test_years_are_no_ids(tmp_path: Path, release: Path) -> None:
    data = tmp_path / "years.csv"
    data.write_text(
        "year,value\n" + "".join(f"{2000 + n % 5},{n * 7 + 100}\n" for n in range(300)), "utf-8"
    )
    assert "shared ID" not in linked(tmp_path, data, "when,quote\n2001,a\n2002,b\n2003,c\n")


@pytest.mark.parametrize(
    "quote",
    [
        "the embassy pushed the ministry hard and the new law was passed within a year",
        "The [official] pushed the ministry hard and the new law was passed within a year",
        "The embasy pushed the ministry hard, and the new law passed within one year.",
        "They came only in the evening ... asked us for the numbers of the year before",
    ],
)
def test_a_quote_finds_its_row_whatever_brackets_and_small_edits_do(
    tmp_path: Path, release: Path, quote: str
) -> None:
    assert "shared wording" in linked(tmp_path, release, f'response,quote\n7316,"{quote}"\n')


@pytest.mark.parametrize(
    "quote",
    ["The ministry pushed us hard", "a shelter was given", "in all the years that passed here"],
)
def test_words_that_everybody_uses_link_nothing(tmp_path: Path, release: Path, quote: str) -> None:
    assert linked(tmp_path, release, f"response,quote\n7316,{quote}\n") == {}


@pytest.mark.parametrize(
    "article",
    [
        "Many told us the same. As one of them put it, “the embassy pushed the ministry hard and "
        "the new law was passed”, "
        "which others in the region doubt, although nobody of them could say what else it had "
        "been in those years.1",
        "It is not only money. Nothing changed here in all those years. So said one; and there "
        "were many who would have "
        "agreed with that, had we asked them again after the report had come out in the summer of "
        "the year.",
    ],
)
def test_a_quote_inside_the_paragraph_of_an_article_finds_its_row(
    tmp_path: Path, release: Path, article: str
) -> None:
    assert linked(tmp_path, release, article, "article.md")["shared wording"] == [
        "stands in release.csv word for word"
    ]


def test_rows_that_only_one_row_fits_by_their_columns_are_counted(
    tmp_path: Path, release: Path
) -> None:
    content = "response,country,tier\n7316,Kenya,2\n7317,Ghana,3\n7318,Togo,1\n7319,Ghana,1\n"
    (sentence,) = linked(tmp_path, release, content)["shared columns"]
    # Kenya 2 and Togo 1 stand on two rows each.
    assert sentence == (
        "2 of 4 rows fit exactly one row of release.csv by the columns that both have: "
        "country, tier"
    )


def test_an_option_that_many_ticked_is_nobodys_wording(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text(
        "a,b\n" + "".join(f"{n},Somewhat important actor in the country\n" for n in range(30)),
        "utf-8",
    )
    assert linked(tmp_path, data, "q\nSomewhat important actor in the country\n") == {}
