"""How often each call may come: calls within seconds, per API.

Source: the pages below https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/bitable-v1/
and https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN
"""

PER_MINUTE_10 = ((10, 60.0),)
PER_MINUTE_20 = ((20, 60.0),)
PER_MINUTE_100 = ((100, 60.0),)
PER_SECOND_10 = ((10, 1.0),)
PER_SECOND_20 = ((20, 1.0),)
PER_SECOND_50 = ((50, 1.0),)
UPLOADS = ((5, 1.0), (10_000, 86_400.0))
