"""An answer one step at a time, and what to do when a step does not work."""

from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman, NotSolved, Solved
from cards.dialogue_actions import StepFailed, WalkStep, WholeAnswer
from cards.kit import Card, Part, button, button_row, card, cut, hr, markdown, note, plain, tag
from cards.markup import feishu_markdown, head
from cards.safety import caution_band
from cards.words import dialogue as say

STEP_CHARACTERS = 700
# The person has just read it: a reminder which one it was is enough.
QUOTED_CHARACTERS = 60


@dataclass(frozen=True)
class StepView:
    """One step of an entry; `text`, `care` and `handover` are the entry's own markdown.

    `instead` is what the answer says to do when this step does not help.
    """

    question: int
    entry: int
    title: str
    step: int
    steps: int
    text: str
    care: tuple[str, ...]
    handover: str
    instead: str | None
    caution: bool


def step_card(view: StepView) -> Card:
    last = view.step == view.steps
    return card(
        note(say.step_bar(step=view.step, steps=view.steps)),
        *caution_band(view.caution),
        markdown(feishu_markdown(head(view.text, STEP_CHARACTERS))),
        *[markdown(feishu_markdown(f"> {line}")) for line in view.care],
        *([note(say.LAST_STEP)] if last else []),
        hr(),
        _onwards(view, last=last),
        button_row(
            button(say.STEP_FAILED_BUTTON, StepFailed(view.question, view.entry, view.step)),
            button(say.WHOLE_ANSWER_BUTTON, WholeAnswer(view.question, view.entry)),
        ),
        *([button(words.HUMAN_BUTTON, AskHuman(view.question))] if last else []),
        title=view.title,
        colour="blue",
        tags=[tag(say.step_of(step=view.step, steps=view.steps), "blue")],
        summary=words.summary(say.step_of(step=view.step, steps=view.steps), view.title),
    )


def step_failed_card(view: StepView) -> Card:
    """What the answer itself says next, then when to ask a person, and the person at hand."""
    return card(
        plain(say.STEP_FAILED_LEAD, icon="info_filled", colour="orange"),
        markdown(feishu_markdown(f"> {cut(view.text.splitlines()[0], QUOTED_CHARACTERS)}")),
        *_said_next(view),
        button(words.HUMAN_BUTTON, AskHuman(view.question), style="primary"),
        button_row(*_ways_on(view)),
        title=say.step_failed_title(view.step),
        subtitle=view.title,
        colour="orange",
        tags=[tag(say.step_of(step=view.step, steps=view.steps), "orange")],
        summary=words.summary(say.step_failed_title(view.step), view.title),
    )


def _onwards(view: StepView, *, last: bool) -> Part:
    parts = []
    if view.step > 1:
        back = WalkStep(view.question, view.entry, view.step - 1)
        parts.append(button(say.PREVIOUS_STEP_BUTTON, back))
    if last:
        parts.append(
            button(words.SOLVED_BUTTON, Solved(view.question, view.entry), style="primary")
        )
    else:
        on = WalkStep(view.question, view.entry, view.step + 1)
        parts.append(button(say.NEXT_STEP_BUTTON, on, style="primary"))
    return button_row(*parts)


def _said_next(view: StepView) -> list[Part]:
    parts = []
    if view.instead:
        parts += [markdown(say.STEP_INSTEAD), markdown(feishu_markdown(view.instead))]
    if view.handover:
        parts += [markdown(say.STEP_HANDOVER), markdown(feishu_markdown(view.handover))]
    return parts


def _ways_on(view: StepView) -> list[Part]:
    whole = button(say.WHOLE_ANSWER_BUTTON, WholeAnswer(view.question, view.entry))
    if view.step < view.steps:
        on = WalkStep(view.question, view.entry, view.step + 1)
        return [button(say.NEXT_STEP_BUTTON, on), whole]
    return [whole, button(words.NOT_SOLVED_BUTTON, NotSolved(view.question, view.entry))]
