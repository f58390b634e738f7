"""Job kinds that exist in tests alone, and what they did."""

from types import SimpleNamespace

import pytest

from artnex.errors import ProviderTimeout, RateLimited, ValidationFailed
from artnex.jobs import registry, workflow_registry
from artnex.jobs.registry import job
from artnex.jobs.workflow_registry import StartRequest, Step, register_workflow
from artnex.testing.people import new_user


@pytest.fixture(autouse=True)
def calls(monkeypatch):
    """Registers the kinds; what their functions are told to do and did is in here."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(workflow_registry, "_kinds", dict(workflow_registry._kinds))
    seen = SimpleNamespace(params=[], fail=set(), then=None)

    @job("test.echo", label="Echo", queue="high", time_limit=30, max_attempts=3)
    def echo(ctx):
        seen.params.append(ctx.params)
        if seen.then:
            seen.then(ctx)
        return ctx.params.get("answer", {"text": "hello"})

    @job("test.flaky", label="Flaky", max_attempts=3)
    def flaky(ctx):
        raise seen.fail_with

    seen.fail_with = ProviderTimeout()
    seen.errors = SimpleNamespace(timeout=ProviderTimeout, limited=RateLimited, invalid=ValidationFailed)

    @job("test.step", label="A step")
    def step(ctx):
        name = ctx.params.get("name") or "?"
        seen.params.append(ctx.params)
        if name in seen.fail:
            raise ValidationFailed("Step refused")
        return {"text": f"made by {name}", "count": len(seen.params)}

    def give(name):
        return lambda at_hand: {
            "name": name,
            "topic": at_hand.params.get("topic"),
            "before": dict(at_hand.results),
            "comment": at_hand.comment,
        }

    register_workflow(
        "test.flow",
        [
            Step("idea", "test.step", params=give("idea")),
            Step("copy", "test.step", params=give("copy"), review=True),
            Step("picture", "test.step", params=give("picture"), optional=True),
            Step(
                "check",
                "test.step",
                params=give("check"),
                skip_if=lambda at_hand: None if at_hand.params.get("check") else "Nothing to check",
            ),
        ],
        label="Test flow",
        prepare=lambda user, body: StartRequest({"topic": body.get("topic", "")}),
    )
    return seen


@pytest.fixture
def user(db):
    return new_user()
