"""Elasticsearch: works in an index of a cluster, fed beside the database's own.

Its client is imported below here only, and nothing below here where SEARCH_ENGINE is another.
"""
