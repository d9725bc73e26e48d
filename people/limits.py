"""How often something may be tried for one account.

allauth counts for an address alone, so a stranger who keeps trying locks its owner out. Here a
count is kept for the address *and* the network the try comes from; the count for the
address alone stays as a wide fence against many networks. Rates are in ACCOUNT_RATE_LIMITS.
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


def consume_rate_limit(request: HttpRequest, action: str, *, per_minute: int) -> bool:
    """Count a request of this network in the minute that runs; False when there were too many.

    allauth counts what happens at its own doors; this is for all else that a machine could
    guess at or fill.
    """
    place = network(get_adapter().get_client_ip(request))
    key = f"asked:{action}:{place}:{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    return bool(cache.incr(key) <= per_minute)
