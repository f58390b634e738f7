"""The fixed words of content tracking."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Platform(TextChoices):
    """Where contents come from; `CSV` holds what a file brought without naming a platform."""

    YOUTUBE = "youtube", _("YouTube")
    NAVER = "naver", _("Naver")
    TIKTOK = "tiktok", _("TikTok")
    INSTAGRAM = "instagram", _("Instagram")
    RSS = "rss", _("RSS feed")
    CSV = "csv", _("CSV file")


# Instagram cannot be searched by keyword: its contents come by file alone.
TRACKED = (Platform.YOUTUBE, Platform.NAVER, Platform.TIKTOK, Platform.RSS, Platform.CSV)
CRAWLED = (Platform.YOUTUBE, Platform.NAVER, Platform.TIKTOK, Platform.RSS)


class ContentSource(TextChoices):
    CRAWL = "crawl", _("Crawl")
    IMPORT = "import", _("Import")
    DEMO = "demo", _("Demonstration data")


class CrawlStatus(TextChoices):
    RUNNING = "running", _("running")
    SUCCEEDED = "succeeded", _("succeeded")
    PARTIAL = "partial", _("partly succeeded")
    FAILED = "failed", _("failed")


class PlatformStatus(TextChoices):
    """How a platform fared in a crawl; `PAUSED` goes on where it stopped, the next time."""

    OK = "ok", _("up to date")
    NEEDS_KEY = "needs_key", _("needs a key")
    PAUSED = "paused", _("continues later")
    FAILED = "failed", _("failed")
