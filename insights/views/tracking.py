"""Trackings: the list, the form, and what one of them found."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artnex.access import RestrictedQuerySet
from artnex.jobs.models import Job
from artnex.web.pages import ListPage, is_partial
from artnex.web.tables import Column, Table, TableSpec
from artnex.web.toasts import send_toasts, toast
from brands.tabs import BrandTab, register_tab
from brands.views.base import (
    BrandAction,
    BrandFormPage,
    BrandListPage,
    BrandRowConfirmPage,
    BrandRowFormPage,
    BrandRowMixin,
)
from insights.filters.tracking import ContentFilter
from insights.forms.tracking import TrackingForm
from insights.models import Content, CrawlRun, Tracking
from insights.platforms.youtube import PAGES_IN_A_CRAWL, SERVICE
from insights.queries.tracking import SPARK_DAYS, keyword_trend, platform_states, published_by_day, with_counts
from insights.services.quota import limits, quota_left
from insights.services.trackings import (
    CRAWL,
    FIELDS,
    crawl_key,
    create_tracking,
    delete_tracking,
    request_crawl,
    update_tracking,
)
from insights.tracking_charts import trend_chart

TAB = "insights:trackings"
VIEWS = ("cards", "table")
VIEW_KEY = "contents_view"
SHOWN_RUNS = 5
COMMENTS = pgettext_lazy("numbers of a content", "Comments")

register_tab(BrandTab("trackings", _("Tracking"), TAB, order=45))

TRACKING_COLUMNS = [
    Column("keyword", _("Keyword"), sort="keyword", primary=True, template="insights/tracking/cells/keyword.html"),
    Column("platforms", _("Platforms"), template="insights/tracking/cells/platforms.html", value="platform_labels"),
    Column("content_count", _("Contents"), sort="content_count", numeric=True),
    Column("rising_count", _("Rising"), sort="rising_count", numeric=True),
    Column("spark", _("Published in 30 days"), template="insights/tracking/cells/spark.html", exported=False),
    Column("last_crawled_at", _("Last crawl"), sort="last_crawled_at", template="insights/tracking/cells/crawled.html"),
]


def draw_rows(rows: Any) -> None:
    """What the cells of a page of trackings need besides the rows."""
    counts = published_by_day([row.pk for row in rows], days=SPARK_DAYS)
    for row in rows:
        row.spark = [count for _day, count in counts[row.pk]]
        row.states = platform_states(row)


class TrackingsMixin:
    """Both lists: the rows with their counts, the sparklines of the page at hand."""

    def get_rows(self) -> QuerySet:
        return with_counts(super().get_rows()).select_related("brand")  # type: ignore[misc]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        table: Table = extra["table"]
        draw_rows(table.page.object_list)
        return super().get_context(**extra)  # type: ignore[misc]


class AllTrackingsPage(TrackingsMixin, ListPage):
    """The trackings of all brands this person may see."""

    model = Tracking
    title = _("Content tracking")
    lead = _("What is said about your keywords on YouTube, Naver, TikTok and in feeds.")
    template_name = "insights/tracking/all.html"
    table = TableSpec(
        id="trackings",
        columns=[TRACKING_COLUMNS[0], Column("brand", _("Brand"), "brand.brand_name"), *TRACKING_COLUMNS[1:]],
        search_fields=["keyword", "brand__brand_name"],
        search_label=_("Search trackings"),
        default_sort="-last_crawled_at",
        caption=_("Trackings"),
        empty={
            "icon": "chart",
            "title": _("No trackings yet"),
            "text": _("Open a brand and begin one under Tracking."),
            "action_url": "brands:list",
            "action_label": _("Go to the brands"),
        },
    )


class TrackingsPage(TrackingsMixin, BrandListPage):
    tab = "trackings"
    title = _("Tracking")
    model = Tracking
    template_name = "insights/tracking/list.html"
    table = TableSpec(
        id="trackings",
        columns=TRACKING_COLUMNS,
        search_fields=["keyword"],
        search_label=_("Search trackings"),
        default_sort="-last_crawled_at",
        export_name="artnex-trackings",
        caption=_("Trackings"),
    )


# ── the form ───────────────────────────────────────────────────────────────────────────────────────────────────────
class TrackingForms:
    """What the two forms share: beside them stands what each platform needs and costs."""

    tab: ClassVar[str] = "trackings"
    tab_url_name: ClassVar[str] = TAB
    template_name = "insights/tracking/form.html"
    form_class: type[forms.BaseForm] = TrackingForm

    def get_context(self, **extra: Any) -> dict[str, Any]:
        names = [name for name, _label in TrackingForm.base_fields["platforms"].choices]  # type: ignore[attr-defined]
        states = platform_states(Tracking(platforms=names))
        return super().get_context(  # type: ignore[misc]
            ready={state["platform"]: state["is_ready"] for state in states},
            quota={"left": quota_left(SERVICE), "most": limits(), "searches_in_a_crawl": PAGES_IN_A_CRAWL},
            **extra,
        )


class NewTrackingPage(TrackingForms, BrandFormPage):
    title = _("New tracking")
    submit_label = _("Begin tracking")

    def save(self, form: Any) -> str:
        tracking = create_tracking(user=self.request.user, brand=self.brand, fields=form.cleaned_data)
        toast(self.request, _("Tracking begun. The first crawl comes within five minutes, or at once by “Crawl now”."))
        return reverse("insights:tracking", args=[self.brand.pk, tracking.pk])


class EditTrackingPage(TrackingForms, BrandRowFormPage):
    model = Tracking
    title = _("Edit the tracking")
    success_text = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {name: getattr(self.row, name) for name in FIELDS}
        return super().get_form_kwargs() | {"initial": initial, "interval": self.row.interval_hours}

    def save(self, form: Any) -> str:
        update_tracking(user=self.request.user, tracking=self.row, fields=form.cleaned_data)
        return reverse("insights:tracking", args=[self.brand.pk, self.row.pk])


class DeleteTrackingPage(BrandRowConfirmPage):
    model = Tracking
    tab_url_name = TAB
    title = _("Delete this tracking?")
    lead = _("Its contents and their history go with it. This cannot be undone.")
    success_text = _("Tracking deleted.")

    def save(self, form: Any) -> None:
        delete_tracking(user=self.request.user, tracking=self.row)


class CrawlNow(BrandRowMixin, BrandAction):
    """Starts a crawl; its progress is on the tracking's page."""

    model = Tracking

    def act(self) -> str:
        request_crawl(user=self.request.user, tracking=self.row)
        return reverse("insights:tracking", args=[self.brand.pk, self.row.pk])


# ── one tracking ───────────────────────────────────────────────────────────────────────────────────────────────────
class TrackingPage(BrandRowMixin, BrandListPage):
    """What a tracking found, as cards or as a table, with the trend of its keyword."""

    tab = "trackings"
    model = Tracking
    row_action = "read"
    template_name = "insights/tracking/tracking.html"
    table = TableSpec(
        id="contents",
        columns=[
            Column("title", _("Title"), primary=True, template="insights/tracking/cells/content.html"),
            Column("channel", _("Channel")),
            Column("published_at", _("Published"), sort="published_at", template="insights/tracking/cells/day.html"),
            Column("view_count", _("Views"), sort="view_count", numeric=True),
            Column("like_count", _("Likes"), sort="like_count", numeric=True),
            Column(
                "comment_count", pgettext_lazy("numbers of a content", "Comments"), sort="comment_count", numeric=True
            ),
            Column("popularity_index", _("Popularity"), sort="popularity_index", numeric=True),
            Column(
                "growth",
                _("Growth in 7 days"),
                sort="growth",
                numeric=True,
                template="insights/tracking/cells/growth.html",
            ),
            Column("url", _("Address"), shown=False),
        ],
        search_fields=["title", "channel"],
        search_label=_("Search contents"),
        filterset_class=ContentFilter,
        default_sort="-popularity_index",
        export_name="artnex-contents",
        caption=_("Contents"),
        empty={
            "icon": "chart",
            "title": _("Nothing found yet"),
            "text": _("Crawl now, or import a table."),
        },
    )

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.row.keyword

    def get_rows(self) -> RestrictedQuerySet:
        """Trackings for the row of the address, contents for the table."""
        return Tracking.objects.filter(brand=self.brand)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tracking = self.row
        if request.GET.get("view") in VIEWS:
            request.session[VIEW_KEY] = request.GET["view"]
        contents = Content.objects.restrict(request.user, "read").filter(tracking=tracking)
        table = Table(self.table, contents.select_related("thumbnail", "tracking"), request)
        if request.GET.get("format") == "csv":
            return table.as_csv()
        if is_partial(request) and request.htmx.target == self.table.id:  # type: ignore[attr-defined]
            return send_toasts(request, render(request, self.part_template_name, {"table": table}))
        return self.render({"table": table})

    def get_context(self, **extra: Any) -> dict[str, Any]:
        trend = keyword_trend(self.row)
        view = self.request.session.get(VIEW_KEY, VIEWS[0])
        runs = CrawlRun.objects.restrict(self.request.user, "read").filter(tracking=self.row)
        return super().get_context(
            states=platform_states(self.row),
            runs=runs[:SHOWN_RUNS],
            trend=trend,
            chart=trend_chart(self.row, trend),
            job=open_crawl_of(self.row),
            view=view if view in VIEWS else VIEWS[0],
            **extra,
        )


def open_crawl_of(tracking: Tracking) -> Job | None:
    """The crawl that is under way."""
    jobs = Job.objects.filter(kind=CRAWL, unique_key=crawl_key(tracking)).select_related("user")
    newest = jobs.order_by("-created_at").first()
    return newest if newest is not None and newest.is_open else None
