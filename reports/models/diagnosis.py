"""The diagnosis of a brand: what was entered, who answered, and what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import UnderBrand
from reports.models.report import Report


class RespondentKind(models.TextChoices):
    """Whose view it is."""

    SELF = "self", _("our own view")
    CUSTOMER = "customer", _("customers' view")


class Diagnosis(models.Model):
    """A round of questions about a brand. One is open at a time; a report closes it and the next one begins anew.

    `data` holds the five steps of data entry by area, `weights` those of the areas in the overall score.
    """

    brand = models.ForeignKey(
        "brands.Brand", verbose_name=_("brand"), on_delete=models.CASCADE, related_name="diagnoses"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("begun by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_open = models.BooleanField(_("open"), default=True)
    data = models.JSONField(_("data entered"), default=dict, blank=True)
    weights = models.JSONField(_("weights of the areas"), default=dict, blank=True)
    report = models.ForeignKey(
        Report, verbose_name=_("report"), null=True, blank=True, on_delete=models.SET_NULL, related_name="diagnoses"
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("diagnosis")
        verbose_name_plural = _("diagnoses")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["brand", "-created_at"], name="diagnosis_brand")]
        constraints = [models.UniqueConstraint(fields=["brand"], condition=Q(is_open=True), name="diagnosis_open_once")]

    def __str__(self) -> str:
        return f"{self.brand} {self.created_at:%Y-%m-%d}"


class Respondent(models.Model):
    """Somebody who answers: a member of the team (`user`), or whoever holds a link (`token_hash`)."""

    diagnosis = models.ForeignKey(
        Diagnosis, verbose_name=_("diagnosis"), on_delete=models.CASCADE, related_name="respondents"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    kind = models.CharField(_("view"), max_length=8, choices=RespondentKind.choices, default=RespondentKind.SELF)
    name = models.CharField(_("name"), max_length=100, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("link ends"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("diagnosis__brand")

    class Meta:
        verbose_name = _("respondent")
        verbose_name_plural = _("respondents")
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["diagnosis", "user"], name="respondent_person_once")]

    def __str__(self) -> str:
        return self.name or str(self.user or self.pk)


class DiagnosisAnswer(models.Model):
    """One answer, 1 to 5; None is "not applicable"."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="answers")
    question_id = models.CharField(_("question"), max_length=60)
    value = models.PositiveSmallIntegerField(_("value"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["respondent", "question_id"], name="answer_question_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=1, value__lte=5), name="answer_value_on_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.value}"
