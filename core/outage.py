"""Outages of external services, and what readers are told meanwhile."""


class Unavailable(OSError):
    """A service beside the portal does not answer, or refuses to; later it may.

    A request that ends with it is answered 503, in the reader's words.
    """
