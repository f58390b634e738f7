"""What to write, what to draw, what to bring into the library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artnex.ai.enums import Engine, JobType
from artnex.ai.providers import IMAGE_PROVIDERS, TEXT_PROVIDERS
from artnex.web.widgets import SegmentedSelect
from brands.models import Brand
from insights.queries.segments import segments_of
from studio.platforms import PLATFORMS
from studio.services.assets import TITLE_LENGTH
from studio.services.generation import LONGEST_PROMPT

MOST_CHOICES = 200
LENGTHS = [("150", _("Short")), ("400", _("Medium")), ("1000", _("Long"))]
SIZES = [
    ("1024x1024", _("Square")),
    ("1024x1536", _("Portrait")),
    ("1536x1024", _("Landscape")),
]
LAYOUTS = [
    ("", _("Chosen by the brand DNA")),
    ("poster", _("Poster")),
    ("rings", _("Rings")),
    ("tiles", _("Tiles")),
    ("waves", _("Waves")),
    ("panel", _("Panel")),
]


def brand_choices(user: Any) -> list[tuple[Any, Any]]:
    """The brands this person may make something for."""
    rows = Brand.objects.restrict(user, "update").order_by("brand_name").values_list("pk", "brand_name")
    return [("", _("No brand")), *rows[:MOST_CHOICES]]


def engine_choices(job_type: JobType) -> list[tuple[Any, Any]]:
    """The built-in engine and those that are set up."""
    known: dict[Any, Any] = dict(TEXT_PROVIDERS if job_type == JobType.TEXT else IMAGE_PROVIDERS)
    set_up = [(str(name), Engine(name).label) for name, provider in known.items() if provider.is_configured()]
    return [("", _("Automatic")), (str(Engine.BUILTIN), Engine.BUILTIN.label), *set_up]


def split_words(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


class MakeForm(forms.Form):
    """Common to both; `user` is whose brands can be chosen."""

    job_type: JobType
    prompt = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST_PROMPT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    brand_id = forms.TypedChoiceField(label=_("Brand"), required=False, coerce=int, empty_value=None)
    engine = forms.ChoiceField(
        label=_("Engine"),
        required=False,
        help_text=_("Automatic takes the engine that is set up; should it fail, the built-in one steps in."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {"brand_id": brand_choices(user), "engine": engine_choices(self.job_type)}
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered

    def as_fields(self) -> dict[str, Any]:
        """What the service takes."""
        return dict(self.cleaned_data)


class TextForm(MakeForm):
    job_type = JobType.TEXT
    segment_id = forms.TypedChoiceField(label=_("Segment"), required=False, coerce=int, empty_value=None)
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    tone = forms.CharField(
        label=_("Tone"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Friendly, expert, lively, refined …")}),
    )
    keywords = forms.CharField(
        label=_("Keywords"), required=False, max_length=500, help_text=_("Several, separated by commas.")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As asked")), ("ko", "한국어"), ("en", "English")],
        widget=SegmentedSelect,
    )
    max_tokens = forms.TypedChoiceField(label=_("Length"), choices=LENGTHS, coerce=int, widget=SegmentedSelect)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        segments = segments_of(user).order_by("name").values_list("pk", "name")[:MOST_CHOICES]
        segment, platform = self.fields["segment_id"], self.fields["platform"]
        segment.choices = [("", _("No segment")), *segments]  # type: ignore[attr-defined]
        names = [(name, f"{known.label_ko} · {known.label_en}") for name, known in PLATFORMS.items()]
        platform.choices = [("", _("Any")), *names]  # type: ignore[attr-defined]

    def as_fields(self) -> dict[str, Any]:
        return super().as_fields() | {"keywords": split_words(self.cleaned_data["keywords"])[:20]}


class ImageForm(MakeForm):
    job_type = JobType.IMAGE
    size = forms.ChoiceField(label=_("Format"), choices=SIZES, widget=SegmentedSelect)
    quality = forms.ChoiceField(
        label=_("Quality"), choices=[("standard", _("Standard")), ("hd", _("High"))], widget=SegmentedSelect
    )
    style = forms.ChoiceField(
        label=_("Layout"), required=False, choices=LAYOUTS, help_text=_("Of the built-in engine's designs.")
    )


class AssetForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=1000,
        help_text=_("Several, separated by commas."),
    )

    def as_fields(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"], "tags": split_words(self.cleaned_data["tags"])}


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("PNG, JPEG, WebP, SVG, PDF or MP4, at most 50 MB."))
    brand_id = forms.TypedChoiceField(label=_("Brand"), required=False, coerce=int, empty_value=None)
    title = forms.CharField(label=_("Title"), required=False, max_length=TITLE_LENGTH)
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=1000, help_text=_("Several, separated by commas.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brand: Any = self.fields["brand_id"]
        brand.choices = brand_choices(user)
