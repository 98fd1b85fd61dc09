"""All API routes."""

from sandbox.api import (
    auth,
    batch,
    bot,
    card_update,
    chats,
    contact,
    files,
    helpdesk,
    helpdesk_events,
    images,
    members,
    messages,
    pins,
    reactions,
    recognition,
)
from sandbox.api.bitable import routes as bitable
from sandbox.api.drive import routes as drive
from sandbox.api.routes_more import MORE

ROUTES = [
    route
    for subject in (
        *MORE,
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
        bitable,
        drive,
        recognition,
        helpdesk,
        helpdesk_events,
    )
    for route in subject.ROUTES
]
