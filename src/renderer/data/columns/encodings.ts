/** Encodings that texts are found in, as --encoding takes them. */
const common = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1', 'iso-8859-15', 'windows-1250', 'iso-8859-2'],
  ...['windows-1251', 'koi8-r', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'windows-1257'],
  ...['iso-8859-5', 'iso-8859-6', 'iso-8859-7', 'iso-8859-8', 'iso-8859-9', 'iso-8859-13', 'koi8-u', 'x-mac-cyrillic'],
  ...[
    'cp437',
    'cp850',
    'cp852',
    'ibm866',
    'windows-1258',
    'windows-874',
    'shift_jis',
    'euc-jp',
    'iso-2022-jp',
    'gb18030',
    'big5',
    'euc-kr',
    'macintosh',
  ],
] as const

/** The encodings to choose from: the one that is used, those that are likely too, then all others. */
export function encodingsToChoose(used: string | null, likely: readonly string[]): string[] {
  const first = used === null ? likely : [used, ...likely]
  return [...new Set([...first, ...common].map((name) => name.toLowerCase()))]
}
