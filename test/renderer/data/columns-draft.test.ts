import { expect, it, vi } from 'vitest'
import { ColumnsDraft } from '../../../src/renderer/data/columns/columns-draft.svelte.ts'
import { createApi } from '../../../src/renderer/transports/api.ts'
import { recipe } from '../../../src/shared/recipe.ts'
import { noFacts } from '../../../src/shared/table-facts.ts'
import type { TablePreview } from '../../../src/shared/table-preview.ts'
import { FakeHost } from '../fake-host.ts'

/** Two columns, of which one is clearly the label, and the other clearly the text or not. */
function previewOf(label: 'column 1' | 'column 2', isTextClear: boolean): TablePreview {
  const text = label === 'column 1' ? 'column 2' : 'column 1'
  const guess = { why: '', candidates: [] }
  return {
    ...noFacts,
    separator: { used: ',' },
    columns: ['column 1', 'column 2'].map((name) => ({ name, values: [] })),
    text: { ...guess, column: isTextClear ? text : null, isClear: isTextClear },
    label: { ...guess, column: label, isClear: true },
    findings: [],
  }
}

const given = recipe.parse({ dataset: '/home/ada/notes.csv', model: '/m' })

it('What was only clear by the former separator gives way to what is clear now; what the person ticked stays', async () => {
  const host = new FakeHost({ interval: 1 })
  host.answers['preview'] = () => ({ table: previewOf('column 1', true) })
  const draft = new ColumnsDraft(createApi(host), given, previewOf('column 2', false))
  expect([draft.texts, draft.label]).toEqual([[], 'column 2'])
  draft.set({ separator: '->' })
  await vi.waitFor(() => expect(draft.isLooking).toBe(false))
  expect([draft.texts, draft.label]).toEqual([['column 2'], 'column 1'])
  expect(draft.change).toMatchObject({ separator: '->', textColumn: 'column 2', labelColumn: 'column 1' })

  draft.takeLabel('column 2')
  draft.takeText('column 1', true)
  draft.set({ separator: '=>' })
  await vi.waitFor(() => expect(draft.isLooking).toBe(false))
  expect([draft.texts, draft.label]).toEqual([['column 1'], 'column 2'])
})

it('A column that is ticked once more is the text once', () => {
  const draft = new ColumnsDraft(createApi(new FakeHost({ interval: 1 })), given, previewOf('column 2', true))
  draft.takeText('column 1', true)
  draft.takeText('column 2', true)
  draft.takeText('column 2', true)
  expect([draft.texts, draft.label]).toEqual([['column 1', 'column 2'], null])
})
