"""Brands as the API reads and describes them. What a field may hold is decided in brands/validation.py."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from brands import validation as limits
from brands.enums import BrandRole, RegistrationStep

COLOUR_PATTERN = r"^\s*#[0-9A-Fa-f]{6}\s*$"


class BrandInputSerializer(serializers.Serializer):
    """The types of the fields; lengths and rules are checked by the service, for every way in alike."""

    brand_name = serializers.CharField(trim_whitespace=False, allow_blank=True, help_text="2 to 200 characters.")
    category = serializers.CharField(trim_whitespace=False, allow_blank=True, help_text="At most 100 characters.")
    slogan = serializers.CharField(required=False, allow_blank=True, help_text="At most 500 characters.")
    mission = serializers.CharField(required=False, allow_blank=True, help_text="At most 2000 characters.")
    vision = serializers.CharField(required=False, allow_blank=True, help_text="At most 2000 characters.")
    voice = serializers.CharField(required=False, allow_blank=True, help_text="How the brand speaks.")
    target = serializers.CharField(required=False, allow_blank=True, help_text="Whom the brand is for.")
    website = serializers.CharField(required=False, allow_blank=True, help_text="An http or https address.")
    keywords = serializers.ListField(
        child=serializers.CharField(allow_blank=True), required=False, help_text="At most 50 of 50 characters each."
    )
    palette = serializers.ListField(
        child=serializers.RegexField(
            COLOUR_PATTERN, max_length=20, error_messages={"invalid": _("Write a colour as #RRGGBB.")}
        ),
        required=False,
        help_text="At most 12 colours as #RRGGBB.",
    )
    tone_manner = serializers.DictField(required=False, help_text="Named traits of tone and manner.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """All problems of one body in one answer."""
        cleaned, problems = limits.check_brand(attrs)
        if problems:
            raise serializers.ValidationError({name: [str(message)] for name, message in problems.items()})
        return cleaned


class BrandSerializer(serializers.Serializer):
    """A brand, and what the caller is on it."""

    id = serializers.IntegerField()
    user_id = serializers.IntegerField(help_text="The owner.")
    brand_name = serializers.CharField()
    category = serializers.CharField()
    slogan = serializers.CharField(allow_blank=True)
    mission = serializers.CharField(allow_blank=True)
    vision = serializers.CharField(allow_blank=True)
    keywords = serializers.ListField(child=serializers.CharField())
    website = serializers.CharField(allow_blank=True)
    voice = serializers.CharField(allow_blank=True)
    target = serializers.CharField(allow_blank=True)
    palette = serializers.ListField(child=serializers.CharField())
    tone_manner = serializers.DictField()
    logo_url = serializers.CharField(allow_null=True, help_text="Holds for an hour or two: ask again for a fresh one.")
    followers = serializers.IntegerField(allow_null=True)
    engagement_rate = serializers.FloatField(allow_null=True, help_text="A fraction from 0 to 1.")
    popularity_index = serializers.FloatField(allow_null=True, help_text="0 to 100; see the brand's KPIs.")
    trend_score = serializers.FloatField(allow_null=True, help_text="-100 to 100; null while there is no clear trend.")
    my_role = serializers.ChoiceField(choices=BrandRole.choices)
    registration_step = serializers.ChoiceField(
        choices=RegistrationStep.choices, help_text="The step of the registration that comes next; 6 when it is done."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class LogoSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="PNG, JPEG, WebP or SVG, at most 5 MB.")


class SuggestionRequestSerializer(serializers.Serializer):
    engine = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="builtin or openai.")
    language = serializers.ChoiceField(
        choices=["ko", "en"], required=False, help_text="Of the proposals; that of the request when left out."
    )


class ImportSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="CSV (UTF-8 or CP949) or XLSX, at most 10 MB.")
    dry_run = serializers.BooleanField(default=False, help_text="Only say what would happen.")
