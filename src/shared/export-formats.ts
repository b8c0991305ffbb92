import { z } from 'zod'

interface Row {
  readonly title: string
  /** What it is for, and what it costs. */
  readonly sentence: string
  /** The ONNX file that holds the weights, and what transformers.js calls its precision; null for model.safetensors. */
  readonly onnx: { readonly name: string; readonly dtype: string } | null
}

/** Every form in which a model can be exported, in the order in which they are offered. */
export const exportFormats = {
  huggingface: {
    title: 'Hugging Face',
    sentence: 'Safetensors for Python, with exactly these weights.',
    onnx: null,
  },
  onnx: {
    title: 'ONNX',
    sentence: 'One file for Python and JavaScript, with the same answers.',
    onnx: { name: 'model.onnx', dtype: 'fp32' },
  },
  'onnx-int8': {
    title: 'ONNX, 8 bits',
    sentence: 'A quarter of the size; answers differ a little.',
    onnx: { name: 'model_quantized.onnx', dtype: 'q8' },
  },
} as const satisfies Record<string, Row>

export type ExportFormat = keyof typeof exportFormats
export const exportFormatNames = Object.keys(exportFormats) as [ExportFormat, ...ExportFormat[]]
export const exportFormat = z.enum(exportFormatNames)

/** Those whose weights are an ONNX file. */
export type OnnxFormat = {
  [F in ExportFormat]: (typeof exportFormats)[F]['onnx'] extends null ? never : F
}[ExportFormat]
