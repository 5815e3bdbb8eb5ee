"""Packages that only one format or one picture needs. They are extras, so that everybody else installs less.

A front end never sees an `ImportError`: whoever needs such a package asks here for it.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from tipcoder.errors import EnvironmentFault


def require_extra(module: str, extra: str, what: str) -> ModuleType:
    """The imported module of an extra. `what` begins the sentence where it is not installed: "Parquet files".

    Raises EnvironmentFault, which names the extra to install.
    """
    check_extra(module, extra, what)
    return import_module(module)


def check_extra(module: str, extra: str, what: str) -> None:
    """Ask for an extra before long work that would end in vain without it. Imports nothing.

    Raises EnvironmentFault, which names the extra to install.
    """
    # A package that is there and cannot be imported is a fault of its own, and is not called missing.
    package = module.partition(".")[0]
    if find_spec(package) is None:
        raise EnvironmentFault(f"{what} need an extra of tipcoder: pip install 'tipcoder[{extra}]'")
