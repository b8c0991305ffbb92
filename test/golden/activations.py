"""Reference numbers for the names that transformers has for activations, by Python's own transformers.

    pip install torch transformers
    python3 test/golden/families.py && python3 test/golden/activations.py

Writes activations.json: for each name its values and slopes at some points, the logits of BERT's small model (bert/, with the head of families.safetensors)
before and after 4 AdamW steps with its last block trainable, and the losses of these steps. Nothing is downloaded.
"""
import json, pathlib
import torch
from safetensors.torch import load_file
from transformers.activations import ACT2FN
from transformers import BertConfig, BertForSequenceClassification

HERE = pathlib.Path(__file__).parent
NAMES = ["gelu", "gelu_python", "gelu_new", "gelu_fast", "gelu_accurate", "gelu_python_tanh", "gelu_pytorch_tanh", "quick_gelu", "silu", "swish", "relu"]
BATCH, RATE, LENGTH, TEXTS = 4, 1e-2, 24, 16
POINTS = [i / 4 for i in range(-40, 41)]
torch.set_num_threads(1)

golden = json.loads((HERE / "families.json").read_text())["bert"]
rows = [entry["ids"] for entry in golden["tokenization"][:TEXTS]]
rows = [row if len(row) <= LENGTH else row[: LENGTH - 1] + row[-1:] for row in rows]
labels = golden["labels"]
about = json.loads((HERE / "bert" / "config.json").read_text())
weights = load_file(HERE / "bert" / "model.safetensors")
head = {name.removeprefix("bert.head."): value for name, value in load_file(HERE / "families.safetensors").items() if name.startswith("bert.head.")}


def batch_of(indices):
    longest = max(len(rows[i]) for i in indices)
    ids = torch.tensor([rows[i] + [0] * (longest - len(rows[i])) for i in indices])
    mask = torch.tensor([[1] * len(rows[i]) + [0] * (longest - len(rows[i])) for i in indices])
    return ids, mask, torch.tensor([labels[i] for i in indices])


def run(name):
    model = BertForSequenceClassification(BertConfig(**{**about, "hidden_act": name, "num_labels": 3}))
    model.load_state_dict({**weights, **head}, strict=False)
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad = False
    for part in [model.bert.encoder.layer[-1], model.bert.pooler, model.classifier]:
        for parameter in part.parameters():
            parameter.requires_grad = True
    named = [(key, value) for key, value in model.named_parameters() if value.requires_grad]
    plain = [value for key, value in named if key.endswith("bias") or "LayerNorm" in key]
    decayed = [value for key, value in named if not (key.endswith("bias") or "LayerNorm" in key)]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}], lr=RATE, eps=1e-8)
    logits = lambda: [[round(value, 7) for value in row] for row in model(*batch_of(range(TEXTS))[:2]).logits.tolist()]
    before, losses, steps = logits(), [], TEXTS // BATCH
    for step in range(steps):
        ids, mask, truth = batch_of(range(step * BATCH, (step + 1) * BATCH))
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / steps)
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(ids, mask).logits, truth)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([value for _, value in named], 1.0)
        optimizer.step()
        losses.append(loss.item())
    points = torch.tensor(POINTS, requires_grad=True)
    values = ACT2FN[name](points)
    values.sum().backward()
    return {"name": name, "values": values.tolist(), "gradients": points.grad.tolist(), "before": before, "losses": losses, "after": logits()}


results = [run(name) for name in NAMES]
(HERE / "activations.json").write_text(json.dumps({"points": POINTS, "activations": results}, separators=(",", ":")) + "\n")
print({result["name"]: result["losses"] for result in results})
