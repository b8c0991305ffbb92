import { expect, test } from 'vitest'
import { faultsIn } from './control-names.ts'

test('A control without a name, and two of one name in one group, are told; in two groups they are not', () => {
  const tree = `- main:
  - button "Save"
  - textbox "Name": of a run
  - textbox
  - 'button "Delete: all"'
  - list:
    - listitem:
      - button "Use"
    - listitem:
      - button "Use"
  - button "Save" [disabled]`
  expect(faultsIn(tree)).toEqual(['without a name: - textbox', 'twice: - button "Save" [disabled]'])
  expect(faultsIn('- button "Save"\n- button "Keep"')).toEqual([])
})
