import { batches } from './batches.contract.ts'
import { recoveries } from './recoveries.contract.ts'
import { runs } from './runs.contract.ts'

export const payments = { ...batches, ...runs, ...recoveries }
