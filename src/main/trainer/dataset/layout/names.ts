import { extname } from 'node:path'
import type { Split } from '../../../../shared/dataset-summary.ts'

// As Hugging Face names the parts of a dataset, and a few names more.
const splitWords: ReadonlyMap<string, Split> = new Map([
  ...['train', 'training'].map((word) => [word, 'train'] as const),
  ...['validation', 'valid', 'val', 'dev', 'development'].map((word) => [word, 'validation'] as const),
  ...['test', 'testing', 'eval', 'evaluation', 'holdout', 'heldout'].map((word) => [word, 'test'] as const),
])

// Words that are labels and hardly anything else: files and folders of these names are one a label.
const labelWords = new Set(
  [
    ...['pos', 'neg', 'neu', 'positive', 'negative', 'neutral', 'spam', 'ham', 'true', 'false', 'fake', 'real', 'yes'],
    ...['no', 'good', 'bad', 'happy', 'sad', 'angry', 'joy', 'fear', 'anger', 'love', 'surprise', 'sadness', 'disgust'],
    ...['positivo', 'negativo', 'neutro', 'positif', 'negatif', 'neutre', 'positiv', 'negativ', 'positief', 'negatief'],
    ...[
      'pozitif',
      'olumlu',
      'olumsuz',
      'pozytywne',
      'negatywne',
      'положительные',
      'отрицательные',
      'позитив',
      'негатив',
    ],
    ...['正面', '负面', '好评', '差评', 'ポジティブ', 'ネガティブ', '긍정', '부정', 'ايجابي', 'إيجابي', 'سلبي'],
    ...['toxic', 'clean', 'hate', 'normal', 'subjective', 'objective', 'subj', 'obj', 'human', 'ai', 'machine'],
  ].flatMap((word) => [word, `${word}s`]),
)

/** The words of a name, in small letters: `trainData-00000-of-00002` has train, data and of. */
function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})|(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1$3 $2$4')
    .toLowerCase()
    .replace(/(hold|held)[^\p{L}]+out/gu, '$1out')
    .split(/\P{L}+/u)
    .filter((word) => word !== '')
}

function splitOfWord(word: string): Split | undefined {
  return splitWords.get(word) ?? splitWords.get(word.replace(/(?:set|data|split|file)$/, ''))
}

/** The part that a name stands for, by a whole word in it; null for none, or for two. */
export function splitOf(name: string): Split | null {
  const found = new Set(wordsOf(name).flatMap((word) => splitOfWord(word) ?? []))
  return found.size === 1 ? ([...found][0] ?? null) : null
}

/** What a name says beside its part and its numbers: `imdb_train-00000-of-00002` says imdb. */
export function subjectOf(name: string): string {
  const words = wordsOf(name).filter((word) => splitOfWord(word) === undefined)
  return words.filter((word) => !['of', 'set', 'data', 'split', 'part', 'file'].includes(word)).join(' ')
}

/** Whether a name is a label by itself, such as pos, Fake or spam. */
export function isLabelWord(name: string): boolean {
  return labelWords.has(name.trim().toLowerCase())
}

/** Whether names differ in their numbers alone, as those of batches and years do. */
export function areNumbered(names: readonly string[]): boolean {
  const stem = (name: string) => name.replace(/\d+/g, '#')
  const first = stem(names[0] ?? '')
  return names.length > 1 && first.includes('#') && names.every((name) => stem(name) === first)
}

const documents = /^(?:readme|licen[cs]e|copying|notice|changelog|citation|authors|contributing|dataset_card)\b/i
const metadata = /^(?:dataset_infos?|dataset_dict|state|metadata|config|package|datapackage)\.json$|\.(?:lock|ya?ml)$/i
const systemFiles = /^(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r)$|\.lnk$/i

/** Whether a file says something of a dataset, or of the system, and is no part of it. */
export function isBesides(name: string): boolean {
  return name.startsWith('.') || documents.test(name) || metadata.test(name) || systemFiles.test(name)
}

/** Whether a folder never holds labelled texts. `unsup` is aclImdb's folder of texts without a label. */
export function isForeignFolder(name: string): boolean {
  return name.startsWith('.') || ['__MACOSX', '__pycache__', 'node_modules', 'unsup'].includes(name)
}

/** Whether a table is an answer to be handed in, as in competitions. */
export function isSubmission(name: string): boolean {
  return wordsOf(name).includes('submission')
}

/** The name of a compressed file without what says so: train.csv of train.csv.gz. */
export function unpacked(name: string): string {
  return name.replace(/\.(?:gz|gzip|zip|zst|zstd|bz2|xz)$/i, '')
}

/** The name without its ending. A number is no ending: newsgroups call their files after it. */
export function stemOf(name: string): string {
  const whole = unpacked(name)
  const ending = extname(whole)
  return /^\.\d*$/.test(ending) ? whole : whole.slice(0, whole.length - ending.length)
}

/** How surely a file of this name is a text: 1 is .txt, 2 may be one, 3 is rather a program, null is something else. */
export function textRank(name: string): 1 | 2 | 3 | null {
  const ending = extname(name).toLowerCase()
  if (isBesides(name)) return null
  if (ending === '.txt') return 1
  if (programs.has(ending)) return 3
  if (isDocumentName(name)) return 2
  return otherFiles.has(ending) ? null : 2
}

/** Whether a file is named as a document is of which the text can be read, though it is no text. */
export function isDocumentName(name: string): boolean {
  return /\.(?:docx|pdf)$/i.test(name)
}

const programs = new Set(
  'py,js,ts,jsx,tsx,mjs,c,h,cc,cpp,hpp,cs,java,kt,go,rs,rb,php,pl,r,m,swift,scala,sh,bash,bat,ps1,sql,css,lua,jl'
    .split(',')
    .map((ending) => `.${ending}`),
)
const otherFiles = new Set(
  [
    'csv,tsv,tab,json,jsonl,ndjson,parquet,arrow,feather,xls,xlsx,xlsm,ods,db,sqlite,pkl,pickle,npy,npz,h5,hdf5,pt,bin',
    'png,jpg,jpeg,gif,bmp,tif,tiff,webp,svg,ico,heic,mp3,wav,ogg,flac,m4a,mp4,avi,mov,mkv,webm',
    'doc,odt,rtf,ppt,pptx,epub,zip,gz,tgz,tar,bz2,xz,7z,rar,zst,exe,dll,so,class,jar,pyc,ipynb,log,ini,cfg,toml',
    'feat,vocab,idx,index,map,model,onnx,safetensors,ckpt',
  ].flatMap((line) => line.split(',').map((ending) => `.${ending}`)),
)
