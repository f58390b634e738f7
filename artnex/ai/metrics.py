"""Counts of AI calls and their cost for Prometheus."""

from prometheus_client import Counter, Histogram

from artnex.ai.models import AiCall

CALLS = Counter("artnex_ai_calls_total", "AI calls that ended", ["provider", "kind", "status"])
COST = Counter("artnex_ai_cost_usd_total", "Cost of AI calls in US dollars", ["provider", "model"])
TOKENS = Counter("artnex_ai_tokens_total", "Tokens of AI calls", ["provider", "direction"])
SECONDS = Histogram(
    "artnex_ai_call_seconds",
    "Time an AI call took",
    ["provider", "kind"],
    buckets=(0.05, 0.2, 0.5, 1, 2, 5, 10, 20, 40, 80, 160),
)


def observe_call(call: AiCall) -> None:
    """Count a closed ledger row."""
    CALLS.labels(call.provider, call.job_type, call.status).inc()
    COST.labels(call.provider, call.model).inc(float(call.cost))
    TOKENS.labels(call.provider, "in").inc(call.prompt_tokens)
    TOKENS.labels(call.provider, "out").inc(call.completion_tokens)
    if call.latency_ms is not None:
        SECONDS.labels(call.provider, call.job_type).observe(call.latency_ms / 1000)
