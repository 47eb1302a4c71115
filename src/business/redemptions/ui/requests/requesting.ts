import type { Evidence } from '#business/vouchers/browser.ts'

export type Paying = {
  key: string
  amountFen: bigint | null
  paidOn: string
  fileId: string
  sending: boolean
}
export type Excluding = { key: string; what: string; amountFen: bigint | null; reason: string }

/** The request as typed. `lines` is keyed by invoice and line; null keeps a chosen line whose amount is being typed. */
export type Requesting = {
  lines: Record<string, bigint | null>
  payments: Paying[]
  excluded: Excluding[]
  files: Partial<Record<Evidence, string[]>>
}

let count = 0
export const newPaying = (): Paying => ({
  key: `payment-${++count}`,
  amountFen: null,
  paidOn: '',
  fileId: '',
  sending: false,
})
export const newExcluding = (): Excluding => ({
  key: `excluded-${++count}`,
  what: '',
  amountFen: null,
  reason: '',
})

export const lineKey = (invoiceId: string, lineNo: number): string => `${invoiceId}:${lineNo}`

/** The chosen lines with an amount, as the request carries them. */
export function chosenLines(lines: Requesting['lines']) {
  return Object.entries(lines).flatMap(([key, amountFen]) => {
    const [invoiceId = '', lineNo] = key.split(':')
    return amountFen ? [{ invoiceId, lineNo: Number(lineNo), amountFen }] : []
  })
}

export const sumOf = (rows: readonly { amountFen: bigint | null }[]): bigint =>
  rows.reduce((sum, { amountFen }) => sum + (amountFen ?? 0n), 0n)

/** Evidence that comes with the order, the invoices or the payments; the rest is uploaded by itself. */
export const elsewhere: readonly Evidence[] = [
  'contract',
  'result_report',
  'invoice',
  'full_payment',
  'own_share_payment',
]
