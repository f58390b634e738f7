"""The brand tree in the administration, a module for each branch."""
