"""A deadline for the whole of a request. The client's own time-out is one for each read of the
socket: a server that sends a byte now and then would hold a reader for as long as it likes."""

from concurrent.futures import Future
from functools import partial
from threading import Thread
from typing import Any

from elastic_transport import ConnectionTimeout, Transport, TransportApiResponse

# A node that hangs costs half of the time that there is, and another one is asked.
ATTEMPTS = 2


class DeadlineTransport(Transport):
    """Raises ConnectionTimeout when a request with all its attempts takes longer than
    `request_timeout` for each of them. What still waits then ends with its connection."""

    def perform_request(
        self, method: str, target: str, *, request_timeout: Any = None, **more: Any
    ) -> TransportApiResponse:
        perform = partial(
            super().perform_request, method, target, request_timeout=request_timeout, **more
        )
        if not isinstance(request_timeout, int | float):
            return perform()
        answer: Future[TransportApiResponse] = Future()
        # A daemon: a process that is to end does not wait for what nobody wants any more.
        Thread(target=complete, args=(answer, perform), daemon=True).start()
        try:
            return answer.result(request_timeout * ATTEMPTS)
        except TimeoutError:
            raise ConnectionTimeout("the answer was not complete in time") from None


def complete(answer: "Future[TransportApiResponse]", perform: Any) -> None:
    """Give the answer, or the error, to whoever waits for it."""
    try:
        answer.set_result(perform())
    except BaseException as error:
        answer.set_exception(error)
