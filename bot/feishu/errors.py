"""The two kinds of failure that Feishu's answers boil down to."""

from __future__ import annotations

# No answer at all, or an HTTP status from something in between: Feishu's codes are longer.
NO_CODE_OF_FEISHU = 1000
# Internal errors, and "the same uuid is in flight": the deed may be done by then.
PERHAPS_DONE = frozenset({1500, 2200, 5000, 10500, 18121, 230049, 232068})


class FeishuError(Exception):
    """Feishu refused or could not be asked; `code` is 0 where no answer came."""

    def __init__(self, code: int, message: str, log_id: str = "") -> None:
        # The arguments as they came, so that the error survives pickling and copying.
        super().__init__(code, message, log_id)
        self.code = code
        self.message = message
        self.log_id = log_id

    def __str__(self) -> str:
        return f"{self.code} {self.message} (log_id {self.log_id or '-'})"


class TryLater(FeishuError):
    """Rate limit, time-out or their fault: the same call may succeed.

    `wait` is the number of seconds Feishu asked for, or None where it named none. `sent` is False
    where the call certainly never left us: no connection came about, or no token was to be had.
    """

    def __init__(
        self,
        code: int,
        message: str,
        log_id: str = "",
        *,
        wait: float | None = None,
        sent: bool = True,
    ) -> None:
        super().__init__(code, message, log_id)
        self.wait = wait
        self.sent = sent

    @property
    def outcome_unknown(self) -> bool:
        """Whether the call may have been carried out all the same."""
        return self.sent and (self.code < NO_CODE_OF_FEISHU or self.code in PERHAPS_DONE)


class NeverAgain(FeishuError):
    """Recalled message, bot removed, card refused: repeating the call cannot help."""
