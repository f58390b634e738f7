"""What the mails about contracts say."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.services.mails import Mail, register_mail
from brands.enums import SignerStatus
from brands.models import Contract, ContractSigner
from brands.services.contract_reminders import MAIL_EXPIRING
from brands.services.signing import MAIL_REMIND, MAIL_SIGN
from brands.services.signing_links import link_of


def _sign(_user: Any, facts: Mapping[str, Any]) -> Mail | None:
    """To a signer; nothing when the signing was withdrawn or is done."""
    signer = ContractSigner.objects.select_related("contract__brand__user").filter(pk=facts["signer_id"]).first()
    if signer is None or signer.status != SignerStatus.INVITED or signer.expires_at is None:
        return None
    contract = signer.contract
    words = {
        "name": signer.name,
        "sender": contract.brand.user,
        "brand": contract.brand.brand_name,
        "contract": contract.contract_name,
        "day": date_format(signer.expires_at, "DATE_FORMAT"),
    }
    return Mail(
        subject=_("Please sign: %(contract)s") % words,
        paragraphs=[
            _("%(name)s, %(sender)s of %(brand)s asks you to read and sign “%(contract)s”.") % words,
            _("You need no account. The link is yours alone and works until %(day)s; do not pass it on.") % words,
        ],
        button=_("Read and sign"),
        link=link_of(signer),
        closing=_("If you do not want to sign, you can decline on the same page."),
    )


def _remind(user: Any, facts: Mapping[str, Any]) -> Mail | None:
    mail = _sign(user, facts)
    if mail is None:
        return None
    return Mail(
        _("Reminder: %(subject)s") % {"subject": mail.subject}, mail.paragraphs, mail.button, mail.link, mail.closing
    )


def _expiring(user: Any, facts: Mapping[str, Any]) -> Mail | None:
    """To owner and editors; nothing to somebody who left the team in the meantime."""
    contract = Contract.objects.restrict(user, "update").filter(pk=facts["contract_id"]).first()
    if contract is None or contract.ends_on is None:
        return None
    words = {"contract": contract.contract_name, "day": date_format(contract.ends_on, "DATE_FORMAT")}
    return Mail(
        subject=_("“%(contract)s” ends on %(day)s") % words,
        paragraphs=[_("The contract “%(contract)s” ends on %(day)s. Renew it or prepare its end.") % words],
        button=_("Open the contract"),
        link=settings.BASE_URL + reverse("brands:contract", args=[contract.brand_id, contract.pk]),
    )


def register_contract_mails() -> None:
    """Called at start."""
    register_mail(MAIL_SIGN, _sign)
    register_mail(MAIL_REMIND, _remind)
    register_mail(MAIL_EXPIRING, _expiring)
