"""The shape of an answer about a brand, whichever engine gives it, and the places a card can stand in.

An engine names its evidence by the ids of the fact sheet; figures, confidence and follower ranges are ours to add.
"""

from typing import Literal

from pydantic import BaseModel, Field

Tier = Literal["nano", "micro", "mid", "macro"]
FactIds = list[str]
CARD_KINDS = ("opportunities", "product_ideas", "influencers", "market_data", "visual_ideas", "positioning")
CardKind = Literal["opportunities", "product_ideas", "influencers", "market_data", "visual_ideas", "positioning"]


class Opportunity(BaseModel):
    """Something the brand could win by."""

    title: str = Field(min_length=1, max_length=200)
    description: str = Field(max_length=1500)
    evidence: FactIds = Field(max_length=8)


class ProductIdea(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    description: str = Field(max_length=1500)
    target_segment: str = Field(max_length=300)
    unique_value: str = Field(max_length=500)
    evidence: FactIds = Field(max_length=8)


class KeywordIdea(BaseModel):
    term: str = Field(min_length=1, max_length=100)
    cluster: str = Field(max_length=100)


class InfluencerProfile(BaseModel):
    """A kind of person, never a named one; `tier` stands for a range of followers."""

    profile: str = Field(min_length=1, max_length=300)
    platform: str = Field(max_length=60)
    tier: Tier
    why: str = Field(max_length=1000)
    evidence: FactIds = Field(max_length=8)


class MarketDatum(BaseModel):
    """A statement about the market; its value, unit and source are those of the fact it names."""

    statement: str = Field(min_length=1, max_length=500)
    fact_id: str = Field(max_length=80)


class VisualIdea(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    description: str = Field(max_length=1000)
    evidence: FactIds = Field(max_length=8)


class Positioning(BaseModel):
    text: str = Field(max_length=1000)
    evidence: FactIds = Field(max_length=8)


class InsightAnswer(BaseModel):
    """Everything an engine has to say to one question."""

    summary: str = Field(max_length=2000)
    opportunities: list[Opportunity] = Field(max_length=8)
    product_ideas: list[ProductIdea] = Field(max_length=8)
    keywords: list[KeywordIdea] = Field(max_length=40)
    influencers: list[InfluencerProfile] = Field(max_length=6)
    market_data: list[MarketDatum] = Field(max_length=10)
    positioning: Positioning
    visual_ideas: list[VisualIdea] = Field(max_length=6)
    questions: list[str] = Field(max_length=8)
