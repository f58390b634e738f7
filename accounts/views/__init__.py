"""Pages of accounts: fetch, call a service, render."""
