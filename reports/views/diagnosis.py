"""The diagnosis of a brand: where it stands, the five steps with the questionnaire, who answers, weights."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from artnex import context, counters
from artnex.charts import RadarChart, Series
from artnex.errors import NotFound, RateLimited, ValidationFailed
from artnex.jobs.models import Job
from artnex.web.pages import Page, is_partial
from artnex.web.toasts import toast
from artnex.web.widgets import SegmentedSelect
from brands.models import Brand
from brands.tabs import BrandTab, register_tab
from brands.views.base import BrandAction, BrandConfirmPage, BrandFormPage, BrandPage, BrandRowConfirmPage
from reports.engine.wording import AREAS
from reports.enums import Area
from reports.models import Diagnosis, Respondent, RespondentKind
from reports.queries.diagnosis import answers_of, open_diagnosis, progress_of, respondent_of, scores_of, weights_of
from reports.questions import SCALE, questions_of
from reports.services.diagnose import JOB_KIND, start_diagnosis
from reports.services.diagnosis import (
    HEAVIEST,
    begin_anew,
    invite_respondent,
    remove_respondent,
    respondent_by_token,
    save_answers,
    save_answers_by_link,
    save_step,
    set_weights,
)
from reports.step_data import FIELDS, prefilled

register_tab(BrandTab("diagnosis", _("Diagnosis"), "reports:diagnosis", order=84))
NOT_APPLICABLE = "na"
MISSES_BY_ADDRESS, GUESS_WINDOW = 30, 900  # unknown links from one address, in seconds


class DiagnosisMixin:
    """The tab, and the open round if there is one."""

    tab = "diagnosis"
    tab_url_name = "reports:diagnosis"
    brand: Brand
    request: Any

    @cached_property
    def diagnosis(self) -> Diagnosis | None:
        return open_diagnosis(self.brand)

    @cached_property
    def own_answers(self) -> dict[str, int | None]:
        return answers_of(respondent_of(self.diagnosis, self.request.user))


class DiagnosisPage(DiagnosisMixin, BrandPage):
    """Where the diagnosis stands."""

    title = _("Diagnosis")
    template_name = "reports/diagnosis/overview.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        progress = progress_of(self.own_answers)
        scores = scores_of(self.diagnosis) if self.diagnosis else None
        areas = [
            {
                "name": name,
                "label": Area(name).label,
                "progress": progress["areas"][name],
                "score": scores.area(name) if scores else None,
                "url": reverse("reports:diagnosis_area", args=[self.brand.pk, name]),
            }
            for name in Area.values
        ]
        people = list(self.diagnosis.respondents.all()) if self.diagnosis else []
        return super().get_context(
            diagnosis=self.diagnosis,
            progress=progress,
            areas=areas,
            scores=scores,
            radar=self.radar(scores) if scores and any(area.score is not None for area in scores.areas) else None,
            respondents=people,
            job=self.newest_job(),
            **extra,
        )

    def radar(self, scores: Any) -> RadarChart:
        language = (get_language() or "ko")[:2]
        return RadarChart(
            title=str(_("Scores so far")),
            labels=[AREAS[area.area].in_language(language) for area in scores.areas],
            series=[Series(str(_("Score")), [area.score for area in scores.areas])],
            maximum=100,
        )

    def newest_job(self) -> Job | None:
        rows = Job.objects.filter(user=self.request.user.pk, kind=JOB_KIND, brand_id=self.brand.pk)
        newest = rows.order_by("-created_at").first()
        return newest if newest is not None and (newest.is_open or newest.status == "failed") else None


class AreaPage(DiagnosisMixin, BrandPage):
    """One step: what is entered, and the statements of that area. Saved at every answer where script runs."""

    template_name = "reports/diagnosis/area.html"

    @property
    def brand_action(self) -> Any:  # type: ignore[override]
        return "read" if self.request.method in {"GET", "HEAD"} else "update"

    @cached_property
    def area(self) -> str:
        name = self.kwargs["area"]
        if name not in Area.values:
            raise NotFound
        return name

    def get_title(self) -> Any:
        return Area(self.area).label

    def get_context(self, **extra: Any) -> dict[str, Any]:
        place = Area.values.index(self.area)
        data = self.diagnosis.data if self.diagnosis else {}
        problems = extra.pop("problems", {})
        typed = extra.pop("typed", None)
        entered = prefilled(self.brand, self.area, data) | (typed or {})
        return super().get_context(
            area=self.area,
            steps=self.steps(place),
            fields=[
                {"field": field, "value": entered.get(field.name, ""), "problem": problems.get(f"data.{field.name}")}
                for field in FIELDS[self.area]
            ],
            items=items_for(self.area, self.own_answers),
            scale=SCALE.items(),
            progress=progress_of(self.own_answers)["areas"][self.area],
            next_area=Area.values[place + 1] if place + 1 < len(Area.values) else "",
            previous_area=Area.values[place - 1] if place else "",
            **extra,
        )

    def steps(self, place: int) -> list[dict[str, Any]]:
        return [
            {
                "label": Area(name).label,
                "url": reverse("reports:diagnosis_area", args=[self.brand.pk, name]),
                "done": number < place,
                "current": number == place,
            }
            for number, name in enumerate(Area.values)
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answers = read_answers(request.POST, self.area)
        values = {field.name: request.POST[field.name] for field in FIELDS[self.area] if field.name in request.POST}
        try:
            if answers:
                save_answers(user=request.user, brand=self.brand, answers=answers)
            save_step(user=request.user, brand=self.brand, area=self.area, values=values)
        except ValidationFailed as problem:
            problems = {row["field"]: row["message"] for row in problem.details}
            return self.render({"problems": problems, "typed": values}, status=problem.status)
        if is_partial(request):
            return HttpResponse(status=204)
        place = Area.values.index(self.area)
        if "next" in request.POST and place + 1 < len(Area.values):
            return redirect("reports:diagnosis_area", self.brand.pk, Area.values[place + 1])
        toast(request, _("Saved."))
        return redirect("reports:diagnosis", self.brand.pk)


def items_for(area: str, answers: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """The statements of an area with what was answered, in the language of the page."""
    language = (get_language() or "ko")[:2]
    return [
        {
            "id": question.id,
            "text": question.text.in_language(language),
            "help": question.help.in_language(language),
            "value": answers.get(question.id),
            "is_answered": question.id in answers,
        }
        for question in questions_of(area)
    ]


def read_answers(sent: Mapping[str, str], area: str) -> dict[str, int | None]:
    """The answers in a form; what is not on the scale is left out."""
    answers: dict[str, int | None] = {}
    for question in questions_of(area):
        value = sent.get(f"q-{question.id}", "")
        if value == NOT_APPLICABLE:
            answers[question.id] = None
        elif value in {"1", "2", "3", "4", "5"}:
            answers[question.id] = int(value)
    return answers


class StartReport(DiagnosisMixin, BrandAction):
    """The button that makes the report."""

    def act(self) -> str:
        url = reverse("reports:diagnosis", args=[self.brand.pk])
        try:
            start_diagnosis(user=self.request.user, brand=self.brand)
        except ValidationFailed as problem:
            toast(self.request, problem.details[0]["message"], level="error")
        return url


class InviteForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Whose view"), choices=RespondentKind.choices, initial=RespondentKind.CUSTOMER, widget=SegmentedSelect
    )
    name = forms.CharField(
        label=_("Name or company"),
        required=False,
        max_length=100,
        help_text=_("So that you can tell the answers apart."),
    )


class InvitePage(DiagnosisMixin, BrandFormPage):
    form_class = InviteForm
    title = _("Ask one more person")
    lead = _("They get a link and need no account. It works for 30 days.")
    submit_label = _("Make the link")

    def save(self, form: Any) -> HttpResponse:
        _person, url = invite_respondent(user=self.request.user, brand=self.brand, **form.cleaned_data)
        return self.render({"url": url}, template="reports/diagnosis/link.html")


class RemoveRespondentPage(DiagnosisMixin, BrandRowConfirmPage):
    model = Respondent
    title = _("Take these answers out?")
    lead = _("The answers are deleted and the link stops working.")
    submit_label = _("Take out")
    success_text = _("The answers are taken out.")

    def get_rows(self) -> Any:
        return Respondent.objects.filter(diagnosis__brand=self.brand).select_related("diagnosis")

    def save(self, form: Any) -> None:
        remove_respondent(user=self.request.user, respondent=self.row)


class WeightsForm(forms.Form):
    """One number for each area."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in Area.choices:
            self.fields[name] = forms.FloatField(label=label, min_value=0, max_value=HEAVIEST)


