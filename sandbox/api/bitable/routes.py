"""All routes about bases."""

from sandbox.api.bitable import apps, fields, forms, lookups, records, tables, views
from sandbox.api.call import Route

ROUTES: list[Route] = [
    route
    for subject in (apps, tables, fields, views, forms, records, lookups)
    for route in subject.ROUTES
]
