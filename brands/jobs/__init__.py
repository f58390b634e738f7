"""Background work of the brand tree, a module for each branch."""

from brands.jobs import contracts, guideline, registry, work

__all__ = ["contracts", "guideline", "registry", "work"]
