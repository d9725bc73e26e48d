"""Rate limits per account.

allauth counts attempts per address alone, so a stranger who keeps trying locks the owner out. Here
attempts are counted per address *and* client network; the count per address alone stays as a coarse
limit against many networks. Rates are in ACCOUNT_RATE_LIMITS.
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
    """The client network of one household or office: an IPv4 address, an IPv6 /56."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network(f"{ip}/{IPV6_NETWORK}", strict=False))


def network_cache_key(address: str) -> str:
    """Cache key of this account as seen from the network of the current request."""
    return f"{fold_address(address)}|{network(get_adapter().get_client_ip(context.request))}"


def consume_login_limit(action: str, address: str) -> bool:
    """Count one more attempt of `action` for the address from this network; False when there were
    too many."""
    return ratelimit.consume(
        context.request, action=f"{action}_here", key=network_cache_key(address)
    )


def consume_rate_limit(
    request: HttpRequest,
    action: str,
    *,
    per_minute: int = 0,
    per_day: int = 0,
    amount: int = 1,
) -> bool:
    """Count a request of this network in the current minute and day; False when there were too
    many. A span without a number has no limit.

    allauth limits its own views; this is for other views that a bot could guess at or flood.
    `amount` is for what is not counted one by one, such as bytes.
    """
    place = network(get_adapter().get_client_ip(request))
    limits = ((per_minute, timedelta(minutes=1)), (per_day, timedelta(days=1)))
    return all(
        counters.add(f"{action}:{place}", per=span, amount=amount) <= most
        for most, span in limits
        if most
    )


def consume_code_try(request: HttpRequest, code: str) -> bool:
    """Count an attempt at the emailed code of this session; False once the limit is reached.

    allauth counts them in the session, which concurrent requests read before any of them has
    written.
    """
    tried = counters.add(f"code:{request.session.session_key}:{code}", per=CODE_SPAN)
    return tried <= app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS
