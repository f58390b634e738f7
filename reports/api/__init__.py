"""Endpoints, a module for each branch."""
