import { useRef } from 'react'
import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { type ApiRefusal, asRefusal, useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  AssumedMark,
  Box,
  Card,
  ErrorBox,
  Facts,
  FindingsList,
  Folded,
  Link,
  Money,
  Stack,
  StateTag,
} from '#web/kit/index.ts'
import { honoursText, vouchers } from '../../browser.ts'
import { shown } from '../public/SelfCheckResult.tsx'
import { useRegions } from '../public/useRulebooks.ts'
import type { Claiming } from './claimValues.ts'
import { DerivationList } from './Derivation.tsx'
import { useLater } from './useLater.ts'

const said = {
  title: { zh: '规则测算', en: 'What the rules say' },
  wait: {
    zh: '选择服务、服务地区并填写合同金额，这里即时显示条件、可申领金额和资金情况。',
    en: 'Choose the service and the region and give the contract amount: conditions, amount and money appear here.',
  },
  pass: { zh: '现有信息符合全部条件', en: 'The facts on record meet every criterion' },
  fail: { zh: '有条件不符合', en: 'A criterion is not met' },
  unknown: { zh: '有信息尚缺', en: 'Some facts are missing' },
  most: { zh: '最多可申领', en: 'At most' },
  not: { zh: '按现有信息不能申领，见规则测算', en: 'Not as things stand; see what the rules say' },
  left: { zh: '本年度可用资金', en: 'Money left this year' },
  queued: { zh: '排在前面', en: 'Before you in the queue' },
  first: {
    zh: '贵单位属优先支持名单（{honours}），资金不足时先于其他申领发券',
    en: 'When money is short you go first, by the list of honours ({honours})',
  },
  queue: { zh: '{count} 件', en: '{count} claims' },
  short: {
    zh: '资金不足时，通过审核的申领按顺序排队，有资金后自动发券。',
    en: 'When money is short, accepted claims wait in order and are issued once there is money.',
  },
  stop: {
    zh: '本办法资金用完即停止受理，不排队。请减少金额，或等下一次发放。',
    en: 'This rulebook stops when the money is gone; there is no queue. Ask for less, or wait for the next release.',
  },
  how: { zh: '金额怎么算的', en: 'How the amount is computed' },
  caption: { zh: '可申领金额的计算', en: 'Derivation of the amount' },
  criteria: { zh: '逐条条件', en: 'Criterion by criterion' },
  unconfirmed: {
    zh: '标“申报值，待核实”的信息，审核时须先核实才能通过。',
    en: 'Facts marked as declared must be confirmed before the review can pass.',
  },
  fix: { zh: '到单位信息更正', en: 'Correct the facts' },
  assumed: {
    zh: '部分数字依据假定，以主管部门文本为准。',
    en: 'Some figures rest on assumptions; the authority’s text decides.',
  },
} as const satisfies Record<string, Text>

type Answer = z.output<typeof vouchers.claimPreview.returns>
export type Preview = { answer: Answer | null; refusal: ApiRefusal | null; stale: boolean }

/** Asked again a moment after service, region or contract amount change; the former answer stays until the next is there. */
export function usePreview(scheme: string, { service, cross_region, contract_amount }: Claiming): Preview {
  const typed = [service, cross_region, contract_amount?.toString() ?? ''].join(' ')
  const settled = useLater(typed)
  const [kind, cross, digits] = settled.split(' ')
  const ready = !!kind && !!cross && !!digits && digits !== '0'
  const query = {
    scheme,
    service: (kind || 'testing') as 'testing',
    crossRegion: cross === 'yes' ? ('true' as const) : ('false' as const),
    contractFen: digits || '1',
  }
  const asked = useAskedLater(vouchers.claimPreview, { query }, ready)
  const last = useRef<Answer | null>(null)
  if (asked.data) last.current = asked.data
  return {
    answer: ready ? last.current : null,
    refusal: ready ? asRefusal(asked.error) : null,
    stale: settled !== typed || asked.isFetching,
  }
}

/** What the same engine that the officer sees says of the claim, before it is filed. */
export function ClaimPreview({ preview: { answer, refusal, stale } }: { preview: Preview }) {
  const t = useText()
  return (
    <Card title={t(said.title)} tone="soft">
      <div aria-live="polite" aria-busy={stale}>
        <Stack>
          {!answer && !refusal && <p className="x-quiet">{t(said.wait)}</p>}
          <ErrorBox error={refusal} />
          {answer && <Told answer={answer} />}
        </Stack>
      </div>
    </Card>
  )
}

/** The gist beside the button, for a phone where the rest stands below. */
export function PreviewBrief({ preview: { answer } }: { preview: Preview }) {
  const t = useText()
  if (!answer) return null
  if (answer.refusal || answer.maxFen === null || answer.check.outcome === 'fail')
    return <StateTag tone="alarm">{t(said.not)}</StateTag>
  return (
    <StateTag tone="info">
      {t(said.most)} <Money fen={answer.maxFen} />
    </StateTag>
  )
}

function Told({ answer }: { answer: Answer }) {
  const t = useText()
  const { check, maxFen, refusal, budgetLeftFen, whenShort, queued, priority, steps } = answer
  const short = queued > 0 || (maxFen !== null && budgetLeftFen < maxFen)
  return (
    <>
      {refusal && <Box tone="alarm">{t(refusal.text)}</Box>}
      <Facts
        columns={1}
        facts={[
          maxFen !== null && {
            label: said.most,
            value: (
              <strong>
                <Money fen={maxFen} />
              </strong>
            ),
          },
          { label: said.left, value: <Money fen={budgetLeftFen} as="summary" /> },
          whenShort === 'queue' && {
            label: said.queued,
            value: t(said.queue, { count: queued }),
            note: priority.length > 0 && t(said.first, { honours: t(honoursText(priority)) }),
          },
        ]}
      />
      {short && <Box tone="wait">{t(whenShort === 'stop' ? said.stop : said.short)}</Box>}
      {steps.length > 0 && (
        <Folded title={t(said.how)}>
          <DerivationList caption={said.caption} steps={steps} />
        </Folded>
      )}
      <Criteria check={check} />
      {(check.assumed || steps.some((step) => step.assumed)) && (
        <p className="x-quiet x-note">
          <AssumedMark note={false} /> {t(said.assumed)}
        </p>
      )}
    </>
  )
}

const tones = { pass: 'good', fail: 'alarm', unknown: 'wait' } as const

function Criteria({ check }: { check: Answer['check'] }) {
  const t = useText()
  const regions = useRegions()
  const deciding = check.findings.filter((finding) => finding.decides)
  const unsure = deciding.some((finding) => finding.unconfirmed)
  return (
    <div>
      <p>
        <StateTag tone={tones[check.outcome]}>{t(said[check.outcome])}</StateTag>
      </p>
      {check.blocked.map((text) => (
        <Box key={text.zh} tone="alarm">
          {t(text)}
        </Box>
      ))}
      <Folded title={t(said.criteria)} open={check.outcome !== 'pass'}>
        <FindingsList
          label={said.criteria}
          findings={deciding.map((finding) => ({
            ...shown(finding, regions),
            unconfirmed: finding.unconfirmed,
          }))}
        />
      </Folded>
      {unsure && <p className="x-quiet">{t(said.unconfirmed)}</p>}
      {(check.outcome !== 'pass' || unsure) && (
        <p>
          <Link to="/organisation">{t(said.fix)}</Link>
        </p>
      )}
    </div>
  )
}
