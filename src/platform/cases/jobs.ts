import type { Reader, Tx } from '#core/db.ts'
import { type JobCtx, registerJob } from '#core/jobs.ts'
import { Refusal } from '#core/refusal.ts'
import { readCalendar } from '#platform/calendar/index.ts'
import { act, foldCase } from './actions.ts'
import { dueIn } from './clock.ts'
import type { CaseCtx } from './outcomes.ts'
import {
  type CaseFile,
  columnsOf,
  selectCase,
  selectCaseIds,
  selectOverdue,
  selectProvisional,
} from './store.ts'

const PAGE = 200

/**
 * One overdue case: an unanswered supplement lapses it, an overdue review goes to the director of its level.
 * Nothing is ever approved by time, and nothing lapses by a provisional deadline.
 * @throws Refusal when somebody was quicker
 */
export async function sweepCase(tx: Tx, ctx: CaseCtx, caseId: string): Promise<void> {
  const caseFile = await selectCase(tx, caseId)
  await act(tx, ctx, { caseId, action: caseFile?.status === 'supplement' ? 'lapse' : 'escalate' })
}

/** All overdue cases in the caller's transaction. Returns how many moved. */
export async function sweepDeadlines(tx: Tx, ctx: CaseCtx, limit = PAGE): Promise<number> {
  const ids = await selectOverdue(tx, { now: ctx.now, limit })
  for (const id of ids) await sweepCase(tx, ctx, id)
  return ids.length
}

/**
 * Settles a deadline that was provisional, once the calendar of its year is loaded.
 * @returns false when it is what it was
 */
export async function settleDeadline(tx: Tx, ctx: CaseCtx, caseId: string): Promise<boolean> {
  const caseFile = await selectCase(tx, caseId)
  if (!caseFile || !(await isUnsettled(tx, caseFile))) return false
  await act(tx, ctx, { caseId, action: 'set_deadline' })
  return true
}

async function isUnsettled(db: Reader, caseFile: CaseFile): Promise<boolean> {
  const { state } = await foldCase(db, caseFile)
  const { dueOn, provisional } = dueIn(await readCalendar(db), state)
  return dueOn !== state.dueOn || provisional !== state.provisional
}

export type Difference = { id: string; number: string; columns: string[] }

/** Folds a case again and names the columns that tell something else than its actions. */
export async function recheckCase(db: Reader, id: string): Promise<Difference | null> {
  const row = await selectCase(db, id)
  if (!row) return null
  const { programme, state } = await foldCase(db, row)
  const expected = { ...columnsOf(programme, state, row.regionPath), form: state.form }
  const actual = row as unknown as Record<string, unknown>
  const columns = Object.entries(expected).filter(([name, value]) => shown(value) !== shown(actual[name]))
  return columns.length > 0 ? { id, number: row.number, columns: columns.map(([name]) => name) } : null
}

/** Text that is equal exactly when the values are; a document's keys may come back in another order. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

async function eachId(
  page: (after: string | null) => Promise<string[]>,
  visit: (id: string) => Promise<void>,
): Promise<void> {
  for (let after: string | null = null; ; ) {
    const ids: string[] = await page(after)
    for (const id of ids) await visit(id)
    const last = ids.at(-1)
    if (!last) return
    after = last
  }
}

/** Somebody being quicker is no failure of a job. */
async function unlessRefused(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

async function sweepAll(ctx: JobCtx): Promise<void> {
  const { db } = ctx.database
  await eachId(
    (after) => selectProvisional(db, after, PAGE),
    async (id) => {
      const row = await selectCase(db, id)
      if (!row || !(await isUnsettled(db, row))) return
      await unlessRefused(() =>
        ctx.act(
          'cases.settle',
          'case.sweep',
          async (c) => void (await act(c.tx, c, { caseId: id, action: 'set_deadline' })),
        ),
      )
    },
  )
  for (;;) {
    const ids = await selectOverdue(db, { now: ctx.now, limit: PAGE })
    let moved = 0
    for (const id of ids)
      await unlessRefused(async () => {
        await ctx.act('cases.sweep', 'case.sweep', (c) => sweepCase(c.tx, c, id))
        moved++
      })
    if (moved === 0) return
  }
}

async function recheckAll(ctx: JobCtx): Promise<void> {
  const { db } = ctx.database
  await eachId(
    (after) => selectCaseIds(db, after, PAGE),
    async (id) => {
      const difference = await recheckCase(db, id)
      if (difference) ctx.log.error({ difference }, 'case columns differ from the fold of its actions')
    },
  )
}

registerJob('cases.sweep', sweepAll, { cron: '*/10 * * * *' })
registerJob('cases.recheck', recheckAll, { cron: '30 3 * * *' })
