"""What AI calls cost: the ledger, the price list and the caps."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, AdminOnly, RestrictedQuerySet, brand_boundary
from artnex.ai.enums import CallStatus, Engine, JobType
from artnex.ai.money import CURRENCY


def money_field(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=9, **options)


class OwnAndOwnBrands:
    """What one's own calls cost and what brands one owns cost; a ledger (`read_only`) is changed by nobody."""

    def __init__(self, *, read_only: bool) -> None:
        self.read_only = read_only

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        if self.read_only and action != "read":
            return rows.none()
        if user.is_admin:
            return rows
        # Who may delete a brand owns it: those who merely work on it do not see its bills.
        return rows.filter(models.Q(user=user.pk) | models.Q(brand_id__in=brand_boundary.ids(user, "delete")))


class AiCall(models.Model):
    """One call of one engine: opened before it starts, closed when it ends, whichever way.

    While `reserved` it holds `reserved_cost` of the budgets; afterwards `cost` counts. `cost_is_estimate` marks a cost
    that the provider did not confirm.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="ai_calls",
    )
    brand_id = models.BigIntegerField(_("brand"), null=True, blank=True)
    job_type = models.CharField(_("kind"), max_length=5, choices=JobType.choices)
    purpose = models.CharField(_("purpose"), max_length=60)
    engine = models.CharField(_("engine"), max_length=20, choices=Engine.choices)
    provider = models.CharField(_("provider"), max_length=20)
    model = models.CharField(_("model"), max_length=80)
    prompt = models.TextField(_("prompt"), blank=True)
    prompt_tokens = models.PositiveIntegerField(_("tokens in"), default=0)
    cached_tokens = models.PositiveIntegerField(_("of these cached"), default=0)
    completion_tokens = models.PositiveIntegerField(_("tokens out"), default=0)
    image_count = models.PositiveSmallIntegerField(_("images"), default=0)
    reserved_cost = money_field(_("held back"), default=0)
    cost = money_field(_("cost"), default=0)
    cost_is_estimate = models.BooleanField(_("cost is an estimate"), default=False)
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    status = models.CharField(_("status"), max_length=9, choices=CallStatus.choices, default=CallStatus.RESERVED)
    error_code = models.CharField(_("error code"), max_length=40, blank=True)
    error_message = models.CharField(_("error"), max_length=500, blank=True)
    fallback_reason = models.CharField(_("why the built-in engine answered"), max_length=100, blank=True)
    unsupported = models.PositiveSmallIntegerField(_("sentences without a fact"), default=0)
    latency_ms = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)
    request_id = models.CharField(_("request id"), max_length=128, blank=True)
    created_at = models.DateTimeField(_("started"), default=timezone.now)
    completed_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnAndOwnBrands(read_only=True)

    class Meta:
        verbose_name = _("AI call")
        verbose_name_plural = _("AI calls")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="aicall_user"),
            models.Index(fields=["brand_id", "-id"], name="aicall_brand"),
            models.Index(fields=["user", "created_at"], name="aicall_user_time"),
            models.Index(fields=["created_at"], name="aicall_time"),
            models.Index(fields=["created_at"], condition=models.Q(status="reserved"), name="aicall_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_job_type_display()} · {self.model}"

    @property
    def total_tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


class ModelPrice(models.Model):
    """What one model costs from a day on, in US dollars. A model without a row is not called at all.

    Models billed by token have prices per million tokens; models billed by image have `per_image`. A price of images
    may be for one size or quality only; the empty text stands for every one.
    `reserve_per_image` is held back before an image call whose real price is only known afterwards.
    """

    provider = models.CharField(_("provider"), max_length=20, choices=Engine.choices)
    model = models.CharField(_("model"), max_length=80)
    job_type = models.CharField(_("kind"), max_length=5, choices=JobType.choices)
    size = models.CharField(_("size"), max_length=20, blank=True)
    quality = models.CharField(_("quality"), max_length=20, blank=True)
    input_per_million = money_field(_("a million tokens in"), null=True, blank=True, validators=[MinValueValidator(0)])
    cached_per_million = money_field(
        _("a million cached tokens in"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    output_per_million = money_field(
        _("a million tokens out"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    per_image = money_field(_("one image"), null=True, blank=True, validators=[MinValueValidator(0)])
    reserve_per_image = money_field(
        _("held back for one image"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY, editable=False)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=300)
    is_estimate = models.BooleanField(_("is an estimate"), default=False)

    objects = RestrictedQuerySet.as_manager()
    access = AdminOnly()

    class Meta:
        verbose_name = _("model price")
        verbose_name_plural = _("model prices")
        ordering = ["provider", "model", "size", "quality", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "model", "job_type", "size", "quality", "valid_from"], name="model_price_once"
            ),
            models.CheckConstraint(
                condition=models.Q(per_image__isnull=False)
                | models.Q(input_per_million__isnull=False, output_per_million__isnull=False),
                name="model_price_is_complete",
                violation_error_message=_("Give a price for one image, or prices for tokens in and out."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.provider, self.model, self.size, self.quality) if part)


class Budget(models.Model):
    """The most that paid AI calls of one person, or for one brand, may cost in a month."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="ai_budget",
    )
    brand_id = models.BigIntegerField(_("brand"), null=True, blank=True, unique=True)
    monthly_limit = money_field(_("monthly limit"), validators=[MinValueValidator(0)])
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnAndOwnBrands(read_only=False)

    class Meta:
        verbose_name = _("AI budget")
        verbose_name_plural = _("AI budgets")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) ^ models.Q(brand_id__isnull=True), name="budget_of_one"
            ),
            models.CheckConstraint(condition=models.Q(monthly_limit__gte=0), name="budget_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user_id else f"#{self.brand_id}"


class BudgetMonth(models.Model):
    """The running account of one person or brand in one month, in billionths of a dollar.

    It is kept whether or not there is a cap, so that a cap set in the middle of a month is right at once. Reserving is
    one conditional UPDATE of this row: of many calls at the same moment exactly as many get through as the cap allows.
    """

    owner = models.CharField(_("account"), max_length=40)  # "user:7" or "brand:12"
    month = models.DateField(_("month"))
    spent = models.BigIntegerField(_("spent"), default=0)
    reserved = models.BigIntegerField(_("held back"), default=0)
    warned_at = models.DateTimeField(_("warned"), null=True, blank=True)
    reached_at = models.DateTimeField(_("limit reached"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = AdminOnly()

    class Meta:
        verbose_name = _("AI account of a month")
        verbose_name_plural = _("AI accounts of a month")
        constraints = [
            models.UniqueConstraint(fields=["owner", "month"], name="budget_month_once"),
            models.CheckConstraint(condition=models.Q(spent__gte=0, reserved__gte=0), name="budget_month_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.month:%Y-%m}"
