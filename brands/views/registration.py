"""Registering a brand in five steps. Every step has an address of its own and is saved when it is left.

The browser's back button shows what was saved; the steps can be visited in any order once they were reached.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.errors import InvalidState, NotFound, ValidationFailed
from artnex.jobs.models import Job
from artnex.web.pages import ActionView, LoginRequired, Page, PrivateFormPage, Text, go_to
from artnex.web.toasts import toast
from brands.enums import RegistrationStep, SuggestionField, SuggestionStatus
from brands.forms.fields import KeywordsField
from brands.forms.registry import BasicsForm, CompetitorFormSet, IdentityForm, ProposalForm, TargetForm
from brands.models import Brand, BrandSuggestion, Competitor, Persona
from brands.services.brands import create_brand, reach_step, set_logo_of_form, update_brand
from brands.services.registration import save_first_persona, save_rivals
from brands.services.suggestions import JOB_KIND, accept_suggestion, dismiss_suggestion, request_suggestions

STEPS = [step for step in RegistrationStep if step != RegistrationStep.DONE]
LAST = RegistrationStep.IMPROVEMENT
RIVALS_SHOWN = 3


def step_url(brand: Brand, step: int) -> str:
    """The page of a step; the brand's own page once the registration is done."""
    return (
        reverse("brands:register", args=[brand.pk, step]) if step <= LAST else reverse("brands:brand", args=[brand.pk])
    )


class StepMixin:
    """What the pages of all steps share: the brand, the list of steps, the way back."""

    step: ClassVar[RegistrationStep]
    narrow = True
    breadcrumbs: Sequence[tuple[Text, str]] = [(_("Brands"), "brands:list")]
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def brand(self) -> Brand:
        return fetch(Brand.objects.select_related("logo"), self.request.user, "update", pk=self.kwargs["brand_id"])

    def get_title(self) -> Text:
        return self.brand.brand_name

    @property
    def stepper(self) -> list[dict[str, Any]]:
        """Steps that were reached can be gone to."""
        reached = self.brand.registration_step
        return [
            {
                "label": step.label,
                "url": step_url(self.brand, step) if step <= reached else "",
                "done": step < reached,
                "current": step == self.step,
            }
            for step in STEPS
        ]

    @property
    def back_url(self) -> str:
        return step_url(self.brand, self.step - 1) if self.step > RegistrationStep.BASICS else ""

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(  # type: ignore[misc]
            brand=self.brand, step=self.step, steps=self.stepper, back_url=self.back_url, **extra
        )


class StepPage(StepMixin, PrivateFormPage):
    """One step as a form; "go on" leads to the next one, "finish later" to the list, both after saving."""

    template_name = "brands/registry/step.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"brand": self.brand}

    def save_step(self, form: Any) -> None:
        """Call the services."""
        update_brand(user=self.request.user, brand=self.brand, fields=form.brand_fields)

    def save(self, form: Any) -> str:
        self.save_step(form)
        reach_step(brand=self.brand, step=RegistrationStep(self.step + 1))
        return self.way_on()

    def way_on(self) -> str:
        wanted = self.request.POST.get("then")
        if wanted == "later":
            toast(self.request, _("Saved. Go on whenever you like."))
            return reverse("brands:list")
        if wanted == "back" and self.back_url:
            return self.back_url
        return step_url(self.brand, self.step + 1)


class NewBrandPage(PrivateFormPage):
    """The first step while there is no brand yet: saving it makes the brand."""

    permission = "create:brand"
    form_class = BasicsForm
    template_name = "brands/registry/step.html"
    title = _("Register a brand")
    lead = _("Five short steps. Each is saved as you leave it.")
    narrow = True
    breadcrumbs = [(_("Brands"), "brands:list")]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        steps = [{"label": step.label, "current": step == RegistrationStep.BASICS} for step in STEPS]
        unfinished = Brand.objects.filter(user=self.request.user.pk, registration_step__lt=RegistrationStep.DONE)
        return super().get_context(
            steps=steps, step=RegistrationStep.BASICS, unfinished=list(unfinished.order_by("-updated_at")[:3]), **extra
        )

    def save(self, form: BasicsForm) -> str:
        user = self.request.user
        brand = create_brand(user=user, fields=form.brand_fields, registration_step=RegistrationStep.TARGET)
        if form.cleaned_data["logo"]:
            set_logo_of_form(user=user, brand=brand, upload=form.cleaned_data["logo"])
        if self.request.POST.get("then") == "later":
            toast(self.request, _("Saved. Go on whenever you like."))
            return reverse("brands:list")
        return step_url(brand, RegistrationStep.TARGET)


class BasicsStep(StepPage):
    step = RegistrationStep.BASICS
    form_class = BasicsForm
    lead = _("What the brand is called and what it makes.")

    def save_step(self, form: Any) -> None:
        super().save_step(form)
        if form.cleaned_data["logo"]:
            set_logo_of_form(user=self.request.user, brand=self.brand, upload=form.cleaned_data["logo"])


class TargetStep(StepPage):
    step = RegistrationStep.TARGET
    form_class = TargetForm
    lead = _("For whom you make it. This is what the proposals build on.")

    @cached_property
    def persona(self) -> Persona | None:
        """The first one; more are kept on the brand's page."""
        return self.brand.personas.first()

    def get_form_kwargs(self) -> dict[str, Any]:
        persona = self.persona
        names = ("persona_name", "age_range", "pain_points")
        return super().get_form_kwargs() | {"initial": {n: getattr(persona, n) for n in names} if persona else {}}

    def save_step(self, form: Any) -> None:
        super().save_step(form)
        save_first_persona(user=self.request.user, brand=self.brand, persona=self.persona, fields=form.cleaned_data)


