import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import type { ReturnsOf } from '#core/contract.ts'
import type { redemptions } from '#business/redemptions/browser.ts'
import { Rulebook, vouchers } from '#business/vouchers/browser.ts'
import { calendar } from '#platform/calendar/browser.ts'
import { useAskedLater } from '#web/api.ts'
import { useLanguage, useText } from '#web/i18n/text.ts'
import { Box, type Cited, ClauseRef, Icon } from '#web/kit/index.ts'
import type { Cause } from '../../rules.ts'

const said = {
  later_end: {
    zh: '该单位已在限制期内的，以较晚的届满日为准；同一虚假事项不重复限制。',
    en: 'If it is barred already, the later end stands; one falsehood bars once.',
  },
  added: {
    zh: '该单位已在限制期内的，新的期限自原期限届满起接续计算；同一虚假事项不重复限制。',
    en: 'If it is barred already, the new term follows the old one; one falsehood bars once.',
  },
  title: { zh: '决定作出后', en: 'What follows from it' },
  owed: {
    zh: '{payee}应退回 {amount}，期限 {day}{provisional}；资金账以新分录记为应收，原分录不变。',
    en: '{payee} owes {amount}, due {day}{provisional}. It is booked by new entries; what was booked stays.',
  },
  days: { zh: '{days} 个工作日内', en: 'within {days} working days' },
  provisional: { zh: '（暂定）', en: ' (provisional)' },
  stopped: {
    zh: '撤销批准，停止支付 {amount}，额度退回预算。',
    en: 'The approval is revoked, {amount} is not paid, and the money goes back to the budget.',
  },
  revoked: {
    zh: '兑付批准撤销，创新券 {voucher} 如有余额一并作废。',
    en: 'The approval is revoked, and what is left of voucher {voucher} is void.',
  },
  barred: {
    zh: '{firm}自今日起 {years} 年内不得申领，{day} 起方可再申领。',
    en: '{firm} may not claim for {years} years, and again from {day} on.',
  },
  barredProvider: {
    zh: '{firm}自今日起 {years} 年内不得承接用券订单，{day} 起方可再承接。',
    en: '{firm} may take no orders with a voucher for {years} years, and again from {day} on.',
  },
  reviewed: {
    zh: '对{provider}的入库资格启动复核。',
    en: 'The admission of {provider} is to be reviewed.',
  },
  withdrawn: {
    zh: '按办法应将{provider}移出服务机构库，另由负责人办理。',
    en: 'By the rules the admission of {provider} is to be withdrawn, by a decision of its own.',
  },
  told: {
    zh: '通知收款单位；决定书可在其页面查看和打印。',
    en: 'The payee is told and can read and print the decision.',
  },
  partial: {
    zh: '批准继续有效，不禁止今后申领。',
    en: 'The approval stands, and nobody is barred from claiming.',
  },
  forGood: {
    zh: '决定作出后不能自行撤回，只能经复议或诉讼改变。',
    en: 'It can’t be taken back here; only review or a court changes it.',
  },
} as const satisfies Record<string, Text>

/** What follows, and the rule it rests on. */
type Line = { says: string; cited?: Cited }

type Props = {
  one: ReturnsOf<typeof redemptions.get>
  cause: Exclude<Cause, 'voluntary'>
  amountFen: bigint | null
  /** Null where nothing was paid and the payment is stopped. */
  workingDays: number | null
}

/** Everything that the decision brings with it by the rulebook, spelled out before the click. */
export function Consequences({ one, cause, amountFen, workingDays }: Props) {
  const t = useText()
  const locale = useLanguage()
  const { data: books } = useAskedLater(vouchers.rulebooks)
  const today = books?.today
  const days = workingDays ?? 0
  const asked = today !== undefined && days > 0 && days <= 250
  const { data: due } = useAskedLater(calendar.workingDays, { query: { from: today ?? '', days } }, asked)
  const amount = formatFen(amountFen ?? 0n, { locale, fixed: true })
  const day = due?.due ?? t(said.days, { days })
  const owed = t(said.owed, {
    ...{ payee: one.inside?.payee.name ?? one.organisationName, amount, day },
    provisional: due?.provisional ? t(said.provisional) : '',
  })
  const penalties = usePenalties(one, today)
  const lines: Line[] = [
    { says: workingDays === null ? t(said.stopped, { amount }) : owed },
    ...(cause === 'falsehood' ? penalties : []),
    ...(cause !== 'falsehood' && workingDays !== null ? [{ says: t(said.partial) }] : []),
    { says: t(said.told) },
    { says: t(said.forGood) },
  ]
  return (
    <Box tone="alarm">
      <strong>
        <Icon name="warning" /> {t(said.title)}
      </strong>
      <ul>
        {lines.map((line) => (
          <li key={line.says}>
            {line.says} {line.cited && <ClauseRef cited={line.cited} />}
          </li>
        ))}
      </ul>
    </Box>
  )
}

function usePenalties(one: Props['one'], today: string | undefined): Line[] {
  const t = useText()
  const { data } = useAskedLater(vouchers.rulebooks)
  const found = data?.rows.find((row) => row.id === one.inside?.rulebookId)
  const parsed = Rulebook.safeParse(found?.document)
  if (!parsed.success || !today) return []
  const {
    falseRedemptionBanYears: ban,
    providerAdmission: admission,
    repeatedBar: repeated,
  } = parsed.data.penalties
  const years = ban.value
  const byProvider = one.inside?.mode === 'settle_provider'
  const firm = byProvider ? one.providerName : one.organisationName
  const barred = { firm, years, day: yearsAfter(today, years) }
  return [
    { says: t(said.revoked, { voucher: one.voucherNumber }) },
    { says: t(byProvider ? said.barredProvider : said.barred, barred), cited: ban },
    { says: t(said[repeated.value]), cited: repeated },
    { says: t(said[admission.value], { provider: one.providerName }), cited: admission },
  ]
}

/** The same day, years on; 29 February becomes the 28th, as the node reckons. */
export function yearsAfter(day: string, years: number): string {
  const later = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`
  const exists = new Date(`${later}T00:00:00Z`).toJSON()?.slice(0, 10) === later
  return exists ? later : `${later.slice(0, 8)}28`
}
