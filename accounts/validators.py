"""Checks on what people type."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LetterAndDigitValidator:
    """A password needs at least one letter and one digit."""

    def validate(self, password: str, user: object = None) -> None:
        if not any(c.isalpha() for c in password) or not any(c.isdigit() for c in password):
            raise ValidationError(self.get_help_text(), code="password_letter_and_digit")

    def get_help_text(self) -> str:
        return _("Use at least one letter and one digit.")
