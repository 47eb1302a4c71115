import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import {
  APPLICANTS,
  type Citation,
  EVIDENCE,
  HONOURS,
  RETURN_CAUSES,
  type Rulebook,
  SERVICE_KINDS,
} from '../../browser.ts'
import { bans, excluded, moneyRules, penalties, providers, settling } from './rule-lines-more.ts'
import {
  both,
  days,
  type Draft,
  joined,
  line,
  listed,
  money,
  percent,
  unlimited,
  yesNo,
} from './rule-words.ts'

/** A rulebook in plain words, rule by rule. Browser-safe. `key` is the path that `compareRulebooks` gives the same rule. */
export type RuleLine = { key: string; section: Section; what: Text; says: Text; cited: Citation }

export const SECTIONS = {
  who: { zh: '谁可以申领', en: 'Who may claim' },
  pays: { zh: '支持什么、按什么比例', en: 'What is paid, at which ratio' },
  evidence: { zh: '兑付要交的材料', en: 'Evidence for a redemption' },
  limits: { zh: '额度', en: 'Caps' },
  periods: { zh: '期限', en: 'Periods' },
  steps: { zh: '办理环节与时限', en: 'Stages and working days' },
  settling: { zh: '结算与券的形式', en: 'Settlement and form' },
  providers: { zh: '服务机构', en: 'Providers' },
  excluded: { zh: '不予支持', en: 'What is not paid' },
  bans: { zh: '关联关系限制', en: 'Ties that bar a voucher' },
  money: { zh: '资金安排', en: 'The money' },
  penalties: { zh: '违规处理', en: 'Penalties' },
} as const satisfies Record<string, Text>
export type Section = keyof typeof SECTIONS

const applicantsOf = (kinds: readonly (keyof typeof APPLICANTS)[] | undefined, book: Rulebook) =>
  listed((kinds ?? book.applicants.map((one) => one.kind)).map((kind) => APPLICANTS[kind]))

function who(book: Rulebook): Draft[] {
  const sponsors = book.applicants.map(({ kind, sponsorNeeded }) =>
    line(`applicants.${kind}.sponsorNeeded`, APPLICANTS[kind], sponsorNeeded, (needed) =>
      yesNo(
        needed,
        both('可以申领，须由孵化载体推荐', 'may claim, sponsored by an incubator'),
        both('可以申领', 'may claim'),
      ),
    ),
  )
  const rules = book.requirements.flatMap((item): Draft[] => {
    if ('rule' in item)
      return [
        {
          key: `requirements.${item.rule.id}.rule`,
          what: applicantsOf(item.for, book),
          says: item.rule.says,
          cited: item.rule,
        },
      ]
    return item.anyOf.flatMap((rules, at) =>
      rules.map((rule) => ({
        key: `requirements.${item.id}.anyOf.${at}.${rule.id}`,
        what: applicantsOf(item.for, book),
        says: both(
          `任选其${['一', '二', '三', '四', '五', '六'][at]}：${rule.says.zh}`,
          `alternative ${at + 1}: ${rule.says.en}`,
        ),
        cited: rule,
      })),
    )
  })
  const priority = line(
    'priority',
    both('资金不足时优先', 'First when money is short'),
    book.priority,
    (list) =>
      list.length
        ? joined(
            listed(list.map((id) => HONOURS[id])),
            both(
              '（审核通过时已核实的，先于其他申领发券）',
              ' (confirmed on acceptance: served before the others)',
            ),
          )
        : both('不分先后', 'nobody'),
  )
  return [...sponsors, ...rules, priority]
}

function pays(book: Rulebook): Draft[] {
  return book.services.flatMap((service) => {
    const name = SERVICE_KINDS[service.kind]
    const ratios = service.ratios.map((row) => {
      const key = `${row.firmClass ?? 'any'}/${row.cross === undefined ? 'any' : row.cross ? 'cross' : 'intra'}`
      return line(
        `services.${service.kind}.ratios.${key}.bp`,
        joined(name, caseOf(book, row)),
        row.bp,
        (bp) => joined(both('按有效支出的 ', 'pays '), percent(bp), both('', ' of the eligible cost')),
      )
    })
    return [
      {
        key: `services.${service.kind}`,
        what: name,
        says: both('属于支持范围', 'is paid for'),
        cited: service,
      },
      ...ratios,
    ]
  })
}

