"""Questions to begin with, from what a brand has: each can be answered with its data."""

from brands.engine.trades import Language


def examples_for(
    language: Language, *, persona: str = "", competitor: str = "", product: str = "", has_target: bool = False
) -> list[str]:
    """Up to five questions, the most telling first."""
    ko = language == "ko"
    found = []
    if persona:
        found.append(
            f"{persona} 같은 고객을 위한 제품 아이디어" if ko else f"Product ideas for customers like {persona}"
        )
    if competitor:
        found.append(
            f"{competitor}보다 앞설 수 있는 기회는 무엇입니까?" if ko else f"Where can we be ahead of {competitor}?"
        )
    if product:
        found.append(f"{product}의 숏폼 영상 아이디어" if ko else f"Short-form video ideas for {product}")
    if has_target:
        found.append("우리 브랜드의 포지셔닝을 한 문장으로" if ko else "Our positioning in one sentence")
    found.append("검색에 쓸 키워드를 알려 주세요" if ko else "Which keywords should we use in search?")
    if len(found) == 1:
        found.insert(0, "무엇부터 입력할까요?" if ko else "What should we enter first?")
    return found[:5]
