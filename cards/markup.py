"""Text on its way into markdown: a user's is made inert, an answer's is translated."""

import re

ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in "&<>*_[]#`$\\|:!"} | {ord("~"): "&sim;"}
LINE_START = re.compile(r"(?m)^([-+=]|\d{1,9}[.)])")

LINK = r"!?\[(?P<label>[^\[\]\n]*)\]\((?P<target>[^\s()]*)\)"
URL = r"(?P<url>https?://[A-Za-z0-9\-._~/?#@!$&'*+,;=%:]*[A-Za-z0-9/#=&%])"
BOLD = r"\*\*(?P<bold>(?!\s)[^*\n]+(?<!\s))\*\*"
SPANS = re.compile(f"{LINK}|{URL}|{BOLD}")
WEB = re.compile(r"https?://[^\s()<>]+")

LIST_ITEM = re.compile(r"^(?P<blanks>\s*)(?P<mark>[-*+•]|\d{1,3}[.)、])\s+(?P<text>.+)$")
QUOTE = re.compile(r"^\s*>\s?(?P<text>.*)$")
HEADING = re.compile(r"^\s*#{1,6}\s+(?P<text>.+?)\s*#*$")
RULE = re.compile(r"^\s*(-{3,}|\*{3,}|_{3,}|<hr\s*/?>)\s*$")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
TABLE_ROW = re.compile(r"^\s*\|(?P<cells>.+)\|\s*$")
FENCE = re.compile(r"^\s*(```|~~~)")
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def escape(text: str) -> str:
    """A user's text for use inside markdown: every character is shown, none is obeyed."""
    return "<br>".join(_inert(line.strip()) for line in text.splitlines())


def cut(text: str, characters: int) -> str:
    """At most that many characters; an ellipsis says that there was more."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def one_line(text: str) -> str:
    return " ".join(text.split())


def head(text: str, characters: int) -> str:
    """The whole lines that fit, or a piece of the first if not even that one does."""
    if len(text) <= characters:
        return text
    lines = text[:characters].rpartition("\n")[0].rstrip()
    return lines or cut(text, characters)


def feishu_markdown(text: str) -> str:
    """An author's markdown in Feishu's dialect; what is not known to be safe is shown, not obeyed.

    Kept: bold, web links, lists, quotes, rules. Headings become bold lines and table rows become
    plain ones, because a phone has no room for either.
    """
    blocks: list[tuple[str, str]] = []
    for line in LINE_BREAK.sub("\n", text).splitlines():
        if FENCE.match(line) or TABLE_RULE.match(line):
            continue
        kind, content = _block(line)
        if blocks and kind in ("text", "quote") and _continues(blocks[-1][0], kind):
            blocks[-1] = (blocks[-1][0], f"{blocks[-1][1]}<br>{content}")
        else:
            blocks.append((kind, content))
    return _joined(blocks)


def _block(line: str) -> tuple[str, str]:
    """What kind of line this is, and its text, made safe."""
    if not line.strip():
        return "blank", ""
    if RULE.match(line):
        return "rule", "<hr>"
    if heading := HEADING.match(line):
        return "heading", f"**{_inert(heading['text'].replace('*', ''))}**"
    if quote := QUOTE.match(line):
        return "quote", _inline(quote["text"].strip())
    if item := LIST_ITEM.match(line):
        level = min(2, (len(item["blanks"].expandtabs(4)) + 1) // 3)
        mark = f"{item['mark'][:-1]}." if item["mark"][0].isdigit() else "-"
        # Feishu wants four blanks for each level.
        return "list", f"{'    ' * level}{mark} {_inline(item['text'].strip())}"
    if row := TABLE_ROW.match(line):
        return "text", _inline(" · ".join(cell.strip() for cell in row["cells"].split("|")))
    return "text", _inline(line.strip())


def _continues(before: str, kind: str) -> bool:
    return before == kind or (kind == "text" and before == "list")


def _joined(blocks: list[tuple[str, str]]) -> str:
    """Blocks apart by an empty line, list items by a bare one."""
    out = ""
    previous = "blank"
    for kind, content in blocks:
        if kind == "blank":
            continue
        if out:
            out += "\n" if kind == previous == "list" else "\n\n"
        out += f"> {content}" if kind == "quote" else content
        previous = kind
    return out


def _inline(text: str) -> str:
    """Bold and web links stay what they are; all around them is made inert."""
    out: list[str] = []
    end = 0
    for span in SPANS.finditer(text):
        out.append(_inert(text[end : span.start()], line_start=end == 0))
        out.append(_span(span, text))
        end = span.end()
    out.append(_inert(text[end:], line_start=end == 0))
    return "".join(out)


def _span(span: re.Match[str], text: str) -> str:
    if span["bold"]:
        return _bold(span["bold"], text[: span.start()], text[span.end() :])
    if span["url"]:
        # A bare address runs into the Chinese text behind it, and then the card is refused.
        return f"[{_inert(span['url'])}]({span['url']})"
    label = _inert(span["label"] or span["target"])
    return f"[{label}]({span['target']})" if WEB.fullmatch(span["target"]) else label


def _bold(content: str, before: str, after: str) -> str:
    """Stars between a letter and a punctuation mark need a blank, or they are shown as stars."""
    left = " " if before and before[-1].isalnum() and not content[0].isalnum() else ""
    right = " " if after and after[0].isalnum() and not content[-1].isalnum() else ""
    return f"{left}**{_inert(content)}**{right}"


def _inert(text: str, *, line_start: bool = True) -> str:
    safe = text.translate(ENTITIES)
    return LINE_START.sub(_defuse, safe) if line_start else safe


def _defuse(match: re.Match[str]) -> str:
    mark = match.group()
    return f"{mark[:-1]}&#{ord(mark[-1])};"
