"""Filters of the brand tree's lists, a module for each branch."""
