"""Gathers the models of core's packages for Django. The generation comes first: others raise it."""

from core.access.models import AccessRule, PublicCollection, WorkAccess
from core.caching.models import Counter, Generation
from core.counts.models import DailyCount
from core.media.models import PortalDocument, PortalImage, PortalRendition
from core.pages.base import BasePage, ListingPage, PeriodPage, PlacedPage, Section, synchronized
from core.pages.identity import SiteIdentity
from core.pages.topics import Topic, TopicLabel
from core.tasks.models import WorkerHeartbeat
from core.works.models import FormerAddress, WorkLink

__all__ = [
    "AccessRule",
    "BasePage",
    "Counter",
    "DailyCount",
    "FormerAddress",
    "Generation",
    "ListingPage",
    "PeriodPage",
    "PlacedPage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PublicCollection",
    "Section",
    "SiteIdentity",
    "Topic",
    "TopicLabel",
    "WorkAccess",
    "WorkLink",
    "WorkerHeartbeat",
    "synchronized",
]
