"""Endpoints of accounts: coming in, oneself, keys and sessions, people and roles, plans."""