class WeightsPage(DiagnosisMixin, BrandFormPage):
    form_class = WeightsForm
    title = _("Weights of the areas")
    lead = _("How much each area counts in the overall score. 0 leaves an area out.")
    success_text = _("The weights are saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": weights_of(self.diagnosis)}

    def save(self, form: Any) -> None:
        set_weights(user=self.request.user, brand=self.brand, weights=form.cleaned_data)


class BeginAnewPage(DiagnosisMixin, BrandConfirmPage):
    title = _("Begin a new round?")
    lead = _("The data stays, all answers begin anew, and open links stop working. Reports made so far are kept.")
    submit_label = _("Begin a new round")
    success_text = _("A new round has begun.")

    def save(self, form: Any) -> None:
        begin_anew(user=self.request.user, brand=self.brand)


class AnswerByLinkPage(Page):
    """The questionnaire for somebody with a link: no account, nothing of the brand but its name."""

    template_name = "reports/diagnosis/answer.html"
    title = _("A few questions")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        misses = f"diagnosis-link:{context.current().ip}"
        if counters.peek(misses).value >= MISSES_BY_ADDRESS:
            raise RateLimited(retry_after=counters.peek(misses).resets_in)
        try:
            self.person = respondent_by_token(kwargs["token"])
        except NotFound:
            counters.hit(misses, window=GUESS_WINDOW)
            raise
        return super().dispatch(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        answers = answers_of(self.person)
        areas = [{"label": Area(name).label, "items": items_for(name, answers)} for name in Area.values]
        return super().get_context(
            brand_name=self.person.diagnosis.brand.brand_name,
            areas=areas,
            scale=SCALE.items(),
            progress=progress_of(answers),
            finished=self.person.finished_at is not None,
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answers = {key: value for name in Area.values for key, value in read_answers(request.POST, name).items()}
        finished = not is_partial(request)
        save_answers_by_link(respondent=self.person, answers=answers, finished=finished)
        if not finished:
            return HttpResponse(status=204)
        self.person.refresh_from_db()
        return self.render({"thanks": True})
