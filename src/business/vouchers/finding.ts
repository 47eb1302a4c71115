import { visible } from '#core/policy.ts'
import { holdsAll, wordsOf } from '#core/words.ts'
import { nearestFirst } from '#platform/directory/index.ts'
import { registerSearch } from '#platform/search/index.ts'
import { agreementsOnRecord } from './agreements.store.ts'
import { VOUCHER_STATUS } from './contract.ts'
import type { Rulebook } from './rulebook.ts'
import { listRulebooks } from './rulebooks.store.ts'
import { listVouchers } from './vouchers.store.ts'
import { SERVICE_KINDS } from './words.ts'
import type { Text } from '#core/text.ts'

registerSearch('rulebook', {
  label: { zh: '办法和协议', en: 'Rulebooks and agreements' },
  order: 20,
  allow: 'rulebook.read',
  all: () => '/rulebooks',
  find: async ({ db, actor }, q, limit) => {
    const words = wordsOf(q)
    const holds = (...texts: Text[]) => holdsAll(words, ...texts.flatMap(({ zh, en }) => [zh, en]))
    const nearest = nearestFirst(actor.regionCode)
    const books = (await listRulebooks(db))
      .toSorted((one, other) => nearest(one.authorityRegion, other.authorityRegion))
      .map(({ id, schemeTitle, document }) => {
        const { title, services } = document as unknown as Rulebook
        const kinds = services.map(({ kind }) => SERVICE_KINDS[kind])
        const note = { zh: kinds.map(({ zh }) => zh).join('、'), en: kinds.map(({ en }) => en).join(', ') }
        return { at: `/rulebooks/${id}`, title, note, scheme: schemeTitle as Text }
      })
      .filter(({ title, note, scheme }) => holds(title, scheme, note))
    const agreements = (await agreementsOnRecord(db))
      .filter(({ title }) => holds(title))
      .map(({ id, title }) => ({
        at: `/agreements/${id}`,
        title,
        note: { zh: '跨区域协议', en: 'Agreement' },
      }))
    return [...books, ...agreements].slice(0, limit)
  },
})

registerSearch('voucher', {
  label: { zh: '科技创新券', en: 'Vouchers' },
  order: 2,
  allow: 'voucher.read',
  find: async ({ db, actor }, q, limit) => {
    const columns = { organisationId: 'voucher.organisationId', regionPath: 'voucher.regionPath' }
    const seen = visible(actor, 'voucher.read', columns)
    const found = await listVouchers(db, { q, visible: seen, limit })
    return found.slice(0, limit).map(({ id, number, organisationName, serviceKind, status }) => ({
      at: `/vouchers/${id}`,
      title: { zh: `${number} ${organisationName}`, en: `${number} ${organisationName}` },
      note: {
        zh: `${SERVICE_KINDS[serviceKind].zh} · ${VOUCHER_STATUS[status].zh}`,
        en: `${SERVICE_KINDS[serviceKind].en} · ${VOUCHER_STATUS[status].en}`,
      },
    }))
  },
})
