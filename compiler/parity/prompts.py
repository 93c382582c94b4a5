"""The prompts whose logits are compared: a short sentence, and the fixture text cut to lengths in tokens."""

from pathlib import Path

from tokenizers import Tokenizer

BOS = 2
SHORT = "The capital of France is"
LENGTHS = (200, 600, 1500)


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
