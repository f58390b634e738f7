"""How work can end badly, in words for the person who started it."""

from django.utils.translation import gettext_lazy as _

from artnex.errors import ArtNexError


class JobCancelled(ArtNexError):
    """Raised inside a job function at the next progress report after somebody asked to stop."""

    code, status = "CANCELLED", 409
    default_message = _("This job was cancelled.")


class LeaseLost(ArtNexError):
    """This attempt holds the job no more (it was given to another worker, or removed): stop, write nothing."""

    code, status = "INVALID_STATE", 409
    default_message = _("This job is being done elsewhere.")


class JobTimedOut(ArtNexError):
    code, status = "JOB_TIMEOUT", 504
    default_message = _("This took longer than allowed and was stopped.")


class WorkerDied(ArtNexError):
    code, status = "WORKER_LOST", 500
    default_message = _("The server was interrupted again and again during this job.")
    retryable = True


class ConnectionTrouble(ArtNexError):
    code, status = "PROVIDER_UNAVAILABLE", 503
    default_message = _("A connection this job needs was interrupted.")
    retryable = True


class UnexpectedTrouble(ArtNexError):
    code, status = "INTERNAL_ERROR", 500
    default_message = _("Something went wrong on our side. It has been noted.")


class UnknownKind(ArtNexError):
    code, status = "UNKNOWN_KIND", 500
    default_message = _("This kind of job does not exist any more.")


class StepRejected(ArtNexError):
    code, status = "REJECTED", 409
    default_message = _("The reviewer rejected this step.")
