"""How the tests ask the gateway for a text."""

from pydantic import BaseModel, Field

from artnex.ai.contract import TextRequest
from artnex.ai.gateway import generate_text
from artnex.ai.models import AiCall


class Slogan(BaseModel):
    """A slogan with its mood."""

    text: str = Field(min_length=3)
    moods: list[str]


def write(person, *, engine=None, builtin=lambda request: f"built in: {request.prompt}", brand_id=None, **changes):
    request = TextRequest(**{"purpose": "test", "prompt": "조명 슬로건", "max_tokens": 200, **changes})
    return generate_text(request, user=person, engine=engine, builtin=builtin, brand_id=brand_id)


def only_call():
    return AiCall.objects.get()
