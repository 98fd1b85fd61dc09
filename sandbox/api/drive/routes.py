"""All routes about files of bases; a person's token may make each of them."""

from dataclasses import replace

from sandbox.api.call import Route
from sandbox.api.drive import medias, permissions, subscriptions

ROUTES: list[Route] = [
    replace(route, user=True)
    for subject in (medias, subscriptions, permissions)
    for route in subject.ROUTES
]
