import { lazy, type ReactNode, Suspense } from 'react'
import { Skeleton } from './Progress.tsx'
import { type Column, type Selection, Table } from './Table.tsx'
import type { Text } from '#core/text.ts'

export type BigTableProps<R> = {
  caption: Text | string
  /** Kept for screen readers only, where a heading says the same. */
  hideCaption?: boolean
  columns: readonly (Column<R> & { pixels?: number })[]
  rows: readonly R[]
  rowKey: (row: R) => string
  selection?: Selection
  /** The row the page is about. */
  current?: string | null
  empty?: ReactNode
  /** Asked when the last rows come into sight. */
  onEnd?: () => void
  height?: number
}

const Antd = lazy(() => import('./BigTableAntd.tsx').then((m) => ({ default: m.BigTableAntd })))

/** So many rows a plain table shows at once without effort. */
const FEW = 100

/**
 * For lists of up to a hundred thousand rows. A hundred or fewer stand in a plain `Table`; beyond, only what is seen is
 * drawn, by antd's table (185 KB), which is fetched then. `onEnd` is asked by scrolling, so a list that can have more
 * rows while it is short needs `More` under it.
 */
export function BigTable<R>(props: BigTableProps<R>) {
  if (props.rows.length <= FEW) return <Table {...props} />
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <Antd {...(props as unknown as BigTableProps<unknown>)} />
    </Suspense>
  )
}
