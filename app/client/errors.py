"""What the client raises: its own errors, never those of the transport. The API's Chinese `detail` is the message."""

from app.contract.problem import Problem, ProblemError


class ApiError(Exception):
    """The API refused; `problem` says what, where and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.detail)

    @property
    def errors(self) -> tuple[ProblemError, ...]:
        """What is wrong, place by place."""
        return self.problem.errors


class Invalid(ApiError):
    """400, 413, 415, 422, 428: the request itself."""


class NotSignedIn(ApiError):
    """401: nobody is signed in, or no more; or a sign-in was refused."""


class Forbidden(ApiError):
    """403: not allowed."""


class NotFound(ApiError):
    """404: no such thing."""


class Gone(ApiError):
    """410: it was public and is withdrawn."""


class Conflict(ApiError):
    """409: not in this state, or there already; `problem.current` names what is there."""


class Stale(ApiError):
    """412: changed by somebody else since it was read; `problem.current` has the version."""


class ServerFault(ApiError):
    """5xx with a problem: the API failed."""


class Unavailable(Exception):
    """No answer, or none that can be read: whether a write was done is not known."""
