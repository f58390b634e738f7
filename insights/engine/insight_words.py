"""Words that results are explained with, in the language of the answer (which may not be that of the page)."""

from insights.engine.insight_answer import Tier

# Ours, to size a partner; published tiers differ and are no measurement of anybody.
FOLLOWERS: dict[Tier, tuple[str, str]] = {
    "nano": ("1천–1만", "1K–10K"),
    "micro": ("1만–5만", "10K–50K"),
    "mid": ("5만–50만", "50K–500K"),
    "macro": ("50만 이상", "500K and more"),
}


def followers_of(tier: Tier, language: str) -> str:
    """The range of followers that a tier stands for."""
    return FOLLOWERS[tier][language == "en"]


def confidence_in_words(own: int, has_figure: bool, has_rule: bool, is_shaky: bool, language: str) -> str:
    """Why a card has the confidence it has."""
    if language == "en":
        parts = [f"{own} kinds of your own data" if own != 1 else "1 kind of your own data"]
        parts += ["a measured figure"] * has_figure + ["a rule of the trade"] * has_rule
        parts += ["halved: a sentence has no support"] * is_shaky
    else:
        parts = [f"자체 데이터 {own}종"]
        parts += (
            ["측정값 있음"] * has_figure
            + ["분야 규칙 있음"] * has_rule
            + ["근거 없는 문장이 있어 절반으로 낮춤"] * is_shaky
        )
    return ", ".join(parts)
