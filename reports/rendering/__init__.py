"""A report in its forms: page, PDF, DOCX, PPTX, XLSX and HTML in one file.

`document_of(report)` reads it from the database once, `part_of(document, language)` writes every value out in one
language; each form draws these parts and computes nothing, so all of them show the same numbers.
"""
