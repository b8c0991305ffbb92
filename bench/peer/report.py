"""Both halves side by side, as tables and as results.json."""

import json
import platform
from statistics import mean, stdev

import safetensors
import tokenizers
import torch
import transformers


def report(out, recipes, differing_tokens):
    results = {
        "versions": versions(read_json(out / "lastlayer.json")),
        "differingTokens": differing_tokens,
        "accuracy": [accuracy(out, depth, recipes) for depth in (0, 1, 2)],
        "losses": [losses(out, depth) for depth in (0, 1, 2)],
    }
    (out / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf8")
    print("\n".join([*accuracy_table(results["accuracy"]), "", *loss_table(results["losses"]), ""]))
    print(f"Texts whose token ids differ: {differing_tokens}")
    print(", ".join(f"{name} {version}" for name, version in results["versions"].items()))


def versions(lastlayer):
    ours = lastlayer["versions"]
    return {
        "Lastlayer": ours["lastlayer"],
        "Node": ours["node"],
        "TensorFlow.js": ours["tensorflowJs"],
        "TensorFlow": (lastlayer["tensorflow"] or {"version": "none (WebAssembly)"})["version"],
        "ONNX Runtime": ours["onnxruntime"],
        "Python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "tokenizers": tokenizers.__version__,
        "safetensors": safetensors.__version__,
    }


def accuracy(out, depth, recipes):
    """Of every seed, accuracy and F1 after the last epoch, in both halves."""
    names = [name for name in recipes if name.startswith(f"accuracy-k{depth}-")]
    halves = {
        "lastlayer": [read_json(out / "runs" / name / "report.json")["after"] for name in names],
        "python": [read_json(out / "python" / f"{name}.json") for name in names],
    }
    return {
        "unfreeze": depth,
        "learningRate": recipes[names[0]]["learningRate"],
        "maxLength": recipes[names[0]]["maxLength"],
        "epochs": recipes[names[0]]["epochs"],
        "accuracy": {half: [figures["accuracy"] for figures in runs] for half, runs in halves.items()},
        "f1": {half: [figures["f1"] for figures in runs] for half, runs in halves.items()},
    }


def losses(out, depth):
    """The largest difference of a step's loss between Lastlayer's runs and Python's, over the steps that Python made."""
    python = read_json(out / "python" / f"losses-k{depth}-float32.json")["losses"]
    largest = {}
    for precision in ("float32", "float16"):
        lines = (out / "runs" / f"losses-k{depth}-{precision}" / "events.jsonl").read_text(encoding="utf8").splitlines()
        ours = [event["loss"] for event in map(json.loads, lines) if event["kind"] == "step"]
        largest[precision] = max(abs(a - b) for a, b in zip(ours, python))
    return {"unfreeze": depth, "steps": len(python), "first": python[0], "last": python[-1], "largest": largest}


def accuracy_table(rows):
    yield "| K | epochs | tokens | learning rate | accuracy, Lastlayer | accuracy, Python | F1, Lastlayer | F1, Python |"
    yield "| - | ------ | ------ | ------------- | ------------------- | ---------------- | ------------- | ---------- |"
    for row in rows:
        cells = [spread(row[figure][half]) for figure in ("accuracy", "f1") for half in ("lastlayer", "python")]
        yield f"| {row['unfreeze']} | {row['epochs']} | {row['maxLength']} | {row['learningRate']:g} | {' | '.join(cells)} |"


def loss_table(rows):
    yield "| K | steps | largest difference, float32 features | float16 features |"
    yield "| - | ----- | ------------------------------------ | ---------------- |"
    for row in rows:
        largest = row["largest"]
        yield f"| {row['unfreeze']} | {row['steps']} | {largest['float32']:.1e} | {largest['float16']:.1e} |"


def spread(values):
    """Mean and standard deviation, in percent."""
    return f"{100 * mean(values):.2f} ± {100 * stdev(values):.2f}"


def read_json(path):
    return json.loads(path.read_text(encoding="utf8"))
