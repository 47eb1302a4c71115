import { registerJob } from '#core/jobs.ts'
import { auditLedger } from './store.ts'

/** Each night the books are summed again. What does not agree is told to whoever reads the log; nothing is mended by itself. */
registerJob(
  'ledger.audit',
  async ({ database, log }) => {
    for (const { what, subject, expectedFen, foundFen } of await auditLedger(database.db)) {
      const fen = { expectedFen: expectedFen?.toString(), foundFen: foundFen?.toString() }
      log.error({ what, subject, ...fen }, 'the books do not agree')
    }
  },
  { cron: '50 3 * * *', expireSeconds: 3600 },
)
