import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Folded } from './Layout.tsx'
import { Table } from './Table.tsx'

type Frame = { caption: Text | string; unit: Text | string; source: Text | string; asOf: string }

function ChartFrame({
  caption,
  unit,
  source,
  asOf,
  children,
  table,
}: Frame & { children: ReactNode; table: ReactNode }) {
  const t = useText()
  return (
    <figure className="x-chart">
      <figcaption>
        <strong>{t(caption)}</strong>
        <span className="x-quiet">
          {t(words.unit)} {t(unit)}
        </span>
      </figcaption>
      {children}
      <div className="x-quiet x-note">
        {t(words.source)} {t(source)} · {t(words.asOf)} {asOf}
      </div>
      <Folded title={t(words.asTable)}>{table}</Folded>
    </figure>
  )
}

export type Part = { key: string; label: Text | string; value: bigint; colour: string; shown: string }

/** One bar whose parts make the whole (a budget); `total` may exceed them. Colours are CSS variables: `var(--accent)`. */
export function PartsBar({ parts, total, ...frame }: Frame & { parts: readonly Part[]; total: bigint }) {
  const t = useText()
  const share = (value: bigint) => (total > 0n ? Number((value * 10_000n) / total) / 100 : 0)
  return (
    <ChartFrame
      {...frame}
      table={
        <Table
          caption={frame.caption}
          hideCaption
          rows={parts}
          rowKey={(part) => part.key}
          columns={[
            { key: 'label', head: { zh: '项目', en: 'Item' }, cell: (part) => t(part.label) },
            {
              key: 'value',
              head: { zh: '数额', en: 'Amount' },
              unit: frame.unit,
              right: true,
              cell: (part) => part.shown,
            },
            {
              key: 'share',
              head: { zh: '占比', en: 'Share' },
              right: true,
              cell: (part) => `${share(part.value).toFixed(2)}%`,
            },
          ]}
        />
      }
    >
      <div className="x-parts" aria-hidden="true">
        {parts.map((part) => (
          <div
            key={part.key}
            title={`${t(part.label)} ${part.shown}`}
            style={{ width: `${share(part.value)}%`, background: part.colour }}
          />
        ))}
      </div>
      <ul className="x-legend">
        {parts.map((part) => (
          <li key={part.key}>
            <span className="x-swatch" style={{ background: part.colour }} />
            {t(part.label)} <span className="x-legend-value">{part.shown}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  )
}

export type Series = {
  key: string
  label: Text | string
  colour: string
  dash?: boolean
  values: readonly number[]
}

const WIDTH = 640
const HEIGHT = 220
const LEFT = 64
const BOTTOM = 24

/** Lines over days, stepwise as balances move (a burn-down). `xs` are days; every series has a value for each. */
export function Lines({
  xs,
  series,
  show,
  ...frame
}: Frame & { xs: readonly string[]; series: readonly Series[]; show: (value: number) => string }) {
  const t = useText()
  return (
    <ChartFrame
      {...frame}
      table={
        <Table
          caption={frame.caption}
          hideCaption
          rows={xs.map((day, at) => ({ day, at }))}
          rowKey={(row) => row.day}
          columns={[
            { key: 'day', head: { zh: '日期', en: 'Day' }, cell: (row) => row.day },
            ...series.map((one) => ({
              key: one.key,
              head: one.label,
              unit: frame.unit,
              right: true,
              cell: (row: { at: number }) => show(one.values[row.at] ?? 0),
            })),
          ]}
        />
      }
    >
      <Drawing label={t(frame.caption)} xs={xs} series={series} show={show} />
      <ul className="x-legend">
        {series.map((one) => (
          <li key={one.key}>
            <span
              className={`x-swatch x-swatch-line${one.dash ? ' x-swatch-dash' : ''}`}
              style={{ borderColor: one.colour }}
            />
            {t(one.label)} <span className="x-legend-value">{show(one.values.at(-1) ?? 0)}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  )
}

type DrawingProps = {
  label: string
  xs: readonly string[]
  series: readonly Series[]
  show: (value: number) => string
}

function Drawing({ label, xs, series, show }: DrawingProps) {
  const top = niceTop(Math.max(1, ...series.flatMap((one) => one.values)))
  const x = (at: number) => LEFT + ((WIDTH - LEFT - 8) * at) / Math.max(1, xs.length - 1)
  const y = (value: number) => 8 + (HEIGHT - BOTTOM - 8) * (1 - value / top)
  const path = (values: readonly number[]) =>
    values.map((value, at) => (at === 0 ? `M${x(at)} ${y(value)}` : `H${x(at)}V${y(value)}`)).join('')
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * top)
  const last = xs.length - 1
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="x-lines" role="img" aria-label={label}>
      {marks.map((mark) => (
        <g key={mark}>
          <line x1={LEFT} x2={WIDTH - 8} y1={y(mark)} y2={y(mark)} className="x-grid-line" />
          <text x={LEFT - 6} y={y(mark) + 4} textAnchor="end">
            {show(mark)}
          </text>
        </g>
      ))}
      {[0, Math.floor(last / 2), last].filter(unique).map((at) => (
        <text
          key={at}
          x={x(at)}
          y={HEIGHT - 6}
          textAnchor={at === 0 ? 'start' : at === last ? 'end' : 'middle'}
        >
          {xs[at]}
        </text>
      ))}
      {series.map((one) => (
        <path
          key={one.key}
          d={path(one.values)}
          style={{ stroke: one.colour }}
          strokeDasharray={one.dash ? '6 4' : undefined}
        />
      ))}
    </svg>
  )
}

const unique = (value: number, at: number, all: readonly number[]) => value >= 0 && all.indexOf(value) === at

/** The next 1, 2, 2.5 or 5 × 10ⁿ. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= value) ?? 10
  return step * power
}
