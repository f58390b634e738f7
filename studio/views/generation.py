"""The studio: a text, a picture, what was made before."""

from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artnex.access import fetch
from artnex.ai.contract import ImageRequest, TextRequest
from artnex.ai.enums import JobType
from artnex.errors import ValidationFailed
from artnex.jobs.models import Job
from artnex.jobs.services import wait_for_job
from artnex.web.pages import ActionView, ListPage, ObjectConfirmPage, ObjectPage, Page, PrivateFormPage, PrivatePage
from artnex.web.tables import Column, TableSpec
from studio.forms.generation import LENGTHS, ImageForm, MakeForm, TextForm
from studio.models import Generation
from studio.platforms import PLATFORMS, counted_length
from studio.queries.generation import estimate, history
from studio.serializers.generation import QUALITIES, SIZES
from studio.services.generation import (
    IMAGE_JOB,
    LONGEST_PROMPT,
    TEXT_JOB,
    delete_generation,
    request_image,
    request_text,
)

PATIENCE = 4  # seconds a page waits for a result before it shows the progress instead
CRUMBS = ((_("Studio"), "studio:text"),)
HISTORY_CRUMBS = (*CRUMBS, (_("History"), "studio:history"))
LAST_VARIANT = 1000


class StudioTabs(Page):
    """The tabs above every page of the studio."""

    tab: ClassVar[str] = ""

    @property
    def tabs(self) -> list[dict[str, Any]]:
        names = {
            "text": _("Text"),
            "image": pgettext_lazy("studio", "Picture"),
            "history": _("History"),
            "library": _("Library"),
        }
        return [
            {"url": reverse(f"studio:{name}"), "label": label, "current": name == self.tab}
            for name, label in names.items()
        ]


class MakePage(StudioTabs, PrivateFormPage):
    """A form on the left, what came of it on the right."""

    permission = "read:brand"
    template_name = "studio/make.html"
    job_type: ClassVar[JobType]
    job_kind: ClassVar[str]

    @cached_property
    def again(self) -> Generation | None:
        """An earlier request to start from."""
        asked = self.request.GET.get("again", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
            return None
        return fetch(Generation.objects.filter(content_type=self.job_type), self.request.user, pk=int(asked))  # type: ignore[arg-type]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"user": self.request.user}
        if self.again is not None:
            initial = dict(self.again.params)
            initial["keywords"] = ", ".join(initial.get("keywords", []))
            return kwargs | {"initial": initial}
        return kwargs | {"initial": {"prompt": self.request.GET.get("prompt", "")[:LONGEST_PROMPT]}}

    @cached_property
    def job(self) -> Job | None:
        """The newest of this kind that this person is waiting for, or that failed."""
        job = Job.objects.filter(user=self.request.user.pk, kind=self.job_kind).order_by("-created_at").first()
        return job if job is not None and (job.is_open or job.status == "failed") else None

    def get_context(self, **extra: Any) -> dict[str, Any]:
        user: Any = self.request.user
        rows = history(user).filter(user=user.pk, content_type=self.job_type)[:3]
        may_make = user.may("update:brand")
        price = price_for(self.job_type, {})
        return super().get_context(recent=rows, job=self.job, may_make=may_make, price=price, **extra)

    def start(self, fields: dict[str, Any]) -> Job:
        raise NotImplementedError

    def save(self, form: MakeForm) -> str:
        job = wait_for_job(self.start(form.as_fields()), PATIENCE)
        return job.page_url if job.status == "succeeded" else self.request.path


class TextPage(MakePage):
    title = _("Studio")
    lead = _("A text for a channel, from what is known of the brand. Figures and claims nobody recorded do not get in.")
    tab = "text"
    form_class = TextForm
    submit_label = _("Write")
    job_type = JobType.TEXT
    job_kind = TEXT_JOB

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        lengths = [int(value) for value, _label in LENGTHS]
        asked = kwargs["initial"].get("max_tokens")
        kwargs["initial"]["max_tokens"] = asked if asked in lengths else lengths[0]
        return kwargs

    def start(self, fields: dict[str, Any]) -> Job:
        return request_text(user=self.request.user, fields=fields)


class ImagePage(MakePage):
    title = _("Studio")
    lead = _("A picture in the colours of the brand. It goes into the library and says how it was made.")
    tab = "image"
    form_class = ImageForm
    submit_label = _("Draw")
    job_type = JobType.IMAGE
    job_kind = IMAGE_JOB

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"initial": {"size": SIZES[0], "quality": QUALITIES[0]} | kwargs["initial"]}

    def start(self, fields: dict[str, Any]) -> Job:
        return request_image(user=self.request.user, fields=fields)


