"""The chapters of a diagnosis, written by rules from scores and data; a module for each group of them."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules


@cache
def load() -> None:
    """Import every module here, which registers its chapters."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
