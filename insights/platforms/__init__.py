"""The platforms contents come from, behind one interface (see `base.py`)."""

from insights.platforms import feeds, naver, tiktok, youtube
from insights.platforms.base import Source
from insights.tracking_enums import Platform

SOURCES: dict[str, Source] = {
    Platform.YOUTUBE: youtube.YouTube(),
    Platform.NAVER: naver.Naver(),
    Platform.TIKTOK: tiktok.TikTok(),
    Platform.RSS: feeds.Feeds(),
}
