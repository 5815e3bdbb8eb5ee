"""The invented adversarial texts of the evidence folder, on their way out:
what names somebody does not get there.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.workbench.exchange.codings_import import import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.release import release_quotes
from tipcoder.workbench.redaction.detector import change_alias

NAMES = ("own_org", "other_org", "person", "email", "phone", "url", "country", "gov_body", "place")
STUDY = """\
title = "Gold"
languages = ["en", "es", "ru"]

[respondent]
id = "id"
name = "organisation"
case = "loop"

[privacy]
identity = ["contact"]
keep = ["US", "US Embassy", "USAID", "IOM", "TIP Report", "United States", "Estados Unidos", \
"Embajada de Estados Unidos"]

[[question]]
column = "text"
text = "What?"
"""


@pytest.fixture
def gold(shared: Path) -> list[dict[str, str]]:
    with (shared / "gold" / "anonymisation.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def exported(
    shared: Path, gold: list[dict[str, str]], make_study: Callable[..., Path]
) -> list[str]:
    """Released wordings of all texts, every proposal taken as it is, in the order of the gold."""
    known = json.loads((shared / "gold" / "anonymisation_known.json").read_text("utf-8"))
    organisations = known["organisations"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "organisation", "contact", "loop", "text"))
    for n, row in enumerate(gold):
        who = n % len(organisations)
        contact = known["persons"][n % len(known["persons"])]
        writer.writerow((f"32375659{who}", organisations[who]["name"], contact, n, row["text"]))
    folder = make_study(out.getvalue(), STUDY)
    with open_study_folder(folder) as here:
        ids = load_keys(key_path(here.read_uuid())).source_ids
        for who, organisation in enumerate(organisations):
            for alias in organisation["aliases"]:
                change_alias(here, here.register_coder("lead"), alias, ids[f"32375659{who}"])
        cases = [f"{ids[f'32375659{n % len(organisations)}']}.{n}" for n in range(len(gold))]
        file = folder.parent / "codings.csv"
        file.write_text(
            "case,question,coder,code,start,end\n" + "".join(f"{c},text,a,money,,\n" for c in cases)
        )
        import_codings(here, here.register_coder("lead"), file)
        table = release_quotes(here, QuoteRequest(include_unreviewed=True), None).table
    by_case = {line.case: line.wording for line in table.lines}
    return [by_case.get(case, "") for case in cases]


def test_no_name_and_no_contact_of_the_adversarial_texts_gets_out(
    gold: list[dict[str, str]], exported: list[str]
) -> None:
    survived = [
        (row["id"], row["type"])
        for row, wording in zip(gold, exported, strict=True)
        for identifier in row["identifier"].split("|")
        if identifier and row["type"] in NAMES and identifier in wording
    ]
    assert survived == []


def test_every_adversarial_text_that_gets_out_has_been_changed(
    gold: list[dict[str, str]], exported: list[str]
) -> None:
    untouched = [
        row["id"]
        for row, wording in zip(gold, exported, strict=True)
        if row["identifier"] and wording and "[" not in wording
    ]
    assert untouched == []
