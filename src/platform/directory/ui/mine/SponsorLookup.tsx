import { call } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Lookup } from '#web/kit/index.ts'
import { directory } from '../../contract.ts'

export type Sponsor = { id: string; name: string }

/** Finds a verified incubator by a part of its name. */
export function SponsorLookup({
  sponsor,
  onChoose,
}: {
  sponsor: Sponsor | null
  onChoose: (sponsor: Sponsor | null) => void
}) {
  const t = useText()
  const find = async (typed: string) => {
    const { rows } = await call(directory.incubators, { query: { q: typed } })
    return rows.map((row) => ({ key: row.id, value: row, label: row.name, hint: t(row.regionName) }))
  }
  return (
    <Lookup
      shown={sponsor?.name ?? ''}
      find={find}
      onChoose={(found) => onChoose(found && { id: found.value.id, name: found.value.name })}
    />
  )
}
