import { dayOf } from '#core/time.ts'
import { directory } from '#platform/directory/browser.ts'
import { authorityAt } from '#platform/directory/index.ts'
import { ANCI, type Cast, HEBEI, LANGFANG, SHIJIAZHUANG, YUHUA } from './cast.ts'
import { type LabPlan, planLabs } from './labs.ts'
import { codes, makeOfficer, makeOrganisation, makePerson, recordFirm } from './people.ts'
import type { Player, Who } from './player.ts'
import { type Buyer, type Provider, SCHEME } from './steps.ts'
import type { Story } from './story.ts'
import type { FirmPlan, VolumePlan } from './volume-plan.ts'
import type { Region } from '#platform/directory/index.ts'

export type VolumeFirm = Buyer & { owner: Who; county: Who; city: Who }
export type VolumeLab = Provider & { province: string }

const FIRMS_AT_ONCE = 20
const LABS_AT_ONCE = 60

/** The laboratories of the agreement, each side's by its own department, and clerks for those that will be asked. */
export async function bringLabs(
  p: Player,
  cast: Cast,
  story: Story,
  regions: readonly Region[],
  at: Temporal.Instant,
  most = Infinity,
): Promise<VolumeLab[]> {
  const all = planLabs(story, regions)
  const plans = all.filter((plan, no) => no < most || plan.serves)
  const desks: Record<string, Who> = {
    110000: cast.desk.beijing,
    120000: cast.desk.tianjin,
    130000: cast.desk.director,
  }
  for (const [province, own] of Map.groupBy(plans, (plan) => plan.province)) {
    for (let from = 0; from < own.length; from += LABS_AT_ONCE) {
      const rows = own.slice(from, from + LABS_AT_ONCE).map(({ name, hostName, hostUscc, regionCode }) => ({
        ...{ name, hostName, hostUscc, regionCode },
        ...{ providerClass: 'recognised_open_lab', from: story.providers.from },
      }))
      const body = { list: 'jingjinji-voucher-agreement', batch: story.providers.batch, rows }
      await p.call(
        `labs/${province}/${from}`,
        directory.importProviders,
        { body },
        desks[province] as Who,
        at,
      )
    }
  }
  await bringHosts(p, cast, story, plans, at)
  return p.system('labs/clerks', at, (ctx) =>
    clerksOf(
      ctx,
      story,
      plans.filter((plan) => plan.serves),
    ),
  )
}

/** At home the provincial library counts, not the agreement: Hebei's universities stand in it with their laboratories. */
async function bringHosts(
  p: Player,
  { desk }: Cast,
  { providers }: Story,
  plans: readonly LabPlan[],
  at: Temporal.Instant,
): Promise<void> {
  const hosts = new Map(plans.filter((plan) => plan.province === HEBEI).map((plan) => [plan.hostUscc, plan]))
  const rows = [...hosts.values()].map(({ hostName, hostUscc, regionCode }) => ({
    ...{ name: hostName, uscc: hostUscc, regionCode },
    ...{ providerClass: 'backbone_university', from: providers.from },
  }))
  const body = { list: SCHEME, batch: '省级骨干高校（示例）', rows }
  await p.call('labs/hosts', directory.importProviders, { body }, desk.director, at)
}

type Ctx = Parameters<Parameters<Player['system']>[2]>[0]

async function clerksOf(
  { tx, event, now }: Ctx,
  story: Story,
  plans: readonly LabPlan[],
): Promise<VolumeLab[]> {
  const labs: VolumeLab[] = []
  for (const [no, { name, hostName, hostUscc, province }] of plans.entries()) {
    const { id } = await tx
      .selectFrom('organisationCard as lab')
      .innerJoin('organisationCard as host', 'host.id', 'lab.hostId')
      .select('lab.id')
      .where('lab.name', '=', name)
      .where('host.uscc', '=', hostUscc)
      .$narrowType<{ id: string }>()
      .executeTakeFirstOrThrow()
    await makePerson(tx, story, {
      key: `lab-owner-${no}`,
      organisationId: id,
      roles: ['provider_owner'],
      at: now,
    })
    const clerk = await makePerson(tx, story, {
      key: `lab-clerk-${no}`,
      organisationId: id,
      roles: ['provider_clerk'],
      at: now,
    })
    labs.push({ id, name, province, host: { name: hostName, uscc: hostUscc }, clerk })
  }
  const { id } = await authorityAt(tx, HEBEI)
  event({ subject: { kind: 'organisation', id }, changes: { demo: 'labs' } })
  return labs
}

/** A reviewer at the desk of every county and city that has firms; where the told story has one, that one. */
export async function bringOfficers(
  p: Player,
  cast: Cast,
  story: Story,
  { counties, cities }: VolumePlan,
  at: Temporal.Instant,
) {
  const { desk } = cast
  const told: Record<string, Who> = {
    [ANCI]: desk.county,
    [LANGFANG]: desk.city,
    [YUHUA]: desk.shijiazhuangCounty,
    [SHIJIAZHUANG]: desk.shijiazhuangCity,
  }
  const wanted = [...counties, ...cities].filter((region) => !told[region])
  const made = await p.system('officers', at, async ({ tx, event, now }) => {
    const officers: Record<string, Who> = {}
    for (const region of wanted)
      officers[region] = await makeOfficer(tx, story, {
        key: `officer-${region}`,
        region,
        roles: ['reviewer'],
        at: now,
      })
    const { id } = await authorityAt(tx, HEBEI)
    event({ subject: { kind: 'organisation', id }, changes: { demo: 'officers' } })
    return officers
  })
  return { ...made, ...told }
}

/** The firms with an owner, a clerk and what the registers say of them. */
export async function bringFirms(
  p: Player,
  story: Story,
  plan: VolumePlan,
  officers: Record<string, Who>,
  at: Temporal.Instant,
): Promise<VolumeFirm[]> {
  const firms: VolumeFirm[] = []
  for (let from = 0; from < plan.firms.length; from += FIRMS_AT_ONCE) {
    const some = plan.firms.slice(from, from + FIRMS_AT_ONCE)
    const made = await p.system(`firms/${from}`, at, (ctx) => makeFirms(ctx, story, some, from))
    for (const [no, firm] of made.entries()) {
      const { regionCode, cityCode } = some[no] as FirmPlan
      firms.push({ ...firm, county: officers[regionCode] as Who, city: officers[cityCode] as Who })
    }
  }
  return firms
}

async function makeFirms(
  { tx, event, now: at }: Ctx,
  story: Story,
  plans: readonly FirmPlan[],
  from: number,
) {
  const made: (Buyer & { owner: Who })[] = []
  const first = dayOf(at).year - 1
  for (const [index, plan] of plans.entries()) {
    const no = from + index
    const firm = await makeOrganisation(
      tx,
      { kind: 'enterprise', name: plan.name, regionCode: plan.regionCode, code: codes.firms + no },
      at,
    )
    const account = `62290000${String(no).padStart(8, '0')}`
    await recordFirm(tx, firm, { ...plan, account }, [first, first + 1, first + 2], at)
    const person = (role: 'applicant_owner' | 'applicant_clerk') =>
      makePerson(tx, story, { key: `${role}-${no}`, organisationId: firm.id, roles: [role], at })
    const owner = await person('applicant_owner')
    made.push({
      id: firm.id,
      name: firm.name,
      uscc: firm.uscc,
      owner,
      clerk: await person('applicant_clerk'),
    })
    event({ subject: { kind: 'organisation', id: firm.id }, changes: { demo: 'firm' } })
  }
  return made
}
