"""The signed document: the original, and one page that says who signed it, when and from where."""

import base64
import io
from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation

from artnex.pdf import render_pdf
from brands.models import Contract, ContractSigner
from brands.services.documents import read_document


def seal(contract: Contract, signers: Sequence[ContractSigner]) -> bytes:
    """The original with the audit page behind it. Raises DocumentTampered, NotConfigured (no PDF engine here)."""
    _file, original = read_document(contract, signed=False)
    language = signers[0].language
    with translation.override(language):
        rows = [(signer, base64.b64encode(bytes(signer.drawing)).decode()) for signer in signers]
        audit = render_pdf(
            render_to_string("brands/contracts/audit.html", {"contract": contract, "rows": rows, "language": language})
        )
    import pikepdf  # loaded with the first signature, like the PDF engine

    with pikepdf.open(io.BytesIO(original)) as document, pikepdf.open(io.BytesIO(audit)) as page:
        document.pages.extend(page.pages)
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()