class CompetitorsStep(StepPage):
    step = RegistrationStep.COMPETITORS
    template_name = "brands/registry/step_competitors.html"
    lead = _("Who else your customers look at. Leave empty what you do not know.")

    @cached_property
    def rivals(self) -> list[Competitor]:
        return list(self.brand.competitors.all()[:RIVALS_SHOWN])

    def get_form(self) -> Any:
        names = ("competitor_name", "strengths", "weaknesses", "market_share")
        rows = [{name: getattr(rival, name) for name in names} for rival in self.rivals]
        rows += [{}] * (RIVALS_SHOWN - len(rows))
        data = self.request.POST if self.request.method == "POST" else None
        return CompetitorFormSet(data, initial=rows, prefix="rival")

    def save_step(self, form: Any) -> None:
        rows = [one.cleaned_data if hasattr(one, "cleaned_data") else {} for one in form.forms]
        save_rivals(user=self.request.user, brand=self.brand, rivals=self.rivals, rows=rows)

    def show_error(self, form: Any, error: Any) -> HttpResponse:
        """Services name a field of a row; the formset shows it above the rows."""
        form._non_form_errors = form.error_class([str(error.message)])  # noqa: SLF001 - a formset has no add_error
        return self.show(form, status=error.status)


class IdentityStep(StepPage):
    step = RegistrationStep.IDENTITY
    form_class = IdentityForm
    lead = _("What the brand says and looks like. The next step proposes what you leave empty.")


# ── the fifth step: proposals ──────────────────────────────────────────────────────────────────────
class ImprovementStep(StepMixin, LoginRequired, Page):
    """Proposals, each with its own decision, and the end of the registration."""

    step = RegistrationStep.IMPROVEMENT
    template_name = "brands/registry/step_improvement.html"
    lead = _("Proposals made from what you told us. Take each as it is, change it first, or put it away.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show()

    def show(self, wrong: ProposalForm | None = None, *, status: int = 200) -> HttpResponse:
        rows = BrandSuggestion.objects.filter(brand=self.brand)
        proposals = [
            {
                "row": row,
                "form": wrong if wrong is not None and wrong.prefix == str(row.pk) else proposal_form(row),
                "now": self.now(row),
            }
            for row in rows.filter(status=SuggestionStatus.OPEN)
        ]
        jobs = Job.objects.filter(kind=JOB_KIND, brand_id=self.brand.pk).order_by("-created_at")
        decided = rows.exclude(status=SuggestionStatus.OPEN).order_by("-decided_at")[:5]
        is_done = self.brand.registration_step > LAST
        context = {"proposals": proposals, "job": jobs.first(), "decided": list(decided), "is_done": is_done}
        return self.render(context, status=status)

    def now(self, row: BrandSuggestion) -> str:
        """What the brand has in this field."""
        value = getattr(self.brand, row.field)
        return ", ".join(value) if isinstance(value, list) else value


def proposal_form(row: BrandSuggestion, data: Any = None) -> ProposalForm:
    """The form of one proposal; its prefix keeps the names of several on a page apart."""
    form = ProposalForm(data, initial={"value": row.text}, prefix=str(row.pk))
    form.fields["value"].label = SuggestionField(row.field).label
    return form


class AskForProposals(StepMixin, ActionView):
    step = RegistrationStep.IMPROVEMENT

    def act(self) -> str:
        request_suggestions(user=self.request.user, brand=self.brand)
        return step_url(self.brand, LAST)


class DecideProposal(ImprovementStep):
    """Accept with what stands in the field, or dismiss."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = BrandSuggestion.objects.filter(brand=self.brand)
        row = fetch(rows, request.user, "update", pk=kwargs["pk"])  # type: ignore[arg-type]
        try:
            if request.POST.get("decision") == "dismiss":
                dismiss_suggestion(suggestion=row)
                return self.done(_("Put away."))
            return self.accept(row)
        except InvalidState as decided:
            return self.done(decided.message, level="info")

    def accept(self, row: BrandSuggestion) -> HttpResponse:
        form = proposal_form(row, self.request.POST)
        value: Any = form.data.get(form.add_prefix("value"), "")
        try:
            value = KeywordsField(required=False).clean(value) if row.field == SuggestionField.KEYWORDS else value
            accept_suggestion(user=self.request.user, suggestion=row, value=value)
        except forms.ValidationError as problem:
            form.add_error("value", problem)
            return self.show(form, status=422)
        except ValidationFailed as problem:
            form.add_error("value", problem.details[0]["message"])
            return self.show(form, status=422)
        return self.done(_("Taken over."))

    def done(self, words: Text, *, level: str = "success") -> HttpResponse:
        toast(self.request, words, level=level)
        return go_to(self.request, f"{step_url(self.brand, LAST)}#proposals")


class FinishRegistration(StepMixin, ActionView):
    step = RegistrationStep.IMPROVEMENT
    success_text = _("Your brand is registered.")

    def act(self) -> str:
        reach_step(brand=self.brand, step=RegistrationStep.DONE)
        return reverse("brands:brand", args=[self.brand.pk])


PAGES = {page.step: page.as_view() for page in (BasicsStep, TargetStep, CompetitorsStep, IdentityStep, ImprovementStep)}


def registration(request: HttpRequest, brand_id: int, step: int) -> HttpResponseBase:
    """The page of this step."""
    if step not in PAGES:
        raise NotFound
    return PAGES[RegistrationStep(step)](request, brand_id=brand_id, step=step)
