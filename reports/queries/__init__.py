"""Reads that pages and endpoints share."""
