"""What the platforms take: lengths, hashtags and picture sizes, each with where it is written down.

A limit that the platform does not publish is None; `advice` is what people follow and never enforced.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Picture:
    """A picture size in pixels."""

    use: str
    width: int
    height: int


@dataclass(frozen=True)
class Platform:
    """`max_text` counts characters of a post (for a video platform of its description)."""

    name: str
    label_ko: str
    label_en: str
    max_text: int | None
    max_title: int | None
    max_hashtags: int | None
    advised_text: int
    advised_hashtags: int
    pictures: tuple[Picture, ...]
    source: str

    def label(self, language: str) -> str:
        return self.label_en if language == "en" else self.label_ko


PLATFORMS: dict[str, Platform] = {
    platform.name: platform
    for platform in (
        Platform(
            "instagram", "인스타그램", "Instagram", 2200, None, 30, 300, 5,
            (Picture("feed", 1080, 1350), Picture("square", 1080, 1080), Picture("story", 1080, 1920)),
            "https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media",
        ),
        Platform(
            "youtube", "유튜브", "YouTube", 5000, 100, 60, 400, 3,
            (Picture("thumbnail", 1280, 720), Picture("short", 1080, 1920)),
            "https://developers.google.com/youtube/v3/docs/videos",
        ),
        Platform(
            "tiktok", "틱톡", "TikTok", 2200, 90, None, 150, 4, (Picture("video", 1080, 1920),),
            "https://developers.tiktok.com/doc/content-posting-api-reference-direct-post",
        ),
        Platform(
            "facebook", "페이스북", "Facebook", 63206, None, None, 250, 2,
            (Picture("link", 1200, 630), Picture("square", 1080, 1080)),
            "https://developers.facebook.com/docs/graph-api/reference/page/feed",
        ),
        Platform(
            "x", "엑스", "X", 280, None, None, 200, 2, (Picture("card", 1600, 900),),
            "https://docs.x.com/fundamentals/counting-characters",
        ),
        Platform(
            "linkedin", "링크드인", "LinkedIn", 3000, None, None, 500, 3,
            (Picture("link", 1200, 627), Picture("square", 1200, 1200)),
            "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api",
        ),
        Platform(
            "naver_blog", "네이버 블로그", "Naver Blog", None, 100, 30, 1200, 10, (Picture("cover", 966, 644),),
            "https://help.naver.com/",
        ),
        Platform(
            "kakao", "카카오 채널", "Kakao Channel", None, None, None, 200, 2, (Picture("message", 800, 400),),
            "https://kakaobusiness.gitbook.io/main",
        ),
    )
}  # fmt: skip


def counted_length(text: str, platform: Platform | None) -> int:
    """How long the platform counts this text: X counts a Korean letter as two, the others each character as one."""
    if platform is not None and platform.name == "x":
        return sum(1 if ord(letter) <= 0x10FF or 0x2000 <= ord(letter) <= 0x200D else 2 for letter in text)
    return len(text)


def as_json(platform: Platform) -> dict[str, Any]:
    return asdict(platform)
