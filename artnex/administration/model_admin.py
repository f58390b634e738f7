"""What every admin class of ours builds on: rights from one place, changes through services, an event for each."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from guardian.shortcuts import get_objects_for_user
from unfold.admin import ModelAdmin
from unfold.dataclasses import ActionDialog

from artnex.access import Action, RestrictedQuerySet
from artnex.administration.menu import MenuGroup
from artnex.errors import ArtNexError, Message
from artnex.events.services import record_event


class ServiceModelAdmin(ModelAdmin):
    """An admin page whose changes go the way of all changes.

    Where a service exists for a change, override `save_model`, `delete_model` or write an action that calls it;
    everything else is saved by Django and leaves a `record.…` event with the names of the changed fields, in the
    same transaction. What a service refuses is shown in the form, with everything typed kept.
    """

    menu_group: str = MenuGroup.RECORDS
    menu_icon: str = "database"
    menu_order: int = 10
    menu_title: Message = ""  # the model's own plural by default
    # API keys and sessions belong to their person alone; an administrator may see that they exist, and end them.
    includes_private_rows = False
    compressed_fields = True
    warn_unsaved_form = True
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False

    # ── who may ────────────────────────────────────────────────────────────────────────────────────
    def may(self, request: HttpRequest, action: Action, row: models.Model | None = None) -> bool:
        """Administrators always; other staff by a right on the model or on this row alone."""
        user: Any = request.user
        if user.is_admin:
            return True
        verb = {"read": "view", "create": "add", "update": "change", "delete": "delete"}[action]
        right = f"{self.opts.app_label}.{verb}_{self.opts.model_name}"
        return user.has_perm(right) or (row is not None and user.has_perm(right, row))

    def may_see_all(self, request: HttpRequest) -> bool:
        return self.may(request, "read") or self.may(request, "update")

    def granted(self, request: HttpRequest) -> models.QuerySet:
        """The rows on which this member of staff was given a right of their own."""
        rights = [f"{self.opts.app_label}.{verb}_{self.opts.model_name}" for verb in ("view", "change", "delete")]
        return get_objects_for_user(
            request.user, rights, klass=self.model, any_perm=True, accept_global_perms=False, with_superuser=False
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.may_see_all(request):
            return True
        rows = self.granted(request)
        return rows.exists() if obj is None else rows.filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "create")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "update", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "delete", obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        user: Any = request.user
        if not self.may_see_all(request):
            return rows.filter(pk__in=self.granted(request).values("pk"))
        if isinstance(rows, RestrictedQuerySet) and user.is_admin and not self.includes_private_rows:
            return rows.restrict(user, "read")
        return rows

    # ── changes ────────────────────────────────────────────────────────────────────────────────────
    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.note(request, "record.changed" if change else "record.created", obj, form.changed_data)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.note(request, "record.deleted", obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        with transaction.atomic():
            for row in queryset:
                self.delete_model(request, row)

    def note(self, request: HttpRequest, event: str, row: models.Model, fields: Iterable[str] = ()) -> None:
        """Record a change that no service knows: which fields, never what was in them."""
        record_event(
            event,
            actor=request.user,
            subject=row,
            brand_id=getattr(row, "brand_id", None),
            data={"model": self.opts.label_lower, "fields": sorted(fields)},
        )

    # ── refusals ───────────────────────────────────────────────────────────────────────────────────
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """A service's refusal has rolled the change back; the same form then comes again and says why."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ArtNexError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal: ArtNexError | None = getattr(request, "refusal", None)
        return form if refusal is None else _refused(form, refusal)

    # ── actions ────────────────────────────────────────────────────────────────────────────────────
    def on_each(
        self, request: HttpRequest, rows: Iterable[models.Model], service: Callable[[Any], Any], done: Message
    ) -> None:
        """Call `service(row)` for each chosen row; say how many worked (`done`) and why the others did not."""
        worked = 0
        for row in rows:
            try:
                service(row)
            except ArtNexError as refusal:
                self.message_user(request, f"{row}: {refusal.message}", messages.WARNING)
            else:
                worked += 1
        if worked:
            self.message_user(
                request,
                f"{done} ({ngettext('%(count)d row', '%(count)d rows', worked) % {'count': worked}})",
                messages.SUCCESS,
            )


class ReadOnlyModelAdmin(ServiceModelAdmin):
    """Rows to look at: nobody adds, changes or deletes them by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _refused(form: type[forms.ModelForm], refusal: ArtNexError) -> type[forms.ModelForm]:
    """The same form, which now reports what the service said."""

    class RefusedForm(form):  # type: ignore[misc, valid-type]
        def clean(self) -> Any:
            cleaned = super().clean()
            for detail in refusal.details:
                name = detail.get("field")
                self.add_error(name if name in self.fields else NON_FIELD_ERRORS, detail.get("message", ""))
            if not refusal.details:
                self.add_error(NON_FIELD_ERRORS, refusal.message)
            return cleaned

    return RefusedForm


def confirm(title: Message, text: Message, button: Message) -> ActionDialog:
    """The dialog of an action on one row: what changes something happens by POST, after a question."""
    return {"title": title, "description": text, "form_class": None, "form_submit_text": button}  # type: ignore[typeddict-item]


def leave_dialog(request: HttpRequest, url: str) -> HttpResponse:
    """Go on to `url` after the dialog's form, whether script sent it or the browser."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
