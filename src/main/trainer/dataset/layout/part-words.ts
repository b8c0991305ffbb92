import type { Split } from '../../../../shared/dataset-summary.ts'
import { splitOf } from './names.ts'

// The words that parts go by where every value of a column, or every name in a folder, is one: beside other names some
// of them would rather be labels (обучение is also education).
const words: Readonly<Record<Split, string>> = {
  train: `train training trn insample unassigned entrenamiento entreno treino treinamento apprentissage entrainement addestramento
    trening treningowy uczacy egitim trainieren lernen opleiding traning kouluttaminen обучение обучающая тренировка
    тренировочная 训练 训练集 訓練 訓練集 訓練用 学習 学習用 훈련 학습 تدريب`,
  validation: `validation validate valid val dev development validierung validacion validacao validazione validatie walidacja
    walidacyjny dogrulama валидация валидационная проверка 验证 验证集 驗證 驗證集 検証 検証用 開発 검증 تحقق`,
  test: `test tests testing tst eval evaluation holdout heldout outofsample prueba pruebas evaluacion teste testes prova prove essai testen evaluierung
    testowy тест тестовая тестирование 测试 测试集 測試 測試集 テスト テスト用 評価 評価用 테스트 평가 اختبار`,
}

const parts = new Map(
  (Object.entries(words) as [Split, string][]).flatMap(([split, list]) =>
    list.split(/\s+/).map((word) => [plain(word), split] as const),
  ),
)

/** The part that a value is the plain word for; null for any other. */
function partNamed(value: unknown): Split | null {
  return typeof value === 'string' && value.length <= longest ? (parts.get(plain(value)) ?? null) : null
}

/** The part that a value names, among other words too, such as train_set. */
export function partNamedIn(value: unknown): Split | null {
  if (typeof value !== 'string' || value.length > longest) return null
  return partNamed(value) ?? splitOf(value)
}

/** The part that each of some names stands for, in any language where all of them are parts; null for what is none. */
export function partsAmong(names: readonly string[]): (name: string) => Split | null {
  const areAll = areParts(names)
  return (name) => splitOf(name) ?? (areAll ? partNamed(name) : null)
}

/** Whether values are parts and nothing else: the training part and another one. */
export function areParts(values: readonly unknown[]): boolean {
  const found = new Set(values.map(partNamed))
  return found.has('train') && found.size > 1 && !found.has(null)
}

const flagWord = /^(?:is|in|for|use|used)[\P{L}]*(\p{L}+?)(?:[\P{L}]*(?:set|data|split))?$/iu

/** The part that a column such as is_test is the flag of; null for any other column. */
export function flaggedPart(column: string): Split | null {
  const [, word] = flagWord.exec(column.trim().replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')) ?? []
  return word === undefined ? null : partNamed(word)
}

/** Whether a flag is set; null for what is none. */
export function flagOf(value: unknown): boolean | null {
  const text = typeof value === 'symbol' || typeof value === 'object' ? '' : String(value).trim()
  if (/^(?:true|t|yes|y|1|1\.0)$/i.test(text)) return true
  return /^(?:false|f|no|n|0|0\.0)$/i.test(text) ? false : null
}

const longest = 30

/** Hold-out, hold_out and Hold out are one word. */
function plain(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[\p{M}\s_-]/gu, '')
    .toLowerCase()
}
