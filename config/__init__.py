"""Settings: read once from the environment, never written, read by nobody else."""

from config.settings import Settings, SettingsError

__all__ = ["Settings", "SettingsError"]
