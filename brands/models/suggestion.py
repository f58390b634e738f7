"""Proposals for a brand that wait for its people's decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import UnderBrand
from brands.enums import SuggestionField, SuggestionStatus
from brands.models.brand import Brand


class BrandSuggestion(models.Model):
    """One field's proposal. A new round replaces those nobody has decided on; decided ones stay as a record.

    `basis` names what it was made of ("category", "keywords" …), `engine` who made it.
    """

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="suggestions")
    field = models.CharField(_("field"), max_length=10, choices=SuggestionField.choices)
    value = models.JSONField(_("proposal"))
    basis = models.JSONField(_("made of"), default=list, blank=True)
    engine = models.CharField(_("engine"), max_length=20)
    status = models.CharField(
        _("decision"), max_length=10, choices=SuggestionStatus.choices, default=SuggestionStatus.OPEN
    )
    created_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "field"], condition=models.Q(status="open"), name="suggestion_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.field}"

    @property
    def text(self) -> str:
        """The proposal as one types it."""
        return ", ".join(self.value) if isinstance(self.value, list) else str(self.value)
