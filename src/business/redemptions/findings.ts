import type { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { yuan } from './words.ts'
import type { Invoice } from './invoices.ts'

export type Proof = { kind: 'file' | 'invoice' | 'order' | 'provider' | 'profile'; id: string; name: string }
export type Finding = {
  id: string
  says: Text
  outcome: 'pass' | 'fail' | 'warn' | 'look'
  detail: Text | null
  clause: Text | null
  proofs: Proof[]
}

/** A check by the rules: it fails with what the rules say, or passes. */
export function byRules(
  id: string,
  says: Text,
  reasons: readonly Refusal[],
  proofs: Proof[],
  clause: Text | null = null,
): Finding {
  const detail = reasons.length === 0 ? null : joined(reasons.map((reason) => reason.text))
  const [found] = reasons.flatMap(({ data }) => clauseOf(data.clause))
  return {
    id,
    says,
    outcome: detail ? 'fail' : 'pass',
    detail,
    clause: found ?? clause,
    proofs,
  }
}

/** The clause a refusal names: with its standing in both languages, or as it is printed. */
function clauseOf(clause: Refusal['data'][string]): Text[] {
  if (!clause) return []
  return typeof clause === 'object' ? [clause] : [{ zh: String(clause), en: String(clause) }]
}

/** Something that only a person can see on the paper. */
export const byEye = (id: string, says: Text, proofs: Proof[], clause: Text | null = null): Finding => ({
  ...{ id, says, clause, proofs },
  outcome: 'look',
  detail: null,
})

export const warning = (id: string, says: Text, detail: Text | null, proofs: Proof[]): Finding => ({
  ...{ id, says, detail, proofs },
  outcome: detail ? 'warn' : 'pass',
  clause: null,
})

const joined = (texts: readonly Text[]): Text => ({
  zh: texts.map((text) => text.zh).join(''),
  en: texts.map((text) => text.en).join(' '),
})

export const fileProofs = (files: readonly { id: string; name: string }[]): Proof[] =>
  files.map(({ id, name }) => ({ kind: 'file', id, name }))

export const invoiceProofs = (invoices: readonly Invoice[]): Proof[] =>
  invoices.map(({ id, number }) => ({ kind: 'invoice', id, name: number }))

type Money = {
  invoicedFen: bigint
  paidFen: bigint
  /** What the firm pays of what is invoiced: all of it, or its own share where the provider redeems. */
  dueFen: bigint
}

/** The payment does not reach what the firm owes for what is invoiced: not forbidden, but the smaller one counts. */
export function paymentGap({ invoicedFen, paidFen, dueFen }: Money): Text | null {
  if (paidFen >= dueFen) return null
  if (dueFen < invoicedFen)
    return {
      zh: `付款${yuan(paidFen)}元，少于委托方应自付的${yuan(dueFen)}元，按较小者核算。`,
      en: `CNY ${yuan(paidFen)} was paid, less than the buyer’s own share of CNY ${yuan(dueFen)}; the smaller one counts.`,
    }
  return {
    zh: `付款${yuan(paidFen)}元，少于所提交的发票金额${yuan(invoicedFen)}元，按较小者核算。`,
    en: `CNY ${yuan(paidFen)} was paid, less than the CNY ${yuan(invoicedFen)} invoiced; the smaller one counts.`,
  }
}

export function usedElsewhere(files: readonly { name: string; usedElsewhere: number }[]): Text | null {
  const used = files.filter((file) => file.usedElsewhere > 0)
  if (used.length === 0) return null
  const names = used.map((file) => file.name)
  return {
    zh: `以下文件的内容在其他办件中出现过：${names.join('、')}。请核对是否重复使用。`,
    en: `The same bytes were used in other cases: ${names.join(', ')}. Check whether they prove the same thing twice.`,
  }
}

export const conflictText = (numbers: readonly string[]): Text | null =>
  numbers.length === 0
    ? null
    : {
        zh: `发票${numbers.join('、')}有内容不一致的另一版本待核，裁定之前不能通过。`,
        en: `Another version of invoice ${numbers.join(', ')} waits for a decision; the request can’t pass before.`,
      }

export const lostText = (lostFen: bigint): Text | null =>
  lostFen === 0n
    ? null
    : {
        zh: `红字发票已冲减所提交的金额${yuan(lostFen)}元。`,
        en: `Red-letter invoices took back CNY ${yuan(lostFen)} of what is presented.`,
      }
