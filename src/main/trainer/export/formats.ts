import { exportFormats, type ExportFormat, type OnnxFormat } from '../../../shared/export-formats.ts'
import { weightsFile } from '../../../shared/model-files.ts'
import { saveModelFolder } from '../model/save-model.ts'
import { Int8Graph } from './int8-graph.ts'
import { writeOnnxFolder, type Written } from './onnx-folder.ts'
import { PortableGraph } from './portable-graph.ts'
import type { ProofLimits } from './proof.ts'
import { joinedInJavaScript, joinedInPython } from './joined-texts.ts'
import type { ReaderName } from './proof-tokens.ts'
import { onnxruntimeSample, pageSample, transformersJsSample, transformersSample } from './samples.ts'

/** How a format is written, proved and described. */
interface Format {
  /** The file of the weights, by its path in the folder. */
  readonly weights: string
  /** @throws LastlayerError `output` */
  readonly write: (written: Written) => Promise<void>
  readonly limits: ProofLimits
  /** What the samples read the tokenizer with. */
  readonly readers: readonly ReaderName[]
  /** Programs that use the folder, by their names in it. */
  readonly samples: (maxLength: number, textColumns: string | null) => Readonly<Record<string, string>>
  /** Its part of the model card. */
  readonly card: {
    readonly library: string
    /** What was done to the weights, after `Fine-tuned by Lastlayer`. */
    readonly form: string
    readonly use: string
    readonly limits: readonly string[]
  }
}

// Another order of the same sums; 1e-6 was measured.
const same: ProofLimits = { probability: 1e-4, equalLabels: 1 }
const onnxCard = {
  library: 'transformers.js',
  form: '',
  use: '`sample.py` classifies texts with onnxruntime, `sample.mjs` with transformers.js, `sample.html` in a browser.',
  limits: [],
}

/** An ONNX file, from the graph of this kind. */
function onnx(
  format: OnnxFormat,
  Form: typeof PortableGraph,
): Pick<Format, 'weights' | 'write' | 'readers' | 'samples'> {
  const { name, dtype } = exportFormats[format].onnx
  const file = `onnx/${name}`
  return {
    weights: file,
    write: (written) => writeOnnxFolder(written, { Form, file, dtype }),
    readers: ['tokenizers', 'transformers.js'],
    samples: (maxLength, textColumns) => ({
      'sample.py': onnxruntimeSample(file, maxLength) + joinedInPython(textColumns),
      'sample.mjs': transformersJsSample + joinedInJavaScript(textColumns),
      'sample.html': pageSample(dtype),
    }),
  }
}

/** The trainer's side of every format in `shared/export-formats.ts`. */
export const formats: Readonly<Record<ExportFormat, Format>> = {
  huggingface: {
    weights: weightsFile,
    write: async ({ onTensor, folder, ...model }) => {
      onTensor(0, 1)
      await saveModelFolder({ ...model, destination: folder, trained: new Map() })
    },
    limits: same,
    readers: ['transformers'],
    samples: (_, textColumns) => ({ 'sample.py': transformersSample + joinedInPython(textColumns) }),
    card: {
      library: 'transformers',
      form: '',
      use: '`sample.py` classifies texts with transformers. JavaScript needs the ONNX export.',
      limits: [],
    },
  },
  onnx: { ...onnx('onnx', PortableGraph), limits: same, card: onnxCard },
  'onnx-int8': {
    ...onnx('onnx-int8', Int8Graph),
    // 0.98 and more was measured, with probabilities up to 0.06 apart; a broken export is as good as guessing.
    limits: { probability: Infinity, equalLabels: 0.9 },
    card: {
      ...onnxCard,
      form: ', with weights rounded to 8 bits',
      limits: [
        'In 8 bits the answer for a text depends a little on the texts in the same batch: classify one text a call.',
      ],
    },
  },
}
