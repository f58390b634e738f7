"""Of reports: what it all adds up to."""

from reports.models.report import Report, ReportSection

__all__ = ["Report", "ReportSection"]
