import type { Tx } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import {
  authorityAt,
  type FactKey,
  type Founding,
  foundOrganisation,
  makeUscc,
  recordFact,
} from '#platform/directory/index.ts'
import { insertMembership, insertUser, type MemberRole } from '#platform/identity/index.ts'
import { addressOf, personName } from './names.ts'
import type { Who } from './player.ts'
import { randomOf } from './random.ts'
import type { Story } from './story.ts'

export type Organisation = { id: string; name: string; uscc: string | null; regionCode: string }

/** Numbers of credit codes, so that no two parts of the story take the same. */
export const codes = { cast: 800_000, hosts: 810_000, firms: 820_000 } as const

type New = Omit<Founding, 'uscc'> & { code: number | null; lead?: string }

export async function makeOrganisation(
  tx: Tx,
  { code, lead, ...founding }: New,
  at: Temporal.Instant,
): Promise<Organisation> {
  const uscc = code === null ? null : makeUscc(founding.regionCode, code, lead)
  const id = await foundOrganisation(tx, { status: 'verified', ...founding, uscc }, at)
  if (!id) throw new Error(`${founding.name}: its code or name is taken`)
  return { id, name: founding.name, uscc, regionCode: founding.regionCode }
}

/** A person with an account that nobody knows a password of. */
export async function makePerson(
  tx: Tx,
  story: Story,
  {
    key,
    organisationId,
    roles,
    at,
  }: { key: string; organisationId: string | null; roles: readonly MemberRole[]; at: Temporal.Instant },
): Promise<Who & { name: string }> {
  const name = personName(story, randomOf(`${story.seed}/person/${key}`))
  const userId = await insertUser(tx, { name, email: addressOf(key) })
  for (const role of roles)
    await insertMembership(tx, { userId, organisationId: organisationId as string, role, from: at })
  return { userId, organisationId: organisationId ?? '', name }
}

/** The desk of a region and one person at it. */
export async function makeOfficer(
  tx: Tx,
  story: Story,
  {
    key,
    region,
    roles,
    at,
  }: { key: string; region: string; roles: readonly MemberRole[]; at: Temporal.Instant },
) {
  const { id } = await authorityAt(tx, region)
  return makePerson(tx, story, { key, organisationId: id, roles, at })
}

export type FirmFacts = {
  staff: number
  revenueYuan: number
  rdShareBp: number
  ipClassI: number
  account: string
}

/** Facts from registers: they need no officer, and decide. Yearly ones for each year of the story. */
export async function recordFirm(
  tx: Tx,
  firm: Organisation,
  facts: FirmFacts,
  years: readonly number[],
  at: Temporal.Instant,
) {
  const record = (key: FactKey, value: unknown, source: string, year?: number) =>
    recordFact(
      tx,
      { organisationId: firm.id, key, value, source, ...(year === undefined ? {} : { year }) },
      at,
    )
  for (const [no, year] of years.entries()) {
    const revenueFen = BigInt(Math.round(facts.revenueYuan * 1.06 ** no)) * 100n
    await record('staff', facts.staff + no, '社保登记（示例）', year)
    await record('revenueFen', String(revenueFen), '税务登记（示例）', year)
    await record(
      'rdSpendFen',
      String((revenueFen * BigInt(facts.rdShareBp)) / 10_000n),
      '研发费用归集（示例）',
      year,
    )
  }
  await record('ipClassI', facts.ipClassI, '知识产权登记（示例）')
  const last = `${dayOf(at).year + 5}-12-31`
  await record(
    'smeProvincial',
    { number: `冀科企（示例）${firm.uscc?.slice(9, 16) ?? ''}`, validTo: last },
    '省级认定名单（示例）',
  )
  await recordAccount(tx, firm, facts.account, at)
}

export async function recordAccount(
  tx: Tx,
  firm: Organisation,
  number: string,
  at: Temporal.Instant,
  /** Whose account it is to be: a laboratory is paid on its university's. */
  organisationId = firm.id,
): Promise<void> {
  const value = { name: firm.name, bank: '示例银行营业部', number }
  await recordFact(tx, { organisationId, key: 'bankAccount', value, source: '开户行核验（示例）' }, at)
}
