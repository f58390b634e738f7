"""The outside engines, each behind the same two small interfaces. Nobody but the gateway calls them."""

from artnex.ai.enums import Engine, JobType
from artnex.ai.providers.base import ImageProvider, TextProvider
from artnex.ai.providers.ideogram import IdeogramProvider
from artnex.ai.providers.magnific import MagnificProvider
from artnex.ai.providers.openai import OpenAIProvider

TEXT_PROVIDERS: dict[Engine, TextProvider] = {Engine.OPENAI: OpenAIProvider()}
IMAGE_PROVIDERS: dict[Engine, ImageProvider] = {
    Engine.OPENAI: OpenAIProvider(),
    Engine.IDEOGRAM: IdeogramProvider(),
    Engine.FREEPIK: MagnificProvider(),
}


def engines_for(job_type: JobType) -> list[Engine]:
    """The engines that can do this kind of work at all, set up or not; the built-in one first."""
    return [Engine.BUILTIN, *(TEXT_PROVIDERS if job_type == JobType.TEXT else IMAGE_PROVIDERS)]
