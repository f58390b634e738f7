"""Objects for the addresses of reports (see artnex/testing/samples.py)."""

from artnex.testing.samples import sample
from brands.tests.samples import brand_of
from reports.models import (
    Diagnosis,
    ReportComment,
    ReportExport,
    ReportSchedule,
    ReportSection,
    ReportShare,
    Respondent,
    ScheduledRun,
)
from reports.models.remarks import ParagraphEdit
from reports.models.report import Report
from reports.services.diagnosis import current_diagnosis, invite_respondent
from reports.services.schedules import create_schedule, unsubscribe_token
from reports.services.shares import share_report
from reports.tests.factories import make_export, make_short_report


@sample("pk", under=("api/v1/reports/", "reports/<int:pk>/"), model=Report, shared=True)
@sample("report_id", under="api/v1/reports/", shared=True)
def report(owner):
    """The owner's one report, with a file that was made of it."""
    brand = brand_of(owner)
    known = Report.objects.filter(brand=brand).first()
    if known is None:
        known = make_short_report(brand=brand)
        make_export(known)
    return known


@sample("section_id", under="reports/<int:pk>/sections/", model=ReportSection, shared=True)
def section(owner):
    return report(owner).sections.first()


@sample("paragraph_id", under="reports/<int:pk>/sections/", is_object=False)
def paragraph_id(owner):
    return "p1"


@sample("pk", under="api/v1/reports/<int:report_id>/share/", model=ReportShare, shared=True)
@sample("share_id", under="reports/<int:pk>/share/", shared=True)
def share(owner):
    return share_report(user=owner, report=report(owner))[0]


@sample("token", under="r/", is_object=False)
def share_token(owner):
    return share_report(user=owner, report=report(owner))[1]


@sample("pk", under=("api/v1/report-schedules/", "reports/schedules/"), model=ReportSchedule, shared=True)
def schedule(owner):
    return create_schedule(user=owner, brand=brand_of(owner), fields={"recipients": ["board@example.com"]})


@sample("token", under="reports/leave/", is_object=False)
def leaving_token(owner):
    return unsubscribe_token(schedule(owner), "board@example.com")


@sample("reportexport_id", model=ReportExport, shared=True)
def export(owner):
    return report(owner).exports.first()


@sample("scheduledrun_id", model=ScheduledRun, shared=True)
def scheduled_run(owner):
    return ScheduledRun.objects.create(schedule=schedule(owner))


@sample("reportcomment_id", model=ReportComment, shared=True)
def comment(owner):
    return ReportComment.objects.create(report=report(owner), author=owner, body="잘 읽었습니다")


@sample("paragraphedit_id", model=ParagraphEdit, shared=True)
def paragraph_edit(owner):
    return ParagraphEdit.objects.create(section=section(owner), paragraph_id="p1", before={}, text_ko="가", text_en="A")


@sample("pk", under="brands/<int:brand_id>/diagnosis/respondents/", model=Respondent, shared=True)
def respondent(owner):
    return invite_respondent(user=owner, brand=brand_of(owner), kind="customer", name="고객")[0]


@sample("token", under="diagnosis/answer/", is_object=False)
def answering_token(owner):
    url = invite_respondent(user=owner, brand=brand_of(owner), kind="customer")[1]
    return url.rstrip("/").rpartition("/")[2]


@sample("area", under="brands/<int:brand_id>/diagnosis/", is_object=False)
def area_name(owner):
    return "market"


@sample("diagnosis_id", model=Diagnosis, shared=True)
def diagnosis(owner):
    return current_diagnosis(user=owner, brand=brand_of(owner))
