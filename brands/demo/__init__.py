"""The demo company's brands; each branch of the tree adds its part in a module of its own."""

from importlib import import_module
from pkgutil import iter_modules

for _branch in iter_modules(__path__):
    import_module(f"{__name__}.{_branch.name}")
