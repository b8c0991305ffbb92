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

folder = Path(__file__).parent
classify = pipeline("text-classification", model=str(folder), top_k=None)
# Below this confidence the model is unsure.
below = json.loads((folder / "config.json").read_text(encoding="utf8"))["lastlayer"].get("abstain_below", 0)

for text in sys.argv[1:] or ["A text to classify"]:
    answers = classify([text], truncation=True)[0]
    unsure = ["unsure"] if max(answer["score"] for answer in answers) < below else []
    scores = {answer["label"]: round(answer["score"], 6) for answer in answers}
    print(json.dumps(scores, ensure_ascii=False), *unsure, text)
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
config = json.loads((folder / "config.json").read_text(encoding="utf8"))
labels = config["id2label"]
# Below this confidence the model is unsure.
below = config["lastlayer"].get("abstain_below", 0)
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
    unsure = ["unsure"] if answers[0][1] < below else []
    print(json.dumps({labels[str(i)]: round(score, 6) for i, score in answers}, ensure_ascii=False), *unsure, text)
`

/** JavaScript, for an ONNX file where transformers.js looks for it. */
export const transformersJsSample = `// npm install @huggingface/transformers
// node sample.mjs "A text to classify" "And another one"
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// ONNX Runtime reports to its maker unless this is set before it is loaded.
process.env.ORT_DISABLE_TELEMETRY = '1'
const { env, pipeline } = await import('@huggingface/transformers')
env.allowRemoteModels = false
const classify = await pipeline('text-classification', fileURLToPath(new URL('.', import.meta.url)))

// Below this confidence the model is unsure.
const { lastlayer } = JSON.parse(readFileSync(new URL('config.json', import.meta.url), 'utf8'))
const below = lastlayer.abstain_below ?? 0

const texts = process.argv.slice(2)
for (const text of texts.length > 0 ? texts : ['A text to classify']) {
  const answers = await classify(text, { top_k: null })
  const scores = JSON.stringify(Object.fromEntries(answers.map(({ label, score }) => [label, score])))
  const isUnsure = Math.max(...answers.map(({ score }) => score)) < below
  console.log(scores, ...(isUnsure ? ['unsure'] : []), text)
}
`

/** A page for a browser, which takes transformers.js from beside it. */
export const pageSample = (dtype: string): string => `<!doctype html>
<html lang="en">
  <!--
    npm install @huggingface/transformers
    npx http-server    or    python3 -m http.server 8080
    and open http://localhost:8080/sample.html. Nothing is fetched but what lies in this folder.
  -->
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>A classifier in the browser</title>
  <textarea aria-label="Text to classify" rows="8" cols="60">A text to classify</textarea>
  <pre role="status">Loading …</pre>
  <script type="module">
    import { env, pipeline } from './node_modules/@huggingface/transformers/dist/transformers.min.js'

    const here = new URL('.', location.href)
    env.allowRemoteModels = false
    env.allowLocalModels = true
    env.localModelPath = here.href
    env.backends.onnx.wasm.wasmPaths = new URL('node_modules/onnxruntime-web/dist/', here).href

    const text = document.querySelector('textarea')
    const status = document.querySelector('pre')
    const config = await (await fetch('config.json')).json()
    // Below this confidence the model is unsure.
    const below = config.lastlayer.abstain_below ?? 0
    const classify = await pipeline('text-classification', '.', { dtype: '${dtype}' })

    async function answer() {
      const given = text.value
      const answers = await classify(given, { top_k: null })
      // Meanwhile somebody may have typed on.
      if (given !== text.value) return
      const lines = answers.map(({ label, score }) => \`\${(100 * score).toFixed(1)} % \${label}\`)
      const isUnsure = Math.max(...answers.map(({ score }) => score)) < below
      status.textContent = [...(isUnsure ? ['unsure'] : []), ...lines].join('\\n')
    }
    text.addEventListener('input', answer)
    await answer()
  </script>
</html>
`
