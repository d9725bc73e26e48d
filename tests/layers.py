"""The layers of apps, highest first: an app imports only from layers below its own."""

LAYERS = [
    {"portal", "demo"}, {"home", "search"}, {"cases", "courses", "news", "research", "visits"},
    {"translations"}, {"people"}, {"core"},
]  # fmt: skip
APPS = set().union(*LAYERS)
