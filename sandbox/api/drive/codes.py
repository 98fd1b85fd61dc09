"""Error codes of uploads, downloads, subscriptions and collaborators.

Sources: the error tables below
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/ of media, file and
permission-member.
"""

MEDIAS = {
    1061001: (200, "internal error."),
    1061002: (400, "params error."),
    1061003: (404, "not found."),
    1061004: (403, "forbidden."),
    1061007: (404, "file has been delete."),
    1061008: (400, "file name qualified."),
    1061021: (400, "upload id expire."),
    1061043: (400, "file size beyond limit."),
    1061044: (400, "parent node not exist."),
    1061045: (200, "can retry."),
    1062007: (400, "upload user not match."),
    1062008: (400, "checksum param Invalid."),
    1062009: (400, "the actual size is inconsistent with the parameter declaration size."),
    1062010: (400, "block missing, please upload all blocks."),
    1062011: (400, "block num out of bounds."),
}

SUBSCRIPTIONS = {
    1069601: (500, "fail"),
    1069602: (400, "param error"),
    1069604: (400, "not found"),
    1069605: (400, "Unsubscribe"),
}

COLLABORATORS = {
    1063001: (400, "Invalid parameter"),
    1063002: (403, "Permission denied"),
    1063003: (400, "Invalid operation"),
    1063004: (403, "User has no share permission"),
    1063005: (404, "Resource is deleted"),
}

DRIVE: dict[int, tuple[int, str]] = {**MEDIAS, **SUBSCRIPTIONS, **COLLABORATORS}
