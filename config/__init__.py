"""Settings: read once from the environment, never written, read by nobody else."""

from config.settings import NotReady, Settings, SettingsError

__all__ = ["NotReady", "Settings", "SettingsError"]
