import type { Text } from '#core/text.ts'
import { directory } from '#platform/directory/browser.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Field, Lookup } from '#web/kit/index.ts'
import type { ChosenProvider } from './ordering.ts'

const said = {
  label: { zh: '服务机构', en: 'Provider' },
  hint: {
    zh: '按机构或依托单位名称查找。跨省市使用限互认开放实验室，名录中注明。',
    en: 'Search by the name of the provider or its host. Across provinces only recognised open labs are paid for; they are marked.',
  },
  recognised: { zh: '互认开放实验室', en: 'recognised open lab' },
  from: { zh: '{day} 入库', en: 'admitted {day}' },
} as const satisfies Record<string, Text>

/** One provider of the library, found by typing. */
export function ProviderLookup({
  service,
  value,
  onChange,
}: {
  service: string
  value: ChosenProvider | null
  onChange: (provider: ChosenProvider | null) => void
}) {
  const t = useText()
  const find = async (typed: string) => {
    const { rows } = await call(directory.providers, {
      query: { q: typed, limit: 30, ...(service && { service }) },
    })
    const seen = new Set<string>()
    return rows
      .filter((row) => !seen.has(row.organisation.id) && seen.add(row.organisation.id))
      .map((row) => ({
        key: row.organisation.id,
        value: row.organisation,
        label: row.organisation.name,
        hint: [
          row.host?.name,
          t(row.regionName),
          row.providerClass === 'recognised_open_lab' ? t(said.recognised) : null,
          t(said.from, { day: row.from }),
        ]
          .filter(Boolean)
          .join(' · '),
      }))
  }
  return (
    <Field name="providerId" label={said.label} hint={t(said.hint)} required>
      <Lookup shown={value?.name ?? ''} find={find} onChoose={(found) => onChange(found?.value ?? null)} />
    </Field>
  )
}
