import type { Kind } from '../bytes/content-kind.ts'

const saveTable = 'save its table as CSV (UTF-8) and choose that'
const unpack = 'unpack it, and choose what comes out'
const pandas = (read: string) => `write it as Parquet: ${read}.to_parquet("data.parquet")`

/** What is said of files that are no tables: what they are and what to do. It goes on after the file's path. */
export const refusals = {
  empty: 'is empty: it needs rows with a text and a label.',
  prose:
    'is a plain text, not a table: it needs rows with a text and a label each, as CSV or JSON Lines have them. ' +
    'If some sign cuts its lines, choose it as the separator (--separator).',
  binary: 'is no text and no table that is known here: save the data as CSV, JSON Lines or Parquet.',
  'lfs-pointer': 'is a Git LFS pointer, not the data itself: run "git lfs pull" in its folder.',
  html: 'is a web page, perhaps a page to sign in: download the file itself.',
  notebook: 'is a Jupyter notebook: save its table as CSV there, with to_csv, and choose that.',
  xml: `is an XML file: convert its records to CSV or JSON Lines.`,
  python: 'holds Python dictionaries (single quotes), not JSON: write them with json.dumps.',
  sql: 'is a dump of a database (SQL): load it there, and export the table with the texts as CSV.',
  mailbox: 'is a mailbox of many e-mails (mbox): save each as a file, in a folder that is called as its label.',
  yaml: 'is a YAML file: convert its records to CSV or JSON Lines.',
  rasa: 'is training data of Rasa in Markdown: convert it with "rasa data convert nlu -f json", and choose what comes out.',
  words:
    'holds labels of single words (CoNLL), not of texts: Lastlayer learns one label a text. Choose a file with a label for each text.',
  'pickle-text': `is a Python pickle, which may run code when it is opened: ${pandas('pd.read_pickle("data.pkl")')}.`,
  svmlight: 'holds numbered features (svmlight), not texts: choose the file with the texts themselves.',
  gzip: `is a gzip file inside another archive: ${unpack}.`,
  zip: `is a ZIP archive, or an Excel workbook, inside another archive: ${unpack}.`,
  zstd: `is a zstd file inside another archive: ${unpack}.`,
  bzip2: `is a bzip2 archive: ${unpack}.`,
  xz: `is an xz archive: ${unpack}.`,
  lz4: `is an LZ4 archive: ${unpack}.`,
  '7z': `is a 7-Zip archive: ${unpack}.`,
  rar: `is a RAR archive: ${unpack}.`,
  tar: `is a tar archive: ${unpack}.`,
  ole: 'is an old Microsoft Office file (.xls, .doc, .ppt): save its table as .xlsx or as CSV (UTF-8).',
  xls: 'is an old Excel workbook (.xls): save it as .xlsx or as CSV (UTF-8).',
  locked: 'is locked by a password: open it in its program, and save it without one.',
  doc: `is an old Word document: ${saveTable}.`,
  xlsb: `is a binary Excel workbook (.xlsb): save it as .xlsx.`,
  docx: `is a Word document: ${saveTable}.`,
  pptx: `is a PowerPoint presentation: ${saveTable}.`,
  ods: `is an OpenDocument file: save it as .xlsx, or ${saveTable}.`,
  odt: `is an OpenDocument text: ${saveTable}.`,
  epub: 'is an e-book: it needs a table of texts and labels.',
  pdf: `is a PDF: ${saveTable}.`,
  rtf: `is a rich text document (RTF): ${saveTable}.`,
  postscript: `is a PostScript document: ${saveTable}.`,
  picture: 'is a picture: Lastlayer learns from texts alone.',
  sound: 'is a sound recording: Lastlayer learns from texts alone.',
  film: 'is a film: Lastlayer learns from texts alone.',
  program: 'is a program: choose the file with the texts and labels.',
  sqlite: 'is an SQLite database: export the table with the texts as CSV.',
  pickle: `is a Python pickle, which may run code when it is opened: ${pandas('pd.read_pickle("data.pkl")')}.`,
  numpy: 'is a NumPy array: save the texts and labels as CSV with pandas.',
  'numpy-archive': 'is an archive of NumPy arrays: save the texts and labels as CSV with pandas.',
  pytorch: 'is a PyTorch file: a model, or tensors. Choose the file with the texts and labels.',
  safetensors: 'holds the weights of a model (safetensors): choose the file with the texts and labels.',
  hdf5: `is an HDF5 file: ${pandas('pd.read_hdf("data.h5")')}.`,
  feather1: `is a Feather file of the first version: ${pandas('pd.read_feather("data.feather")')}.`,
  orc: `is an ORC file: ${pandas('pd.read_orc("data.orc")')}.`,
  avro: 'is an Avro file: convert it to Parquet or JSON Lines.',
  matlab: 'is a MATLAB file: save the texts and labels as CSV.',
  rdata: 'is an R data file: save it as CSV with write.csv.',
  stata: `is a Stata file: ${pandas('pd.read_stata("data.dta")')}.`,
  spss: `is an SPSS file: ${pandas('pd.read_spss("data.sav")')}.`,
  sas: `is a SAS file: ${pandas('pd.read_sas("data.sas7bdat")')}.`,
  'encrypted-parquet': 'is an encrypted Parquet file: write it without encryption.',
} as const satisfies Partial<Readonly<Record<Kind, string>>>

const asTexts: Partial<Readonly<Record<Kind, string>>> = {
  gzip: `is a gzip file: ${unpack}`,
  zip: `is a ZIP archive: ${unpack}`,
  zstd: `is a zstd file: ${unpack}`,
  parquet: 'is a Parquet file, a table: its name must end in .parquet',
  'arrow-file': 'is an Arrow file, a table: its name must end in .arrow',
  'arrow-stream': 'is an Arrow file, a table: its name must end in .arrow',
  xlsx: 'is an Excel workbook, a table: its name must end in .xlsx',
}

/** Why a file is not read as one text; it goes on after the file's path. */
export function textRefusal(kind: Kind): string {
  const known: Partial<Readonly<Record<Kind, string>>> = refusals
  const what = known[kind]?.replace(/:.*$/s, '') ?? 'is no text'
  const advice = kind === 'lfs-pointer' ? 'run "git lfs pull"' : 'save its text as .txt, or its table as .csv'
  return `${asTexts[kind] ?? `${what}: ${advice}`}.`
}

/** The same as a sentence of its own. */
export function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
