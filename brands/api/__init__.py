"""Endpoints of the brand tree, a module for each branch."""
