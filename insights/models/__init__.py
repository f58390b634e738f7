"""Of insights: what the market says."""

from insights.models.board import BoardAnswer, BoardQuestion, BoardVote
from insights.models.insight import Insight, InsightCard, InsightMessage
from insights.models.keywords import KeywordClustering
from insights.models.segment import Segment
from insights.models.tracking import Content, ContentSnapshot, CrawlRun, QuotaUse, SearchAnswer, Tracking

__all__ = [
    "BoardAnswer",
    "BoardQuestion",
    "BoardVote",
    "Content",
    "ContentSnapshot",
    "CrawlRun",
    "Insight",
    "InsightCard",
    "InsightMessage",
    "KeywordClustering",
    "QuotaUse",
    "SearchAnswer",
    "Segment",
    "Tracking",
]
