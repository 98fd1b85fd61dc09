"""The parts of lark-oapi in use; import it through `bot.feishu.sdk.load`, which keeps it small."""

from __future__ import annotations

from lark_oapi.api.contact.v3.model.get_user_request import GetUserRequest
from lark_oapi.api.contact.v3.resource.user import User
from lark_oapi.api.im.v1.model.create_chat_members_request import CreateChatMembersRequest
from lark_oapi.api.im.v1.model.create_chat_members_request_body import CreateChatMembersRequestBody
from lark_oapi.api.im.v1.model.create_chat_request import CreateChatRequest
from lark_oapi.api.im.v1.model.create_chat_request_body import CreateChatRequestBody
from lark_oapi.api.im.v1.model.create_image_request import CreateImageRequest
from lark_oapi.api.im.v1.model.create_image_request_body import CreateImageRequestBody
from lark_oapi.api.im.v1.model.create_message_reaction_request import CreateMessageReactionRequest
from lark_oapi.api.im.v1.model.create_message_reaction_request_body import (
    CreateMessageReactionRequestBody,
)
from lark_oapi.api.im.v1.model.create_message_request import CreateMessageRequest
from lark_oapi.api.im.v1.model.create_message_request_body import CreateMessageRequestBody
from lark_oapi.api.im.v1.model.delete_message_reaction_request import DeleteMessageReactionRequest
from lark_oapi.api.im.v1.model.delete_message_request import DeleteMessageRequest
from lark_oapi.api.im.v1.model.emoji import Emoji
from lark_oapi.api.im.v1.model.get_chat_request import GetChatRequest
from lark_oapi.api.im.v1.model.get_message_resource_request import GetMessageResourceRequest
from lark_oapi.api.im.v1.model.patch_message_request import PatchMessageRequest
from lark_oapi.api.im.v1.model.patch_message_request_body import PatchMessageRequestBody
from lark_oapi.api.im.v1.model.reply_message_request import ReplyMessageRequest
from lark_oapi.api.im.v1.model.reply_message_request_body import ReplyMessageRequestBody
from lark_oapi.api.im.v1.resource.chat import Chat
from lark_oapi.api.im.v1.resource.chat_members import ChatMembers
from lark_oapi.api.im.v1.resource.image import Image
from lark_oapi.api.im.v1.resource.message import Message
from lark_oapi.api.im.v1.resource.message_reaction import MessageReaction
from lark_oapi.api.im.v1.resource.message_resource import MessageResource
from lark_oapi.api.optical_char_recognition.v1.model.basic_recognize_image_request import (
    BasicRecognizeImageRequest,
)
from lark_oapi.api.optical_char_recognition.v1.model.basic_recognize_image_request_body import (
    BasicRecognizeImageRequestBody,
)
from lark_oapi.api.optical_char_recognition.v1.resource.image import Image as ImageText
from lark_oapi.api.speech_to_text.v1.model.file_config import FileConfig
from lark_oapi.api.speech_to_text.v1.model.file_recognize_speech_request import (
    FileRecognizeSpeechRequest,
)
from lark_oapi.api.speech_to_text.v1.model.file_recognize_speech_request_body import (
    FileRecognizeSpeechRequestBody,
)
from lark_oapi.api.speech_to_text.v1.model.speech import Speech
from lark_oapi.api.speech_to_text.v1.resource.speech import Speech as SpeechText
from lark_oapi.core.enum import AccessTokenType, HttpMethod
from lark_oapi.core.exception import UnmarshalException
from lark_oapi.core.http import Transport, transport
from lark_oapi.core.log import logger
from lark_oapi.core.model import BaseRequest, Config, RequestOption

__all__ = [
    "AccessTokenType",
    "BaseRequest",
    "BasicRecognizeImageRequest",
    "BasicRecognizeImageRequestBody",
    "Chat",
    "ChatMembers",
    "Config",
    "CreateChatMembersRequest",
    "CreateChatMembersRequestBody",
    "CreateChatRequest",
    "CreateChatRequestBody",
    "CreateImageRequest",
    "CreateImageRequestBody",
    "CreateMessageReactionRequest",
    "CreateMessageReactionRequestBody",
    "CreateMessageRequest",
    "CreateMessageRequestBody",
    "DeleteMessageReactionRequest",
    "DeleteMessageRequest",
    "Emoji",
    "FileConfig",
    "FileRecognizeSpeechRequest",
    "FileRecognizeSpeechRequestBody",
    "GetChatRequest",
    "GetMessageResourceRequest",
    "GetUserRequest",
    "HttpMethod",
    "Image",
    "ImageText",
    "Message",
    "MessageReaction",
    "MessageResource",
    "PatchMessageRequest",
    "PatchMessageRequestBody",
    "ReplyMessageRequest",
    "ReplyMessageRequestBody",
    "RequestOption",
    "Speech",
    "SpeechText",
    "Transport",
    "UnmarshalException",
    "User",
    "logger",
    "transport",
]
