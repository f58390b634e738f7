"""Contracts of the demo company: one signed, one out for signature, one draft, one that ends in twenty days."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils import timezone

from artnex.demo import DemoRun, demo_email, register_demo
from artnex.pdf import render_pdf
from brands.models import Brand, Contract
from brands.services.contracts import create_contract, delete_contract
from brands.services.signing import send_contract, sign_contract
from brands.services.signing_links import token_of

OWNER = demo_email("marketer")
# name, counterparty, amount, days until the end, status at first, who signs
CONTRACTS = (
    ("대리점 공급 계약", "다온상사", 48_000_000, 340, "draft", ("박지훈",)),
    ("카탈로그 제작 계약", "그린인쇄", 7_700_000, 90, "draft", ("최유진", "이도현")),
    ("전시회 부스 시공 계약", "한빛디자인", 15_400_000, 120, "draft", ()),
    ("제품 사진 촬영 계약", "모아스튜디오", 3_300_000, 20, "signed", ()),
)
CLAUSE = "단가표는 제3자에게 공개하지 않습니다."
TERMS = (
    "갑과 을은 상호 신뢰를 바탕으로 이 계약을 성실히 이행합니다.",
    "대금은 납품을 확인한 날부터 30일 안에 지급합니다.",
    "계약 기간이 끝나기 30일 전까지 연장 여부를 서면으로 알립니다.",
    "분쟁은 협의로 해결하고, 협의되지 않으면 관할 법원을 따릅니다.",
)


def load(_run: DemoRun) -> None:
    """Contracts for the oldest brand of the demo company, where there are none."""
    brand = Brand.objects.filter(user__email=OWNER).select_related("user").order_by("pk").first()
    if brand is None or brand.contracts.exists():
        return
    for place, (name, counterparty, amount, days, status, signers) in enumerate(CONTRACTS):
        contract = _create(brand, name, counterparty, amount=amount, days=days, status=status)
        if signers:
            people = [{"name": who, "email": f"signer{n}@example.com"} for n, who in enumerate(signers, 1)]
            send_contract(user=brand.user, contract=contract, signers=people)
        if place == 0:
            signer = contract.signers.get()
            sign_contract(token=token_of(signer), name=signer.name, agree=True)


def remove() -> None:
    """Delete the contracts of the demo company's brands, with their documents."""
    for contract in Contract.objects.filter(brand__user__email=OWNER).select_related("brand__user"):
        delete_contract(user=contract.brand.user, contract=contract)


def _create(brand: Brand, name: str, counterparty: str, *, amount: int, days: int, status: str) -> Contract:
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "contract_name": name,
        "counterparty": counterparty,
        "amount": amount,
        "starts_on": today - timedelta(days=30),
        "ends_on": today + timedelta(days=days),
        "status": status,
        "sensitive_clause": CLAUSE,
        "file": SimpleUploadedFile(f"{name}.pdf", _document(name, counterparty), content_type="application/pdf"),
    }
    return create_contract(user=brand.user, brand=brand, fields=fields)


def _document(name: str, counterparty: str) -> bytes:
    """A page that looks like a contract."""
    return render_pdf(
        render_to_string("brands/contracts/demo.html", {"name": name, "counterparty": counterparty, "terms": TERMS})
    )


register_demo("contracts", order=35, load=load, remove=remove)
