"""Bitable's error codes: HTTP status on classic endpoints, on newer ones, and the wire text.

Sources: the error tables of the bitable-v1 pages below
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/bitable-v1/ ; the newer ones are
batch_get, copy, dashboards, forms, view get and patch. Codes 1254080 to 1254096 but 1254087 are
numbered by column type as the codes 1254060 to 1254072 are.
"""

REQUEST = {
    1254000: (200, 400, "WrongRequestJson"),
    1254001: (200, 400, "WrongRequestBody"),
    1254002: (200, 500, "Fail"),
    1254003: (200, 400, "WrongBaseToken"),
    1254004: (200, 400, "WrongTableId"),
    1254005: (200, 400, "WrongViewId"),
    1254006: (200, 400, "WrongRecordId"),
    1254009: (200, 400, "WrongFieldId"),
    1254010: (200, 400, "ReqConvError"),
    1254011: (400, 400, "InvalidPageSize"),
    1254012: (200, 400, "NotSupportFieldOrView"),
    1254013: (200, 400, "TableNameDuplicated"),
    1254014: (200, 400, "FieldNameDuplicated"),
    1254015: (400, 400, "Field types do not match"),
    1254016: (200, 400, "InvalidSort"),
    1254018: (200, 400, "InvalidFilter"),
    1254019: (200, 400, "InvalidViewType"),
    1254020: (200, 400, "ViewNameDuplicated"),
    1254021: (200, 400, "EmptyViewName"),
    1254022: (200, 400, "InvalidViewName"),
    1254023: (200, 400, "Can not delete the last view"),
    1254024: (200, 400, "InvalidFieldNames"),
    1254026: (200, 400, "EmptyOptionName"),
    1254028: (200, 400, "EmptyFieldName"),
    1254029: (200, 400, "InvalidFieldName"),
    1254030: (200, 400, "InvalidPageToken"),
    1254034: (403, 403, "Can not delete the last table"),
    1254036: (400, 400, "Base is copying, please try again later."),
    1254037: (400, 400, "Invalid client token, please make sure that it complies with the spec"),
}

NOT_FOUND = {
    1254040: (200, 404, "BaseTokenNotFound"),
    1254041: (200, 404, "TableIdNotFound"),
    1254042: (200, 404, "ViewIdNotFound"),
    1254043: (200, 404, "RecordIdNotFound"),
    1254044: (200, 404, "FieldIdNotFound"),
    1254045: (200, 404, "FieldNameNotFound"),
    1254046: (200, 400, "PrimaryFieldCanNotBeDeleted"),
    91402: (404, 404, "NOTEXIST"),
}

VALUES = {
    1254060: (200, 500, "TextFieldConvFail"),
    1254061: (200, 500, "NumberFieldConvFail"),
    1254062: (200, 500, "SingleSelectFieldConvFail"),
    1254063: (200, 500, "MultiSelectFieldConvFail"),
    1254064: (200, 500, "DatetimeFieldConvFail"),
    1254065: (200, 500, "CheckboxFieldConvFail"),
    1254066: (200, 500, "UserFieldConvFail"),
    1254067: (200, 500, "LinkFieldConvFail"),
    1254068: (200, 500, "URLFieldConvFail"),
    1254069: (200, 500, "AttachFieldConvFail"),
    1254072: (200, 500, "Failed to convert phone field, please make sure it is correct."),
    1254074: (400, 400, "DuplexLinkFieldConvFail"),
    1254080: (400, 400, "TextFieldPropertyError"),
    1254081: (400, 400, "NumberFieldPropertyError"),
    1254082: (400, 400, "SingleSelectFieldPropertyError"),
    1254083: (400, 400, "MultiSelectFieldPropertyError"),
    1254084: (400, 400, "DatetimeFieldPropertyError"),
    1254085: (400, 400, "CheckboxFieldPropertyError"),
    1254086: (400, 400, "UserFieldPropertyError"),
    1254087: (400, 400, "URLFieldPropertyError"),
    1254088: (400, 400, "LinkFieldPropertyError"),
    1254089: (400, 400, "AttachFieldPropertyError"),
    1254090: (400, 400, "FormulaFieldPropertyError"),
    1254091: (400, 400, "LocationFieldPropertyError"),
    1254092: (400, 400, "GroupFieldPropertyError"),
    1254093: (400, 400, "AutoNumberFieldPropertyError"),
    1254130: (200, 400, "TooLargeCell"),
}

LIMITS = {
    1254100: (200, 400, "TableExceedLimit"),
    1254101: (200, 400, "ViewExceedLimit"),
    1254103: (200, 400, "RecordExceedLimit"),
    1254104: (200, 400, "RecordAddOnceExceedLimit"),
    1254105: (200, 400, "ColumnExceedLimit"),
    1254106: (200, 400, "AttachExceedLimit"),
    1254107: (200, 400, "FilterLengthExceedLimit"),
    1254108: (200, 400, "SortLengthExceedLimit"),
    1254109: (200, 400, "FormulaTableSizeExceedLimit"),
    1254112: (200, 400, "TooManyRequestInSingleBase"),
    1254290: (200, 429, "TooManyRequest"),
    1254291: (200, 400, "Write conflict"),
}

RIGHTS = {
    1254301: (200, 400, "OperationTypeError"),
    1254302: (403, 400, "RolePermNotAllow"),
    1254303: (200, 403, "AttachPermNotAllow"),
    1254304: (403, 403, "Permission denied."),
    1254306: (403, 403, "The tenant or base owner is subject to base plan limits."),
    91403: (403, 403, "FORBIDDEN"),
}

TROUBLE = {
    1254606: (200, 200, "DataNotChange"),
    1254607: (400, 500, "Data not ready, please try again later"),
    1254608: (403, 403, "Same API requests are submitted repeatedly."),
    1255001: (200, 500, "InternalError"),
    1255002: (200, 500, "RpcError"),
    1255003: (200, 500, "MarshalError"),
    1255004: (200, 500, "UnmarshalError"),
    1255005: (200, 500, "ConvError"),
    1255006: (400, 400, "Client token conflict"),
    1255040: (504, 504, "Request timed out, please try again later"),
}

BITABLE: dict[int, tuple[int, int, str]] = {
    **REQUEST,
    **NOT_FOUND,
    **VALUES,
    **LIMITS,
    **RIGHTS,
    **TROUBLE,
}
CLASSIC = {code: (classic, text) for code, (classic, _, text) in BITABLE.items()}
NEWER = {code: newer for code, (_, newer, _) in BITABLE.items()}
# What a read may suffer; everything else happens to writes only.
READS_TOO = frozenset({1254002, 1254290, 1254607, *range(1255001, 1255006)})
TIMED_OUT = 1255040
CONFLICT = 1254291
