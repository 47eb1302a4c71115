import { type Handlers, type Lanes, module } from '#core/module.ts'
import { may } from '#core/policy.ts'
import { registerFileSubject } from '#platform/files/index.ts'
import { adjust } from './adjust.ts'
import { redemptions } from './contract.ts'
import { fileRedemption } from './filing.ts'
import { fundedOrder } from './funding.ts'
import './history.ts'
import { redemptionLists } from './lists.ts'
import { voucherOf } from './ordering.ts'
import { mayReadPapers, redemptionList, redemptionPage } from './pages.ts'
import './policy.ts'
import { orderFunding, orderPreview, requestPreview } from './previews.ts'
import { unasked, unused } from './unasked.ts'

const handlers = {
  orderPreview: (ctx, { query }) => orderPreview(ctx, query),
  orderFunding: (ctx, { params }) => orderFunding(ctx, params.id),
  preview: (ctx, { query }) => requestPreview(ctx, query),
  unused: (ctx) => unused(ctx),
  unasked: (ctx) => unasked(ctx),
  file: (ctx, { body }) => fileRedemption(ctx, body),
  list: (ctx, { query }) => redemptionList(ctx, query),
  get: (ctx, { params }) => redemptionPage(ctx, params.id),
  adjust: (ctx, { params, body }) => adjust(ctx, params.id, body),
} satisfies Handlers<typeof redemptions>

/** Requests take their numbers from one counter; those of a scheme share its lock and the commit. */
const lanes: Lanes<typeof redemptions> = {
  file: async (db, { body }) => {
    const { voucherId } = await fundedOrder(db, body.orderId)
    return voucherId ? `redemptions/${(await voucherOf(db, voucherId)).scheme}` : null
  },
}

registerFileSubject('redemption', (db, actor, id) =>
  mayReadPapers(db, actor, id, (redemption) => may(actor, 'redemption.read', redemption)),
)

export const redemptionsModule = module({
  name: 'redemptions',
  contract: redemptions,
  handlers,
  lanes,
  lists: redemptionLists,
})
