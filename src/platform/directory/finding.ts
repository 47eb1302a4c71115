import { registerSearch } from '#platform/search/index.ts'
import { dayOf } from '#core/time.ts'
import { holdsAll, wordsOf } from '#core/words.ts'
import { searchProviders } from './providers.ts'
import { fullNameOf, regionsAt } from './regions.ts'
import { readRegions } from './regions.store.ts'

/** What a search finds in the directory: providers that are admitted today, and regions, which lead to their providers. */
registerSearch('provider', {
  label: { zh: '服务机构', en: 'Providers' },
  order: 10,
  allow: 'provider.read',
  all: (q) => `/providers?q=${encodeURIComponent(q)}`,
  find: async (seeker, q, limit) => {
    // A provider stands in several lists: one hit, told by its first admission.
    const { rows } = await searchProviders(seeker, { q, limit: limit * 4, all: false })
    const byProvider = new Map(rows.toReversed().map((row) => [row.organisation.id, row]))
    return [...byProvider.values()]
      .toReversed()
      .slice(0, limit)
      .map(({ organisation, host, regionName, names }) => ({
        at: `/providers/${organisation.id}`,
        title: { zh: organisation.name, en: organisation.name },
        note: {
          zh: [host?.name, regionName.zh, names.providerClass.zh].filter(Boolean).join(' · '),
          en: [host?.name, regionName.en, names.providerClass.en].filter(Boolean).join(' · '),
        },
      }))
  },
})

registerSearch('region', {
  label: { zh: '地区', en: 'Regions' },
  order: 50,
  allow: 'region.read',
  find: async ({ db, now }, q, limit) => {
    const day = dayOf(now).toString()
    const regions = await readRegions(db)
    const words = wordsOf(q)
    return regionsAt(regions, day)
      .filter(({ code, name }) =>
        words.every((word) => code.startsWith(word) || holdsAll([word], name.zh, name.en)),
      )
      .sort((one, other) => (one.code < other.code ? -1 : 1))
      .slice(0, limit)
      .map(({ code }) => ({
        at: `/providers?region=${code}`,
        title: fullNameOf(regions, code, day),
        note: { zh: `${code} · 该地区的服务机构`, en: `${code} · its providers` },
      }))
  },
})
