"""Filters of insights, a module for each branch."""
