"""Brand DNA: the editor with its merge view, comments, saving as a preset, deleting."""

from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artnex.access import Action
from artnex.errors import VersionConflict
from artnex.web.pages import ConfirmPage, PrivateFormPage
from artnex.web.toasts import toast
from brands.brand_checks import run_checks
from brands.engine.dna import AXES, Axes, model
from brands.forms.dna import AXIS_ENDS, AXIS_LABELS, DnaCommentForm, DnaForm, PresetForm
from brands.queries.dna import visible_presets
from brands.queries.dna_merge import merge
from brands.services.dna import comment_on_dna, create_preset, delete_dna, save_dna
from brands.views.dna_base import DnaMixin


def preview_css(axes: Axes, scope: str) -> str:
    """Address of the stylesheet that dresses `.<scope>` in these axes."""
    return f"{reverse('brands:dna_preview_css')}?{urlencode({'scope': scope, **axes})}"


class EditorPage(DnaMixin, PrivateFormPage):
    """The five sliders with their preview; to look at only for whoever may not change the DNA.

    A save based on a version that is no longer the present one answers 409 with both sides, to choose from.
    """

    dna_action: ClassVar[Action] = "update"
    everybody_may_look = True
    part = "dna"
    template_name = "brands/dna/editor.html"
    form_class = DnaForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "preview" in request.POST:  # without script: look at it, save nothing
            form = self.get_form()
            form.is_valid()
            return self.show(form)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        start = self.chosen_axes or self.dna.axes
        initial = {"name": self.dna.name, "version": self.dna.version, **start}
        return {"initial": initial, **super().get_form_kwargs()}

    @cached_property
    def presets(self) -> list[Any]:
        return list(visible_presets(self.request.user)[:12])

    @cached_property
    def chosen_axes(self) -> Axes | None:
        """Those of the preset named in the URL."""
        number = self.request.GET.get("preset", "")
        return next((preset.axes for preset in self.presets if str(preset.pk) == number), None)

    def save(self, form: DnaForm) -> HttpResponse | None:  # type: ignore[override]
        typed, before = form.cleaned_data, self.dna.version
        try:
            dna = save_dna(
                user=self.request.user,
                dna=self.dna,
                name=typed["name"],
                axes=form.axes,
                note=typed["note"],
                expected_version=typed["version"],
            )
        except VersionConflict:
            return self.show_merge(form)
        if dna.version == before:
            toast(self.request, _("Nothing was changed."))
        else:
            toast(self.request, _("Saved as version %(number)d.") % {"number": dna.version})
        return None

    def show_merge(self, form: DnaForm) -> HttpResponse:
        self.dna.refresh_from_db()
        based_on = self.dna.versions.filter(number=form.cleaned_data["version"]).first()
        newest = self.dna.versions.select_related("author").get(number=self.dna.version)
        labels = {"name": form.fields["name"].label, **AXIS_LABELS}
        mine = form.axes | {"name": form.cleaned_data["name"]}
        context = {
            "rows": [(labels[row.field], row) for row in merge(based_on, self.dna, mine)],
            "newest": newest,
            "note": form.cleaned_data["note"],
            "theirs_css": preview_css(self.dna.axes, "dna-theirs"),
            "mine_css": preview_css(form.axes, "dna-mine"),
        }
        return self.render(context, template="brands/dna/merge.html", status=VersionConflict.status)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        form = extra.get("form")
        if form is None:  # the merge view
            return super().get_context(**extra)
        return super().get_context(
            axes=[
                {
                    "field": form[axis],
                    "name": axis,
                    "label": AXIS_LABELS[axis],
                    "ends": AXIS_ENDS[axis],
                    "value": self.dna.axes[axis],
                }
                for axis in AXES
            ],
            model=model(),
            preview_css=preview_css(axes_in(form), "dna-now"),
            is_changed=form.is_bound or bool(self.chosen_axes),
            presets=self.presets,
            comments=self.dna.comments.select_related("author"),
            comment_form=DnaCommentForm(auto_id="comment_%s"),
            checks=run_checks(self.brand, self.request.user) if self.brand else [],
            **extra,
        )


def axes_in(form: Any) -> dict[str, float]:
    """The axes a form shows; those that were typed wrong as they were before."""
    typed = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else {}
    return {axis: typed.get(axis, form.initial[axis]) for axis in AXES}


class CommentPage(DnaMixin, PrivateFormPage):
    """Where a comment is sent; a page of its own when it was empty."""

    dna_action: ClassVar[Action] = "update"
    part = "dna"
    template_name = "brands/dna/form.html"
    form_class = DnaCommentForm
    submit_label = gettext_lazy("Add the comment")

    def get_success_url(self) -> str:
        return f"{self.editor_url}#comments"

    def save(self, form: DnaCommentForm) -> None:  # type: ignore[override]
        comment_on_dna(user=self.request.user, dna=self.dna, body=form.cleaned_data["body"])


class SaveAsPresetPage(DnaMixin, PrivateFormPage):
    """The saved axes of this DNA as something to start others from."""

    dna_action: ClassVar[Action] = "update"
    part = "dna"
    template_name = "brands/dna/form.html"
    form_class = PresetForm
    form_title = gettext_lazy("Save as a preset")
    submit_label = gettext_lazy("Save the preset")
    success_url = "brands:presets"
    success_text = gettext_lazy("The preset is saved.")

    def get_success_url(self) -> str:
        return reverse("brands:presets")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"name": self.dna.name[:100]}, **super().get_form_kwargs()}

    def save(self, form: PresetForm) -> None:  # type: ignore[override]
        create_preset(user=self.request.user, axes=self.dna.axes, **form.cleaned_data)


class DeleteDnaPage(DnaMixin, ConfirmPage):
    dna_action: ClassVar[Action] = "delete"
    title = gettext_lazy("Delete this Brand DNA?")
    lead = gettext_lazy("All its versions and comments are deleted with it. This cannot be undone.")
    submit_label = gettext_lazy("Delete")

    def get_success_url(self) -> str:
        return reverse("brands:dna_tab", args=[self.brand.pk]) if self.brand else reverse("brands:dna_list")

    def save(self, form: Any) -> str:
        url = self.get_success_url()
        delete_dna(user=self.request.user, dna=self.dna)
        toast(self.request, _("The Brand DNA is deleted."))
        return url
