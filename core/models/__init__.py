"""The kit's models. The generation comes first: others raise it."""

from core.models.access import AccessRule, PublicCollection, WorkAccess
from core.models.generation import Generation
from core.models.identity import SiteIdentity
from core.models.links import WorkLink
from core.models.media import PortalDocument, PortalImage, PortalRendition
from core.models.pages import BasePage, PeriodPage, PlacedPage, Section, ShelfPage, synchronized
from core.models.topics import Topic, TopicLabel
from core.models.worker import WorkerSign

__all__ = [
    "AccessRule",
    "BasePage",
    "Generation",
    "PeriodPage",
    "PlacedPage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PublicCollection",
    "Section",
    "ShelfPage",
    "SiteIdentity",
    "Topic",
    "TopicLabel",
    "WorkAccess",
    "WorkLink",
    "WorkerSign",
    "synchronized",
]
