"""Any file that may be published, read for an audit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.privacy.audit.contents import Contents, Passage
from tipcoder.privacy.audit.data_sets import read_data_set
from tipcoder.privacy.audit.documents import read_document
from tipcoder.privacy.audit.other_members import read_other_member
from tipcoder.privacy.audit.packages import open_package
from tipcoder.privacy.audit.pages import read_page
from tipcoder.privacy.audit.plain_files import read_csv, read_json, read_markdown, read_text
from tipcoder.privacy.audit.workbooks import read_workbook

_PLAIN: dict[str, Callable[[bytes], Contents]] = {
    ".csv": read_csv,
    ".tsv": lambda data: read_csv(data, "\t"),
    ".txt": read_text,
    ".tex": read_text,
    ".bib": read_text,
    ".r": read_text,
    ".py": read_text,
    ".do": read_text,
    ".log": read_text,
    ".toml": read_text,
    ".yaml": read_text,
    ".yml": read_text,
    ".md": read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".svg": read_page,
    ".xml": read_page,
    ".json": read_json,
    ".jsonl": read_json,
    ".ipynb": read_json,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
    ".docx": read_document,
}
_DATA_SETS = (".parquet", ".dta", ".sav", ".zsav")
_ARCHIVES = (".zip", ".qdpx", ".odt", ".ods", ".odp", ".pptx", ".epub")
_WRAPPED = (".rtf", ".eml", ".mht", ".mhtml", ".ps", ".eps")
"""Files whose text is broken into pieces and codes between which a name may lie."""
_DEEPEST = 3
"""How many archives one inside the other are followed."""
_ZIP_MARK = b"PK\x03\x04"
LARGEST = 1 << 28
"""Bytes (256 MB) of a file that are read: its bytes and its text are held side by side."""
ENDINGS = (*_PLAIN, *_DATA_SETS, *_ARCHIVES)


def read_contents(path: Path) -> Contents:
    """Everything in a file.

    Raises BadInput for a file that cannot be read, EnvironmentFault where it may not be.
    """
    try:
        contents = _read_file(path)
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file.") from None
    except OSError as error:
        raise EnvironmentFault(f"{path}: cannot be read ({error.strerror}).") from None
    except BadInput as fault:
        if fault.message.startswith(f"{path}:"):
            raise
        # Readers know bytes and not their file, so its name is put before their sentence.
        sentence = f"{fault.message[:1].lower()}{fault.message[1:]}"
        raise BadInput(f"{path}: {sentence}", fault.hint) from None
    contents.passages.append(Passage("the file's name", path.stem, part="the file's name"))
    return contents


def _read_file(path: Path) -> Contents:
    if path.is_dir():
        raise BadInput(
            f"{path}: is a folder.", "Audit its files one by one, or pack them into a .zip."
        )
    if path.is_file():
        _refuse_large_file(path.stat().st_size)

    data = path.read_bytes()
    if path.suffix.lower() in _DATA_SETS:
        return read_data_set(path)
    if data.startswith(b"%PDF"):
        raise BadInput(
            "A PDF cannot be searched reliably.", "Audit the file that it was made from."
        )
    return read_bytes(path.name, data)


def _refuse_large_file(size: int) -> None:
    if size > LARGEST:
        raise BadInput(
            f"{size >> 20} MB are more than can be audited at once ({LARGEST >> 20} MB).",
            "Audit it in parts.",
        )


def read_bytes(name: str, data: bytes, depth: int = 0) -> Contents:
    """Everything in a file of that name. `depth` is in how many archives it lies."""
    ending = _get_ending(name)
    if ending in _WRAPPED:
        raise BadInput(
            "Its text is wrapped up so that it cannot be searched reliably.",
            "Save it as .docx or .txt.",
        )
    if ending in _PLAIN:
        return _PLAIN[ending](data)
    if _is_archive(name, data):
        return _read_archive(data, depth)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(
            "A file of this kind cannot be read back.", f"These can: {' '.join(ENDINGS)}."
        ) from None
    return read_text(data)


def _read_archive(data: bytes, depth: int) -> Contents:
    contents = Contents()
    for name, inside in open_package(data, contents).items():
        archive = _is_archive(name, inside)
        if depth < _DEEPEST and (archive or _has_reader(name)):
            contents.add_contents(read_bytes(name, inside, depth + 1), name)
        elif archive:
            raise BadInput(
                "Archives are nested too deep to follow.", "Audit the inner one by itself."
            )
        else:
            read_other_member(name, inside, contents)
    return contents


def _is_archive(name: str, data: bytes) -> bool:
    return _get_ending(name) in _ARCHIVES or data.startswith(_ZIP_MARK)


def _has_reader(name: str) -> bool:
    """Whether a member is read like a file of its own; XML in a package is read as its grammar."""
    ending = _get_ending(name)
    return ending in _PLAIN and ending not in (".xml", ".svg")


def _get_ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
