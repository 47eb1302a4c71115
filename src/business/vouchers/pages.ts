import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf } from '#core/time.ts'
import { nearestFirst } from '#platform/directory/index.ts'
import { holds } from '#platform/ledger/index.ts'
import { findClaim } from './claims.store.ts'
import { periodsAssumed } from './periods.ts'
import { listRulebooks, rulebookById } from './rulebooks.store.ts'
import { listAgreements } from './agreements.store.ts'
import type { Rulebook } from './rulebook.ts'
import { findVoucher } from './vouchers.store.ts'

/** Every published version of every scheme, the reader’s own first, newest first within one, and the agreements between regions. */
export async function publicRulebooks({ db, now, actor }: QueryCtx) {
  const rows = await listRulebooks(db)
  const nearest = nearestFirst(actor.regionCode)
  const sorted = rows.toSorted((one, other) => nearest(one.authorityRegion, other.authorityRegion))
  return {
    rows: sorted.map((row) => {
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
    assumed: periodsAssumed(book, voucher.validFrom.toString()),
    redeemedFen: hold.postedFen,
    returnedFen: hold.releasedFen,
    abilities: ['voucher.giveBack', 'redemption.file', 'order.propose'].filter((permission) =>
      ctx.may(permission, subject),
    ),
  }
}
