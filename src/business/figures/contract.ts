import { z } from 'zod'
import { ById, Day, Fen, Id, PageQuery, Moment, Page, query } from '#core/contract.ts'
import { ACCOUNTS, type AccountName } from './account-words.ts'

export const FIGURES = {
  issued: { zh: '已发放', en: 'issued' },
  reserved: { zh: '已预留', en: 'reserved' },
  redeemed: { zh: '已兑付核定', en: 'redeemed' },
  paid: { zh: '已拨付', en: 'paid' },
  lapsed: { zh: '已失效退回', en: 'lapsed' },
  recovered: { zh: '已追回', en: 'recovered' },
  queued: { zh: '排队等候', en: 'waiting' },
} as const
export type Figure = keyof typeof FIGURES

const Scheme = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/)

export const BudgetFigures = z.object({
  id: Id,
  authorityId: Id,
  authorityName: z.string(),
  regionCode: z.string(),
  scheme: z.string(),
  year: z.number(),
  status: z.enum(['open', 'frozen', 'closed']),
  /** Everything allotted to the year and carried into it, less what was cut; what its close carried over stays in it. */
  budgetFen: Fen,
  releasedFen: Fen,
  /** Face value of every voucher of this budget: reserved + redeemed + lapsed. */
  issuedFen: Fen,
  reservedFen: Fen,
  redeemedFen: Fen,
  /** Less what recoveries demand. */
  paidFen: Fen,
  lapsedFen: Fen,
  recoveredFen: Fen,
  /** Released and neither reserved nor redeemed. */
  availableFen: Fen,
  queuedFen: Fen,
  vouchers: z.number(),
  firms: z.number(),
})
export type BudgetFigures = z.output<typeof BudgetFigures>

const BurnDown = z.object({
  month: z.string(),
  issuedFen: Fen,
  redeemedFen: Fen,
  paidFen: Fen,
  lapsedFen: Fen,
  /** Budget less what is reserved or redeemed, at the end of the month. */
  leftFen: Fen,
})

const DrillRow = z.object({
  id: Id,
  what: z.enum(['voucher', 'redemption', 'recovery', 'claim']),
  number: z.string(),
  organisationName: z.string(),
  amountFen: Fen,
  on: Day.nullable(),
})
export type DrillRow = z.output<typeof DrillRow>

/** By `event`: when it happened. By `booking`: when the books learned of it. */
const Basis = z.enum(['event', 'booking']).default('event')
const AccountKey = z.enum(Object.keys(ACCOUNTS) as [AccountName, ...AccountName[]])

const Entry = z.object({
  /** The entry's number on its account. */
  no: z.string(),
  eventAt: Moment,
  bookedAt: Moment,
  code: z.string(),
  /** The account on the other side; null where it is none of this authority's. */
  other: AccountKey.nullable(),
  amountFen: Fen,
  balanceFen: Fen,
  about: z.object({ kind: z.enum(['voucher', 'redemption']), id: Id, number: z.string() }).nullable(),
})
export type BookEntry = z.output<typeof Entry>

export const figures = {
  budgets: query({
    path: '/voucher-budgets',
    summary: { zh: '科技创新券资金总览', en: 'Voucher budgets and their figures' },
    query: z.object({ scheme: Scheme.optional(), year: z.coerce.number().int().optional() }),
    returns: z.object({ rows: z.array(BudgetFigures), asOf: Moment }),
    allow: 'figures.totals',
  }),
  budget: query({
    path: '/voucher-budgets/{id}',
    summary: { zh: '预算与使用进度', en: 'A budget and its burn-down' },
    params: ById,
    returns: z.object({
      figures: BudgetFigures,
      asOf: Moment,
      burnDown: z.array(BurnDown),
      steps: z.array(
        z.object({
          id: Id,
          kind: z.string(),
          amountFen: Fen.nullable(),
          reason: z.string(),
          actorLabel: z.string(),
          at: Moment,
        }),
      ),
      carryOverFen: Fen.nullable(),
      abilities: z.array(z.string()),
    }),
    allow: 'figures.totals',
  }),
  accounts: query({
    path: '/voucher-budgets/{id}/accounts',
    summary: { zh: '预算的资金账', en: 'The accounts of a budget, as they stand or stood' },
    params: ById,
    query: z.object({ day: Day.optional(), basis: Basis }),
    returns: z.object({
      year: z.number(),
      scheme: z.string(),
      authorityName: z.string(),
      /** The end of which the balances are of. */
      day: Day,
      basis: Basis,
      accounts: z.array(
        z.object({
          name: AccountKey,
          balanceFen: Fen,
          /** Of it reserved by vouchers, as things stand; null of a day that is over. */
          heldFen: Fen.nullable(),
        }),
      ),
    }),
    allow: 'figures.rows',
  }),
  entries: query({
    path: '/voucher-budgets/{id}/accounts/{name}/entries',
    summary: { zh: '账户明细', en: 'The entries of an account' },
    params: ById.extend({ name: AccountKey }),
    query: z.object({
      from: Day.optional(),
      until: Day.optional().describe('The last day'),
      basis: Basis,
      cursor: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    returns: Page(Entry),
    allow: 'figures.rows',
  }),
  drill: query({
    path: '/voucher-budgets/{id}/rows',
    summary: { zh: '数字背后的明细', en: 'The rows behind a figure' },
    params: ById,
    query: PageQuery.extend({ figure: z.enum(Object.keys(FIGURES) as [Figure, ...Figure[]]) }),
    returns: Page(DrillRow),
    allow: 'figures.rows',
  }),
}
