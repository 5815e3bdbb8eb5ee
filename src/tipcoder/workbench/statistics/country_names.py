"""The country crosswalk of a study: the one that comes with tipcoder, and the names that people decided here."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tipcoder.analysis.crosswalk import NO_COUNTRY, Crosswalk, build_crosswalk, name_key
from tipcoder.errors import BadInput
from tipcoder.export.tables import format_csv
from tipcoder.export.whole_files import write_file
from tipcoder.study import COUNTRIES_FILE
from tipcoder.workbench.shipped import reference_file
from tipcoder.workbench.study import OpenStudy

COUNTRIES = COUNTRIES_FILE
"""Both the shipped crosswalk and, in a study's folder, what was decided there."""
COLUMNS = ("name", "country", "decided_by", "at")
NO_COUNTRY_WORD = "none"


def read_shipped_crosswalk() -> Crosswalk:
    """Names of countries in the vocabularies that surveys and indices use."""
    with reference_file(COUNTRIES).open(encoding="utf-8", newline="") as file:
        return build_crosswalk(csv.DictReader(file))


def read_crosswalk(study: OpenStudy) -> Crosswalk:
    """The shipped one with this study's decisions. Raises BadInput for a file of decisions that cannot be read."""
    shipped = read_shipped_crosswalk()
    return shipped.add_decisions({row["name"]: row["country"] for row in _read_decisions(study, shipped)})


def find_decisions_file(study: OpenStudy) -> Path:
    """Where decisions are kept."""
    named = study.definition.country.crosswalk if study.definition.country else None
    return study.folder / (named or COUNTRIES)


def _read_decisions(study: OpenStudy, shipped: Crosswalk) -> list[dict[str, str]]:
    path = find_decisions_file(study)
    if not path.exists():
        return []
    try:
        found = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise BadInput(f"{path}: cannot be read as a CSV in UTF-8.", "Its columns are name and country.") from None
    rows = []
    for line, row in enumerate(found, start=2):
        name, country = row.get("name"), row.get("country")
        if not name or country is None:
            raise BadInput(f"{path}, line {line}: needs name and country.", "An empty country means: no country.")
        if country and country not in shipped.names:
            raise BadInput(f"{path}, line {line}: {country!r} is no country's code.", "Use codes like KEN.")
        rows.append({column: row.get(column) or "" for column in COLUMNS})
    return rows


def decide_countries(study: OpenStudy, decisions: Sequence[tuple[str, str]], decided_by: str) -> list[str]:
    """Keep what a person decided: (name as written, country); returns a sentence each.

    A country is named by its code or by any name that is known, `none` says that the name is no country. Raises
    BadInput for a country that nobody knows; then nothing is kept.
    """
    shipped = read_shipped_crosswalk()
    kept = {name_key(row["name"]): row for row in _read_decisions(study, shipped)}
    sentences = []
    for name, wanted in decisions:
        code = NO_COUNTRY if wanted.casefold() == NO_COUNTRY_WORD else shipped.find_country(wanted)
        if code is None or (code == NO_COUNTRY and wanted.casefold() != NO_COUNTRY_WORD):
            near = ", ".join(f"{p.name} ({p.country})" for p in shipped.propose_countries(wanted))
            raise BadInput(f"{wanted!r} is no country.", f"Is it {near}?" if near else "Use a code like KEN, or none.")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        kept[name_key(name)] = {"name": name, "country": code, "decided_by": decided_by, "at": at}
        sentences.append(f"{name} is {shipped.find_name(code) if code else 'no country'}")
    write_file(find_decisions_file(study), format_csv(list(kept.values()), COLUMNS))
    return sentences
