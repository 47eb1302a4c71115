import { type Refusal, refusals } from '#core/refusal.ts'
import { formatFen, minFen } from '#core/money.ts'
import { normaliseUscc, readUscc } from '#platform/directory/browser.ts'

export const invoiceRefusals = refusals({
  invoice_number_form: {
    kind: 'invalid',
    zh: '发票号码不对：全面数字化电子发票号码为20位，没有发票代码；其他发票代码为10位或12位，号码为8位。请照票面填写。',
    en: 'That is no invoice number: fully digital ones have 20 digits and no code; others have a code of 10 or 12 digits and a number of 8. Copy them from the invoice.',
  },
  invoice_party_code: {
    kind: 'invalid',
    zh: '{partyZh}的统一社会信用代码有误：{faultZh}请照票面更正。',
    en: 'The credit code of the {partyEn} is wrong: {faultEn} Correct it from the invoice.',
  },
  invoice_future: {
    kind: 'invalid',
    zh: '开票日期{day}晚于今天。请照票面填写开票日期。',
    en: 'The invoice is dated {day}, after today. Copy the date from the invoice.',
  },
  invoice_sum_differs: {
    kind: 'invalid',
    zh: '各行合计{sumZh}，与价税合计{totalZh}不符。请按含税金额逐行核对。',
    en: 'The lines sum to {sumEn}, the total says {totalEn}. Check each line, tax included.',
  },
  invoice_not_yours: {
    kind: 'forbidden',
    zh: '票面上的购买方和销售方都不是本单位，不能登记或提交。请由票面所列单位登记。',
    en: 'Your organisation is neither buyer nor seller on this invoice. Let one of those named on it register it.',
  },
  invoice_kind_differs: {
    kind: 'conflict',
    zh: '该号码已登记为另一种发票（蓝字或红字，或对应的蓝字发票不同）。请核对票面号码。',
    en: 'This number is registered as another kind of invoice (blue or red, or red of another one). Check the number.',
  },
  invoice_conflict_waits: {
    kind: 'conflict',
    zh: '贵单位对该发票提交的另一版本正等待审核人裁定。请待裁定后再提交。',
    en: 'Another version of this invoice that you submitted waits for an officer. Submit again once it is decided.',
  },
  invoice_version_rejected: {
    kind: 'conflict',
    zh: '审核人已裁定该版本不成立：{reason}。请按裁定的内容登记；有异议请向作出裁定的部门提出。',
    en: 'An officer decided against this version: {reason}. Register what was decided, or object to the department that decided.',
  },
  invoice_blue_unknown: {
    kind: 'conflict',
    zh: '对应的蓝字发票（{number}）尚未登记。请先登记蓝字发票，再登记红字发票。',
    en: 'The blue invoice it reverses ({number}) is not registered. Register that one first.',
  },
  invoice_blue_line_unknown: {
    kind: 'invalid',
    zh: '蓝字发票没有第{line}行。请按蓝字发票选择被冲红的行。',
    en: 'The blue invoice has no line {line}. Choose the lines that are taken back from it.',
  },
  invoice_reversed_beyond: {
    kind: 'invalid',
    zh: '第{line}行可冲红的金额只有{leftZh}。请核对此前已登记的红字发票。',
    en: 'Only {leftEn} of line {line} can still be taken back. Check the red-letter invoices registered before.',
  },
  invoice_not_found: {
    kind: 'not_found',
    zh: '没有找到这张发票，或本单位未登记过它。请先登记发票。',
    en: 'This invoice was not found, or your organisation has not registered it. Register it first.',
  },
  invoice_in_conflict: {
    kind: 'conflict',
    zh: '发票{number}有两个不同的版本，裁定之前不能用于新的申请。请等待审核人裁定，或换用其他发票。',
    en: 'Invoice {number} exists in two versions and can’t be presented until an officer decides. Wait for that, or use another invoice.',
  },
  invoice_red_not_presented: {
    kind: 'invalid',
    zh: '红字发票不能作为费用凭证。请选择蓝字发票。',
    en: 'A red-letter invoice is no evidence of cost. Choose a blue one.',
  },
  invoice_line_unknown: {
    kind: 'invalid',
    zh: '发票{number}没有第{line}行。请刷新后重新选择。',
    en: 'Invoice {number} has no line {line}. Reload and choose again.',
  },
  invoice_line_twice: {
    kind: 'conflict',
    zh: '本申请已包含发票{number}第{line}行。每一行只填一次，请合并金额。',
    en: 'This request has line {line} of invoice {number} already. Name each line once and add the amounts.',
  },
  invoice_line_exhausted: {
    kind: 'conflict',
    zh: '发票{number}第{line}行只剩{leftZh}未用：其余已用于其他申请（不分项目和地区）或已被冲红。请减少金额，或先撤回另一申请。',
    en: 'Only {leftEn} of line {line} of invoice {number} is left: the rest is in other requests, of whatever programme or region, or was taken back. Ask for less, or withdraw the other request first.',
  },
  invoice_line_in_use: {
    kind: 'conflict',
    zh: '第{line}行已有{usedZh}被占用或冲红，更正后只有{amountZh}，不能更正。请先处理占用它的申请，或维持原登记。',
    en: '{usedEn} of line {line} is presented or taken back, and the correction leaves {amountEn}. Settle the requests first, or keep what is registered.',
  },
  invoice_conflict_decided: {
    kind: 'conflict',
    zh: '该冲突已由{by}裁定（{outcomeZh}）。请刷新查看结果。',
    en: 'This conflict was decided by {by} ({outcomeEn}). Reload to see the result.',
  },
})

