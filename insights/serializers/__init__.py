"""JSON forms, a module for each branch."""
