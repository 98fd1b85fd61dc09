"""Where pushes come from: the addresses a firewall has to let in.

Source: https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-v1/outbound_ip/list
"""

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call, Route
from sandbox.api.paging import page_of

MOST = 50
ADDRESSES = ["127.0.0.1"]


def list_all(call: Call) -> Json:
    size = call.query("page_size")
    if size and not (size.isdigit() and 1 <= int(size) <= MOST):
        raise Refused(1810001)
    page, next_page = page_of(call, ADDRESSES, default=MOST, most=MOST)
    return ok({"ip_list": page, **next_page})


ROUTES = [Route("GET", "/event/v1/outbound_ip", list_all, scope="event:ip_list")]
