"""Contracts of a brand, and who signs them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from artnex.crypto import EncryptedTextField
from brands.access import UnderBrand
from brands.enums import ContractStatus, SignerStatus
from brands.models.brand import Brand


class Contract(models.Model):
    """An agreement with a counterparty. The sensitive clause is encrypted at rest and for owner and editors alone."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="contracts")
    contract_name = models.CharField(_("contract name"), max_length=200)
    counterparty = models.CharField(_("counterparty"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=6, choices=ContractStatus.choices, default=ContractStatus.DRAFT)
    amount = models.DecimalField(
        _("amount"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="KRW")
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    sensitive_clause = EncryptedTextField(_("sensitive clause"), blank=True, default="")
    file = models.ForeignKey(
        "files.StoredFile",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_file = models.ForeignKey(
        "files.StoredFile",
        verbose_name=_("signed document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    file_sha256 = models.CharField(_("document (SHA-256)"), max_length=64, blank=True, editable=False)
    signed_sha256 = models.CharField(_("signed document (SHA-256)"), max_length=64, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True, editable=False)
    reminded_days = models.PositiveSmallIntegerField(
        _("last reminder (days before the end)"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="contract_ends_after_start",
            )
        ]
        indexes = [
            models.Index(fields=["brand", "-created_at", "-id"], name="contract_brand_created"),
            models.Index(fields=["ends_on"], name="contract_ends_on"),
            models.Index(
                fields=["signed_at"],
                condition=Q(signed_at__isnull=False, signed_file__isnull=True),
                name="contract_unsealed",
            ),
        ]

    def __str__(self) -> str:
        return self.contract_name

    @property
    def waits_for_seal(self) -> bool:
        """Signed by everybody, the signed document still to be made."""
        return self.signed_at is not None and self.signed_file_id is None

    @property
    def days_left(self) -> int | None:
        """Days until the end; None without one, and when the contract is over."""
        if self.ends_on is None or self.status == ContractStatus.ENDED:
            return None
        return (self.ends_on - timezone.localdate()).days


class ContractSigner(models.Model):
    """Somebody asked to sign, in their turn. They are known by a link, of whose token only a hash is stored.

    The token is derived from `link_nonce` and SECRET_KEY (services/signing_links.py), so a mail can be written again
    without keeping the token, and the database alone opens nothing. A new nonce ends the old link.
    """

    contract = models.ForeignKey(Contract, verbose_name=_("contract"), on_delete=models.CASCADE, related_name="signers")
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail address"), max_length=254)
    turn = models.PositiveSmallIntegerField(_("turn"), default=1)
    status = models.CharField(_("status"), max_length=9, choices=SignerStatus.choices, default=SignerStatus.WAITING)
    language = models.CharField(_("language"), max_length=2, default="ko")
    link_nonce = models.CharField(max_length=43, editable=False)
    token_hash = models.CharField(_("link"), max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("link expires"), null=True, blank=True)
    viewed_at = models.DateTimeField(_("opened"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    signed_name = models.CharField(_("signed as"), max_length=100, blank=True)
    drawing = models.BinaryField(_("drawn signature"), default=bytes)
    document_sha256 = models.CharField(_("document read (SHA-256)"), max_length=64, blank=True)
    decline_reason = models.CharField(_("reason for declining"), max_length=500, blank=True)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("contract__brand")

    class Meta:
        verbose_name = _("signer")
        verbose_name_plural = _("signers")
        ordering = ["turn", "id"]
        constraints = [models.UniqueConstraint(fields=["contract", "email"], name="signer_once")]

    def __str__(self) -> str:
        return self.name
