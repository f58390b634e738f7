"""What people type about projects and tasks. Rules live in the services, which the API shares."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artnex.web.widgets import DatePicker, SegmentedSelect
from brands.enums import Priority, ProjectStatus, TaskStatus

LONG_TEXT = 5000


class ProjectForm(forms.Form):
    project_name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=ProjectStatus.choices, initial=ProjectStatus.PLANNED, widget=SegmentedSelect
    )
    start_date = forms.DateField(label=_("Start date"), required=False, widget=DatePicker)
    end_date = forms.DateField(label=_("End date"), required=False, widget=DatePicker)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )


class TaskForm(forms.Form):
    """`people` may be assigned; `projects` are offered for a new task, an old one stays where it is."""

    title = forms.CharField(
        label=_("What is to be done"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    project = forms.TypedChoiceField(label=_("Project"), coerce=int)
    status = forms.ChoiceField(
        label=_("Status"), choices=TaskStatus.choices, initial=TaskStatus.TODO, widget=SegmentedSelect
    )
    priority = forms.ChoiceField(
        label=_("Priority"), choices=Priority.choices, initial=Priority.MEDIUM, widget=SegmentedSelect
    )
    assignee_id = forms.TypedChoiceField(label=_("Assignee"), required=False, coerce=int, empty_value=None)
    due_date = forms.DateField(label=_("Due"), required=False, widget=DatePicker)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self,
        *args: Any,
        people: list[tuple[int, str]],
        projects: list[tuple[int, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        assignee: Any = self.fields["assignee_id"]
        assignee.choices = [("", _("Nobody")), *people]
        if projects is None:
            del self.fields["project"]
        else:
            project: Any = self.fields["project"]
            project.choices = projects
