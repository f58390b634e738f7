"""Assets and generations for the tests."""

from typing import Any

from artnex.ai.tests.servers import PNG
from studio.models import Asset, Generation
from studio.services.assets import store_asset


def make_asset(user: Any, **fields: Any) -> Asset:
    return store_asset(user=user, content=PNG, filename="dot.png", **({"brand": None} | fields))


def make_generation(user: Any, **fields: Any) -> Generation:
    given = {
        "content_type": "text",
        "prompt": "겨울 매트",
        "text": "따뜻합니다.",
        "engine": "builtin",
        "model": "builtin",
    }
    return Generation.objects.create(user=user, **(given | fields))
