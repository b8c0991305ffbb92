import { writeWorkbook } from '../../main/trainer/dataset/workbook/workbook-writer.ts'
import type { Case } from '../case.ts'
import { review, reviewTable } from '../play/lay-out.ts'

function email(encoding: string, body: string): string {
  const type = body.startsWith('<') ? 'text/html; charset=windows-1252' : 'text/plain; charset=utf-8'
  const headers = [
    'From: ann@example.com',
    'Subject: =?utf-8?Q?Caf=C3=A9?=',
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
  ]
  return [...headers, `Content-Transfer-Encoding: ${encoding}`, '', body, ''].join('\r\n')
}

const oneColumn = writeWorkbook({
  sheets: [{ name: 'Messages', rows: [['message'], ...Array.from({ length: 6 }, (_, i) => [review(i)])] }],
})

const russian = Array.from({ length: 6 }, (_, i) => `Посылка пришла вовремя, но чайник номер ${i} не работает`)

/** Files that a model is asked about, and what is to be said of them. */
export const askedFiles: readonly Case[] = [
  {
    id: 'J7a',
    what: 'a table in a language that the model has no words of',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'NEW(ru.csv)'],
    written: { 'ru.csv': ['текст,дата', ...russian.map((text) => `"${text}",2024`)].join('\n') },
    right: { says: [/ru\.csv: \d\d % of the tokens are unknown to this model/] },
  },
  {
    id: 'J7b',
    what: 'a text in a language that the model has no words of',
    does: 'command',
    args: ['predict', 'MODEL', russian[0]],
    right: { says: [/Посылка.*: \d\d % of the tokens are unknown to this model/] },
  },
  {
    id: 'J8a',
    what: 'a table whose text is clear, with another column of texts: that is offered',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'NEW(tickets.csv)'],
    written: {
      'tickets.csv': reviewTable('comment,internal notes,text', (i) => [review(i), review(i + 9), review(i)]),
    },
    right: { says: [/"text" is taken for the text by its name\. It might also be "(comment|internal notes)"/] },
  },
  {
    id: 'J8b',
    what: "a run's own column, beside others that are called alike",
    does: 'command',
    run: { input: { tree: { 'a.csv': reviewTable('Body,label', (i, label) => [review(i), label]) }, open: 'a.csv' } },
    args: ['predict', 'RUN', '--file', 'NEW(b.csv)'],
    written: { 'b.csv': reviewTable('text,body,Body', (i) => ['wrong one', 'wrong too', review(i)]) },
    right: { says: [/^((neg|pos) .*(lovely|dull).*\n){40}/] },
  },
  {
    id: 'J11a',
    what: 'a workbook of one column',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'NEW(one.xlsx)'],
    written: { 'one.xlsx': oneColumn },
    right: { says: [/^((neg|pos) .*(lovely|dull).*\n){6}(?!.*delimiter)/s] },
  },
  {
    id: 'J11b',
    what: 'the same with its sheet named',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'NEW(one.xlsx)', '--sheet', 'Messages'],
    written: { 'one.xlsx': oneColumn },
    right: { says: [/^((neg|pos) .*(lovely|dull).*\n){6}(?!.*delimiter)/s] },
  },
  {
    id: 'J11c',
    what: 'a table of one column',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'NEW(one.csv)'],
    written: { 'one.csv': reviewTable('message', (i) => [review(i)], 6) },
    right: { says: [/^((neg|pos) .*(lovely|dull).*\n){6}(?!.*delimiter)/s] },
  },
  {
    id: 'J9a',
    what: 'an e-mail in base64: its text is answered',
    does: 'command',
    args: ['predict', 'MODEL', '--json', '--file', 'NEW(mail.eml)'],
    written: { 'mail.eml': email('base64', Buffer.from(`${review(1)}, naïve`).toString('base64')) },
    right: { says: [/"text": "The film number 1 was dull and dreary, naïve/, /mail\.eml is an e-mail/] },
  },
  {
    id: 'J9b',
    what: 'an e-mail in quoted-printable without an ending, in HTML alone',
    does: 'command',
    args: ['predict', 'MODEL', '--json', '--file', 'NEW(mail)'],
    written: {
      mail: email('quoted-printable', '<html><head><style>p{}</style></head><p>The film=92s na=EFve</p></html>'),
    },
    right: { says: [/"text": "The film’s naïve"/, /mail is an e-mail/] },
  },
  {
    id: 'J10a',
    what: 'a text file of ten short lines: one answer, and how to have one a line',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'NEW(list.txt)'],
    written: { 'list.txt': Array.from({ length: 10 }, (_, i) => `${review(i)}\n`).join('\n') },
    right: { says: [/list\.txt has 10 lines and was read as one text: --lines/] },
  },
  {
    id: 'J10b',
    what: 'a letter of lines that are broken: no such hint',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'NEW(letter.txt)'],
    written: {
      'letter.txt': 'Dear all,\n\nthe lamp that came was dull\nand dreary, and then it\nbroke.\n\nYours\nAnn\n',
    },
    right: { says: [/^(?!.*--lines)/s] },
  },
]