export const CONFLICT_STATUS = {
  open: { zh: '待裁定', en: 'open' },
  kept: { zh: '维持原登记', en: 'kept as registered' },
  corrected: { zh: '已更正', en: 'corrected' },
} as const

export type LineFacts = { what: string; amountFen: bigint; blueLineNo: number | null }
/** What an invoice says. Amounts include tax; those of a red-letter invoice are what it takes back, positive. */
export type InvoiceFacts = {
  code: string
  number: string
  kind: 'blue' | 'red'
  sellerCode: string
  sellerName: string
  buyerCode: string | null
  buyerName: string
  issuedOn: string
  totalFen: bigint
  lines: readonly LineFacts[]
}

export const money = (name: string, fen: bigint) => ({
  [`${name}Zh`]: formatFen(fen),
  [`${name}En`]: formatFen(fen, { locale: 'en' }),
})

/** A code as people type it, as it is compared and stored. */
export const creditCode = (text: string): string => normaliseUscc(text)

export const factsSum = (lines: readonly { amountFen: bigint }[]): bigint =>
  lines.reduce((sum, line) => sum + line.amountFen, 0n)

/** What is wrong with the facts as typed, or null. `today` is YYYY-MM-DD. */
export function faultOf(facts: InvoiceFacts, today: string): Refusal | null {
  const digital = facts.code === '' && /^\d{20}$/.test(facts.number)
  const coded = /^(\d{10}|\d{12})$/.test(facts.code) && /^\d{8}$/.test(facts.number)
  if (!digital && !coded) return invoiceRefusals.make('invoice_number_form')
  const party =
    partyFault('销售方', 'seller', facts.sellerCode) ?? partyFault('购买方', 'buyer', facts.buyerCode)
  if (party) return party
  if (facts.issuedOn > today) return invoiceRefusals.make('invoice_future', { day: facts.issuedOn })
  const sum = factsSum(facts.lines)
  if (sum === facts.totalFen) return null
  return invoiceRefusals.make('invoice_sum_differs', {
    ...money('sum', sum),
    ...money('total', facts.totalFen),
  })
}

function partyFault(partyZh: string, partyEn: string, code: string | null): Refusal | null {
  const read = code === null ? null : readUscc(code)
  if (!read || read.ok) return null
  return invoiceRefusals.make('invoice_party_code', {
    partyZh,
    partyEn,
    faultZh: read.text.zh,
    faultEn: read.text.en,
  })
}

