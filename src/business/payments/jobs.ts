import { type JobCtx, registerJob } from '#core/jobs.ts'
import { theSystem } from '#core/actor.ts'
import { dayOf } from '#core/time.ts'
import { addWorkingDays, readCalendar } from '#platform/calendar/index.ts'
import { tell } from '#platform/notices/index.ts'
import { laggingRows, overtakenRows } from './batches.store.ts'
import { finish, passNotice } from './notice.ts'
import { RECOVERY } from './recover.ts'
import * as recoveryStore from './recoveries.store.ts'
import { yuan } from './rules.ts'
import { RUN } from './runs.ts'
import * as runStore from './runs.store.ts'

const REMIND_AFTER_HOURS = 24
const OVERDUE_AGAIN_HOURS = 7 * 24

/** Rows that could not follow their notice when it closed, and lists whose cases were decided elsewhere. */
async function followBatches({ database, act }: JobCtx): Promise<void> {
  for (const { batchId, redemptionId } of await laggingRows(database.db, 500)) {
    await act('payments.follow', 'batch.follow', async (ctx) => {
      const moved = await passNotice(ctx.tx, { ...ctx, actor: theSystem }, redemptionId)
      ctx.event({ subject: { kind: 'batch', id: batchId }, changes: { followed: redemptionId, moved } })
    })
  }
  const overtaken = new Set((await overtakenRows(database.db)).map(({ batchId }) => batchId))
  for (const id of overtaken) {
    await act('payments.follow', 'batch.follow', async (ctx) => {
      const decided = await finish(ctx.tx, ctx, id)
      ctx.event({ subject: { kind: 'batch', id }, changes: { followed: true, decided } })
    })
  }
}

/** Approvers are told of runs that wait for a day, debtors and the director of money that is late. */
async function remind({ database, now, act, place }: JobCtx): Promise<void> {
  const url = place.url
  for (const run of await runStore.waitingRuns(database.db, now.subtract({ hours: REMIND_AFTER_HOURS }))) {
    await act('payments.remind', 'run.remind', async ({ tx, event }) => {
      await runStore.markReminded(tx, run.id, now)
      const amount = yuan(run.totalFen)
      await tell(
        tx,
        { now, url },
        {
          to: { organisationId: run.authorityId, role: 'approver' },
          subject: { kind: RUN, id: run.id },
          text: {
            title: {
              zh: `拨付单${run.number}仍待复核`,
              en: `Payment run ${run.number} still waits for approval`,
            },
            body: {
              zh: `合计${amount}元，经办：${run.preparedByLabel}。`,
              en: `CNY ${amount}, prepared by ${run.preparedByLabel}.`,
            },
          },
        },
      )
      event({
        subject: { kind: RUN, id: run.id },
        regionPath: run.regionPath,
        changes: { reminded: run.number },
      })
    })
  }
  for (const row of await recoveryStore.overdueRecoveries(
    database.db,
    dayOf(now),
    now.subtract({ hours: OVERDUE_AGAIN_HOURS }),
  )) {
    await act('payments.remind', 'run.remind', async ({ tx, event }) => {
      await recoveryStore.markReminded(tx, row.id, now)
      const owed = yuan(row.demandedFen - row.returnedFen)
      const text = {
        title: { zh: `追回${row.number}已逾期`, en: `Recovery ${row.number} is overdue` },
        body: { zh: `尚欠${owed}元，应于${row.dueOn}前退回。`, en: `CNY ${owed} were due on ${row.dueOn}.` },
      }
      const subject = { kind: RECOVERY, id: row.id }
      await tell(tx, { now, url }, { to: { organisationId: row.organisationId }, subject, text })
      await tell(
        tx,
        { now, url },
        { to: { organisationId: row.authorityId, role: 'director' }, subject, text },
      )
      event({ subject, regionPath: row.regionPath, changes: { reminded: row.number } })
    })
  }
}

/** A day that was provisional is counted again once the year's calendar is loaded. */
async function settleDays({ database, act }: JobCtx): Promise<void> {
  const calendar = await readCalendar(database.db)
  for (const row of await recoveryStore.provisionalRecoveries(database.db)) {
    const due = addWorkingDays(calendar, dayOf(row.decidedAt).toString(), row.dueDays)
    const dueOn = Temporal.PlainDate.from(due.due)
    if (due.provisional && row.dueOn?.equals(dueOn)) continue
    await act('payments.settle', 'run.remind', async ({ tx, event }) => {
      await recoveryStore.setDue(tx, row.id, dueOn, due.provisional)
      const changes = { dueOn: due.due, provisional: due.provisional }
      event({ subject: { kind: RECOVERY, id: row.id }, regionPath: row.regionPath, changes })
    })
  }
}

registerJob('payments.follow', followBatches, { cron: '7 * * * *' })
registerJob('payments.remind', remind, { cron: '0 9 * * *' })
registerJob('payments.settle', settleDays, { cron: '40 3 * * *' })
