"""Plays people against a bot: scenarios, recordings, load. Speaks to a running sandbox only."""

from sandbox.scenario.actor import Actor
from sandbox.scenario.cast import Scenario
from sandbox.scenario.failure import ScenarioFailed

__all__ = ["Actor", "Scenario", "ScenarioFailed"]
