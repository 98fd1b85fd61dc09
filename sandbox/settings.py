"""What the sandbox is told when it starts."""

from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Settings:
    host: str = "127.0.0.1"
    port: int = 9000
    bot_url: str = ""
    app_id: str = "cli_sandbox"
    app_secret: str = field(default="sandbox-secret", repr=False)
    encrypt_key: str = field(default="sandbox-encrypt-key", repr=False)
    verification_token: str = field(default="sandbox-verification-token", repr=False)
    bot_name: str = "加管服务台"
    org: Path = HERE / "data" / "org.json"
    page: Path = HERE / "page"
    time_scale: float = 1.0
    all_group_messages: bool = False
    scopes: tuple[str, ...] = ()  # what the app was granted; empty: all but the sensitive ones
    redirect_urls: tuple[str, ...] = ()  # where the authorize page may send a browser back to
    refresh_tokens: bool = True  # the console's switch "refresh user_access_token"
    state: Path | None = None  # the file that keeps everything between starts
    batch_daily: int = 500_000  # messages a day that batch sending takes on
    batch_pace: float = 0.0  # people a second that batch sending reaches; 0: as fast as it can
    # What clients of the long connection are told: seconds between pings and before reconnecting.
    ws_ping_s: int = 120
    ws_reconnect_s: int = 120
    ws_reconnect_nonce_s: int = 30
    # Feishu gives a bot 3 s in total, 2 s of them to connect, and 1 s for the URL check.
    answer_timeout: float = 3.0
    connect_timeout: float = 2.0
    challenge_timeout: float = 1.0

    def __post_init__(self) -> None:
        if self.time_scale <= 0:
            raise ValueError("time_scale must be above 0")
