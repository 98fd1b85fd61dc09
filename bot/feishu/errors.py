"""The two kinds of failure that Feishu's answers boil down to."""

from __future__ import annotations


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

    `wait` is the number of seconds Feishu asked for, or None where it named none.
    """

    def __init__(
        self, code: int, message: str, log_id: str = "", *, wait: float | None = None
    ) -> None:
        super().__init__(code, message, log_id)
        self.wait = wait

    @property
    def outcome_unknown(self) -> bool:
        """No answer of Feishu's own (codes have four digits and more): it may have been done."""
        return self.code < 1000


class NeverAgain(FeishuError):
    """Recalled message, bot removed, card refused: repeating the call cannot help."""
