"""`[store]`: where the data of the study live."""

from __future__ import annotations

import re
from pathlib import PurePath

from tipcoder.study.description import StoreSpec
from tipcoder.study.files import CODEBOOK_FILE, EXPORTS, SQLITE, STUDY_FILE
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import Example, Form, Section, declare_text

_DATABASES = (SQLITE, "postgresql://", "postgresql+psycopg://")
_NOT_A_STORE = ("", STUDY_FILE, CODEBOOK_FILE, EXPORTS)

URL = declare_text(
    "url",
    "Where the answers and codings of the study are kept: an SQLite file in the study's folder, "
    "or a PostgreSQL database for a team. An @ in a password is written %40.",
    'url = "postgresql://coder@db.example/tip"',
    default=f'"{StoreSpec().url}"',
)
SCHEMA = declare_text(
    "schema",
    "The schema of the PostgreSQL database that holds this study, where several studies share one "
    "database.",
    'schema = "shelters"',
    default="the database's own",
)
STORE = Section(
    "store",
    Form.ONE,
    "Where the study's data live. Leave it out for a study on one machine. A database, or a file "
    "elsewhere, has to be allowed once by whoever did not make the study: `tipcoder trust "
    "--store`.",
    (URL, SCHEMA),
    (
        Example("A team's database", (URL, SCHEMA)),
        Example("A file of the study under another name", ('url = "sqlite:///answers.db"',)),
    ),
)


def read_store(table: TomlTable | None) -> StoreSpec:
    """`[store]`. Raises BadInput, which never repeats a password."""
    if table is None:
        return StoreSpec()
    told = STORE.read_keys(table)
    table.refuse_unknown_keys()
    spec = StoreSpec(told[URL] or StoreSpec.url, told[SCHEMA])
    _check_database(table, spec.url)
    if spec.url.startswith(SQLITE):
        _check_store_file(table, PurePath(spec.url.removeprefix(SQLITE)))
    elif spec.url.count("@") > 1:
        # Read as it stands, half of the password would be taken for the host and shown in messages.
        raise table.make_error(
            "`url` has more than one @.", "Write an @ that belongs to the password as %40."
        )
    return spec


def _check_database(table: TomlTable, url: str) -> None:
    if url.startswith(_DATABASES):
        return
    # Not the whole of it: it may hold a password.
    kind = url.partition(":")[0]
    is_word = re.fullmatch(r"[\w.+/-]{1,20}", kind)
    what = f"begins with {kind!r}" if is_word else "is not a database URL"
    raise table.make_error(
        f"`url` {what}.", "Use sqlite:///study.db or postgresql://user@host/database."
    )


def _check_store_file(table: TomlTable, file: PurePath) -> None:
    if file.is_absolute():
        return
    # A new study has no folders inside, and what lies beside it would stay behind when it is moved.
    is_elsewhere = file.name != str(file)
    if is_elsewhere or file.name in _NOT_A_STORE:
        raise table.make_error(
            "`url` names no file of the study's own.",
            "Write sqlite:///study.db, or an absolute path.",
        )
