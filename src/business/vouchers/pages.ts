import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf } from '#core/time.ts'
import { holds } from '#platform/ledger/index.ts'
import { findClaim } from './claims.store.ts'
import { listRulebooks, rulebookById } from './rulebooks.store.ts'
import { listAgreements } from './agreements.store.ts'
import type { Rulebook } from './rulebook.ts'
import { findVoucher } from './vouchers.store.ts'

/** Every published version of every scheme, newest first within a scheme, and the agreements between regions. */
export async function publicRulebooks(db: Reader, now: Temporal.Instant) {
  const rows = await listRulebooks(db)
  return {
    rows: rows.map((row) => {
      const { title, summary } = row.document as unknown as Rulebook
      return { ...row, schemeTitle: row.schemeTitle as Text, title, summary }
    }),
    agreements: await listAgreements(db),
    today: dayOf(now),
  }
}

/** A voucher with its money: reserved, redeemed in parts, given back. */
export async function voucherPage(ctx: QueryCtx, id: string) {
  const voucher = (await findVoucher(ctx.db, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise(voucher)
  // Noted on the claim: that is what its firm once filed, and is told about.
  ctx.looked({ kind: 'case', id: voucher.claimId })
  const book = await rulebookById(ctx.db, voucher.rulebookId)
  const claim = await findClaim(ctx.db, voucher.claimId)
  const [hold] = await holds(ctx.db, { id: voucher.holdId })
  if (!hold) throw new Error(`voucher ${voucher.number} has no reservation in the ledger`)
  const subject = { organisationId: voucher.organisationId, regionPath: voucher.regionPath }
  return {
    ...voucher,
    claimNumber: claim?.number ?? '',
    rulebookTitle: book.title,
    redeemedFen: hold.postedFen,
    returnedFen: hold.releasedFen,
    abilities: ['voucher.giveBack', 'redemption.file', 'order.propose'].filter((permission) =>
      ctx.may(permission, subject),
    ),
  }
}
