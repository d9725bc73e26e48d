"""How often something may be tried for one account.

allauth counts for an address alone, so a stranger who keeps trying locks its owner out. Here a
count is kept for the address *and* the network the try comes from (T22); the count for the
address alone stays as a wide fence against many networks. Rates are in ACCOUNT_RATE_LIMITS.
"""

import ipaddress
from datetime import timedelta

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django.http import HttpRequest

from core.caching import counters
from people.normalise import fold_address

IPV6_NETWORK = 56
# Longer than any code works.
CODE_SPAN = timedelta(days=1)


def network(address: str) -> str:
    """The network that one household or office has: an IPv4 address, an IPv6 /56."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network(f"{ip}/{IPV6_NETWORK}", strict=False))


def here(address: str) -> str:
    """The key of this account as seen from the network of this request."""
    return f"{fold_address(address)}|{network(get_adapter().get_client_ip(context.request))}"


def consume_login_limit(action: str, address: str) -> bool:
    """Count one more try of `action` for the address from here; False when there were too many."""
    return ratelimit.consume(context.request, action=f"{action}_here", key=here(address))


def consume_rate_limit(
    request: HttpRequest,
    action: str,
    *,
    per_minute: int = 0,
    per_day: int = 0,
    amount: int = 1,
) -> bool:
    """Count a request of this network in the minute and in the day that run; False when there
    were too many. Without a number there is no limit for that span.

    allauth counts what happens at its own doors; this is for all else that a machine could
    guess at or fill. `amount` is for what is not counted one by one, as bytes.
    """
    place = network(get_adapter().get_client_ip(request))
    limits = ((per_minute, timedelta(minutes=1)), (per_day, timedelta(days=1)))
    return all(
        counters.add(f"{action}:{place}", per=span, amount=amount) <= most
        for most, span in limits
        if most
    )


def consume_code_try(request: HttpRequest, code: str) -> bool:
    """Count a try at the mailed code of this session; False when it has had all its tries.

    allauth counts them in the session, which requests that come at once read before any of them
    has written.
    """
    tried = counters.add(f"code:{request.session.session_key}:{code}", per=CODE_SPAN)
    return tried <= app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS
