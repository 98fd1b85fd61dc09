"""All routes about bases; a person's token may make each of them."""

from dataclasses import replace

from sandbox.api.bitable import apps, fields, forms, lookups, records, tables, views
from sandbox.api.call import Route

ROUTES: list[Route] = [
    replace(route, user=True)
    for subject in (apps, tables, fields, views, forms, records, lookups)
    for route in subject.ROUTES
]
