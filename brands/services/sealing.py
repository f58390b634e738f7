"""The signed document: the original, and behind it the record of who signed it, when and from where."""

import base64
import io
from collections.abc import Sequence

import structlog
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from artnex.errors import ArtNexError, InvalidState
from artnex.files.kinds import GENERATED_LIMITS
from artnex.pdf import render_pdf
from brands.models import Contract, ContractSigner
from brands.services.contracts import lock_contract, record, store_document
from brands.services.documents import read_document

CONTRACTS_A_ROUND = 100
log = structlog.get_logger("artnex.contracts")


@transaction.atomic
def seal_contract(*, contract: Contract) -> Contract:
    """Make and keep the signed document, once; event contract.sealed.

    Raises DocumentTampered, NotConfigured (no PDF engine here), InvalidState (nothing can be put behind this PDF).
    """
    contract = lock_contract(contract.pk)
    if not contract.waits_for_seal:
        return contract
    content = _signed_document(contract, list(contract.signers.all()))
    name = f"{contract.contract_name[:150]}-signed.pdf"
    contract.signed_file = store_document(
        user=None, contract=contract, content=content, filename=name, limits=GENERATED_LIMITS
    )
    contract.signed_sha256 = contract.signed_file.sha256
    contract.save(update_fields=["signed_file", "signed_sha256", "updated_at"])
    record(contract, "sealed", None, sha256=contract.signed_sha256)
    return contract


def seal_if_possible(contract: Contract) -> Contract:
    """Like `seal_contract`, but what hinders it is logged: `seal_waiting_contracts` tries again."""
    try:
        return seal_contract(contract=contract)
    except ArtNexError as problem:
        log.warning("contract_not_sealed", contract_id=contract.pk, problem=problem.code)
        return contract


def seal_waiting_contracts() -> dict[str, int]:
    """One round over what is signed by everybody and not sealed; says how many were and how many still wait."""
    waiting = Contract.objects.filter(signed_at__isnull=False, signed_file__isnull=True).order_by("signed_at", "pk")
    rows = [seal_if_possible(contract) for contract in waiting.defer("sensitive_clause")[:CONTRACTS_A_ROUND]]
    sealed = sum(not contract.waits_for_seal for contract in rows)
    return {"sealed": sealed, "waiting": len(rows) - sealed}


def _signed_document(contract: Contract, signers: Sequence[ContractSigner]) -> bytes:
    """The original with the record of signatures behind it, as many pages as that takes."""
    original = read_document(contract, signed=False)[1]
    language = signers[0].language
    with translation.override(language):
        rows = [(signer, base64.b64encode(bytes(signer.drawing)).decode()) for signer in signers]
        words = {"contract": contract, "rows": rows, "language": language}
        audit = render_pdf(render_to_string("brands/contracts/audit.html", words))
    import pikepdf  # loaded with the first signature, like the PDF engine

    target = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(original)) as document, pikepdf.open(io.BytesIO(audit)) as behind:
            document.pages.extend(behind.pages)
            document.save(target)
    except (pikepdf.PdfError, pikepdf.PasswordError) as problem:
        raise InvalidState(_("Nothing can be added to this PDF: it is damaged or locked.")) from problem
    return target.getvalue()
