import { play } from './play/table.ts'
import { models } from './rows/models.ts'

play({ models })
