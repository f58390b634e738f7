"""What can go wrong with AI calls, beyond a provider that is away."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.ai.contract import Usage
from artnex.errors import Message, NotConfigured, ProviderError, ProviderUnavailable


class PriceUnknown(NotConfigured):
    """A paid model without a price is not called: nobody could say what it costs."""

    def __init__(self, *, provider: str, model: str) -> None:
        name = f"{provider} {model}"
        super().__init__(
            _("There is no price for %(model)s on this server, so it is not called.") % {"model": name},
            details=[{"field": "model", "message": name}],
        )


class EngineNotConfigured(NotConfigured):
    def __init__(self, engine: str) -> None:
        super().__init__(
            _("The engine %(engine)s is not set up on this server.") % {"engine": engine},
            details=[{"field": "engine", "message": engine}],
        )


class ProviderFault(ProviderError):
    """The provider failed inside (HTTP 500 and the like): the same call may work a moment later."""

    retryable = True


class ProviderCreditSpent(ProviderUnavailable):
    """Our own account with the provider has no money left: trying again does not help, an operator must act."""

    retryable = False
    default_message = _("The account with the outside service is used up.")


class ProviderSetupError(ProviderError):
    """The provider does not accept our key or model: an operator must act."""

    default_message = _("The outside service does not accept this server's key or model.")


class AnswerUnusable(ProviderError):
    """The provider answered, and most likely bills it, but the answer is of no use."""

    def __init__(
        self, message: Message | None = None, *, usage: Usage | None = None, text: str = "", **rest: Any
    ) -> None:
        super().__init__(message, **rest)
        self.usage = usage
        self.text = text


class AnswerRefused(AnswerUnusable):
    """The provider's rules forbid the content."""

    default_message = _("The outside service refused this content.")


class AnswerBroken(AnswerUnusable):
    """Not what was asked for: no JSON, wrong fields, no image."""

    default_message = _("The outside service gave an answer that cannot be used.")
