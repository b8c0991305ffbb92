import type { Page } from 'playwright-core'

const controls =
  /^(button|link|textbox|combobox|checkbox|radio|tab|slider|searchbox|spinbutton|switch|option|menuitem|progressbar)$/
/** What keeps a name apart from the same name elsewhere. */
const groups =
  /^(region|group|radiogroup|dialog|navigation|listitem|row|tabpanel|tablist|figure|form|main|complementary|listbox|combobox)$/

/** What a screen reader would stumble over in a page: controls without a name, and two of one name in one group. */
export async function badNames(page: Page): Promise<string[]> {
  return faultsIn(await page.locator('body').ariaSnapshot())
}

/** The same of a tree as Playwright writes it: one line a node, indented by two blanks a level. */
export function faultsIn(snapshot: string): string[] {
  const faults: string[] = []
  /** The groups around the present line, with the names that they have had. */
  const around: { indent: number; names: Set<string> }[] = [{ indent: -1, names: new Set() }]
  for (const line of snapshot.split('\n')) {
    const [, blanks, role, name] = /^( *)- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?/.exec(line) ?? []
    if (blanks === undefined || role === undefined) continue
    while ((around.at(-1)?.indent ?? -1) >= blanks.length) around.pop()
    if (controls.test(role)) {
      const { names } = around.at(-1) ?? { names: new Set() }
      if (name === undefined || name.trim() === '') faults.push(`without a name: ${line.trim()}`)
      else if (names.has(`${role} ${name}`)) faults.push(`twice: ${line.trim()}`)
      names.add(`${role} ${name}`)
    }
    if (groups.test(role)) around.push({ indent: blanks.length, names: new Set() })
  }
  return faults
}
