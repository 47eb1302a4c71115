import type { Text } from '#core/text.ts'
import { Row, Select } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { type RegionRow, useRegions } from './useRulebooks.ts'

const said = {
  province: { zh: '省、直辖市', en: 'Province or municipality' },
  city: { zh: '市、区', en: 'City or district' },
  county: { zh: '县、区', en: 'County or district' },
  any: { zh: '不限', en: 'Any' },
} as const satisfies Record<string, Text>

const steps = ['province', 'city', 'county'] as const

/** A region by its ancestors, province first; answers the path of codes, null for none. */
export function RegionSelect({
  value,
  onChange,
  what,
}: {
  value: readonly string[]
  onChange: (path: string[] | null) => void
  /** What the region is of, said before each part for screen readers. */
  what: Text
}) {
  const t = useText()
  const { rows } = useRegions()
  const parts = steps.slice(0, value.length + 1)
  return (
    <Row>
      {parts.map((part, at) => {
        const choices = below(rows, value.slice(0, at))
        if (choices.length === 0) return null
        return (
          <Select
            key={part}
            label={`${t(what)} · ${t(said[part])}`}
            value={value[at] ?? ''}
            none={at === 0 ? said[part] : said.any}
            options={choices.map((row) => ({ value: row.code, label: row.name }))}
            onChange={(code) => {
              const path = code ? [...value.slice(0, at), code] : value.slice(0, at)
              onChange(path.length > 0 ? path : null)
            }}
          />
        )
      })}
    </Row>
  )
}

/** The regions one step below a path. */
function below(rows: readonly RegionRow[], path: readonly string[]): RegionRow[] {
  return rows.filter(
    (row) => row.path.length === path.length + 1 && path.every((code, at) => row.path[at] === code),
  )
}
