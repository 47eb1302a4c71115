import { type JobHandler, registerJob } from '#core/jobs.ts'
import { lapseVoucher, lapsing } from './endings.ts'

const lapse: JobHandler = async ({ database, now, act }) => {
  for (const { id } of await lapsing(database.db, now)) {
    await act('vouchers.lapse', 'voucher.lapse', (ctx) => lapseVoucher(ctx, id))
  }
}

/** Each night: vouchers whose period is over give back what they reserved, one commit each. */
export const registerVoucherJobs = (): void => registerJob('vouchers.lapse', lapse, { cron: '10 0 * * *' })
