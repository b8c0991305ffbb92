// Programs that use an exported folder. They take texts as arguments and print a line for each.

/** Python, for a folder in Hugging Face's layout. */
export const transformersSample = `# pip install transformers torch
# python sample.py "A text to classify" "And another one"
import json
import os
import sys
from pathlib import Path

# Nothing is asked for or reported over the network. These must be set before the import.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
from transformers import pipeline

classify = pipeline("text-classification", model=str(Path(__file__).parent), top_k=None)

for text in sys.argv[1:] or ["A text to classify"]:
    answers = classify([text], truncation=True)[0]
    print(json.dumps({answer["label"]: round(answer["score"], 6) for answer in answers}, ensure_ascii=False), text)
`

/** Python, for an ONNX file at this path in the folder. */
export const onnxruntimeSample = (file: string, maxLength: number): string => `# pip install onnxruntime tokenizers
# python sample.py "A text to classify" "And another one"
import json
import os
import sys
from pathlib import Path

# ONNX Runtime reports to its maker unless this is set before the import; on Windows the call below does what can be done.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import numpy as np
from onnxruntime import InferenceSession, disable_telemetry_events
from tokenizers import Tokenizer

disable_telemetry_events()

folder = Path(__file__).parent
labels = json.loads((folder / "config.json").read_text(encoding="utf8"))["id2label"]
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
tokenizer.enable_truncation(${maxLength})
tokenizer.no_padding()
session = InferenceSession(str(folder / "${file}"), providers=["CPUExecutionProvider"])

for text in sys.argv[1:] or ["A text to classify"]:
    encoding = tokenizer.encode(text)
    inputs = {"input_ids": np.array([encoding.ids]), "attention_mask": np.array([encoding.attention_mask])}
    logits = session.run(["logits"], inputs)[0][0]
    scores = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    answers = sorted(enumerate(scores.tolist()), key=lambda answer: -answer[1])
    print(json.dumps({labels[str(i)]: round(score, 6) for i, score in answers}, ensure_ascii=False), text)
`

/** JavaScript, for an ONNX file where transformers.js looks for it. */
export const transformersJsSample = `// npm install @huggingface/transformers
// node sample.mjs "A text to classify" "And another one"
import { fileURLToPath } from 'node:url'

// ONNX Runtime reports to its maker unless this is set before it is loaded.
process.env.ORT_DISABLE_TELEMETRY = '1'
const { env, pipeline } = await import('@huggingface/transformers')
env.allowRemoteModels = false
const classify = await pipeline('text-classification', fileURLToPath(new URL('.', import.meta.url)))

const texts = process.argv.slice(2)
for (const text of texts.length > 0 ? texts : ['A text to classify']) {
  const answers = await classify(text, { top_k: null })
  console.log(JSON.stringify(Object.fromEntries(answers.map(({ label, score }) => [label, score]))), text)
}
`
