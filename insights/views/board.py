"""The board: questions, answers, votes."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, fetch
from artnex.web.pages import (
    ActionView,
    ListPage,
    ObjectConfirmPage,
    ObjectFormPage,
    PrivateFormPage,
)
from artnex.web.tables import Column, TableSpec
from insights.forms.board import AnswerForm, QuestionForm
from insights.models import BoardAnswer, BoardQuestion
from insights.queries.board import answers_for, questions_for
from insights.services.board import (
    accept_answer,
    answer,
    ask,
    brand_of_question,
    delete_answer,
    delete_question,
    page_of,
    toggle_vote,
    update_answer,
    update_question,
)
from insights.shared_insights import insight_to_share
from insights.views.segments import brands_to_choose

CRUMBS = ((_("Q&A board"), "insights:board"),)
SHOWN = [("open", _("Unanswered")), ("answered", _("Answered")), ("mine", _("Asked by me"))]


class BoardFilter(django_filters.FilterSet):
    shown = django_filters.ChoiceFilter(label=_("Show"), choices=SHOWN, empty_label=_("Everything"), method="show")

    def show(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "mine":
            return rows.filter(user=self.request.user)
        return rows.filter(is_answered=value == "answered")


class BoardPage(ListPage):
    model = BoardQuestion
    permission = "read:brand"
    title = _("Q&A board")
    lead = _("Ask the people you share brands with. Nobody else sees it.")
    template_name = "insights/board/list.html"
    table = TableSpec(
        id="board",
        columns=[
            Column("title", _("Question"), sort="title", primary=True, template="insights/board/cells/question.html"),
            Column("brand", _("Who is asked"), template="insights/board/cells/audience.html"),
            Column("user", _("Asked by"), "user.name", "user__name"),
            Column("answer_count", _("Answers"), sort="answer_count", numeric=True),
            Column("votes", _("Useful"), sort="votes", numeric=True),
            Column("created_at", _("Asked"), sort="created_at"),
        ],
        search_fields=["title", "body", "shared_title"],
        search_label=_("Search questions"),
        filterset_class=BoardFilter,
        default_sort="-created_at",
        export_name="board",
        caption=_("Questions"),
        empty={
            "icon": "chat",
            "title": _("No questions yet"),
            "text": _("Ask colleagues what the figures do not say."),
            "action_url": "insights:question_new",
            "action_label": _("Ask a question"),
        },
    )

    def get_rows(self) -> QuerySet:
        return questions_for(self.request.user)

    @property
    def may_add(self) -> bool:
        user: Any = self.request.user
        return user.may("update:brand")


class QuestionPage(ObjectFormPage):
    """The question, its answers, and the form for another one."""

    model = BoardQuestion
    permission = "read:brand"
    form_class = AnswerForm
    template_name = "insights/board/question.html"
    submit_label = _("Answer")
    success_text = _("Your answer is on the board.")
    breadcrumbs = CRUMBS

    @property
    def object_action(self) -> Action:  # type: ignore[override]
        return "read" if self.request.method in {"GET", "HEAD"} else "create"

    def get_rows(self) -> Any:
        return BoardQuestion.objects.select_related("user", "brand")

    def get_title(self) -> str:
        return self.object.title

    def get_success_url(self) -> str:
        return page_of(self.object)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        user, question = self.request.user, self.object
        voted = questions_for(user).get(pk=question.pk).has_my_vote  # type: ignore[attr-defined]
        may_answer = BoardQuestion.objects.filter(pk=question.pk).restrict(user, "create").exists()
        return super().get_context(
            answers=list(answers_for(user, question)[:200]),
            has_my_vote=voted,
            is_mine=question.user_id == user.pk,
            may_answer=may_answer,
            **extra,
        )

    def save(self, form: AnswerForm) -> None:
        answer(user=self.request.user, question=self.object, body=form.cleaned_data["body"])


class AskPage(PrivateFormPage):
    permission = "update:brand"
    form_class = QuestionForm
    template_name = "insights/board/ask.html"
    title = _("Ask a question")
    submit_label = _("Ask")
    success_text = _("Your question is on the board.")
    breadcrumbs = CRUMBS

    @property
    def insight_id(self) -> int | None:
        asked = self.request.GET.get("insight", "")
        return int(asked) if asked.isdigit() and len(asked) < 19 else None

    @property
    def cancel_url(self) -> str:  # type: ignore[override]
        return reverse("insights:board")

    def get_form_kwargs(self) -> dict[str, Any]:
        brands = None if self.insight_id else brands_to_choose(self.request.user)
        return super().get_form_kwargs() | {"brands": brands}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        shared = insight_to_share(self.request.user, self.insight_id) if self.insight_id else None
        return super().get_context(shared=shared, **extra)

    def save(self, form: QuestionForm) -> str:
        brand = brand_of_question(user=self.request.user, brand_id=form.cleaned_data.get("brand_id"))
        question = ask(user=self.request.user, fields=form.as_fields(), brand=brand, insight_id=self.insight_id)
        return page_of(question)


class EditQuestionPage(ObjectFormPage):
    model = BoardQuestion
    form_class = QuestionForm
    title = _("Edit the question")
    success_text = _("The question is saved.")
    breadcrumbs = CRUMBS

    def get_form_kwargs(self) -> dict[str, Any]:
        row = self.object
        return super().get_form_kwargs() | {
            "initial": {"title": row.title, "body": row.body, "tags": ", ".join(row.tags)}
        }

    @property
    def cancel_url(self) -> str:  # type: ignore[override]
        return page_of(self.object)

    def get_success_url(self) -> str:
        return page_of(self.object)

    def save(self, form: QuestionForm) -> None:
        update_question(user=self.request.user, question=self.object, fields=form.as_fields())


class DeleteQuestionPage(ObjectConfirmPage):
    model = BoardQuestion
    title = _("Delete this question?")
    lead = _("Its answers go with it. This cannot be undone.")
    submit_label = _("Delete")
    success_url = "insights:board"
    success_text = _("The question is deleted.")

    def save(self, form: Any) -> None:
        delete_question(user=self.request.user, question=self.object)


class QuestionVote(ActionView):
    def act(self) -> str:
        question = fetch(BoardQuestion.objects.all(), self.request.user, "create", pk=self.kwargs["pk"])
        toggle_vote(user=self.request.user, subject=question)
        return page_of(question)


class AnswerMixin:
    """`answer_row`: the answer named in the address, under the question named there."""

    request: Any
    kwargs: dict[str, Any]
    answer_action: Action = "create"

    @property
    def answer_row(self) -> BoardAnswer:
        rows = BoardAnswer.objects.filter(question=self.kwargs["question_id"]).select_related("question", "user")
        return fetch(rows, self.request.user, self.answer_action, pk=self.kwargs["pk"])  # type: ignore[arg-type]


class AnswerVote(AnswerMixin, ActionView):
    def act(self) -> str:
        row = self.answer_row
        toggle_vote(user=self.request.user, subject=row)
        return page_of(row.question)


class AcceptAnswer(AnswerMixin, ActionView):
    success_text = _("Thank you: the answer is marked as helpful.")

    def act(self) -> str:
        row = self.answer_row
        accept_answer(user=self.request.user, answer=row)
        return page_of(row.question)


class AnswerPage:
    """A page about one answer, by its writer."""

    model = BoardAnswer
    kwargs: dict[str, Any]
    object: Any

    def get_rows(self) -> Any:
        return BoardAnswer.objects.filter(question=self.kwargs["question_id"]).select_related("question", "user")

    def get_success_url(self) -> str:
        return reverse("insights:question", args=[self.kwargs["question_id"]])

    @property
    def cancel_url(self) -> Any:
        return self.get_success_url()


class EditAnswerPage(AnswerPage, ObjectFormPage):  # type: ignore[override]
    form_class = AnswerForm
    title = _("Edit your answer")
    success_text = _("Your answer is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": {"body": self.object.body}}

    def save(self, form: AnswerForm) -> None:
        update_answer(user=self.request.user, answer=self.object, body=form.cleaned_data["body"])


class DeleteAnswerPage(AnswerPage, ObjectConfirmPage):  # type: ignore[override]
    title = _("Delete your answer?")
    lead = _("This cannot be undone.")
    submit_label = _("Delete")
    success_text = _("Your answer is deleted.")

    def save(self, form: Any) -> None:
        delete_answer(user=self.request.user, answer=self.object)
