"""Packages that only one format needs. They are imported when that format is asked for, and are extras to install."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from tipcoder.errors import EnvironmentFault

_EXTRAS = {
    "docx": ("python-docx", "docx"),
    "xlsxwriter": ("XlsxWriter", "xlsx"),
    "matplotlib": ("matplotlib", "figures"),
    "pyarrow": ("pyarrow", "parquet"),
    "pyreadstat": ("pyreadstat", "stata"),
}
"""The name to install and the extra that brings it, by the name to import."""


def require_extra(module: str, purpose: str) -> ModuleType:
    """Import the package of an extra. `purpose` begins the sentence, as in `Writing .docx`.

    Raises EnvironmentFault, which names the package and the extra, where it is not installed.
    """
    package, extra = _EXTRAS[module]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        # A package that is there but lacks one of its own is broken, which is another sentence.
        if error.name != module:
            raise
        raise EnvironmentFault(
            f"{purpose} needs {package}: pip install 'tipcoder[{extra}]'", "tipcoder[all] has every format."
        ) from None
