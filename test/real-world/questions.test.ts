import { play } from './play/table.ts'
import { questions } from './rows/questions.ts'

play({ questions })
