"""Of insights: what the market says."""

from insights.models.segment import Segment

__all__ = ["Segment"]
