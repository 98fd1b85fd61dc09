"""Further error codes with their HTTP status and wire text.

Sources: the error tables of the pages named beside each group; HTTP 400 where a page says nothing.
"""

# https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN (general codes)
TOKENS = {
    2200: (500, "Internal Error"),
    99991668: (400, "Invalid access token for authorization."),
    99991677: (400, "Authentication token expired."),
    99991679: (400, "Unauthorized. The user has not granted one of the required scopes."),
    1810001: (400, "invalid param"),
}

# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token
# and .../access-token/refresh-user-access-token; the texts stand in error_description.
OAUTH = {
    20001: (400, "The request is missing a required parameter."),
    20002: (400, "The client secret is invalid."),
    20003: (400, "The authorization code is not found."),
    20004: (400, "The authorization code has expired."),
    20005: (200, "The access token is invalid."),
    20008: (400, "The user does not exist."),
    20009: (400, "The app is not installed in the tenant."),
    20010: (400, "The user has no permission to use the app."),
    20021: (200, "The user has resigned."),
    20022: (200, "The user is frozen."),
    20024: (400, "The code or refresh token does not belong to this client."),
    20026: (400, "The refresh token is invalid."),
    20027: (400, "The app has not been granted the requested scope."),
    20029: (400, "The redirect URL is not registered."),
    20036: (400, "The grant type is not supported."),
    20037: (400, "The refresh token has expired."),
    20048: (400, "The app does not exist."),
    20049: (400, "PKCE verification failed."),
    20050: (500, "An unexpected server error occurred. Please retry your request."),
    20063: (400, "The request is malformed."),
    20064: (400, "The refresh token has been revoked."),
    20065: (400, "The authorization code has already been used."),
    20066: (400, "The status of the user is abnormal."),
    20067: (400, "The scope list has duplicates."),
    20068: (400, "The scope list goes beyond what was authorized."),
    20069: (400, "The app is disabled."),
    20070: (400, "More than one method of client authentication was used."),
    20071: (400, "The redirect_uri does not match the one of the authorization."),
    20072: (503, "The server is temporarily unavailable. Please retry your request."),
    20073: (400, "The refresh token has already been used."),
    20074: (400, "Refreshing of tokens is not enabled for the app."),
}

# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/merge_forward
# .../message/push_follow_up (its numbers collide with the general 2300xx), .../batch_message/delete
MESSAGES = {
    230019: (400, "The topic does NOT exist."),
    230022: (400, "The content of the message contains sensitive information."),
    230023: (400, "The user has too many unread urgent messages."),
    230024: (400, "Reach the upper limit of urgent message."),
    230027: (400, "Lack of necessary permissions."),
    230028: (400, "The messages do NOT pass the audit."),
    230029: (400, "User has resigned."),
    230030: (400, "The message id is invalid, record not found."),
    230035: (400, "Send Message Permission deny."),
    230038: (400, "Cross tenant p2p chat operate forbid."),
    230050: (400, "The message is invisible to the operator."),
    230053: (400, "The user has stopped the bot from sending messages."),
    230018: (400, "These operations are NOT allowed at current group settings."),
    230070: (400, "Messages of the chat can NOT be forwarded."),
    231203: (400, "History of this chat can NOT be read."),
    11232: (400, "create message trigger system rate limit."),
}
FOLLOW_UPS = {
    230002: "The message has expired.",
    230003: "The chat is not a p2p chat.",
    230004: "The message is invisible to the bot.",
    230006: "The message is not the latest one of the chat.",
    230007: "The follow-up is invalid.",
    230008: "The message already has follow-ups.",
}

# https://open.feishu.cn/document/ukTMukTMukTM/uETOyYjLxkjM24SM5IjN (only-you cards)
EPHEMERAL = {
    18051: (400, "The ephemeral message does not exist."),
}

# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/create and the pages
# of chat-members, chat-managers, chat-moderation, chat-tab, chat-menu_tree, chat-top_notice
CHATS = {
    232002: (400, "The operator is NOT allowed to change the chat."),
    232004: (400, "The app does not exist."),
    232013: (400, "The number of members exceeds the limit of the chat."),
    232016: (400, "The operator has no right to change the settings."),
    232020: (400, "The name of a public chat has at least 2 characters."),
    232021: (400, "The bot is not found."),
    232022: (400, "The user has resigned."),
    232038: (400, "Only the owner of the chat may do this."),
    232040: (400, "The number of managers exceeds the limit."),
    232042: (400, "A public chat needs a name."),
    232046: (400, "The number of tabs exceeds the limit."),
    232047: (400, "The name of the tab is too long."),
    232048: (400, "The url of the tab is invalid."),
    232050: (400, "The type of the chat does not support tabs."),
    232055: (400, "The settings of the chat do not allow this."),
    232056: (400, "The icon does not belong to the app."),
    232070: (400, "The number of top level menus exceeds the limit."),
    232071: (400, "The number of second level menus exceeds the limit."),
    232075: (400, "The chat needs approval to join, or is not public."),
}

# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/group/upgraded-group-announcement/group-announcement-overview
ANNOUNCEMENTS = {
    1770001: (400, "invalid param"),
    1770002: (404, "not found"),
    1770021: (400, "too old document"),
}

# https://open.feishu.cn/document/ukTMukTMukTM/ucDO1EjL3gTNx4yN4UTM: batch sending answers with 200
BATCH = {
    11247: (200, "The number of messages exceeds today's limit."),
}

# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/department/children
CONTACT = {
    40011: (400, "page size is invalid"),
    40012: (400, "page token is invalid error"),
    40014: (403, "no parent dept authority error"),
    43010: (400, "the department is too big for fetch_child"),
}

MORE: dict[int, tuple[int, str]] = {
    # Where a number has a general meaning too, the general one follows and wins.
    **{code: (400, text) for code, text in FOLLOW_UPS.items()},
    230006: (400, "Bot ability is not activated."),
    **TOKENS,
    **OAUTH,
    **MESSAGES,
    **EPHEMERAL,
    **CHATS,
    **ANNOUNCEMENTS,
    **BATCH,
    **CONTACT,
}
