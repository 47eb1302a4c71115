import type { CommandCtx } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { enqueue, type FeedEvent, followEvents, type JobHandler, registerJob } from '#core/jobs.ts'
import { closedClaims, refuseOfClosed } from './closed-firms.ts'
import { lapseVoucher, lapsing } from './endings.ts'
import { servable, serveQueue } from './issue.ts'

type Work = Parameters<JobHandler>[0]

/** One that can't be done must not keep the others from it; the job is tried again for its sake. */
async function each(
  { act, log }: Work,
  ids: readonly string[],
  handle: (ctx: CommandCtx, id: string) => Promise<unknown>,
) {
  const faults: unknown[] = []
  for (const id of ids) {
    try {
      await act('vouchers.lapse', 'voucher.lapse', async (ctx) => void (await handle(ctx, id)))
    } catch (error) {
      log.error({ error, id }, 'voucher work')
      faults.push(error)
    }
  }
  return faults
}

function told(faults: readonly unknown[]): void {
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} could not be done`)
}

const lapse: JobHandler = async (work) => {
  const { database, now } = work
  const due = (await lapsing(database.db, now)).map(({ id }) => id)
  const lapsed = await each(work, due, lapseVoucher)
  told([...lapsed, ...(await served(work))])
}

const SERVE = 'vouchers.serve'
const serve: JobHandler = async (work) => told(await served(work))

async function served(work: Work) {
  const { database, now } = work
  const closed = await each(work, await closedClaims(database.db), refuseOfClosed)
  return [...closed, ...(await each(work, await servable(database.db, now), serveQueue))]
}

/** Whose dispute is over may be the one the money waits for. */
async function watch(tx: Tx, events: readonly FeedEvent[]): Promise<void> {
  const over = events.some(
    ({ subjectKind, changes }) => subjectKind === 'dispute' && (changes.outcome || changes.withdrawn),
  )
  if (over) await enqueue(tx, SERVE, {})
}

/**
 * Each night: vouchers whose period is over give back what they reserved, one commit each; then queues that can be paid are
 * served, so that money released before the turn of the year is not idle after it; claims of closed firms leave them. A settled
 * dispute serves them, too.
 */
export function registerVoucherJobs(): void {
  registerJob('vouchers.lapse', lapse, { cron: '10 0 * * *' })
  registerJob(SERVE, serve)
  followEvents('vouchers.disputes', watch)
}
