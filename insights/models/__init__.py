"""Of insights: what the market says."""

from insights.models.board import BoardAnswer, BoardQuestion, BoardVote
from insights.models.insight import AnalysisType, CardKind, CardState, Insight, InsightCard, InsightTurn
from insights.models.keywords import KeywordClustering
from insights.models.segment import Segment
from insights.models.tracking import Content, ContentSnapshot, CrawlRun, QuotaUse, SearchAnswer, Tracking

__all__ = [
    "AnalysisType",
    "BoardAnswer",
    "BoardQuestion",
    "BoardVote",
    "CardKind",
    "CardState",
    "Content",
    "ContentSnapshot",
    "CrawlRun",
    "Insight",
    "InsightCard",
    "InsightTurn",
    "KeywordClustering",
    "QuotaUse",
    "SearchAnswer",
    "Segment",
    "Tracking",
]
