"""Work of accounts that is not done while somebody waits."""

from smtplib import SMTPException
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.services import mails
from accounts.services.deletion import delete_due_accounts
from accounts.services.export import JOB_KIND as EXPORT
from accounts.services.export import build_export, store_export
from accounts.services.sessions import remove_ended_sessions
from artnex.errors import ProviderUnavailable
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job

DAY = 24 * 3600


@job(mails.JOB_KIND, label=_("Send a mail"), queue="high", time_limit=60, max_attempts=8, notify=False)
def send_mail(ctx: JobContext) -> dict[str, Any]:
    facts = {name: value for name, value in ctx.params.items() if name not in {"mail", "user_id"}}
    try:
        return {"sent": mails.send(ctx.params["mail"], user_id=ctx.params["user_id"], facts=facts)}
    except (OSError, SMTPException) as problem:
        raise ProviderUnavailable(_("The mail server cannot be reached at the moment.")) from problem


@job(EXPORT, label=_("Copy of my data"), time_limit=600)
def export_data(ctx: JobContext) -> dict[str, Any]:
    archive = build_export(ctx.user, ctx.progress)
    stored = store_export(user=ctx.user, archive=archive)
    ctx.result_url = f"/api/v1/files/{stored.pk}"
    return {"id": str(stored.pk), "name": stored.name, "size": stored.size, "url": stored.download_url}


@job("accounts.remove_ended_sessions", label=_("Remove ended sessions"), notify=False, every=DAY)
def remove_sessions(ctx: JobContext) -> dict[str, int]:
    return remove_ended_sessions()


@job("accounts.delete_due_accounts", label=_("Delete accounts"), notify=False, every=DAY)
def delete_accounts(ctx: JobContext) -> dict[str, int]:
    return {"deleted": delete_due_accounts()}
