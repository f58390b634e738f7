"""Objects with a version number: a change made from a stale copy is a conflict, not a silent loss."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.responses import respond
from artnex.api.viewsets import Retrieving, Updating
from artnex.errors import BadRequest, ValidationFailed, VersionConflict

IF_MATCH = re.compile(r'^(?:W/)?"(\d{1,18})"$')


def expected_version(request: Request) -> int | None:
    """The version the caller saw: `version` in the body, else `If-Match: "n"`. None: the last write wins.

    Raises ValidationFailed or BadRequest for one that is no number.
    """
    given = dict(request.data).get("version")
    if given is not None:
        if isinstance(given, bool) or not isinstance(given, int) or given < 0:
            raise ValidationFailed.field("version", _("The version must be a whole number."))
        return given
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if not header or header == "*":
        return None
    found = IF_MATCH.match(header)
    if not found:
        raise BadRequest(details=[{"field": "If-Match", "message": _("The version must be a whole number.")}])
    return int(found.group(1))


class VersionedViewSet(Retrieving, Updating):
    """Reads tell the version in `ETag`; updates compare it with the row locked, so that of two writers one is told."""

    reads_if_match = True

    def version_of(self, instance: Any) -> int:
        return instance.version

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._with_etag(self.fetch_object())

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        seen = self.fetch_object("update")
        expected = expected_version(request)
        with transaction.atomic():
            instance = self.all_rows().select_for_update(of=("self",)).get(pk=seen.pk)
            if expected is not None and expected != self.version_of(instance):
                raise VersionConflict(
                    details=[
                        {
                            "field": "version",
                            "message": _("The present version is %(version)d.")
                            % {"version": self.version_of(instance)},
                            "current": self.present(instance),
                        }
                    ]
                )
            instance = self.perform_update(instance, self.read_body(instance))
        return self._with_etag(instance)

    def _with_etag(self, instance: Any) -> Response:
        return respond(self.present(instance), headers={"ETag": f'"{self.version_of(instance)}"'})
