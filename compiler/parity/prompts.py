"""The prompts whose logits are compared: a short sentence, the fixture text cut to lengths in tokens, and a long text of
which each length is a beginning."""

from pathlib import Path

from tokenizers import Tokenizer

BOS = 2
SHORT = "The capital of France is"
LENGTHS = (200, 600, 1500)
# What follows the fixture text in the long one: pages of ours in many languages and scripts, one after the other, so that
# what is to come cannot be copied from what was.
PAGES = (
    "en-wiki de-anleitung fr-science es-news en-docs ja-docs it-guida ru-blog en-recipe ko-news zh-howto nl-nieuws "
    "ar-news pt-tecnica en-minutes hi-news en-science en-faq en-history"
).split()
_PAGES_FOLDER = Path(__file__).parents[2] / "test" / "eval" / "summarise" / "pages"


def read_prompts(tokenizer_file: str) -> dict[int, list[int]]:
    """Token ids by length. The longest is the text followed by itself with its paragraphs in reverse order: long enough
    that three chunks are needed and that most of it lies outside the sliding window."""
    tokenizer = Tokenizer.from_file(tokenizer_file)
    paragraphs = (Path(__file__).parent / "text.txt").read_text().strip().split("\n\n")
    text = "\n\n".join([*paragraphs, *reversed(paragraphs)])
    long = [BOS, *tokenizer.encode(text, add_special_tokens=False).ids]
    short = [BOS, *tokenizer.encode(SHORT, add_special_tokens=False).ids]
    if len(long) < max(LENGTHS):
        raise ValueError(f"the fixture text has {len(long)} tokens, {max(LENGTHS)} are needed")
    return {len(short): short, **{length: long[:length] for length in LENGTHS}}


def read_long_text(tokenizer_file: str) -> list[int]:
    """Token ids of the long text, BOS first."""
    text = (Path(__file__).parent / "text.txt").read_text(encoding="utf-8").strip()
    tokenizer = Tokenizer.from_file(tokenizer_file)
    pages = [_read_page(_PAGES_FOLDER / f"{name}.md") for name in PAGES]
    return [BOS, *tokenizer.encode("\n\n".join([text, *pages]), add_special_tokens=False).ids]


def _read_page(path: Path) -> str:
    """Title and text of a page of the scorecard: before its first empty line stands what the scorecard knows of it."""
    head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    return f"{head.splitlines()[0].removeprefix('title: ')}\n\n{body.strip()}"
