"""Error codes with their HTTP status and wire text.

Sources: the error tables of the im-v1, contact-v3 and auth-v3 pages and the list of
general error codes; HTTP 400 where a page does not say otherwise.
"""

from sandbox.api.bitable.codes import CLASSIC
from sandbox.api.codes_more import MORE
from sandbox.api.drive.codes import DRIVE
from sandbox.api.office_codes import OFFICE

AUTH = {
    10003: (200, "invalid param"),
    10014: (200, "app id not exists"),
    10015: (200, "app secret invalid"),
}

NOT_ACCEPTED = "Invalid access token for authorization. Please make a request with token attached."

NOT_EXISTED = "The request you send is not a valid {{{}}} or not exists."

GENERAL = {
    9499: (400, "Bad Request"),
    99991201: (404, "resource not find"),
    99991301: (405, "request method doesn't match"),
    99991400: (429, "request trigger frequency limit"),
    99991403: (400, "This month's API call quota has been exceeded"),
    99991661: (400, "Missing access token for authorization."),
    99991663: (400, NOT_ACCEPTED),
    99991671: (400, "Invalid token: must start with t-/u-"),
    99991672: (400, "Access denied."),
    99992351: (400, NOT_EXISTED.format("open_id")),
    99992354: (400, NOT_EXISTED.format("message_id")),
    99992356: (400, NOT_EXISTED.format("chat_id")),
    99992360: (400, NOT_EXISTED.format("user_id")),
    99992364: (400, NOT_EXISTED.format("union_id")),
    99992402: (400, "field validation failed"),
}

MESSAGES = {
    230001: (400, "Your request contains an invalid request parameter."),
    230002: (400, "The bot can not be outside the group."),
    230009: (400, "Message has expired when recall message."),
    230011: (400, "The message is recalled."),
    230012: (400, "Bot is NOT the sender of the message."),
    230013: (400, "Bot has NO availability to this user."),
    230015: (400, "P2P chat can NOT be shared."),
    230017: (400, "Bot is NOT the owner of the resource."),
    230020: (400, "This operation triggers the frequency limit."),
    230025: (400, "The length of the message content reaches its limit."),
    230026: (400, "No permission to recall this message."),
    230031: (400, "Message can only be modified within 14 days after sending."),
    230033: (400, "Get the reading status must be done within 7 days after sending."),
    230034: (400, "The receive_id is invalid."),
    230049: (400, "The message is being sent."),
    230052: (400, "The operation is not allowed."),
    230054: (400, "This operation is not supported for this message type."),
    230055: (400, "The type of file upload does not match the type of message being sent."),
    230061: (400, "The message type can not be forwarded."),
    230071: (400, "The operator is not the sender of the message."),
    230072: (400, "The message has been edited 20 times."),
    230099: (400, "Failed to create card content"),
    230110: (400, "Action unavailable as the message has been deleted."),
    231001: (400, "The reaction type is invalid."),
    231002: (400, "The operator has no right to react to the message."),
    231003: (400, "The message is not found."),
    231007: (400, "The reaction does not belong to the operator."),
    231015: (400, "The reaction already exists."),
}

CHATS = {
    232001: (400, "Your request contains an invalid request parameter."),
    232006: (400, "Your request specifies a chat_id which is invalid."),
    232009: (400, "Your request specifies a chat which has already been dissolved."),
    232011: (400, "Operator can NOT be out of the chat."),
    232012: (400, "The new owner is NOT in the chat."),
    232014: (400, "The operator has no right to remove members."),
    232017: (400, "The operator is NOT the owner or an admin of the chat."),
    232019: (400, "The request triggers the frequency limit."),
    232024: (400, "Users do not have the visibility of the app, or the operator has no right."),
    232027: (400, "There is no valid member."),
    232030: (400, "The user_id is invalid."),
    232043: (400, "Your request contains unavailable ids."),
    232068: (400, "The chat is being created."),
    232076: (400, "The owner of the chat can NOT be removed."),
}

RESOURCES = {
    234001: (400, "Invalid request param."),
    234003: (400, "File not in message."),
    234004: (400, "App not in chat."),
    234006: (400, "The file size exceed the max value."),
    234008: (400, "The app is not the resource sender."),
    234010: (400, "File's size can't be 0."),
    234011: (400, "Can't regonnize the image format."),
    234043: (400, "Unsupported message type."),
}

CONTACT = {
    40001: (400, "param error"),
    40004: (403, "no dept authority error"),
    41012: (400, "user id invalid error"),
    41050: (400, "no user authority error"),
}

# The HTTP status of the delayed card update's errors is not documented.
CARDS = {
    10002: (400, "param invalid"),
    11311: (400, "card content is invalid"),
    100000: (400, "card content is too large"),
    100030: (400, "card content is not json"),
    200000: (400, "message is recalled"),
    200310: (400, "card of another app"),
    200320: (400, "open_ids is invalid"),
    200750: (400, "the card has expired"),
    300020: (400, "token is invalid"),
    300030: (400, "token is expired"),
    300040: (400, "token is used up"),
    300090: (400, "open_ids is required"),
}

# Batch sending answers its errors with HTTP 200.
BATCH = {
    11203: (200, "invalid msg_type"),
    11204: (200, "no receiver"),
    11246: (200, "Create message content fail"),
}

REFUSALS: dict[int, tuple[int, str]] = {
    **MORE,
    **AUTH,
    **GENERAL,
    **MESSAGES,
    **CHATS,
    **RESOURCES,
    **CONTACT,
    **CARDS,
    **BATCH,
    **CLASSIC,
    **DRIVE,
    **OFFICE,
}
