import type { Text } from '#core/text.ts'
import { useParams } from '#web/api.ts'
import {
  Card,
  ClauseRef,
  Empty,
  Facts,
  Figure,
  Grid,
  PageHead,
  RegionTag,
  Row,
  Stack,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { type Agreement, EVIDENCE, MODES, SERVICE_KINDS } from '../../browser.ts'
import { Documents } from './Documents.tsx'
import { periodText } from './Rulebooks.tsx'
import { useRegions, useRulebooks } from './useRulebooks.ts'

const said = {
  up: { zh: '全部办法', en: 'All rulebooks' },
  none: { zh: '没有这份协议', en: 'No such agreement' },
  noneWhy: { zh: '请从全部办法中选择。', en: 'Choose from the list.' },
  lead: {
    zh: '各方互认彼此的服务机构，企业可跨省市购买服务；资金不合并，由申领单位所在地按当地办法兑付。',
    en: "The parties accept each other's providers, so a firm may buy across the border; money is not pooled: the applicant's own region pays by its own rules.",
  },
  members: { zh: '参加地区', en: 'Parties' },
  period: { zh: '有效期', en: 'In force' },
  services: { zh: '支持的服务', en: 'Services' },
  settlement: { zh: '结算方式', en: 'Settlement' },
  evidence: { zh: '兑付依据', en: 'Evidence' },
  payer: { zh: '由谁付款', en: 'Who pays' },
  home: { zh: '申领单位所在地的财政', en: "the treasury of the applicant's home region" },
  labs: { zh: '互认开放实验室', en: 'Mutually recognised open laboratories' },
  of: { zh: '{region}的实验室', en: 'Laboratories of {region}' },
  total: { zh: '合计', en: 'All together' },
  unit: { zh: '家', en: 'labs' },
  sum: { zh: '首批目录：{parts} = {total} 家。', en: 'The first catalogue: {parts} = {total}.' },
  find: { zh: '查服务机构', en: 'Find a provider' },
} as const satisfies Record<string, Text>

export function AgreementPage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const { agreements } = useRulebooks()
  const agreement = agreements.find((one) => one.id === id)
  if (!agreement)
    return (
      <>
        <PageHead title={said.none} up={{ to: '/rulebooks', label: said.up }} />
        <Empty title={t(said.noneWhy)} />
      </>
    )
  return (
    <>
      <PageHead title={agreement.title} up={{ to: '/rulebooks', label: said.up }} lead={t(said.lead)} />
      <Stack gap="l">
        <Terms agreement={agreement} />
        <Labs agreement={agreement} />
        <Documents documents={agreement.documents} />
      </Stack>
    </>
  )
}

function Terms({ agreement }: { agreement: Agreement }) {
  const t = useText()
  const regions = useRegions()
  const list = (texts: readonly Text[]) => texts.map((one) => t(one)).join(t({ zh: '、', en: ', ' }))
  const { services, settlement, evidence, payer } = agreement
  return (
    <Card>
      <Facts
        facts={[
          {
            label: said.members,
            value: (
              <Row>
                {agreement.members.map((code) => (
                  <RegionTag key={code} code={code} name={regions.nameOf(code)} />
                ))}
              </Row>
            ),
          },
          {
            label: said.period,
            value: t(periodText(agreement)),
            note: <ClauseRef cited={agreement.dating} />,
          },
          {
            label: said.services,
            value: list(services.value.map((kind) => SERVICE_KINDS[kind])),
            note: <ClauseRef cited={services} />,
          },
          {
            label: said.settlement,
            value: t(MODES[settlement.value]),
            note: <ClauseRef cited={settlement} />,
          },
          {
            label: said.evidence,
            value: list(evidence.value.map((kind) => EVIDENCE[kind])),
            note: <ClauseRef cited={evidence} />,
          },
          { label: said.payer, value: t(said.home), note: <ClauseRef cited={payer} /> },
        ]}
      />
    </Card>
  )
}

function Labs({ agreement }: { agreement: Agreement }) {
  const t = useText()
  const regions = useRegions()
  const { byRegion, total } = agreement.openLabs
  const parts = Object.entries(byRegion.value)
  const source = byRegion.source ?? ''
  return (
    <Card title={t(said.labs)}>
      <Stack>
        <Grid min={180}>
          {parts.map(([code, count]) => (
            <Figure
              key={code}
              label={t(said.of, { region: t(regions.nameOf(code)) })}
              value={count}
              unit={said.unit}
              source={source}
              asOf={agreement.effectiveFrom}
            />
          ))}
          <Figure
            label={said.total}
            value={total.value}
            unit={said.unit}
            source={total.source ?? ''}
            asOf={agreement.effectiveFrom}
          />
        </Grid>
        <p>
          {t(said.sum, { parts: parts.map(([, count]) => count).join(' + '), total: total.value })}{' '}
          <ClauseRef cited={total} />
        </p>
      </Stack>
    </Card>
  )
}
