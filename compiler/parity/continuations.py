"""What Hugging Face transformers says after beginnings of one long text: `continuations.py GGUF TOKENIZER CACHE LENGTH…`.

For each LENGTH in tokens, BOS among them, CACHE/reference-KEY gets
- LENGTH.f32: the logits after it, one little-endian float32 for each token of the vocabulary;
- LENGTH.json: `greedy`, its greedy continuation of 32 tokens, and `tops`, for each of these the most probable tokens
  at its place as [token, logit], the greedy one first.

KEY is made of the weights, the text and this code, and what is there is kept. Prints one JSON object: `folder`, and `ids`,
the whole text.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

import reference
from prompts import read_long_text

GREEDY = 32
TOPS = 16


def fingerprint(gguf: Path, ids: list[int]) -> str:
    """What the results depend on. The script that loads the model is in the reference's own."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(reference.fingerprint(gguf, {len(ids): ids}).encode())
    return digest.hexdigest()


def propose(model, ids: list[int], count: int) -> list[int]:
    """`count` greedy tokens after `ids`, by transformers' key-value cache: quick, and confirmed by the caller."""
    import torch
    from transformers import DynamicCache

    cache = DynamicCache(config=model.config)
    given, proposed = ids, []
    while len(proposed) < count:
        logits = model(torch.tensor([given]), past_key_values=cache, use_cache=True, logits_to_keep=1).logits
        given = [int(logits[0, -1].argmax())]
        proposed += given
    return proposed


def continue_greedily(model, ids: list[int]):
    """Greedy tokens after `ids`, and the logits (GREEDY, vocabulary) that each was chosen from.

    The logits are those of one pass over everything without a cache. Where it would have chosen another token than the
    cache did (two logits that differ by rounding), its choice counts, and what follows is proposed anew."""
    import torch

    greedy: list[int] = []
    while True:
        greedy += propose(model, ids + greedy, GREEDY - len(greedy))
        logits = model(torch.tensor([ids + greedy[:-1]]), use_cache=False, logits_to_keep=GREEDY).logits[0]
        chosen = logits.argmax(-1).tolist()
        wrong = next((at for at in range(GREEDY) if chosen[at] != greedy[at]), None)
        if wrong is None:
            return greedy, logits
        greedy = chosen[: wrong + 1]


def write(model, ids: list[int], folder: Path) -> None:
    greedy, logits = continue_greedily(model, ids)
    best = logits.topk(TOPS)
    tops = [
        [[int(token), float(logit)] for token, logit in zip(tokens, values)]
        for tokens, values in zip(best.indices, best.values)
    ]
    logits[0].numpy().astype("<f4").tofile(folder / f"{len(ids)}.f32")
    # Its presence says that both are whole.
    part = folder / f"{len(ids)}.part"
    part.write_text(json.dumps({"greedy": greedy, "tops": tops}))
    os.replace(part, folder / f"{len(ids)}.json")


def main() -> None:
    gguf, tokenizer, cache = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    lengths = [int(length) for length in sys.argv[4:]]
    ids = read_long_text(tokenizer)
    if max(lengths) > len(ids):
        sys.exit(f"the long text has {len(ids)} tokens; {max(lengths)} are asked for")
    folder = cache / f"reference-{fingerprint(gguf, ids)[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [length for length in lengths if not (folder / f"{length}.json").exists()]
    if missing:
        import torch

        print("reference: loading transformers", file=sys.stderr)
        model = reference.load_model(gguf)
        with torch.no_grad():
            for length in missing:
                write(model, ids[:length], folder)
                print(f"reference: {length} tokens and {GREEDY} greedy ones done", file=sys.stderr)
    print(json.dumps({"folder": str(folder), "ids": ids}))


if __name__ == "__main__":
    main()
