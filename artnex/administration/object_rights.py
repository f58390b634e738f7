"""Rights on a single row, given and taken in the administration, each with its event."""

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from guardian.admin import (
    AdminGroupObjectPermissionsForm,
    AdminUserObjectPermissionsForm,
    GuardedModelAdminMixin,
)

from artnex.administration.model_admin import ServiceModelAdmin
from artnex.errors import NotFound, PermissionDenied
from artnex.events.services import record_event


class ObjectRightsModelAdmin(GuardedModelAdminMixin, ServiceModelAdmin):
    """Adds "Object permissions" to each row. Only administrators may open it: who may share is not shared."""

    def obj_perms_manage_view(self, request: HttpRequest, object_pk: str) -> HttpResponse:
        self._guard(request, object_pk)
        return super().obj_perms_manage_view(request, object_pk)

    def obj_perms_manage_user_view(self, request: HttpRequest, object_pk: str, user_id: str) -> HttpResponse:
        self._guard(request, object_pk, user_id)
        return super().obj_perms_manage_user_view(request, object_pk, user_id)

    def obj_perms_manage_group_view(self, request: HttpRequest, object_pk: str, group_id: str) -> HttpResponse:
        self._guard(request, object_pk, group_id)
        return super().obj_perms_manage_group_view(request, object_pk, group_id)

    def get_obj_perms_manage_user_form(self, request: HttpRequest) -> type[forms.Form]:
        return recorded(AdminUserObjectPermissionsForm, request)

    def get_obj_perms_manage_group_form(self, request: HttpRequest) -> type[forms.Form]:
        return recorded(AdminGroupObjectPermissionsForm, request)

    def _guard(self, request: HttpRequest, object_pk: str, holder_id: str = "1") -> None:
        """Refuse everyone but administrators, and keys in the address that cannot be keys."""
        if not request.user.is_admin:  # type: ignore[union-attr]
            raise PermissionDenied
        try:
            self.model._meta.pk.to_python(unquote(object_pk))
            int(holder_id)
        except (ValueError, forms.ValidationError) as problem:
            raise NotFound from problem


def recorded(form: type[Any], request: HttpRequest) -> type[Any]:
    """A permission form of guardian's that writes who got or lost which rights."""

    class RecordedForm(form):  # type: ignore[misc]
        def save_obj_perms(self) -> None:
            before = set(self.get_obj_perms_field_initial())
            after = set(self.cleaned_data[self.get_obj_perms_field_name()])
            holder = self.user if hasattr(self, "user") else self.group
            with transaction.atomic():
                super().save_obj_perms()
                _record("access.granted", request, self.obj, holder, after - before)
                _record("access.withdrawn", request, self.obj, holder, before - after)

    return RecordedForm


def _record(event: str, request: HttpRequest, row: models.Model, holder: Any, rights: set[str]) -> None:
    if rights:
        record_event(
            event,
            actor=request.user,
            subject=row,
            brand_id=getattr(row, "brand_id", None),
            data={"person": f"{holder._meta.model_name}:{holder.pk}", "permissions": sorted(rights)},
        )
