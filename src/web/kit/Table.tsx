import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'

export type Column<R> = {
  key: string
  head: Text | string
  /** Said under the head, so that cells carry bare figures. */
  unit?: Text | string
  cell: (row: R) => ReactNode
  /** Figures stand right. */
  right?: boolean
  /** The cell that names the row; the first one unless told. */
  names?: boolean
  width?: string
}

export type Selection = {
  selected: ReadonlySet<string>
  onChange: (selected: Set<string>) => void
  may?: (key: string) => boolean
}

type TableProps<R> = {
  /** Every table says what it holds; `hideCaption` keeps it for screen readers where a heading says the same. */
  caption: Text | string
  hideCaption?: boolean
  columns: readonly Column<R>[]
  rows: readonly R[]
  rowKey: (row: R) => string
  selection?: Selection
  /** Shown when there is no row. */
  empty?: ReactNode
  foot?: ReactNode
  /** The row that the page is about. */
  current?: string | null
}

/** A table that becomes a list of cards at 360 px and scrolls inside itself before that. */
export function Table<R>({
  caption,
  hideCaption,
  columns,
  rows,
  rowKey,
  selection,
  empty,
  foot,
  current,
}: TableProps<R>) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const scrolls = useOverflow(box)
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <div
      className="x-table-box"
      ref={box}
      {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-label': t(caption) } : {})}
    >
      <table className="x-table">
        <caption className={hideCaption ? 'x-hidden' : ''}>{t(caption)}</caption>
        <thead>
          <tr>
            {selection && (
              <th className="x-pick" scope="col">
                <PickAll rows={rows.map(rowKey)} selection={selection} />
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={column.right ? 'x-right' : ''}
                style={{ width: column.width }}
              >
                {t(column.head)}
                {column.unit && <span className="x-unit-head">{t(column.unit)}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const id = rowKey(row)
            return (
              <Line
                key={id}
                id={id}
                row={row}
                columns={columns}
                selection={selection}
                current={current === id}
              />
            )
          })}
        </tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  )
}

type LineProps<R> = {
  id: string
  row: R
  columns: readonly Column<R>[]
  selection: Selection | undefined
  current: boolean
}

function Line<R>({ id, row, columns, selection, current }: LineProps<R>) {
  const t = useText()
  const name = useId()
  const naming = columns.find((column) => column.names) ?? columns[0]
  return (
    <tr aria-current={current || undefined}>
      {selection && (
        <td className="x-pick">
          <Pick id={id} name={name} selection={selection} />
        </td>
      )}
      {columns.map((column) => {
        const Cell = column === naming ? 'th' : 'td'
        const head = column.unit
          ? `${t(column.head)}${t(words.aside, { text: t(column.unit) })}`
          : t(column.head)
        return (
          <Cell
            key={column.key}
            data-head={head}
            className={column.right ? 'x-right' : ''}
            {...(Cell === 'th' ? { scope: 'row', id: name } : {})}
          >
            <div>{column.cell(row)}</div>
          </Cell>
        )
      })}
    </tr>
  )
}

const picks = {
  all: { zh: '全选本页', en: 'Select all shown' },
  one: { zh: '选择此行', en: 'Select this row' },
} as const satisfies Record<string, Text>

function PickAll({ rows, selection }: { rows: readonly string[]; selection: Selection }) {
  const t = useText()
  const able = rows.filter((key) => selection.may?.(key) ?? true)
  const all = able.length > 0 && able.every((key) => selection.selected.has(key))
  return (
    <label className="x-pick-box">
      <input
        type="checkbox"
        aria-label={t(picks.all)}
        checked={all}
        disabled={able.length === 0}
        onChange={() => selection.onChange(new Set(all ? [] : able))}
      />
    </label>
  )
}

/** `name` is the cell that names the row, so that two boxes do not sound alike. */
function Pick({ id, name, selection }: { id: string; name: string; selection: Selection }) {
  const t = useText()
  const own = useId()
  const toggle = () => {
    const next = new Set(selection.selected)
    if (!next.delete(id)) next.add(id)
    selection.onChange(next)
  }
  return (
    <label className="x-pick-box">
      <input
        type="checkbox"
        id={own}
        aria-label={t(picks.one)}
        aria-labelledby={`${own} ${name}`}
        checked={selection.selected.has(id)}
        disabled={!(selection.may?.(id) ?? true)}
        onChange={toggle}
      />
    </label>
  )
}

/** Does the content stick out? Only then is the box a place to stop at with the keyboard. */
function useOverflow(box: React.RefObject<HTMLElement | null>): boolean {
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => setScrolls(element.scrollWidth > element.clientWidth + 1)
    const watch = new ResizeObserver(look)
    watch.observe(element)
    look()
    return () => watch.disconnect()
  }, [box])
  return scrolls
}
