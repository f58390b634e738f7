"""Forms, a module for each branch."""
