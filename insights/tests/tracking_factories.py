"""Trackings and contents, for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from brands.tests.factories import BrandFactory
from insights.models import Content, Tracking


class TrackingFactory(DjangoModelFactory):
    class Meta:
        model = Tracking

    brand = factory.SubFactory(BrandFactory)
    keyword = "베어링"
    platforms = factory.LazyFunction(lambda: ["csv", "tiktok"])


class ContentFactory(DjangoModelFactory):
    class Meta:
        model = Content

    tracking = factory.SubFactory(TrackingFactory)
    platform = "youtube"
    external_id = factory.Sequence(lambda n: f"video{n}")
    title = "베어링 교체 방법"
    view_count = 100
    popularity_index = factory.Sequence(lambda n: float(n % 50))
    published_at = factory.LazyFunction(timezone.now)
    refreshed_at = factory.LazyFunction(timezone.now)