def price_for(job_type: str, asked: Any) -> dict[str, Any]:
    """What a run will cost at most, for the longest prompt; `known` is False when no price is."""
    engine = asked.get("engine") or None
    prompt = "가" * LONGEST_PROMPT
    request: TextRequest | ImageRequest
    if job_type == JobType.IMAGE:
        size: Any = asked.get("size") if asked.get("size") in SIZES else SIZES[0]
        quality: Any = asked.get("quality") if asked.get("quality") in QUALITIES else QUALITIES[0]
        request = ImageRequest(purpose="picture", prompt=prompt, size=size, quality=quality)
    else:
        tokens = asked.get("max_tokens", "")
        most = int(tokens) if tokens in dict(LENGTHS) else int(LENGTHS[0][0])
        request = TextRequest(purpose="copy", prompt=prompt, max_tokens=most)
    try:
        most_cost = estimate(request, engine=engine)
    except ValidationFailed:
        most_cost = None
    return {"most": most_cost, "known": most_cost is not None}


class PricePart(PrivatePage):
    """The words on the button that say what a run costs."""

    permission = "read:brand"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        price = price_for(request.GET.get("kind", ""), request.GET)
        return render(request, "studio/_price.html", {"price": price})


# ── history ────────────────────────────────────────────────────────────────────────────────────────
class HistoryFilter(django_filters.FilterSet):
    content_type = django_filters.ChoiceFilter(label=_("Kind"), choices=JobType.choices, empty_label=_("All"))


class HistoryPage(StudioTabs, ListPage):
    model = Generation
    permission = "read:brand"
    title = _("History")
    template_name = "studio/history.html"
    breadcrumbs = CRUMBS
    tab = "history"
    table = TableSpec(
        id="generations",
        columns=[
            Column("prompt", _("Request"), primary=True, template="studio/cells/prompt.html"),
            Column("result", _("Result"), value="text", template="studio/cells/result.html"),
            Column("content_type", _("Kind"), value="get_content_type_display", shown=False),
            Column("brand", _("Brand"), value="brand.brand_name"),
            Column("engine", _("Engine"), value="get_engine_display"),
            Column("model", _("Model"), shown=False),
            Column("cost", _("Cost"), template="accounts/cells/cost.html", sort="cost", numeric=True),
            Column("created_at", _("When"), sort="created_at"),
        ],
        filterset_class=HistoryFilter,
        search_fields=["prompt", "text"],
        search_label=_("Request or text"),
        default_sort="-created_at",
        export_name="artnex-history",
        caption=_("History"),
        empty={
            "icon": "studio",
            "title": _("Nothing made yet"),
            "text": _("Texts and pictures stay here with what was asked for and what they cost."),
            "action_url": "studio:text",
            "action_label": _("Write a text"),
        },
    )

    def get_rows(self) -> QuerySet:
        return history(self.request.user)


class GenerationPage(ObjectPage):
    model = Generation
    permission = "read:brand"
    template_name = "studio/generation.html"
    breadcrumbs = HISTORY_CRUMBS

    def get_title(self) -> str:
        return " ".join(self.object.prompt.split())[:80]

    def get_rows(self) -> Any:
        return Generation.objects.select_related("brand", "asset__file", "user")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        row: Generation = self.object
        rows = Generation.objects.filter(pk=row.pk)
        user: Any = self.request.user
        platform = PLATFORMS.get(row.params.get("platform", ""))
        texts = [text for text in [row.text, *row.variants] if text] if row.content_type == JobType.TEXT else []
        return super().get_context(
            texts=[{"text": text, "length": counted_length(text, platform)} for text in texts],
            platform=platform,
            may_make=rows.restrict(user, "update").exists(),
            may_delete=rows.restrict(user, "delete").exists(),
            form_url=reverse(f"studio:{row.content_type}"),
            **extra,
        )


class AnotherVersion(ActionView):
    """The same request once more, with the next variant."""

    def act(self) -> str:
        rows: Any = Generation.objects.all()
        row = fetch(rows, self.request.user, "update", pk=self.kwargs["pk"])
        params = {name: value for name, value in row.params.items() if value is not None} | {"prompt": row.prompt}
        step = 1 + len(row.variants)
        params["variant"] = (params.get("variant", 0) + step) % LAST_VARIANT
        request = request_text if row.content_type == JobType.TEXT else request_image
        job = wait_for_job(request(user=self.request.user, fields=params), PATIENCE)
        return job.page_url if job.status == "succeeded" else reverse(f"studio:{row.content_type}")


class DeleteGenerationPage(ObjectConfirmPage):
    model = Generation
    title = _("Delete this entry?")
    lead = _("It leaves the history; its picture stays in the library. The cost stays on the books.")
    submit_label = _("Delete")
    success_url = "studio:history"
    success_text = _("The entry is deleted.")

    def save(self, form: Any) -> None:
        delete_generation(user=self.request.user, generation=self.object)
