import type { Text } from '#core/text.ts'
import type { CasePanelProps } from '#platform/cases/browser.ts'
import { Attachment } from '#platform/files/browser.tsx'
import { useAsked, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  AssumedMark,
  Box,
  Facts,
  FindingsList,
  Folded,
  Link,
  Money,
  Row,
  Stack,
  StateTag,
} from '#web/kit/index.ts'
import { CLAIM_STATUS, SERVICE_KINDS, vouchers, waitText } from '../../browser.ts'
import { named } from '../public/SelfCheckResult.tsx'
import { type Regions, useRegions } from '../public/useRulebooks.ts'
import { asFinding, type Check } from './findings.ts'

const said = {
  pass: { zh: '各项条件均有核实的事实支持', en: 'confirmed facts meet every criterion' },
  fail: { zh: '有条件不符合', en: 'a criterion is not met' },
  unknown: {
    zh: '有条件尚无核实的事实，暂不能通过',
    en: 'not every fact is confirmed: it can’t be accepted yet',
  },
  day: { zh: '按 {day}（提交日）的《{title}》核查', en: 'by “{title}”, as of {day}, the day of filing' },
  change: { zh: '最少需要：', en: 'Smallest change: ' },
  nothing: { zh: '没有任何更正能使其通过。', en: 'No change could make it pass.' },
  label: { zh: '申领条件', en: 'Criteria' },
  others: { zh: '其他可选条件（{count} 项，已由别的条件满足）', en: '{count} other ways, not needed' },
  confirm: { zh: '查看并核实单位信息', en: 'See and confirm the facts of the firm' },
  amount: { zh: '申领额度', en: 'Amount claimed' },
  contract: { zh: '合同（预计）金额', en: 'Contract amount' },
  noPaper: { zh: '未附合同或意向书', en: 'no contract or letter of intent attached' },
  twice: { zh: '同一文件另用于 {count} 处，请核对', en: 'used {count} more times elsewhere: check' },
  service: { zh: '服务类型', en: 'Service' },
  cross: { zh: '跨区域服务', en: 'Across regions' },
  status: { zh: '申领状态', en: 'Claim' },
  voucher: { zh: '查看科技创新券', en: 'See the voucher' },
} as const satisfies Record<string, Text>

/** What the rules find for a claim: each criterion with its clause, the facts, and the smallest change. */
export function ClaimPanel({ caseId, organisationId, where }: CasePanelProps) {
  const t = useText()
  const may = useMay()
  const claim = useAsked(vouchers.claim, { params: { id: caseId } })
  const { check } = claim
  const regions = useRegions()
  const decisive = check.findings.filter((one) => one.decides)
  const others = check.findings.filter((one) => !one.decides)
  const waits = waitText(claim)
  const unconfirmed = decisive.some((one) => one.outcome !== 'pass')
  return (
    <Stack>
      <Verdict check={check} title={t(claim.rulebookTitle)} regions={regions} />
      <FindingsList label={said.label} findings={decisive.map((one) => asFinding(one, regions))} />
      {others.length > 0 && (
        <Folded title={t(said.others, { count: others.length })}>
          <FindingsList label={said.others} findings={others.map((one) => asFinding(one, regions))} />
        </Folded>
      )}
      {unconfirmed && where === 'desk' && may('fact.decide') && (
        <Row>
          <Link to="/desk/organisations/$id" params={{ id: organisationId }} as="plain">
            {t(said.confirm)}
          </Link>
        </Row>
      )}
      <Facts
        columns={3}
        facts={[
          { label: said.amount, value: <Money fen={claim.amountFen} /> },
          {
            label: said.contract,
            value: <Money fen={claim.contractFen} />,
            note: <Papers papers={claim.papers} />,
          },
          { label: said.service, value: t(SERVICE_KINDS[claim.serviceKind]) },
          {
            label: said.cross,
            value: t(claim.crossRegion ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }),
          },
          {
            label: said.status,
            value: t(CLAIM_STATUS[claim.status]),
            note: waits && t(waits),
          },
          claim.voucherId !== null &&
            may('voucher.read') && {
              label: { zh: '券', en: 'Voucher' },
              value: (
                <Link to="/vouchers/$id" params={{ id: claim.voucherId }}>
                  {t(said.voucher)}
                </Link>
              ),
            },
        ]}
      />
    </Stack>
  )
}

type Paper = ReturnType<typeof useAsked<typeof vouchers.claim>>['papers'][number]

/** The papers that prove the contract, and whether the same bytes were handed in elsewhere. */
function Papers({ papers }: { papers: readonly Paper[] }) {
  const t = useText()
  if (papers.length === 0) return <span>{t(said.noPaper)}</span>
  return (
    <>
      {papers.map(({ id, name, usedElsewhere }) => (
        <span key={id} className="x-block">
          <Attachment id={id}>{name}</Attachment>{' '}
          {usedElsewhere > 0 && <StateTag tone="wait">{t(said.twice, { count: usedElsewhere })}</StateTag>}
        </span>
      ))}
    </>
  )
}

const tones = { pass: 'good', fail: 'alarm', unknown: 'wait' } as const

function Verdict({ check, title, regions }: { check: Check; title: string; regions: Regions }) {
  const t = useText()
  return (
    <Box tone={tones[check.outcome]}>
      <Row>
        <StateTag tone={tones[check.outcome]}>{t(said[check.outcome])}</StateTag>
        <span className="x-quiet">{t(said.day, { day: check.day, title })}</span>
        {check.assumed && <AssumedMark />}
      </Row>
      {check.blocked.map((block) => (
        <p key={block.zh}>{t(block)}</p>
      ))}
      {check.outcome !== 'pass' && check.smallestChange === null && <p>{t(said.nothing)}</p>}
      {check.smallestChange && check.smallestChange.length > 0 && (
        <>
          <strong>{t(said.change)}</strong>
          <ul>
            {check.smallestChange.map((change) => (
              <li key={change.says.zh}>{t(named(change.fact, change.says, regions))}</li>
            ))}
          </ul>
        </>
      )}
    </Box>
  )
}
