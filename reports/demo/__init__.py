"""The demo company's reports, a module for each branch."""

from importlib import import_module
from pkgutil import iter_modules

for _branch in iter_modules(__path__):
    import_module(f"{__name__}.{_branch.name}")
