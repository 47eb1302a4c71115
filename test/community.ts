import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import {
  authorityAt,
  type Founding,
  foundOrganisation,
  makeUscc,
  recordFact,
} from '#platform/directory/index.ts'
import { actorOfUser, insertMembership, insertUser, type MemberRole } from '#platform/identity/index.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { cases } from '#platform/cases/browser.ts'
import type { TestNode } from './node.ts'

export const HEBEI = '130000'
export const LANGFANG = '131000'
export const ANCI = '131002'
export const SCHEME = 'hebei-provincial-voucher'

/** Counts names and codes; a program that starts again on the same data (chaos) begins behind those it used. */
let count = Number(process.env.XIECHUANG_TEST_COUNT ?? 0)

/** Somebody with a real account and role; actors are read anew for each call, as a request would. */
export type Who = { userId: string; organisationId: string }

export async function person(
  tx: Tx,
  organisationId: string,
  name: string,
  roles: MemberRole[],
  from: Temporal.Instant,
): Promise<Who> {
  const userId = await insertUser(tx, { name, email: `person-${++count}@example.test` })
  for (const role of roles) await insertMembership(tx, { userId, organisationId, role, from })
  return { userId, organisationId }
}

export async function organisation(
  tx: Tx,
  founding: Omit<Founding, 'uscc'>,
  now: Temporal.Instant,
): Promise<string> {
  const lead = founding.kind === 'institute' ? '12' : '91'
  const uscc =
    founding.kind === 'team' || founding.hostId ? null : makeUscc(founding.regionCode, ++count, lead)
  const id = await foundOrganisation(tx, { status: 'verified', ...founding, uscc }, now)
  if (!id) throw new Error(`${founding.name}: its code is taken`)
  return id
}

/** A firm whose confirmed facts meet the Hebei rulebooks. */
export async function fitFirm(tx: Tx, name: string, now: Temporal.Instant, regionCode = ANCI) {
  const id = await organisation(tx, { kind: 'enterprise', name, regionCode }, now)
  const year = dayOf(now).year - 1
  const facts = [
    { key: 'staff', value: 86, year },
    { key: 'revenueFen', value: '4200000000', year },
    { key: 'rdSpendFen', value: '210000000', year },
    { key: 'ipClassI', value: 2 },
    { key: 'smeProvincial', value: { number: '冀科企2025-0001', validTo: `${year + 3}-12-31` } },
    {
      key: 'bankAccount',
      value: { name, bank: '示例银行廊坊支行', number: String(6222_0000_0000_0000 + ++count) },
    },
  ] as const
  for (const fact of facts) await recordFact(tx, { organisationId: id, source: '示例登记', ...fact }, now)
  const owner = await person(tx, id, `${name}负责人`, ['applicant_owner'], now)
  const clerk = await person(tx, id, `${name}经办人`, ['applicant_clerk'], now)
  return { id, name, owner, clerk }
}

/** Everybody the voucher story needs, on a whole node with the pack's own authorities. */
export async function makeCommunity(node: TestNode) {
  const now = node.clock.now()
  const made = await node.database.db.transaction().execute(async (tx) => {
    const desk = async (region: string) => {
      const { id, name } = await authorityAt(tx, region)
      const one = (role: MemberRole) => person(tx, id, `${name}${role}`, [role], now)
      return {
        id,
        reviewer: await one('reviewer'),
        second: await one('reviewer'),
        director: await one('director'),
        finance: await one('finance'),
        preparer: await one('preparer'),
        approver: await one('approver'),
        auditor: await one('auditor'),
      }
    }
    const universityId = await organisation(
      tx,
      { kind: 'institute', name: '津海示例大学', regionCode: '120104' },
      now,
    )
    const labId = await organisation(
      tx,
      { kind: 'institute', name: '精密检测开放实验室', regionCode: '120104', hostId: universityId },
      now,
    )
    return {
      firm: await fitFirm(tx, '廊坊示例精密机械有限公司', now),
      county: await desk(ANCI),
      city: await desk(LANGFANG),
      province: await desk(HEBEI),
      university: { id: universityId },
      lab: {
        id: labId,
        owner: await person(tx, labId, '实验室负责人', ['provider_owner'], now),
        clerk: await person(tx, labId, '实验室经办人', ['provider_clerk'], now),
      },
    }
  })
  const as = async (who: Who): Promise<{ actor: Actor }> => ({
    actor: await actorOfUser(node.database.db, who.userId, node.clock.now()),
  })
  return { ...made, as, node }
}

export type Community = Awaited<ReturnType<typeof makeCommunity>>

/** A budget of this year with money released. */
export async function openBudget(
  { node, as, province }: Community,
  allottedFen: bigint,
  releasedFen = allottedFen,
): Promise<string> {
  const finance = await as(province.finance)
  const year = dayOf(node.clock.now()).year
  const { id } = await node.call(vouchers.openBudget, { body: { scheme: SCHEME, year } }, finance)
  await node.call(
    vouchers.allot,
    { params: { id }, body: { amountFen: allottedFen, from: 'appropriation', reason: '年度预算下达' } },
    finance,
  )
  if (releasedFen > 0n)
    await node.call(
      vouchers.release,
      { params: { id }, body: { amountFen: releasedFen, reason: '第一批额度' } },
      finance,
    )
  return id
}

export const claimBody = {
  scheme: SCHEME,
  service: 'testing',
  crossRegion: true,
  purpose: '主轴轴承寿命不稳定，需做扫描电镜分析',
  contractFen: 20_000_000n,
  amountFen: 8_000_000n,
} as const

/** Files a claim and takes it through both reviews. */
export async function claimAndPass(
  community: Community,
  who: Who,
  body: Partial<Record<keyof typeof claimBody, unknown>> = {},
) {
  const { node, as } = community
  const { caseId } = await node.call(
    vouchers.fileClaim,
    { body: { ...claimBody, ...body } as never },
    await as(who),
  )
  await pass(community, caseId, community.county.reviewer)
  await pass(community, caseId, community.city.reviewer)
  return caseId
}

export async function pass({ node, as }: Community, caseId: string, who: Who) {
  await node.call(cases.act, { params: { id: caseId, action: 'take' }, body: {} }, await as(who))
  return node.call(
    cases.act,
    { params: { id: caseId, action: 'pass' }, body: { reason: '材料齐全，符合条件' } },
    await as(who),
  )
}

/** The lab is in the list of mutually recognised open labs from a day. */
export async function admitLab(
  { node, as, province, university }: Community,
  from: string,
  list = 'jingjinji-voucher-agreement',
) {
  const host = await node.database.db
    .selectFrom('organisationCard')
    .select(['uscc', 'name'])
    .where('id', '=', university.id)
    .executeTakeFirstOrThrow()
  const row = {
    name: '精密检测开放实验室',
    hostUscc: host.uscc,
    hostName: host.name,
    regionCode: '120104',
    providerClass: 'recognised_open_lab',
    from,
  }
  return node.call(
    directory.importProviders,
    { body: { list, batch: '第一批', rows: [row] } } as never,
    await as(province.director),
  )
}
