"""Of reports: what it all adds up to."""

from reports.models.delivery import ReportExport, ReportSchedule, ReportShare, ScheduledRun
from reports.models.remarks import ParagraphEdit, ReportComment
from reports.models.report import Report, ReportSection

__all__ = [
    "ParagraphEdit",
    "Report",
    "ReportComment",
    "ReportExport",
    "ReportSchedule",
    "ReportSection",
    "ReportShare",
    "ScheduledRun",
]
