"""Reads what exports.ts wrote, with the libraries that others would use, and prints how far the logits are apart.

python3 bench/peer/exports.py OUT    needs torch, transformers, onnx, onnxruntime, tokenizers
"""

import json
import os
import sys
from pathlib import Path

# Both report to their makers unless told not to before the import.
os.environ.update(ORT_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_TELEMETRY="1")

import numpy as np
import onnx
import torch
from onnxruntime import InferenceSession
from tokenizers import Tokenizer
from transformers import AutoModelForSequenceClassification, AutoTokenizer, logging

logging.set_verbosity_error()
logging.disable_progress_bar()


def from_safetensors(folder, texts):
    model, loading = AutoModelForSequenceClassification.from_pretrained(folder, output_loading_info=True)
    wrong = {kind: list(names) for kind, names in loading.items() if names}
    assert not wrong, f"{folder}: {wrong}"
    config = model.config
    print(f"  {type(model).__name__}: no tensor missing, unexpected or mismatched; {config.problem_type}, {config.id2label}")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    with torch.no_grad():
        one_by_one = [model(**tokenizer(text, truncation=True, return_tensors="pt")).logits[0].numpy() for text in texts]
        batch = model(**tokenizer(texts[:16], truncation=True, padding=True, return_tensors="pt")).logits.numpy()
    return np.array(one_by_one), batch


def from_onnx(folder, name, texts):
    path = folder / "onnx" / name
    onnx.checker.check_model(str(path), full_check=True)
    domains = {node.domain for node in onnx.load(path).graph.node}
    assert domains <= {"", "ai.onnx"}, f"{path}: operators of {domains}"
    session = InferenceSession(str(path), providers=["CPUExecutionProvider"])
    config = json.loads((folder / "config.json").read_text(encoding="utf8"))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(config["lastlayer"]["max_length"])
    tokenizer.no_padding()

    def logits(encodings):
        ids = np.array([encoding.ids for encoding in encodings])
        mask = np.array([encoding.attention_mask for encoding in encodings])
        return session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]

    one_by_one = [logits([tokenizer.encode(text)])[0] for text in texts]
    tokenizer.enable_padding()
    return np.array(one_by_one), logits(tokenizer.encode_batch(texts[:16]))


def main(out):
    answers = json.loads((out / "logits.json").read_text(encoding="utf8"))
    texts, logits = answers["texts"], answers["logits"]
    own = np.array(logits["lastlayer"])
    print(f"{out}: {len(texts)} texts, logits from {own.min():.2f} to {own.max():.2f}")
    python = {
        "safetensors, PyTorch": from_safetensors(out / "huggingface", texts),
        "ONNX, onnxruntime in Python": from_onnx(out / "onnx", "model.onnx", texts),
        "ONNX int8, onnxruntime in Python": from_onnx(out / "onnx-int8", "model_quantized.onnx", texts),
    }
    others = {"ONNX, transformers.js": logits["onnx"], "ONNX int8, transformers.js": logits["onnx-int8"]}
    rows = {**python, **{name: (np.array(rows), None) for name, rows in others.items()}}
    print(f"  {'largest difference of a logit from Lastlayer':46} {'one a call':>10} {'batch of 16':>12}  equal labels")
    for name, (actual, batch) in rows.items():
        alone = np.abs(actual - own).max()
        together = "" if batch is None else f"{np.abs(batch - own[:16]).max():.1e}"
        equal = (actual.argmax(1) == own.argmax(1)).mean()
        print(f"  {name:46} {alone:10.1e} {together:>12}  {100 * equal:.0f} %")


main(Path(sys.argv[1]))
