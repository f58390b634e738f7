"""`Idempotency-Key`: a POST that is sent twice takes effect once.

The first request claims a row by its unique digest (caller, path, key). Its answer is kept, encrypted, for 24 hours
and given again to whoever sends the same key and body. A failure frees the key. A request whose process died keeps
it: whether it took effect is unknown then, so the caller is told to look instead of being served twice.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from artnex import context
from artnex.api.models import IdempotentAnswer
from artnex.errors import BadRequest, Conflict

KEY_HEADER = "HTTP_IDEMPOTENCY_KEY"
KEPT_FOR = timedelta(hours=24)
TWIN_WAITS = 3.0  # seconds a second request waits for the first one's answer
KEPT_HEADERS = ("Content-Type", "Location", "Preference-Applied", "Content-Language")


def answer_once(view: Any, handler: Callable[..., HttpResponseBase], *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Run `handler`, or give the answer that an equal request got before."""
    request: Request = view.request
    digest, fingerprint = _digest(request), _fingerprint(request)
    claimed, row = _claim(digest, fingerprint)
    if not claimed:
        return _earlier_answer(row, fingerprint)
    try:
        response = view.finalize_response(request, handler(request, *args, **kwargs), *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
    except BaseException:
        row.delete()
        raise
    _keep(row, response)
    return response


def purge_answers() -> int:
    """Remove what is older than 24 hours; run it now and then."""
    return IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _digest(request: Request) -> str:
    key = request.META[KEY_HEADER]
    if not 1 <= len(key) <= 255 or not key.isascii() or not key.isprintable():
        raise BadRequest(_("An Idempotency-Key has 1 to 255 printable ASCII characters."))
    caller = f"user:{request.user.pk}" if request.user.is_authenticated else f"ip:{context.current().ip}"
    return _hash(caller.encode(), request.path.encode(), key.encode())


def _fingerprint(request: Request) -> str:
    """A hash of the body: of its bytes, or of fields and files of a form."""
    if not (request.content_type or "").startswith("multipart/"):
        return _hash((request.content_type or "").encode(), request._request.body)  # noqa: SLF001
    parts = [repr(sorted(request._request.POST.lists())).encode()]  # noqa: SLF001
    uploads = [(name, one) for name, files in request._request.FILES.lists() for one in files]  # noqa: SLF001
    for name, upload in sorted(uploads, key=lambda pair: pair[0]):
        content = hashlib.sha256()
        for chunk in upload.chunks():
            content.update(chunk)
        upload.seek(0)
        parts += [name.encode(), (upload.name or "").encode(), content.digest()]
    return _hash(*parts)


def _hash(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hexdigest()


def _claim(digest: str, fingerprint: str) -> tuple[bool, IdempotentAnswer]:
    """(True, my row) for the first request, (False, its row) for any later one."""
    IdempotentAnswer.objects.filter(pk=digest, created_at__lt=timezone.now() - KEPT_FOR).delete()
    row, created = IdempotentAnswer.objects.get_or_create(pk=digest, defaults={"fingerprint": fingerprint})
    return created, row


def _earlier_answer(row: IdempotentAnswer, fingerprint: str) -> HttpResponse:
    if row.fingerprint != fingerprint:
        raise Conflict(_("This Idempotency-Key was used with another body."))
    give_up = time.monotonic() + TWIN_WAITS
    while row.status is None:
        if time.monotonic() > give_up:
            raise Conflict(
                _("An equal request is under way or was interrupted. Look at its result before you send it again."),
                headers={"Retry-After": "5"},
            )
        time.sleep(0.05)
        found = IdempotentAnswer.objects.filter(pk=row.pk).first()
        if found is None:
            raise Conflict(_("The equal request before this one failed. Please send it again."))
        row = found
    response = HttpResponse(row.body.encode(), status=row.status)
    for name, value in row.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _keep(row: IdempotentAnswer, response: HttpResponseBase) -> None:
    is_json = response.get("Content-Type", "application/json").startswith("application/json")
    if response.status_code >= 400 or response.streaming or not is_json:
        row.delete()
        return
    row.status = response.status_code
    row.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    row.body = response.content.decode()  # type: ignore[attr-defined]
    row.save(update_fields=["status", "headers", "body"])
