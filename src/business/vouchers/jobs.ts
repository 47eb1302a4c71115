import { type JobHandler, registerJob } from '#core/jobs.ts'
import { lapseVoucher, lapsing } from './endings.ts'
import { servable, serveQueue } from './issue.ts'

const lapse: JobHandler = async ({ database, now, act }) => {
  for (const { id } of await lapsing(database.db, now)) {
    await act('vouchers.lapse', 'voucher.lapse', (ctx) => lapseVoucher(ctx, id))
  }
  for (const id of await servable(database.db, now)) {
    await act('vouchers.lapse', 'voucher.lapse', (ctx) => serveQueue(ctx, id))
  }
}

/**
 * Each night: vouchers whose period is over give back what they reserved, one commit each; then queues that can be paid are
 * served, so that money released before the turn of the year is not idle after it.
 */
export const registerVoucherJobs = (): void => registerJob('vouchers.lapse', lapse, { cron: '10 0 * * *' })
