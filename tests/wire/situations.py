"""What each captured payload leads to. A silence is written down, or the suite fails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cards import words
from cards.words import dialogue

ANSWER = "忘记登录密码，怎么重置？"


class Expected(Enum):
    NOTHING = "expect nothing"
    # Which card it is depends on the matcher, and that has tests of its own.
    SOME_ANSWER = "some answer"


expect_nothing = Expected.NOTHING
some_answer = Expected.SOME_ANSWER


@dataclass(frozen=True)
class Sent:
    """A card on its way to a chat; people are written to by open_id."""

    to: str
    title: str


@dataclass(frozen=True)
class Answered:
    """What a click is told at once, and what comes below the card."""

    toast: str | None = None
    card: str | None = None
    below: str | Expected = expect_nothing


# The title of the card that the bot replies with.
MESSAGES: dict[str, str | Expected] = {
    "text": ANSWER,
    "text_unknown_to_the_faq": dialogue.OUTSIDE_TITLE,
    "text_of_spaces_only": words.HELP_TITLE,
    "text_with_a_link": some_answer,
    "text_command_help": words.HELP_TITLE,
    "text_command_categories": words.CATEGORIES_TITLE,
    "text_command_human": words.HANDOVER_TITLE,
    "text_command_progress": words.PROGRESS_TITLE,
    "text_recalled_before_it_was_pushed": expect_nothing,
    "text_as_a_reply": ANSWER,
    "text_from_another_bot": expect_nothing,
    "post": some_answer,
    "post_with_picture": ANSWER,
    "post_of_a_picture_only": words.RECEIVED_TITLE["image"],
    "image": words.RECEIVED_TITLE["image"],
    "file": words.RECEIVED_TITLE["file"],
    "audio": words.RECEIVED_TITLE["audio"],
    "sticker": words.RECEIVED_TITLE["sticker"],
    "folder": words.RECEIVED_TITLE["other"],
    "media": words.RECEIVED_TITLE["other"],
    "interactive": words.RECEIVED_TITLE["other"],
    "share_chat": words.RECEIVED_TITLE["other"],
    "share_user": words.RECEIVED_TITLE["other"],
    "system": words.RECEIVED_TITLE["other"],
    "system_divider": words.RECEIVED_TITLE["other"],
    "location": words.RECEIVED_TITLE["other"],
    "share_calendar_event": words.RECEIVED_TITLE["other"],
    "calendar": words.RECEIVED_TITLE["other"],
    "general_calendar": words.RECEIVED_TITLE["other"],
    "video_chat": words.RECEIVED_TITLE["other"],
    "todo": words.RECEIVED_TITLE["other"],
    "vote": words.RECEIVED_TITLE["other"],
    "hongbao": words.RECEIVED_TITLE["other"],
    "merge_forward": words.RECEIVED_TITLE["other"],
    "kind_that_does_not_exist_yet": words.RECEIVED_TITLE["other"],
    "group_mention_of_the_bot": ANSWER,
    "group_mention_of_the_bot_and_nothing_else": words.HELP_TITLE,
    "group_mention_of_the_bot_and_of_others": ANSWER,
    "group_mention_of_ten": ANSWER,
    "group_mention_of_others": expect_nothing,
    "group_without_mention": expect_nothing,
    "group_at_all": expect_nothing,
    "group_at_all_with_its_entry": expect_nothing,
    "group_at_all_and_the_bot": ANSWER,
    "group_reply_in_a_thread": ANSWER,
    "group_reply_without_thread": ANSWER,
    "group_image_without_mention": expect_nothing,
    "group_post_mentioning_the_bot": ANSWER,
}

# What is left of a text once the bot has read it.
ASKED: dict[str, str] = {
    "text": ANSWER,
    "text_with_a_link": "日结失败怎么办 [截图说明](https://example.com/how)",
    "post": f"日结\n{ANSWER}截图\nE3004",
    "post_with_picture": ANSWER,
    "group_mention_of_the_bot": ANSWER,
    "group_mention_of_the_bot_and_of_others": ANSWER,
    "group_mention_of_ten": ANSWER,
    "group_at_all_and_the_bot": ANSWER,
    "group_post_mentioning_the_bot": ANSWER,
}

EVENTS: dict[str, Sent | Expected] = {
    "bot_added": Sent("oc_station22", words.HELP_TITLE),
    "p2p_entered": Sent("oc_alice", words.welcome(None)),
    "menu_faq": Sent("ou_alice", words.CATEGORIES_TITLE),
    "menu_timestamp_as_text": Sent("ou_alice", words.CATEGORIES_TITLE),
    "menu_human": Sent("ou_alice", words.HANDOVER_TITLE),
    "menu_progress": Sent("ou_alice", words.PROGRESS_TITLE),
    "menu_key_of_nobody": Sent("ou_alice", words.HELP_TITLE),
}

# Worked on, and nobody is told.
NOTED: dict[str, Expected] = {
    "bitable_record_changed": expect_nothing,
    "bitable_field_changed": expect_nothing,
}

# Said 200 to, and neither kept nor answered.
IGNORED: dict[str, Expected] = {
    "message_read": expect_nothing,
    "message_recalled": expect_nothing,
    "reaction_created": expect_nothing,
    "reaction_created_by_an_app": expect_nothing,
    "reaction_deleted": expect_nothing,
    "bot_deleted": expect_nothing,
    "user_added": expect_nothing,
    "user_deleted": expect_nothing,
    "user_withdrawn": expect_nothing,
    "chat_updated": expect_nothing,
    "chat_disbanded": expect_nothing,
    "p2p_chat_create": expect_nothing,
    "contact_user_created": expect_nothing,
    "contact_user_updated": expect_nothing,
    "contact_user_deleted": expect_nothing,
    "helpdesk_ticket_created": expect_nothing,
    "helpdesk_ticket_updated": expect_nothing,
    "helpdesk_ticket_message_created": expect_nothing,
    "url_preview_get": expect_nothing,
}

HELP_BELOW = Answered(words.SENT_BELOW, below=words.HELP_TITLE)
STALE = Answered(words.STALE_CARD)

CLICKS: dict[str, Answered] = {
    "click_button_help": HELP_BELOW,
    "click_button_pinned_on_top": HELP_BELOW,
    "click_interactive_container": HELP_BELOW,
    "click_url_preview": HELP_BELOW,
    "click_button_progress": Answered(words.SENT_BELOW, below=words.PROGRESS_TITLE),
    "click_button_human": Answered(words.HANDOVER_RECORDED, below=words.HANDOVER_TITLE),
    "click_button_categories": Answered(card=words.CATEGORIES_TITLE),
    "click_button_category": Answered(card="加油卡"),
    "click_button_of_another_version": STALE,
    "click_button_with_text_value": STALE,
    "click_without_value": STALE,
    "click_form_submit": STALE,
    "click_input": STALE,
    "click_select": STALE,
    "click_multi_select": STALE,
    "click_select_person": STALE,
    "click_multi_select_person": STALE,
    "click_date_picker": STALE,
    "click_time_picker": STALE,
    "click_datetime_picker": STALE,
    "click_overflow": STALE,
    "click_checker": STALE,
    "click_select_img": STALE,
}

# Not from the doors that this desk has: Feishu's former card callback is signed otherwise.
REFUSED = {"click_of_the_old_kind"}
CHALLENGES = {"url_verification"}
