"""What Bitable's codes mean for whoever asked: most come with HTTP 200, so the code alone counts.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/bitable-v1/app-table-record/create
"""

from __future__ import annotations

from typing import Final

from bot.feishu.bitable_port import (
    Barred,
    CellRefused,
    Gone,
    OutcomeUnknown,
    SchemaMoved,
    TableFull,
    TokenTaken,
)
from bot.feishu.errors import NO_CODE_OF_FEISHU, FeishuError, NeverAgain, TryLater

# Nothing was done: another writer, too many calls, a base that is being copied or calculated.
LATER: Final = {1254036, 1254112, 1254290, 1254291, 1254301, 1254607, 1061045, 1063006, 1066002}
# Time-outs and internal errors: perhaps done.
UNSURE: Final = {1254002, 1254701, 1254702, 1255001, 1255002, 1255003, 1255004, 1255005, 1255040}
UNSURE_FILES: Final = {1061001, 1061006, 1066001}
TOKEN: Final = {1254608, 1255006}
SCHEMA: Final = {1254009, 1254015, 1254016, 1254018, 1254024, 1254044, 1254045}
CELLS: Final = {*range(1254060, 1254075), 1254027, 1254106, 1254130, 1254303}
RIGHTS: Final = {91403, 1254302, 1254304, 1254306, 1061004, 1061073, 1063002, 1063004}
MISSING: Final = {91402, 1254003, 1254004, 1254040, 1254041, 1061041, 1061044, 1063005}
FULL: Final = {1254103}

KINDS: Final[tuple[tuple[set[int], type[NeverAgain]], ...]] = (
    (TOKEN, TokenTaken),
    (SCHEMA, SchemaMoved),
    (CELLS, CellRefused),
    (RIGHTS, Barred),
    (MISSING, Gone),
    (FULL, TableFull),
)


def refine(error: FeishuError) -> FeishuError:
    """The same error as what it means here."""
    given = (error.code, error.message, error.log_id)
    if error.code in LATER:
        return TryLater(*given, wait=getattr(error, "wait", None))
    if error.code in UNSURE | UNSURE_FILES or error.code < NO_CODE_OF_FEISHU:
        return OutcomeUnknown(*given)
    for codes, kind in KINDS:
        if error.code in codes:
            return kind(*given)
    return error
