"""Cards while the analyst collects them."""

from dataclasses import dataclass, field

from artnex.ai.facts import FactSheet
from brands.engine.trades import Language
from insights.engine.brand_snapshot import short
from insights.engine.insight_answer import CardKind, InfluencerProfile, Opportunity, ProductIdea, Tier, VisualIdea


@dataclass(frozen=True, slots=True)
class Draft:
    """A card with its evidence; `about` are words a question may be near to that the card itself does not say."""

    kind: CardKind
    title: str
    text: str
    evidence: list[str]
    about: str = ""
    target: str = ""
    value: str = ""
    platform: str = ""
    tier: Tier = "micro"

    def as_opportunity(self) -> Opportunity:
        return Opportunity(title=self.title[:200], description=self.text, evidence=self.evidence)

    def as_product_idea(self) -> ProductIdea:
        return ProductIdea(
            name=self.title[:200],
            description=self.text,
            target_segment=self.target,
            unique_value=self.value,
            evidence=self.evidence,
        )

    def as_influencer(self) -> InfluencerProfile:
        return InfluencerProfile(
            profile=self.title[:300], platform=self.platform, tier=self.tier, why=self.text, evidence=self.evidence
        )

    def as_visual(self) -> VisualIdea:
        return VisualIdea(title=self.title[:200], description=self.text, evidence=self.evidence)


@dataclass(slots=True)
class Drafts:
    """Collects cards in one language; evidence that is not on the sheet is left out."""

    sheet: FactSheet
    language: Language
    all: list[Draft] = field(default_factory=list)

    def quote(self, fact_id: str) -> str:
        """The fact as it is said in a sentence, of a long one the beginning; empty when it is not known."""
        return short(self.sheet.quote(fact_id, self.language)) if fact_id in self.sheet else ""

    def say(self, korean: str, english: str) -> str:
        return english if self.language == "en" else korean

    def add(self, kind: CardKind, title: str, text: str, *evidence: str, **more: str) -> None:
        known = [fact_id for fact_id in dict.fromkeys(evidence) if fact_id in self.sheet]
        self.all.append(Draft(kind, title, text, known[:8], **more))  # type: ignore[arg-type]
