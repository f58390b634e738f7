"""What is typed on the team page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artnex.web.widgets import SegmentedSelect
from brands.enums import BrandRole
from brands.serializers.team import GIVEN_ROLES


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("With an account the person is on the team at once; without one an invitation is mailed."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=GIVEN_ROLES, initial=BrandRole.EDITOR, widget=SegmentedSelect, required=True
    )


class MemberRoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=GIVEN_ROLES, widget=SegmentedSelect)


class TransferForm(forms.Form):
    """To whom the brand goes: one of its editors."""

    user_id = forms.TypedChoiceField(label=_("New owner"), coerce=int)

    def __init__(self, *args: Any, editors: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user_id"]
        field.choices = editors