/** Names are compared without blanks and forms of width: （）and () are the same name. */
const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

export type Difference = { field: string; lineNo: number | null; registered: string; claimed: string }

/** Where two versions of an invoice say different things; empty when they are the same invoice. */
export function differences(registered: InvoiceFacts, claimed: InvoiceFacts): Difference[] {
  const found: Difference[] = []
  const compare = (field: string, lineNo: number | null, a: string | null, b: string | null) => {
    if (plain(a ?? '') !== plain(b ?? ''))
      found.push({ field, lineNo, registered: a ?? '', claimed: b ?? '' })
  }
  for (const field of ['sellerCode', 'sellerName', 'buyerCode', 'buyerName', 'issuedOn'] as const)
    compare(field, null, registered[field], claimed[field])
  compare('totalFen', null, String(registered.totalFen), String(claimed.totalFen))
  for (let at = 0; at < Math.max(registered.lines.length, claimed.lines.length); at++) {
    const [a, b] = [registered.lines[at], claimed.lines[at]]
    compare('what', at + 1, a?.what ?? null, b?.what ?? null)
    compare('amountFen', at + 1, a ? String(a.amountFen) : null, b ? String(b.amountFen) : null)
    compare('blueLineNo', at + 1, a?.blueLineNo?.toString() ?? null, b?.blueLineNo?.toString() ?? null)
  }
  return found
}

export type Line = {
  lineNo: number
  what: string
  amountFen: bigint
  presentedFen: bigint
  reversedFen: bigint
}

/** What can still be presented of a line; nothing once a reversal took back more than was left. */
export function leftOf({ amountFen, presentedFen, reversedFen }: Omit<Line, 'lineNo' | 'what'>): bigint {
  const left = amountFen - reversedFen - presentedFen
  return left > 0n ? left : 0n
}

/** What is presented beyond what reversals left: only they can make it more than nothing. */
export function beyond({ amountFen, presentedFen, reversedFen }: Omit<Line, 'lineNo' | 'what'>): bigint {
  const over = presentedFen + reversedFen - amountFen
  return over > 0n ? over : 0n
}

/** May the facts take the place of the registered ones? Every line must still hold what is presented and taken back. */
export function correctable(lines: readonly Line[], facts: InvoiceFacts): Refusal | null {
  for (const line of lines) {
    const amountFen = facts.lines[line.lineNo - 1]?.amountFen ?? 0n
    const usedFen = line.presentedFen + line.reversedFen
    if (usedFen > amountFen && amountFen !== line.amountFen) {
      return invoiceRefusals.make('invoice_line_in_use', {
        line: line.lineNo,
        ...money('used', usedFen),
        ...money('amount', amountFen),
      })
    }
  }
  return null
}

/**
 * How much of each live presentation of a line (oldest first) is taken back when the excess grows: the newest loses first,
 * as it is the one that the reversed line would have refused. Parts sum to the growth as far as presentations reach.
 */
export function takenBack(amountsFen: readonly bigint[], beforeFen: bigint, afterFen: bigint): bigint[] {
  const before = newestFirst(amountsFen, beforeFen)
  return newestFirst(amountsFen, afterFen).map((part, at) => part - (before[at] ?? 0n))
}

function newestFirst(amountsFen: readonly bigint[], excessFen: bigint): bigint[] {
  let rest = excessFen
  return amountsFen
    .toReversed()
    .map((amount) => {
      const part = minFen(amount, rest)
      rest -= part
      return part
    })
    .reverse()
}

type Party = { kind: string | null; uscc: string | null; hostUscc: string | null }

/** A laboratory is named by its host's code; a founders' team by nobody's, as its members buy in their own names. */
export function isNamed(
  { kind, uscc, hostUscc }: Party,
  { sellerCode, buyerCode }: { sellerCode: string; buyerCode: string | null },
): boolean {
  const codes = [uscc, hostUscc].filter((code) => code !== null)
  return (
    codes.some((code) => code === sellerCode || code === buyerCode) || (kind === 'team' && buyerCode === null)
  )
}
