/** What the command line's words are in the window, of a sentence that comes as English alone and not as what is said. */
const inWindow: readonly (readonly [RegExp, string])[] = [
  [/ can be predicted: predict --file\b/g, ' can be answered on the pad'],
  [/ ?\(--text-column\)/g, ''],
  [/ ?\(--label-column\)/g, ''],
  [/ ?\(--label-map\)/g, ''],
  [/ ?\(--separator\)/g, ''],
  [/ ?\(--roots\)/g, ''],
  [/The label map leaves/g, 'Your changes of the labels leave'],
  [/Change --label-map\./g, 'Undo the last change, or bring a label back.'],
  [
    /use --precision float16 or a smaller --max-length/g,
    'choose the feature precision float16 or a smaller maximum length',
  ],
  [/--split-by keeps/g, 'splitting by a column keeps'],
  [/ only become one with --merge-case\b/g, ' only are told apart: spell them alike in the files'],
  [/give the labels the same names with --label-map\b/g, 'give the labels the same names in the files'],
  [/make the parts anew with --resplit\b/g, 'put texts into it, or leave it out for one of our own'],
  [/; `npm run lastlayer -- setup` does it/g, ''],
  [/: npm run lastlayer -- setup\./g, '; the recipe offers it.'],
]

/** A sentence of the trainer in the words of the window. */
export function windowWords(sentence: string): string {
  return inWindow.reduce((text, [words, other]) => text.replace(words, other), sentence)
}
