"""The mails of a schedule: one to each recipient, with the file or a link to it."""

from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artnex.access import fetch
from artnex.errors import NotFound, PermissionDenied, ProviderUnavailable
from artnex.files.names import display_name
from brands.models import Brand
from reports.export_enums import ExportFormat, RunStatus
from reports.models import Report, ReportSchedule, ScheduledRun
from reports.rendering.document import document_of
from reports.rendering.files import render_file
from reports.rendering.options import ExportOptions
from reports.services.schedules import close_run, unsubscribe_token
from reports.services.shares import address_of, share_report

LARGEST_ATTACHMENT = 10 * 1024 * 1024
LINK_LIFETIME = timedelta(days=30)


def send_run(run: ScheduledRun) -> None:
    """Make the file and mail it to everybody who has not had it yet.

    A sending that cannot be made is closed with the reason: there is no report, or whoever set it up may no longer
    export. A mail server that is down raises ProviderUnavailable, and the next attempt goes on where this one stopped.
    """
    schedule = run.schedule
    ScheduledRun.objects.filter(pk=run.pk).update(attempts=F("attempts") + 1)
    if not schedule.is_active:
        close_run(run, RunStatus.SKIPPED, note=gettext_lazy("The schedule was switched off."))
        return
    try:
        fetch(Brand.objects.all(), schedule.user, "update", pk=schedule.brand_id)
    except (NotFound, PermissionDenied):
        note = gettext_lazy("The person who set this up may no longer export reports of this brand.")
        close_run(run, RunStatus.SKIPPED, note=note)
        return
    rows = Report.objects.restrict(schedule.user, "read").filter(brand=schedule.brand_id)
    report = rows.select_related("brand__logo").first()
    if report is None or not schedule.user.may("export:report"):
        close_run(run, RunStatus.SKIPPED, note=gettext_lazy("There is no report of this brand to send."))
        return
    _mail(run, schedule, report)
    close_run(run, RunStatus.SENT, report=report)


def _mail(run: ScheduledRun, schedule: ReportSchedule, report: Report) -> None:
    options = ExportOptions.from_json(schedule.language, {})
    file_format = ExportFormat(schedule.format)
    content = render_file(document_of(report), file_format, options)
    language = options.language.parts[0]
    link = ""
    if len(content) > LARGEST_ATTACHMENT:
        _share, token = share_report(user=schedule.user, report=report, expires_at=timezone.now() + LINK_LIFETIME)
        link = address_of(token)
    name = display_name(f"{report.title(language)[:150]}.{file_format.value}")
    for email in schedule.recipients:
        if email in run.sent_to:
            continue
        message = write_mail(schedule, report, email, language=language, link=link)
        if not link:
            message.attach(name, content, file_format.content_type)
        try:
            message.send()
        except (OSError, SMTPException) as problem:
            note = gettext_lazy("The mail server could not be reached; it will be tried again.")
            close_run(run, RunStatus.FAILED, report=report, note=note)
            raise ProviderUnavailable(note) from problem
        run.sent_to = [*run.sent_to, email]
        run.save(update_fields=["sent_to"])


def write_mail(
    schedule: ReportSchedule, report: Report, email: str, *, language: str, link: str = ""
) -> EmailMultiAlternatives:
    """The mail to one recipient, in the language of the file, with a way off the list."""
    token = unsubscribe_token(schedule, email)
    leave = settings.BASE_URL + reverse("reports:unsubscribe", args=[token])
    with translation.override(language):
        context: dict[str, Any] = {
            "report": report,
            "title": report.title(language),
            "brand": report.brand.brand_name,
            "link": link,
            "leave": leave,
            "language": language,
        }
        subject = _("%(brand)s: %(title)s") % {"brand": report.brand.brand_name, "title": report.title(language)}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split())[:200],
            body=render_to_string("reports/schedules/mail.txt", context),
            to=[email],
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{leave}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        message.attach_alternative(render_to_string("reports/schedules/mail.html", context), "text/html")
    return message
