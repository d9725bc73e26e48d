from home.models.demo import DemoItem
from home.models.pages import HomePage, StandardPage

__all__ = ["DemoItem", "HomePage", "StandardPage"]
