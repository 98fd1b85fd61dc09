"""All API routes."""

from sandbox.api import (
    auth,
    batch,
    bot,
    card_update,
    chats,
    contact,
    files,
    images,
    members,
    messages,
    pins,
    reactions,
)

ROUTES = [
    route
    for subject in (
        auth,
        bot,
        messages,
        card_update,
        reactions,
        pins,
        images,
        files,
        chats,
        members,
        contact,
        batch,
    )
    for route in subject.ROUTES
]
