import { pageOf } from '#core/page.ts'
import { coreRefusals } from '#core/refusal.ts'
import { type Handlers, type Lanes, module } from '#core/module.ts'
import { allot, closeYear, cut, freeze, openBudget, release, takeBack, unfreeze } from './budgets.ts'
import { ownBars } from './bars.ts'
import { checkOfClaim, fileClaim, papersOfClaim, previewClaim } from './claims.ts'
import { listClaims } from './claims.store.ts'
import { vouchers } from './contract.ts'
import { giveBack } from './endings.ts'
import { laneOf } from './issue.ts'
import './finding.ts'
import './history.ts'
import { voucherLists } from './lists.ts'
import { publicRulebooks, voucherPage } from './pages.ts'
import { findVoucher, listVouchers } from './vouchers.store.ts'
import './policy.ts'
import './reliance.ts'

const owned = (table: 'claim' | 'voucher') => ({
  organisationId: `${table}.organisationId`,
  regionPath: `${table}.regionPath`,
})

const handlers = {
  rulebooks: publicRulebooks,
  openBudget: (ctx, { body }) => openBudget(ctx, body),
  allot: (ctx, { params, body }) => allot(ctx, params.id, body),
  release: (ctx, { params, body }) => release(ctx, params.id, body),
  takeBack: (ctx, { params, body }) => takeBack(ctx, params.id, body),
  cut: (ctx, { params, body }) => cut(ctx, params.id, body),
  freeze: (ctx, { params, body }) => freeze(ctx, params.id, body),
  unfreeze: (ctx, { params, body }) => unfreeze(ctx, params.id, body),
  closeYear: (ctx, { params, body }) => closeYear(ctx, params.id, body),
  claimPreview: (ctx, { query }) => previewClaim(ctx, query),
  fileClaim: (ctx, { body }) => fileClaim(ctx, body),
  bars: (ctx) => ownBars(ctx),
  claims: async ({ db, visible }, { query }) => {
    const rows = await listClaims(db, { ...query, visible: visible(owned('claim')) })
    return pageOf(rows, query.limit, (row) => row.caseId)
  },
  claim: async (ctx, { params }) => {
    const found = (await checkOfClaim(ctx.db, params.id, ctx.now)) ?? coreRefusals.refuse('not_found')
    ctx.authorise(found.claim)
    ctx.looked({ kind: 'case', id: params.id })
    const papers = await papersOfClaim(ctx, params.id)
    return { ...found.claim, check: found.check, rulebookTitle: found.book.title, papers }
  },
  list: async ({ db, visible }, { query }) => {
    const rows = await listVouchers(db, { ...query, visible: visible(owned('voucher')) })
    return pageOf(rows, query.limit)
  },
  get: (ctx, { params }) => voucherPage(ctx, params.id),
  giveBack: (ctx, { params, body }) => giveBack(ctx, params.id, body),
} satisfies Handlers<typeof vouchers>

const lanes: Lanes<typeof vouchers> = {
  release: async (_db, { params }) => laneOf(params.id),
  takeBack: async (_db, { params }) => laneOf(params.id),
  unfreeze: async (_db, { params }) => laneOf(params.id),
  closeYear: async (_db, { params }) => laneOf(params.id),
  giveBack: async (db, { params }) => {
    const voucher = await findVoucher(db, params.id)
    return voucher ? laneOf(voucher.budgetId) : null
  },
}

export const voucherModule = module({
  name: 'vouchers',
  contract: vouchers,
  handlers,
  lanes,
  lists: voucherLists,
})
