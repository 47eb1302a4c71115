import type { CommandCtx } from '#core/command.ts'
import { type JobHandler, registerJob } from '#core/jobs.ts'
import { lapseVoucher, lapsing } from './endings.ts'
import { servable, serveQueue } from './issue.ts'

const lapse: JobHandler = async ({ database, now, act, log }) => {
  const faults: unknown[] = []
  /** One that can't be done must not keep the others from it; the job is tried again for its sake. */
  const each = async (id: string, handle: (ctx: CommandCtx) => Promise<unknown>) => {
    try {
      await act('vouchers.lapse', 'voucher.lapse', async (ctx) => void (await handle(ctx)))
    } catch (error) {
      log.error({ error, id }, 'nightly voucher work')
      faults.push(error)
    }
  }
  for (const { id } of await lapsing(database.db, now)) await each(id, (ctx) => lapseVoucher(ctx, id))
  for (const id of await servable(database.db, now)) await each(id, (ctx) => serveQueue(ctx, id))
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} could not be done`)
}

/**
 * Each night: vouchers whose period is over give back what they reserved, one commit each; then queues that can be paid are
 * served, so that money released before the turn of the year is not idle after it.
 */
export const registerVoucherJobs = (): void => registerJob('vouchers.lapse', lapse, { cron: '10 0 * * *' })
