/**
 * The views of the window, in the order of sidebar, menu and shortcuts. What each shows is in src/renderer/app/views.ts,
 * which does not compile until every view has its component.
 */
export const views = [
  { name: 'data', title: 'Data' },
  { name: 'recipe', title: 'Recipe' },
  { name: 'train', title: 'Train' },
  { name: 'results', title: 'Results' },
  { name: 'pad', title: 'Pad' },
  { name: 'runs', title: 'Runs' },
] as const
export type View = (typeof views)[number]['name']