function caseOf(book: Rulebook, row: { firmClass?: string | undefined; cross?: boolean | undefined }): Text {
  const found = book.firmClasses.find((one) => one.id === row.firmClass)
  const where =
    row.cross === undefined
      ? []
      : [row.cross ? both('跨省市', 'across the border') : both('省市内', 'within the region')]
  const cases = [...(found ? [found.says] : []), ...where]
  return cases.length ? joined(both('（', ' ('), listed(cases), both('）', ')')) : both('', '')
}

function evidence(book: Rulebook): Draft[] {
  return book.services.map((service) =>
    line(`services.${service.kind}.evidence`, SERVICE_KINDS[service.kind], service.evidence, (kinds) =>
      listed(kinds.map((kind) => EVIDENCE[kind])),
    ),
  )
}

const yuan = (fen: bigint) => both(formatFen(fen), formatFen(fen, { locale: 'en' }))

function limits(book: Rulebook): Draft[] {
  const amount = (fen: bigint | null) => (fen === null ? unlimited : money(fen))
  const rows = book.limits.flatMap((row) => {
    const key = `limits.${row.applicant}${row.firmClass ? `/${row.firmClass}` : ''}`
    const found = book.firmClasses.find((one) => one.id === row.firmClass)
    const name = joined(
      APPLICANTS[row.applicant],
      found ? joined(both('（', ' ('), found.says, both('）', ')')) : both('', ''),
    )
    const titled = (zh: string, en: string) => joined(name, both(`：${zh}`, `: ${en}`))
    return [
      line(`${key}.perClaimFen`, titled('单次申领上限', 'per claim'), row.perClaimFen, amount),
      line(`${key}.firstClaimFen`, titled('首次申领上限', 'first claim'), row.firstClaimFen, amount),
      line(`${key}.perYearFen`, titled('年度上限', 'per year'), row.perYearFen, amount),
      line(`${key}.claimsPerYear`, titled('每年申领次数', 'claims a year'), row.claimsPerYear, (count) =>
        count === null ? unlimited : both(`${count} 次`, `${count}`),
      ),
    ]
  })
  return [
    ...rows,
    line('claimStepFen', both('申领金额的倍数', 'Claims are multiples of'), book.claimStepFen, yuan),
    line('payStepFen', both('兑付金额取整到', 'Redemptions are rounded down to'), book.payStepFen, yuan),
    line(
      'capAfterReturn',
      both('当年全额退回后恢复额度', 'The cap is given back after a repayment in full within the year'),
      book.capAfterReturn,
      (causes) =>
        causes.length === 0 ? both('不恢复', 'never') : listed(causes.map((cause) => RETURN_CAUSES[cause])),
    ),
    line('capYear', both('年度上限按哪一年算', 'The yearly cap counts in'), book.capYear, () =>
      both('申领的年份', 'the year of the claim'),
    ),
  ]
}

type HardDate = { date: string } | { monthDay: string; yearsLater: number } | null
function hardDate(value: HardDate): Text {
  if (value === null) return both('没有截止日', 'no hard date')
  if ('date' in value) return both(`最迟 ${value.date}`, `${value.date} at the latest`)
  const year = ['当年', '次年', '第三年', '第四年', '第五年', '第六年'][value.yearsLater] ?? ''
  const en = value.yearsLater === 0 ? 'the same year' : `${value.yearsLater} year(s) later`
  return both(`最迟为发券${year} ${value.monthDay}`, `${value.monthDay} of ${en} at the latest`)
}

