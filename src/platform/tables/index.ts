export { inspectZip, type ZipLimits, type ZipReport } from './archive.ts'
export { BadCell, cells } from './cells.ts'
export {
  type Column,
  type ReadOptions,
  readTable,
  type RowOf,
  type Table,
  type TableProblem,
} from './read.ts'
export { tableRefusals, unsafeThings } from './refusals.ts'
export {
  type CellValue,
  type OutColumn,
  type OutRow,
  type OutSheet,
  streamTable,
  writeTable,
} from './write.ts'
