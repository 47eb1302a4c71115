import { authorityAt } from '#platform/directory/index.ts'
import type { BinhaiScene, Place } from './binhai.ts'
import { person, type Who } from './community.ts'

/** The schemes besides Hebei's: who reviews a claim before the authority (`county`), how often a request is reviewed, who is paid. */
export type SchemePlace = Place & { county?: string; reviews: number; payee: 'firm' | 'lab' }

const account = {
  key: 'bankAccount',
  value: { name: '示例企业', bank: '示例银行', number: '6222000033334444' },
} as const
export const PLACES = {
  Shijiazhuang: {
    ...{ region: '130100', scheme: 'shijiazhuang-voucher', firmRegion: '130108', labRegion: '130104' },
    ...{ providerClass: 'listed_provider', county: '130108', reviews: 1, payee: 'firm' },
    facts: [
      account,
      { key: 'revenueFen', value: '1800000000', year: 2025 },
      { key: 'smeProvincial', value: { number: '冀科企2024-0009', validTo: '2028-12-31' } },
    ],
  },
  Beijing: {
    ...{ region: '110000', scheme: 'beijing-voucher', firmRegion: '110108', labRegion: '110108' },
    ...{ providerClass: 'key_lab', reviews: 1, payee: 'lab' },
    facts: [account, { key: 'smallOrMicro', value: true }],
  },
  Binhai: {
    ...{ region: '120116', scheme: 'binhai-voucher', firmRegion: '120116', labRegion: '120104' },
    ...{ providerClass: 'listed_provider', reviews: 2, payee: 'firm', service: 'pilot_production' },
    facts: [account],
  },
  /** By the rules of 2024 the provider redeems, in a window. */
  'Binhai in 2024': {
    ...{ region: '120116', scheme: 'binhai-voucher', firmRegion: '120116', labRegion: '120104' },
    ...{ providerClass: 'listed_provider', reviews: 2, payee: 'lab' },
    facts: [],
  },
} satisfies Record<string, SchemePlace>

export const countyReviewer = ({ node }: Pick<BinhaiScene, 'node'>, region: string): Promise<Who> =>
  node.database.db.transaction().execute(async (tx) => {
    const { id } = await authorityAt(tx, region)
    return person(tx, id, '县级审核人', ['reviewer'], node.clock.now())
  })
