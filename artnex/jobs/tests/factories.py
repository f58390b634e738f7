"""Jobs and workflows for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from artnex.jobs.enums import JobStatus
from artnex.jobs.models import Job
from artnex.testing.people import new_user


class JobFactory(DjangoModelFactory):
    """A waiting job of the kind "test.echo"."""

    class Meta:
        model = Job

    kind = "test.echo"
    user = factory.LazyFunction(new_user)
    language = "en"
    resend_at = factory.LazyFunction(timezone.now)

    class Params:
        failed = factory.Trait(
            status=JobStatus.FAILED,
            attempts=3,
            error_code="PROVIDER_TIMEOUT",
            error_texts={"ko": "늦음", "en": "Too slow"},
            finished_at=factory.LazyFunction(timezone.now),
        )
        succeeded = factory.Trait(
            status=JobStatus.SUCCEEDED,
            attempts=1,
            progress=100,
            result={"text": "hello"},
            finished_at=factory.LazyFunction(timezone.now),
        )
