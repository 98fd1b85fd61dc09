"""The bot about itself."""

from sandbox.api.answers import Json, flat
from sandbox.api.call import Call, Route


def info(call: Call) -> Json:
    bot = call.world.bot
    return flat(
        bot={
            "activate_status": 2,
            "app_name": bot.name,
            "avatar_url": "",
            "ip_white_list": [],
            "open_id": bot.open_id,
        }
    )


ROUTES = [Route("GET", "/bot/v3/info", info)]
