"""Of studio: what the brand shows: texts and pictures made on their own, and the assets they become."""

from studio.models.asset import Asset, AssetSource, AssetType
from studio.models.generation import Generation

__all__ = ["Asset", "AssetSource", "AssetType", "Generation"]
