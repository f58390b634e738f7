"""The one-stop run of a brand."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from brands.views.base import BrandFormPage
from reports.forms.reports import OneStopForm
from reports.services.onestop import start_onestop, stops_between


class OneStopPage(BrandFormPage):
    """Which steps to take, and whether to stop for a person; then the workflow's own page shows how far it is."""

    tab = "reports"
    tab_url_name = "reports:brand"
    title = _("One-stop run")
    lead = _(
        "From the diagnosis to the printed report in one go. You can close the page; you are told when it is done."
    )
    form_class = OneStopForm
    template_name = "reports/report/onestop.html"
    submit_label = _("Start the run")

    def save(self, form: Any) -> str:
        steps = form.cleaned_data["steps"]
        stops = stops_between(steps) if form.cleaned_data["stop_for_review"] else ()
        workflow = start_onestop(user=self.request.user, brand=self.brand, steps=steps, review_after=stops)
        return workflow.get_absolute_url()
