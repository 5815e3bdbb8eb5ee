"""The country crosswalk of a study.

The one that comes with tipcoder, and the names that people decided in the study.
"""

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
from tipcoder.shipped_data import reference_file
from tipcoder.study import COUNTRIES_FILE
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
    """The shipped one with this study's decisions.

    Raises BadInput for a file of decisions that cannot be read.
    """
    shipped = read_shipped_crosswalk()
    decided = {row["name"]: row["country"] for row in _read_decisions(study, shipped)}
    return shipped.add_decisions(decided)


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
        raise BadInput(
            f"{path}: cannot be read as a CSV in UTF-8.", "Its columns are name and country."
        ) from None
    rows = []
    # Line 1 is the head.
    for line, row in enumerate(found, start=2):
        _check_decision(f"{path}, line {line}", row, shipped)
        # Files written by hand may lack who decided, and when.
        rows.append({column: row.get(column) or "" for column in COLUMNS})
    return rows


def _check_decision(place: str, row: dict[str, str], shipped: Crosswalk) -> None:
    country = row.get("country")
    if not row.get("name") or country is None:
        raise BadInput(f"{place}: needs name and country.", "An empty country means: no country.")
    if country and country not in shipped.names:
        raise BadInput(f"{place}: {country!r} is not the code of a country.", "Use codes like KEN.")


def decide_countries(
    study: OpenStudy, decisions: Sequence[tuple[str, str]], decided_by: str
) -> list[str]:
    """Store what a person decided: (name as written, country); returns a sentence each.

    A country is named by its code or by any name that is known. `none` says that the name is not a
    country. Raises BadInput for a country that is not known; then nothing is stored.
    """
    shipped = read_shipped_crosswalk()
    # What was decided before stays, in its order.
    kept = {name_key(row["name"]): row for row in _read_decisions(study, shipped)}
    sentences = []
    for name, wanted in decisions:
        code = _require_country(shipped, wanted)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        # A later decision on the same name, in whatever spelling, replaces the earlier one.
        kept[name_key(name)] = {"name": name, "country": code, "decided_by": decided_by, "at": at}
        sentences.append(f"{name} is {shipped.find_name(code) if code else 'not a country'}")
    write_file(find_decisions_file(study), format_csv(list(kept.values()), COLUMNS))
    return sentences


def _require_country(shipped: Crosswalk, wanted: str) -> str:
    """The code of a country, or `NO_COUNTRY` for `none`. Raises BadInput."""
    if wanted.casefold() == NO_COUNTRY_WORD:
        return NO_COUNTRY
    code = shipped.find_country(wanted)
    # The crosswalk knows names that are not countries; only `none` may say so here.
    if code is not None and code != NO_COUNTRY:
        return code
    near = [f"{found.name} ({found.country})" for found in shipped.propose_countries(wanted)]
    remedy = f"Is it {', '.join(near)}?" if near else "Use a code like KEN, or none."
    raise BadInput(f"{wanted!r} is not a country.", remedy)
