"""Pictures of products. The other fields of a product are written by services/children.py."""

from typing import Any

from django.db import transaction

from artnex.errors import TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.events.services import record_event
from artnex.files.kinds import PHOTO_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import delete_file, store_file
from brands.models import Product


def set_product_image(*, user: Any, product: Product, content: Any, filename: str, field: str = "image") -> Product:
    """Take a picture (PNG, JPEG, WebP, up to 5 MB) instead of the present one; event `product.updated`.

    Raises TooLarge, UnsupportedMediaType, ValidationFailed, each naming `field`.
    """
    with transaction.atomic():
        try:
            picture = store_file(
                content=content,
                filename=filename,
                owner=user,
                brand_id=product.brand_id,
                purpose="product",
                limits=PHOTO_LIMITS,
            )
        except ValidationFailed as failure:
            raise ValidationFailed(details=[{**row, "field": field} for row in failure.details]) from failure
        except (TooLarge, UnsupportedMediaType) as failure:
            failure.details = [{"field": field, "message": failure.message}]
            raise
        _replace(user, product, picture)
    return product


@transaction.atomic
def remove_product_image(*, user: Any, product: Product) -> Product:
    """Go back to no picture; event `product.updated` when there was one."""
    if product.image_id is not None:
        _replace(user, product, None)
    return product


def _replace(user: Any, product: Product, picture: StoredFile | None) -> None:
    former = product.image
    product.image = picture
    product.save(update_fields=["image", "updated_at"])
    if former is not None and former.purpose == "product":
        delete_file(file=former, actor=user)
    data = {"id": product.pk, "fields": ["image"]}
    record_event("product.updated", actor=user, subject=product, brand_id=product.brand_id, data=data)
