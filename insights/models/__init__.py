"""Of insights: what the market says."""

from insights.models.segment import Segment
from insights.models.tracking import Content, ContentSnapshot, CrawlRun, QuotaUse, SearchAnswer, Tracking

__all__ = ["Content", "ContentSnapshot", "CrawlRun", "QuotaUse", "SearchAnswer", "Segment", "Tracking"]
