"""Pages, a module for each branch."""
