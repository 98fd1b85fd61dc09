"""What a scenario says when it did not go as written."""


class ScenarioFailed(AssertionError):
    """Carries what was said until then."""

    def __init__(self, what: str, transcript: str = "") -> None:
        super().__init__(f"{what}\n\n{transcript}".rstrip())
        self.what = what
