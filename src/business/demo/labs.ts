import type { Region } from '#platform/directory/index.ts'
import { makeUscc } from '#platform/directory/index.ts'
import { codes } from './people.ts'
import type { Story } from './story.ts'

export type LabPlan = {
  name: string
  hostName: string
  hostUscc: string
  regionCode: string
  province: string
  serves: boolean
}

/** Of the agreement's 753 laboratories; the two that the story names are among them. */
export const OPEN_LABS: Record<string, { labs: number; told: number; serving: number }> = {
  110000: { labs: 427, told: 1, serving: 18 },
  120000: { labs: 238, told: 1, serving: 18 },
  130000: { labs: 88, told: 0, serving: 10 },
}
const LABS_OF_A_HOST = 9
const PLACES = 8

/** Fictitious laboratories, each a unit of a fictitious university or institute. */
export function planLabs({ providers }: Story, regions: readonly Region[]): LabPlan[] {
  return Object.entries(OPEN_LABS).flatMap(([province, { labs, told, serving }], at) => {
    const places = countiesOf(regions, province)
    const words = providers.hosts[province] ?? []
    return Array.from({ length: labs - told }, (_, no) => {
      const hostNo = Math.floor(no / LABS_OF_A_HOST)
      const kind = providers.hostKinds[Math.floor(hostNo / words.length) % providers.hostKinds.length]
      const regionCode = places[hostNo % places.length] as string
      return {
        name: `${providers.fields[(no * 5 + hostNo) % providers.fields.length]}开放实验室（示例）`,
        hostName: `${words[hostNo % words.length]}示例${kind}`,
        hostUscc: makeUscc(regionCode, codes.hosts + at * 1_000 + hostNo, '12'),
        ...{ regionCode, province },
        serves: no % Math.floor((labs - told) / serving) === 0,
      }
    })
  })
}

function countiesOf(regions: readonly Region[], province: string): string[] {
  const own = regions.filter(
    (one) => one.level === 'county' && one.kind === 'unit' && one.code.startsWith(province.slice(0, 2)),
  )
  const codesOf = own.map((one) => one.code).sort()
  return Array.from(
    { length: PLACES },
    (_, at) => codesOf[Math.floor((at * codesOf.length) / PLACES)] as string,
  )
}
