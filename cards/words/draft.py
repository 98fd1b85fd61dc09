"""What is said where a language model helped."""

TITLE = "AI 整理的答案"
MADE_FROM = "AI 根据下面的条目整理，请以条目为准。"
ENTRIES = "整理用到的条目，点开看原文："


def understood_as(text: str) -> str:
    return f"我理解成：{text}"
