import type { Who } from '../community.ts'
import type { MoneyOffice } from './money-office.ts'

type Story = { batch: string; run: string; recovery: string; import: string }

/** Every page of the money, by a name for its picture, with somebody who reads it. */
export const moneyPlaces = (office: MoneyOffice, ids: Story): [name: string, who: Who, path: string][] => [
  ['batches', office.province.reviewer, '/desk/batches'],
  ['batch', office.province.director, `/desk/batches/${ids.batch}`],
  ['objections', office.province.director, '/desk/objections?which=all'],
  ['payments', office.province.preparer, '/desk/payments'],
  ['runs', office.province.preparer, '/desk/payments?part=runs'],
  ['imports', office.province.preparer, '/desk/payments?part=imports'],
  ['import', office.province.preparer, `/desk/payments/imports/${ids.import}`],
  ['books', office.province.auditor, '/desk/payments?part=books'],
  ['run', office.province.approver, `/desk/payments/${ids.run}`],
  ['recoveries', office.province.director, '/desk/recoveries'],
  ['recovery-new', office.province.director, `/desk/recoveries/new?redemption=${office.second.id}`],
  ['recovery', office.province.finance, `/desk/recoveries/${ids.recovery}`],
  ['payments-mine', office.second.firm.owner, '/payments/mine'],
  ['recoveries-mine', office.first.firm.owner, '/recoveries'],
  ['recovery-mine', office.first.firm.owner, `/recoveries/${ids.recovery}`],
  ['case-review', office.city.reviewer, `/cases/${office.inReview.id}`],
  ['case-paid', office.province.director, `/cases/${office.second.id}`],
  ['decision', office.second.firm.owner, `/decisions/redemption/${office.second.id}`],
  ['decision-refusal', office.third.firm.owner, `/decisions/refusal/${office.third.id}`],
  ['accounts', office.province.auditor, `/desk/budgets/${office.budgetId}/accounts?account=paid`],
  ['decision-recovery', office.first.firm.owner, `/decisions/recovery/${ids.recovery}`],
]
