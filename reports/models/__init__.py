"""Of reports: what it all adds up to."""

from reports.models.delivery import ReportExport, ReportSchedule, ReportShare, ScheduledRun
from reports.models.diagnosis import Diagnosis, DiagnosisAnswer, Respondent, RespondentKind
from reports.models.remarks import ParagraphEdit, ReportComment
from reports.models.report import Report, ReportSection

__all__ = [
    "Diagnosis",
    "DiagnosisAnswer",
    "ParagraphEdit",
    "Report",
    "ReportComment",
    "ReportExport",
    "ReportSchedule",
    "ReportSection",
    "ReportShare",
    "Respondent",
    "RespondentKind",
    "ScheduledRun",
]
