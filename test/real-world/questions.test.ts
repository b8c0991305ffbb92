import { play } from './play/table.ts'
import { askedFiles } from './rows/asked-files.ts'
import { questions } from './rows/questions.ts'

play({ questions, askedFiles })
