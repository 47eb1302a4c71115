// Browser-safe.
import { z } from 'zod'
import { ById, command, Fen, Id, Line, PositiveFen } from '#core/contract.ts'

export const SchemeName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/)
const budgetId = z.object({ id: Id })
const Amount = z.object({ amountFen: PositiveFen, reason: Line(500, 2) })
const Reason = z.object({ reason: Line(500, 2) })

/** What a finance officer does to a budget. */
export const budgetEndpoints = {
  openBudget: command({
    path: '/voucher-budgets',
    summary: { zh: '建立年度预算', en: 'Open a budget' },
    body: z.object({ scheme: SchemeName, year: z.number().int().min(2016).max(2100) }),
    returns: ById,
    allow: 'budget.manage',
    refuses: ['budget_exists', 'rulebook_not_found'],
  }),
  allot: command({
    path: '/voucher-budgets/{id}/allotments',
    summary: { zh: '下达预算', en: 'Allot money' },
    params: budgetId,
    body: Amount.extend({ from: z.enum(['appropriation', 'carry_over']) }),
    returns: ById,
    allow: 'budget.manage',
    refuses: ['budget_not_open', 'budget_short'],
  }),
  release: command({
    path: '/voucher-budgets/{id}/releases',
    summary: { zh: '释放额度', en: 'Release an instalment' },
    params: budgetId,
    body: Amount,
    returns: z.object({ id: Id, issued: z.number() }),
    allow: 'budget.manage',
    refuses: ['budget_not_open', 'budget_short'],
  }),
  takeBack: command({
    path: '/voucher-budgets/{id}/take-backs',
    summary: { zh: '收回额度', en: 'Take back what was released' },
    params: budgetId,
    body: Amount,
    returns: ById,
    allow: 'budget.manage',
    refuses: ['budget_not_open', 'budget_reserved'],
  }),
  cut: command({
    path: '/voucher-budgets/{id}/cuts',
    summary: { zh: '调减预算', en: 'Cut what was allotted' },
    params: budgetId,
    body: Amount.extend({ to: z.enum(['appropriation', 'carry_over']) }),
    returns: ById,
    allow: 'budget.manage',
    refuses: ['budget_not_open', 'budget_cut_too_much'],
  }),
  freeze: command({
    path: '/voucher-budgets/{id}/freezes',
    summary: { zh: '冻结预算', en: 'Freeze a budget' },
    params: budgetId,
    body: Reason,
    returns: ById,
    allow: 'budget.manage',
    refuses: ['budget_not_open'],
  }),
  unfreeze: command({
    path: '/voucher-budgets/{id}/unfreezes',
    summary: { zh: '解冻预算', en: 'Unfreeze a budget' },
    params: budgetId,
    body: Reason,
    returns: z.object({ id: Id, issued: z.number() }),
    allow: 'budget.manage',
    refuses: ['budget_not_open'],
  }),
  closeYear: command({
    path: '/voucher-budgets/{id}/closure',
    summary: { zh: '关闭预算年度', en: 'Close the budget year' },
    params: budgetId,
    body: Reason,
    returns: z.object({ id: Id, carriedFen: Fen }),
    allow: 'budget.manage',
    refuses: ['budget_not_open', 'budget_queue_waits'],
  }),
}
