import { registerJob } from '#core/jobs.ts'
import { endVoucher, lapsing } from './endings.ts'

/** Each night: vouchers whose period is over give back what they reserved, one commit each. */
export function registerVoucherJobs(): void {
  registerJob(
    'vouchers.lapse',
    async ({ database, now, act }) => {
      for (const { id, reason } of await lapsing(database.db, now)) {
        await act('vouchers.lapse', 'voucher.lapse', async (ctx) => {
          await endVoucher(ctx, id, 'lapsed', reason)
        })
      }
    },
    { cron: '10 0 * * *' },
  )
}
