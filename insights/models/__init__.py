"""Of insights: what the market says."""

from insights.models.board import BoardAnswer, BoardQuestion, BoardVote
from insights.models.insight import Insight, InsightCard, InsightMessage
from insights.models.keywords import KeywordClustering
from insights.models.segment import Segment

__all__ = [
    "BoardAnswer",
    "BoardQuestion",
    "BoardVote",
    "Insight",
    "InsightCard",
    "InsightMessage",
    "KeywordClustering",
    "Segment",
]
