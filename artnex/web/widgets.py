"""Form widgets of our own."""

from django import forms


class SegmentedSelect(forms.RadioSelect):
    """A choice of few, drawn as a row of buttons."""


class DatePicker(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **options: object) -> None:
        super().__init__(format="%Y-%m-%d", **options)  # type: ignore[arg-type]
