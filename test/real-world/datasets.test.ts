import { play } from './play/table.ts'
import { columns } from './rows/columns.ts'
import { encodings } from './rows/encodings.ts'
import { folders } from './rows/folders.ts'
import { formats } from './rows/formats.ts'
import { labels } from './rows/labels.ts'
import { partColumns } from './rows/part-columns.ts'
import { parquet } from './rows/parquet.ts'
import { splits } from './rows/splits.ts'
import { strangeColumns } from './rows/strange-columns.ts'
import { tables } from './rows/tables.ts'
import { workbooks } from './rows/workbooks.ts'

play({ encodings, tables, columns, labels, splits, partColumns, formats, parquet, folders, workbooks, strangeColumns })