const counted = {
  from_acceptance: both('自服务验收起', 'from the acceptance of the service'),
  from_issue: both('自发券起', 'from the issue of the voucher'),
  from_last_use_day: both('自使用期末日起', 'from the last day of use'),
}

function periods(book: Rulebook): Draft[] {
  const length = (count: number) => both(`${count} 天`, `${count} days`)
  return [
    line(
      'contractFrom',
      both('服务合同最早可签于', 'The contract may be signed from'),
      book.contractFrom,
      (from) =>
        from === 'issue_day'
          ? both('发券之日', 'the day of issue')
          : both('申领之日', 'the day of the claim'),
    ),
    line('usePeriod.days', both('使用期', 'Use within'), book.usePeriod.days, length),
    line('usePeriod.hardDate', both('使用截止日', 'Last day of use'), book.usePeriod.hardDate, hardDate),
    line('redeemPeriod.days', both('兑付期', 'Redeem within'), book.redeemPeriod.days, length),
    line(
      'redeemPeriod.counted',
      both('兑付期起算', 'Counted from'),
      book.redeemPeriod.counted,
      (from) => counted[from],
    ),
    line(
      'redeemPeriod.hardDate',
      both('兑付截止日', 'Last day to redeem'),
      book.redeemPeriod.hardDate,
      hardDate,
    ),
    line(
      'redemptionWindows',
      both('兑付受理时间', 'Redemptions are taken'),
      book.redemptionWindows,
      (windows) =>
        windows.length === 0
          ? both('全年受理', 'all year round')
          : listed(
              windows.map((one) =>
                both(
                  `${one.claimedFrom} 至 ${one.claimedTo} 申领的：${one.opens} 起${one.closes ? `至 ${one.closes}` : ''}`,
                  `claimed ${one.claimedFrom} to ${one.claimedTo}: from ${one.opens}${one.closes ? ` to ${one.closes}` : ''}`,
                ),
              ),
            ),
    ),
    line('decidedBy', both('适用哪个版本', 'Which version applies'), book.decidedBy, () =>
      both('申领当日有效的版本，此后不变', 'the one in force on the day of the claim, kept to the end'),
    ),
  ]
}

const clocks = {
  pause: both('补正期间暂停计时', 'a supplement pauses the clock'),
  reset: both('补正后重新计时', 'a supplement starts the clock anew'),
  continue: both('补正不停计时', 'the clock runs on during a supplement'),
}

function steps(book: Rulebook): Draft[] {
  const staged = (['claim', 'redemption'] as const).flatMap((what) =>
    book.review[what].map((stage) => ({
      key: `review.${what}.${stage.id}`,
      what: joined(what === 'claim' ? both('申领：', 'Claim: ') : both('兑付：', 'Redemption: '), stage.says),
      says: both(
        `${stage.workingDays} 个工作日；${clocks[stage.supplement].zh}，申请人须在 ${stage.supplementWorkingDays} 个工作日内补正`,
        `${stage.workingDays} working days; ${clocks[stage.supplement].en}, to be answered within ${stage.supplementWorkingDays} working days`,
      ),
      cited: stage,
    })),
  )
  return [
    ...staged,
    line(
      'publicNotice.workingDays',
      both('拨付前公示', 'Public notice before payment'),
      book.publicNotice.workingDays,
      days,
    ),
    line(
      'appealWorkingDays',
      both('不予通过后申请复核', 'Appeal against a refusal within'),
      book.appealWorkingDays,
      days,
    ),
  ]
}

const parts: readonly [Section, (book: Rulebook) => Draft[]][] = [
  ['who', who],
  ['pays', pays],
  ['evidence', evidence],
  ['limits', limits],
  ['periods', periods],
  ['steps', steps],
  ['settling', settling],
  ['providers', providers],
  ['excluded', excluded],
  ['bans', bans],
  ['money', moneyRules],
  ['penalties', penalties],
]

export function ruleLines(book: Rulebook): RuleLine[] {
  return parts.flatMap(([section, of]) => of(book).map((line) => ({ ...line, section })))
}
