import type { Reader } from '#core/db.ts'
import type { FeedEvent } from '#core/jobs.ts'
import type { Told } from '#platform/notices/index.ts'
import type { Say } from './texts.ts'

type Changes = { conflict?: string; status?: 'open' | 'kept' | 'corrected'; reason?: string }

/** Another version of an invoice: who holds it and who claims it hear of it, and the bureau that decides. */
export async function ofInvoice(db: Reader, { subjectId, changes }: FeedEvent): Promise<Told[]> {
  const { conflict, status, reason = '' } = changes as Changes
  if (!conflict || !status) return []
  const found = await db
    .selectFrom('invoiceConflict as c')
    .innerJoin('invoice as i', 'i.id', 'c.invoiceId')
    .select(['c.claimedBy', 'c.regionPath', 'i.code', 'i.number'])
    .where('c.id', '=', conflict)
    .executeTakeFirst()
  if (!found) return []
  const subject = { kind: 'invoice', id: subjectId }
  const number = `${found.code} ${found.number}`.trim()
  const parties = (await holdersOf(db, subjectId, found.claimedBy)).map(
    (organisationId): Told => ({ to: { organisationId }, text: says[status](number, reason), subject }),
  )
  if (status !== 'open') return parties
  const bureaus = await decidersOf(db, found.regionPath)
  const desk = { kind: 'invoice_conflict', id: conflict }
  const asked = bureaus.map(
    (organisationId): Told => ({
      to: { organisationId, role: 'reviewer' },
      text: waits(number),
      subject: desk,
    }),
  )
  return [...parties, ...asked]
}

async function holdersOf(db: Reader, invoiceId: string, claimedBy: string): Promise<string[]> {
  const rows = await db
    .selectFrom('invoiceHolder')
    .select('organisationId')
    .where('invoiceId', '=', invoiceId)
    .execute()
  return [...new Set([...rows.map(({ organisationId }) => organisationId), claimedBy])]
}

/** The bureau nearest to the buyer. */
async function decidersOf(db: Reader, path: readonly string[]): Promise<string[]> {
  const nearest = path.at(-1)
  if (!nearest) return []
  const rows = await db
    .selectFrom('organisationCard')
    .select('id')
    .where('kind', '=', 'authority')
    .where('regionCode', '=', nearest)
    .execute()
  return rows.flatMap(({ id }) => id ?? [])
}

const says: Record<'open' | 'kept' | 'corrected', (number: string, reason: string) => Say> = {
  open: (number) => ({
    title: { zh: `发票 ${number} 有两个版本，待裁定`, en: `Invoice ${number} has two versions` },
    body: {
      zh: '该发票登记了不同的内容，由购买方所在地的科技主管部门核对票面后裁定。裁定前不能用于新的申请，在办的兑付暂停。请核对本单位所持票面。',
      en: 'It was registered with different contents; the authority of the buyer’s region decides by the papers. Until then it carries no new request, and running ones wait. Check the paper you hold.',
    },
  }),
  kept: (number, reason) => ({
    title: { zh: `发票 ${number}：维持原登记`, en: `Invoice ${number}: the registered version stands` },
    body: {
      zh: `理由：${reason}。该发票恢复可用；票面确有不同的，请持开票方证明联系裁定部门。`,
      en: `Reason: ${reason}. It can be used again; if your paper does differ, bring the seller’s statement to the authority.`,
    },
  }),
  corrected: (number, reason) => ({
    title: { zh: `发票 ${number}：已按另一版本更正`, en: `Invoice ${number} was corrected` },
    body: {
      zh: `理由：${reason}。请核对更正后的内容；已提交该发票的申请以更正后的金额为准。`,
      en: `Reason: ${reason}. Check what it says now; requests that present it go by the corrected amounts.`,
    },
  }),
}

const waits = (number: string): Say => ({
  title: { zh: `发票 ${number} 的版本冲突待裁定`, en: `Decide which version of invoice ${number} stands` },
  body: {
    zh: '请在“发票冲突”中对照两个版本的票面文件作出裁定。',
    en: 'Compare the two papers under “Invoices in two versions” and decide.',
  },
})
