"""Background work of the brand tree, a module for each branch."""

from brands.jobs import guideline, registry, work

__all__ = ["guideline", "registry", "work"]
