"""Segments: list, builder, one segment."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.web.pages import ActionView, ListPage, ObjectConfirmPage, ObjectFormPage, ObjectPage, PrivateFormPage
from artnex.web.tables import Column, TableSpec
from brands.models import Brand, Persona
from insights.forms.segments import SegmentForm, initial_of
from insights.models import Segment
from insights.segment_criteria import criteria_in_words
from insights.services.segments import (
    brand_of_segment,
    copy_segment,
    create_segment,
    delete_segment,
    segment_from_persona,
    update_segment,
)

CRUMBS = ((_("Segments"), "insights:segments"),)


def brands_to_choose(user: Any) -> list[tuple[int, str]]:
    """The brands this person may add something to."""
    rows = Brand.objects.restrict(user, "update").order_by("brand_name")
    return list(rows.values_list("pk", "brand_name")[:200])


def in_words(segment: Segment) -> str:
    return criteria_in_words(segment.criteria, (get_language() or "ko")[:2])


class SegmentsPage(ListPage):
    model = Segment
    permission = "read:brand"
    title = _("Segments")
    lead = _("Named target groups. Texts, pictures and campaigns are made for them.")
    template_name = "insights/segments/list.html"
    table = TableSpec(
        id="segments",
        columns=[
            Column("name", _("Name"), sort="name", primary=True, template="insights/segments/cells/name.html"),
            Column("criteria", _("Criteria"), value=in_words),
            Column("brand", _("Brand"), value="brand.brand_name", sort="brand__brand_name"),
            Column("updated_at", _("Changed"), sort="updated_at"),
        ],
        search_fields=["name", "description"],
        search_label=_("Name or description"),
        default_sort="-updated_at",
        export_name="segments",
        caption=_("Segments"),
        empty={
            "icon": "users",
            "title": _("No segments yet"),
            "text": _("Describe whom you want to reach: age, interests, industry, channels."),
            "action_url": "insights:segment_new",
            "action_label": _("New segment"),
        },
    )

    def get_rows(self) -> Any:
        return super().get_rows().select_related("brand")

    @property
    def may_add(self) -> bool:
        user: Any = self.request.user
        return user.may("update:brand")

    @cached_property
    def personas(self) -> list[Persona]:
        """Personas that could become a segment."""
        if not self.may_add:
            return []
        rows = Persona.objects.restrict(self.request.user, "update").select_related("brand")
        return list(rows.exclude(persona_name__in=Segment.objects.restrict(self.request.user).values("name"))[:6])


class SegmentPage(ObjectPage):
    model = Segment
    permission = "read:brand"
    template_name = "insights/segments/segment.html"
    breadcrumbs = CRUMBS

    def get_title(self) -> str:
        return self.object.name

    def get_rows(self) -> Any:
        return Segment.objects.select_related("brand", "user")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = Segment.objects.filter(pk=self.object.pk)
        return super().get_context(
            words=in_words(self.object),
            may_edit=rows.restrict(self.request.user, "update").exists(),
            may_delete=rows.restrict(self.request.user, "delete").exists(),
            **extra,
        )


class NewSegmentPage(PrivateFormPage):
    permission = "update:brand"
    form_class = SegmentForm
    template_name = "insights/segments/form.html"
    title = _("New segment")
    breadcrumbs = CRUMBS
    success_text = _("The segment is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"brands": brands_to_choose(self.request.user)}

    @property
    def cancel_url(self) -> str:  # type: ignore[override]
        return reverse("insights:segments")

    def save(self, form: SegmentForm) -> str:
        brand = brand_of_segment(user=self.request.user, brand_id=form.cleaned_data["brand_id"])
        segment = create_segment(user=self.request.user, brand=brand, fields=form.as_fields())
        return reverse("insights:segment", args=[segment.pk])


class EditSegmentPage(ObjectFormPage):
    model = Segment
    form_class = SegmentForm
    template_name = "insights/segments/form.html"
    title = _("Edit the segment")
    breadcrumbs = CRUMBS
    success_text = _("The segment is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        row: Segment = self.object
        return super().get_form_kwargs() | {"initial": initial_of(row.name, row.description, row.criteria)}

    @property
    def cancel_url(self) -> str:  # type: ignore[override]
        return self.get_success_url()

    def get_success_url(self) -> str:
        return reverse("insights:segment", args=[self.object.pk])

    def save(self, form: SegmentForm) -> None:
        update_segment(user=self.request.user, segment=self.object, fields=form.as_fields(self.object.criteria))


class DeleteSegmentPage(ObjectConfirmPage):
    model = Segment
    title = _("Delete this segment?")
    lead = _("What was made for it stays. This cannot be undone.")
    submit_label = _("Delete")
    success_url = "insights:segments"
    success_text = _("The segment is deleted.")

    def save(self, form: Any) -> None:
        delete_segment(user=self.request.user, segment=self.object)


class CopySegment(ActionView):
    success_text = _("The segment is copied.")

    def act(self) -> str:
        segment = fetch(Segment.objects.all(), self.request.user, "read", pk=self.kwargs["pk"])
        made = copy_segment(user=self.request.user, segment=self.for_me(segment))
        return reverse("insights:segment_edit", args=[made.pk])

    def for_me(self, segment: Segment) -> Segment:
        """Who may not change the brand gets a copy for themselves alone."""
        if not Segment.objects.filter(pk=segment.pk).restrict(self.request.user, "update").exists():
            segment.brand = None
        return segment


class SegmentFromPersona(ActionView):
    success_text = _("The segment is made. Check what it says.")

    def act(self) -> str:
        persona = fetch(Persona.objects.all(), self.request.user, "update", pk=self.kwargs["persona_id"])
        made = segment_from_persona(user=self.request.user, persona=persona)
        return reverse("insights:segment_edit", args=[made.pk])
