import { describe, expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import type { DatasetChoice } from '../../../../../src/shared/dataset-settings.ts'
import { scoreName } from '../../../../../src/main/trainer/dataset/rows/column-names.ts'
import { faultOf, fileOf, folderOf, optionsFor, readShort } from '../scratch.ts'
import { inEnglish } from '../../../../in-english.ts'

async function columnsOf(header: string, rows: string, changes: Partial<DatasetChoice> = {}): Promise<unknown> {
  const source = await openDataset({ ...optionsFor(fileOf('x.csv', `${header}\n${rows}`)), ...changes })
  return [source.columns?.text, source.columns?.label]
}

describe('columns', () => {
  test.each([
    ['review,sentiment', ['review', 'sentiment']],
    ['sentiment,Review', ['Review', 'sentiment']],
    ['id,Text,label_text,label', ['Text', 'label']],
    ['category,message', ['message', 'category']],
    ['labels,idx,sentence', ['sentence', 'labels']],
  ])('of %s are known by their names', async (header, expected) => {
    expect(await columnsOf(header, '')).toEqual(expected)
  })

  test('are guessed from the rows where names say nothing', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},this is the long text number ${i},${i % 3},north\n`).join(
      '',
    )
    expect(await columnsOf('a,b,c,d', rows)).toEqual(['b', 'c'])
    expect(await columnsOf('a,text,c,d', rows)).toEqual(['text', 'c'])
    expect(await columnsOf('a,b,label,d', rows)).toEqual(['b', 'label'])
  })

  test.each([
    ['Kommentar', 'Größe', 'Bewertung'],
    ['commentaire', 'taille', 'avis'],
    ['comentário', 'tamanho', 'avaliação'],
    ['内容', '尺寸', '评价'],
    ['comment', 'size', 'review'],
  ])('called for a review may hold its grade: %s, %s, %s', async (text, other, grade) => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `what somebody wrote about number ${i},${i % 3},${i % 2 ? 'good' : 'bad'}`,
    )
    expect(await columnsOf(`${text},${other},${grade}`, rows.join('\n'))).toEqual([text, grade])
  })

  test('are the ones that were asked for', async () => {
    expect(await columnsOf('text,label,other', 'a,b,c', { textColumn: 'other', labelColumn: 'TEXT' })).toEqual([
      'other',
      'text',
    ])
    expect(await columnsOf('text,label', 'a,b', { labelColumn: 'text', textColumn: 'label' })).toEqual([
      'label',
      'text',
    ])
    expect(await columnsOf('text,review', 'a,b', { labelColumn: 'text' })).toEqual(['review', 'text'])
  })

  test.each([
    [{ textColumn: 'body' }, 'has no text column "body": choose among its columns "text", "label".'],
    [{ labelColumn: 'y' }, 'has no label column "y": choose among its columns "text", "label".'],
    [{ textColumn: 'text', labelColumn: 'text' }, 'Column "text" of'],
  ])('that cannot be used are an error: %j', async (changes, message) => {
    const path = fileOf('x.csv', 'text,label\na,b\n')
    const fault = await faultOf(openDataset({ ...optionsFor(path), ...changes }))
    expect(fault).toContain(path)
    expect(fault).toContain(message)
  })

  test('that nothing tells are an error', async () => {
    const path = fileOf('x.csv', 'text\none\ntwo\n')
    expect(await faultOf(openDataset(optionsFor(path)))).toBe(
      `Cannot tell which column of ${path} is the label. No other column may be it.`,
    )
  })

  test('must be in every file of the dataset', async () => {
    const folder = folderOf({ 'train.csv': 'text,label\na,b\n', 'test.csv': 'id,label\n1,a\n' })
    expect(await faultOf(openDataset(optionsFor(folder)))).toMatch(/test\.csv has no text column "text": .*"label"\.$/)
  })
})

describe('columns whose names say nothing', () => {
  const guess = async (rows: readonly string[]) => {
    const source = await openDataset(optionsFor(fileOf('x.csv', ['p,q,r', ...rows].join('\n'))))
    return [source.columns?.text, source.columns?.label]
  }
  const text = (i: number) => `this is what somebody wrote at length about thing number ${i}`

  test('are told by values from all over the file: sorted ones, and ones that begin alike', async () => {
    expect(await guess(Array.from({ length: 9000 }, (_, i) => `${i},${text(i)},${i < 8800 ? 'a' : 'b'}`))).toEqual([
      'q',
      'r',
    ])
  })

  test('are told where values alternate', async () => {
    expect(await guess(Array.from({ length: 5000 }, (_, i) => `${i},${text(i)},${i % 2}`))).toEqual(['q', 'r'])
  })

  test('are asked for where two have few values, and never taken for having the fewest', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `${'abcdef'[i % 6] ?? ''},${text(i)},${i % 7 === 0 ? 'x' : 'y'}`)
    const fault = await faultOf(guess(rows))
    expect(fault).toContain('"p", "r" may be it. Choose --label-column p or --label-column r.')
  })

  test('are asked for with the rows that cannot be used, where these are the cause', async () => {
    const path = fileOf(
      'x.csv',
      Buffer.concat([Buffer.from('p,q,r\n'), Buffer.from('1,"na\xefve,2\n'.repeat(3), 'latin1')]),
    )
    expect(await faultOf(openDataset(optionsFor(path)))).toMatch(/3 of 3 rows cannot be used \(line 2: /)
  })

  test('are asked for in every flag, as several labels a text, where many are 0 or 1', async () => {
    const path = fileOf(
      'x.csv',
      [
        'text,angry,sad,glad',
        ...Array.from({ length: 40 }, (_, i) => `${text(i)},${i % 2},${+(i % 3 > 0)},${+(i % 5 > 0)}`),
      ].join('\n'),
    )
    expect(await faultOf(openDataset(optionsFor(path)))).toMatch(/multi-label.*--label-column angry/)
  })

  test('are asked for where one label is written as columns, whatever these are called', async () => {
    const flags = (i: number) => [0, 1, 2].map((k) => +(i % 3 === k)).join(',')
    const rows = Array.from({ length: 40 }, (_, i) => `${text(i)},${flags(i)}`)
    const path = fileOf('x.csv', ['comment_text,billing,shipping,quality', ...rows].join('\n'))
    expect(await faultOf(openDataset(optionsFor(path)))).toMatch(/make one column of them.*--label-column billing/)
  })
})

test('The columns of other files may be spelt in other letters', async () => {
  const folder = folderOf({ 'train.csv': 'text,label\na,x\nb,y\n', 'test.csv': 'Label,Text\nx,c\ny,d\n' })
  expect(await readShort(folder)).toEqual([
    ['x', 'a'],
    ['y', 'b'],
    ['x', 'c'],
    ['y', 'd'],
  ])
})

test('A name of any length is judged at once', () => {
  const started = performance.now()
  for (const name of ['a'.repeat(5_000_000), '_'.repeat(5_000_000), 'aB'.repeat(2_000_000), '标签'.repeat(1_000_000)])
    scoreName(name)
  expect(performance.now() - started).toBeLessThan(500)
})

describe('columns of many rows', () => {
  const rows = (cells: (i: number) => readonly string[]): string =>
    Array.from({ length: 40 }, (_, i) => cells(i).join(',')).join('\n')
  const text = (i: number): string => `what somebody wrote about number ${i}`
  const label = (i: number): string => (i % 2 ? 'spam' : 'ham')

  test.each([
    ['majority_vote', 'annotator_1'],
    ['Majority Vote', 'label'],
    ['gold_label', 'label'],
    ['ground_truth', 'predicted_label'],
    ['truth', 'prediction'],
    ['consensus', 'rater_2'],
  ])('that judges came to, %s, go before %s', async (settled, other) => {
    const cells = (i: number): string[] => [text(i), i % 3 ? 'spam' : 'ham', label(i)]
    expect(await columnsOf(`text,${other},${settled}`, rows(cells))).toEqual(['text', settled])
  })

  test('that judges came to for a few rows only do not', async () => {
    const cells = (i: number): string[] => [text(i), i < 3 ? label(i) : '', label(i)]
    expect(await columnsOf('text,sentiment_gold,sentiment', rows(cells))).toEqual(['text', 'sentiment'])
  })

  test.each(['[]', 'None', 'ok'])(
    'of which the one that is called for texts holds %j alone are not taken',
    async (cell) => {
      expect(
        await columnsOf(
          'comments,data,label',
          rows((i) => [cell, text(i), label(i)]),
        ),
      ).toEqual(['data', 'label'])
    },
  )

  test.each([
    ['the same few texts', (i: number) => ['Duplicate of another', 'Looking into this now'][i % 2] ?? ''],
    ['hardly any', (i: number) => (i < 10 ? `Looking into this now: ${i}` : '')],
  ])('of which the better called one holds %s are asked for', async (_, comment) => {
    const path = fileOf('x.csv', `comment,summary,label\n${rows((i) => [comment(i), text(i), label(i)])}`)
    expect(await faultOf(openDataset(optionsFor(path)))).toContain('"comment", "summary" may be it')
  })

  test.each(['Mon Apr 06 22:19:45 PDT 2009', '6 April 2009', '"Apr 6, 2009 10:15 PM"', '2009-04-06T22:19:45Z'])(
    'of dates such as %s are neither text nor label',
    async (date) => {
      const cells = (i: number): string[] => [date.replace('6', String((i % 9) + 1)), text(i), label(i)]
      expect(await columnsOf('a,b,c', rows(cells))).toEqual(['b', 'c'])
    },
  )

  test.each([
    ['label', 'label_text', ['0', '1'], ['negative', 'positive']],
    ['target', 'target_name', ['0', '1'], ['negative', 'positive']],
  ])('of which %s has numbers, and %s their names, are mentioned', async (numbers, names, some, others) => {
    const row = (i: number) => [text(i), some[i % 2] ?? '', others[i % 2] ?? '']
    const { columns, findings } = await openDataset(
      optionsFor(fileOf('x.csv', `text,${numbers},${names}\n${rows(row)}`)),
    )
    expect(columns?.label).toBe(numbers)
    expect(inEnglish(findings)).toContainEqual(
      expect.objectContaining({
        sentence: `"${numbers}" is taken for the label: the names of its numbers are in "${names}".`,
        fixes: [{ title: `Use "${names}"`, change: { labelColumn: names } }],
      }),
    )
  })

  test('of which the names are not those of the numbers are left alone', async () => {
    const row = (i: number) => [text(i), String(i % 2), ['a', 'b'][+(i % 3 > 0)] ?? '']
    const { findings } = await openDataset(optionsFor(fileOf('x.csv', `text,label,label_text\n${rows(row)}`)))
    expect(findings).toEqual([])
  })

  test('that grade on a long scale, and that sort the grades into classes, are asked for', async () => {
    const row = (i: number) => [
      String(i % 11),
      ['Detractor', 'Passive', 'Promoter'][+(i % 11 > 6) + +(i % 11 > 8)] ?? '',
      text(i),
    ]
    const path = fileOf('x.csv', `Note de 0 à 10,Profil NPS,Pourquoi\n${rows(row)}`)
    expect(await faultOf(openDataset(optionsFor(path)))).toContain('"Note de 0 à 10", "Profil NPS" may be it')
  })

  test('of a status and of a type are asked for', async () => {
    const row = (i: number) => [text(i), ['Bug', 'Task', 'Story'][i % 3] ?? '', ['Done', 'Open'][i % 2] ?? '']
    const path = fileOf('x.csv', `Description,Issue Type,Status\n${rows(row)}`)
    expect(await faultOf(openDataset(optionsFor(path)))).toContain('"Status", "Issue Type" may be it')
  })

  test('that are 0 in every row are no labels of a text', async () => {
    const row = (i: number) => [text(i), label(i), '0', '0', 'false']
    expect(await columnsOf('body,subreddit_topic,gilded,controversiality,stickied', rows(row))).toEqual([
      'body',
      'subreddit_topic',
    ])
    const path = fileOf('x.csv', `body,community,gilded,controversiality,stickied\n${rows(row)}`)
    expect((await openDataset(optionsFor(path))).columns?.label).toBe('community')
  })
})
