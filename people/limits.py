"""Rate limits per account.

allauth counts attempts per address alone, so a stranger who keeps trying locks the owner out. Here
attempts are counted per address *and* client network; the count per address alone stays as a coarse
limit against many networks. Rates are in ACCOUNT_RATE_LIMITS.
"""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from people.normalise import fold_address

IPV6_NETWORK = 56


def network(address: str) -> str:
    """The client network of one household or office: an IPv4 address, an IPv6 /56."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network(f"{ip}/{IPV6_NETWORK}", strict=False))


def here(address: str) -> str:
    """Cache key of this account as seen from the network of the current request."""
    return f"{fold_address(address)}|{network(get_adapter().get_client_ip(context.request))}"


def consume_login_limit(action: str, address: str) -> bool:
    """Count one more attempt of `action` for the address from this network; False when there were
    too many."""
    return ratelimit.consume(context.request, action=f"{action}_here", key=here(address))


def consume_rate_limit(request: HttpRequest, action: str, *, per_minute: int) -> bool:
    """Count a request of this network in the current minute; False when there were too many.

    allauth limits its own views; this is for other views that a bot could guess at or flood.
    """
    place = network(get_adapter().get_client_ip(request))
    key = f"asked:{action}:{place}:{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    return bool(cache.incr(key) <= per_minute)
