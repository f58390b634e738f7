"""Segments, keyword results and the board in the administration; what is improper on the board is hidden here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import BooleanRadioFilter

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from insights.models import BoardAnswer, BoardQuestion, KeywordClustering, Segment
from insights.services.board import delete_answer, delete_question, moderate, update_answer, update_question
from insights.services.keywords import delete_clustering
from insights.services.segments import create_segment, delete_segment, update_segment


@admin.register(Segment)
class SegmentAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "groups"
    menu_order = 70
    list_display = ("name", "user", "brand", "updated_at")
    search_fields = ("name", "description", "user__email")
    list_select_related = ("user", "brand")
    raw_id_fields = ("user", "brand")
    fields = ("user", "brand", "name", "description", "criteria")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user", "brand") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = dict(form.cleaned_data)
        if change:
            update_segment(user=request.user, segment=Segment.objects.get(pk=obj.pk), fields=given)
            return
        made = create_segment(user=given.pop("user"), brand=given.pop("brand"), fields=given)
        obj.__dict__.update(made.__dict__)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_segment(user=request.user, segment=obj)


@admin.register(KeywordClustering)
class KeywordClusteringAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "scatter_plot"
    menu_order = 71
    list_display = ("title", "user", "keyword_count", "cluster_count", "silhouette", "created_at")
    search_fields = ("title", "user__email")
    list_select_related = ("user",)
    readonly_fields = ("user", "brand", "title", "wanted", "keyword_count", "cluster_count", "silhouette", "result")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows if request.resolver_match and "object_id" in request.resolver_match.kwargs else rows.defer("result")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_clustering(user=request.user, clustering=obj)


class ModeratedAdmin(ServiceModelAdmin):
    """Hiding and showing again, with a reason the writer sees."""

    menu_group = MenuGroup.PRODUCT
    list_filter = (("is_hidden", BooleanRadioFilter),)
    list_select_related: tuple[str, ...] = ("user",)
    actions = ["hide", "show"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=_("Hide"), permissions=["change"])
    def hide(self, request: HttpRequest, rows: QuerySet) -> None:
        for row in rows:
            moderate(user=request.user, subject=row, hidden=True)

    @admin.action(description=_("Show again"), permissions=["change"])
    def show(self, request: HttpRequest, rows: QuerySet) -> None:
        for row in rows:
            moderate(user=request.user, subject=row, hidden=False)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        stored = self.model.objects.get(pk=obj.pk)
        given = dict(form.cleaned_data)
        moderate(user=request.user, subject=stored, hidden=given["is_hidden"], reason=given["hidden_reason"])
        self.update_text(request, stored, given)

    def update_text(self, request: HttpRequest, row: Any, given: dict[str, Any]) -> None:
        """Call the service that changes what was written."""
        raise NotImplementedError


@admin.register(BoardQuestion)
class BoardQuestionAdmin(ModeratedAdmin):
    menu_icon = "forum"
    menu_order = 72
    list_display = ("title", "user", "brand", "answer_count", "votes", "is_hidden", "created_at")
    search_fields = ("title", "body", "user__email")
    list_select_related = ("user", "brand")
    fields = ("user", "brand", "title", "body", "is_hidden", "hidden_reason")
    readonly_fields = ("user", "brand")

    def update_text(self, request: HttpRequest, row: Any, given: dict[str, Any]) -> None:
        update_question(user=request.user, question=row, fields={"title": given["title"], "body": given["body"]})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_question(user=request.user, question=obj)


@admin.register(BoardAnswer)
class BoardAnswerAdmin(ModeratedAdmin):
    menu_icon = "chat"
    menu_order = 73
    list_display = ("__str__", "question", "user", "is_accepted", "votes", "is_hidden", "created_at")
    search_fields = ("body", "user__email", "question__title")
    list_select_related = ("user", "question")
    fields = ("question", "user", "body", "is_hidden", "hidden_reason")
    readonly_fields = ("question", "user")

    def update_text(self, request: HttpRequest, row: Any, given: dict[str, Any]) -> None:
        update_answer(user=request.user, answer=row, body=given["body"])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_answer(user=request.user, answer=obj)
