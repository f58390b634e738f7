"""The first price list. Later prices are new rows with a later `valid_from`, entered in the administration."""

from datetime import date
from decimal import Decimal

from django.db import migrations

SINCE = date(2026, 1, 1)  # the list below was read later; each row names the day
OPENAI = "OpenAI price list (developers.openai.com/api/docs/pricing), read 2026-11-20"
IDEOGRAM = "Ideogram API price table of June 2026, read 2026-11-20"
MAGNIFIC = (
    "Freepik's former price in euros (2K 0.10, 4K 0.32) with a margin of a quarter; billed in credits, read 2026-11-20"
)

# US dollars for a million tokens: in, cached in, out.
TEXT = {
    "gpt-6-astra": ("10", "1", "50"),
    "gpt-6.1-sol": ("2", "0.10", "10"),
    "gpt-6.1-terra": ("1", "0.05", "5"),
    "gpt-6-sol": ("2", "0.2", "10"),
    "gpt-6-luna": ("0.10", "0.01", "0.50"),
    "gpt-5.6-sol": ("4", "0.4", "20"),
    "gpt-5.6-terra": ("2", "0.2", "12"),
    "gpt-5.6-luna": ("0.20", "0.02", "1.20"),
    "gpt-5.5": ("5", "0.5", "30"),
    "gpt-5.4": ("2.5", "0.25", "15"),
    "gpt-5.4-mini": ("0.75", "0.075", "4.5"),
}
PICTURE_MODELS = (
    "gpt-image-2.5-sunburst",
    "gpt-image-2.5-sunburst-2026-09-08",
    "gpt-image-2.5-flare",
    "gpt-image-2.5-flare-2026-09-08",
    "gpt-image-2",
)
# Held back before a picture: twice the known price of a square one, which covers the larger sizes (1.5 times).
HELD_BACK = {"low": "0.02", "medium": "0.07", "high": "0.27"}
IDEOGRAM_PICTURES = {
    "ideogram-v4": {"TURBO": "0.03", "DEFAULT": "0.06", "QUALITY": "0.10"},
    "ideogram-v3": {"FLASH": "0.03", "TURBO": "0.03", "DEFAULT": "0.06", "QUALITY": "0.09"},
}
MAGNIFIC_PICTURES = {"2k": "0.125", "4k": "0.40"}


def rows():
    for model, (sent, cached, written) in TEXT.items():
        yield {
            "provider": "openai",
            "model": model,
            "job_type": "text",
            "input_per_million": Decimal(sent),
            "cached_per_million": Decimal(cached),
            "output_per_million": Decimal(written),
            "source": OPENAI,
        }
    for model in PICTURE_MODELS:
        for quality, held in HELD_BACK.items():
            yield {
                "provider": "openai",
                "model": model,
                "job_type": "image",
                "quality": quality,
                "input_per_million": Decimal(5),
                "output_per_million": Decimal(30),
                "reserve_per_image": Decimal(held),
                "source": OPENAI,
            }
    for model, qualities in IDEOGRAM_PICTURES.items():
        for quality, price in qualities.items():
            yield {
                "provider": "ideogram",
                "model": model,
                "job_type": "image",
                "quality": quality,
                "per_image": Decimal(price),
                "source": IDEOGRAM,
            }
    for size, price in MAGNIFIC_PICTURES.items():
        yield {
            "provider": "freepik",
            "model": "mystic",
            "job_type": "image",
            "size": size,
            "per_image": Decimal(price),
            "source": MAGNIFIC,
            "is_estimate": True,
        }


def enter_prices(apps, schema_editor):
    price = apps.get_model("ai", "ModelPrice")
    price.objects.bulk_create([price(valid_from=SINCE, **row) for row in rows()])


def remove_prices(apps, schema_editor):
    apps.get_model("ai", "ModelPrice").objects.filter(valid_from=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("ai", "0001_initial")]
    operations = [migrations.RunPython(enter_prices, remove_prices)]
