import ChartLine from '@lucide/svelte/icons/chart-line'
import Database from '@lucide/svelte/icons/database'
import History from '@lucide/svelte/icons/history'
import Scale from '@lucide/svelte/icons/scale'
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal'
import TextCursorInput from '@lucide/svelte/icons/text-cursor-input'
import type { Component } from 'svelte'
import type { View } from '../../shared/views.ts'
import DataView from '../data/DataView.svelte'
import PadView from '../pad/PadView.svelte'
import RecipeView from '../recipe/RecipeView.svelte'
import ResultsView from '../results/ResultsView.svelte'
import RunsView from '../runs/RunsView.svelte'
import TrainView from '../train/TrainView.svelte'

/** What each view of the shared table shows, and its icon in the sidebar. */
export const viewParts: Readonly<Record<View, { readonly Content: Component; readonly Icon: Component }>> = {
  data: { Content: DataView, Icon: Database },
  recipe: { Content: RecipeView, Icon: SlidersHorizontal },
  train: { Content: TrainView, Icon: ChartLine },
  results: { Content: ResultsView, Icon: Scale },
  pad: { Content: PadView, Icon: TextCursorInput },
  runs: { Content: RunsView, Icon: History },
}
