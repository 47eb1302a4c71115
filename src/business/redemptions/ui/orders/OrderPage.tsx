import { roleNames, theSystem } from '#core/actor.ts'
import type { Text } from '#core/text.ts'
import { Attachment } from '#platform/files/browser.tsx'
import { ORDER_ACTION, ORDER_STATUS, orders, SIDE } from '#platform/orders/browser.ts'
import { EXCLUSIONS, type Exclusion } from '#business/vouchers/browser.ts'
import { useAsked, useMay, useParams } from '#web/api.ts'
import { capital, useText } from '#web/i18n/text.ts'
import {
  Card,
  Facts,
  Link,
  Money,
  PageHead,
  Split,
  Stack,
  StateTag,
  Table,
  Timeline,
  type TimelineEntry,
} from '#web/kit/index.ts'
import { OrderActs } from './OrderActs.tsx'
import { OrderMoney } from './OrderMoney.tsx'
import { orderTones } from './OrdersPage.tsx'
import { BP_PER_PERCENT, serviceText } from './ordering.ts'

const said = {
  print: { zh: '可打印的历史', en: 'History for printing' },
  up: { zh: '服务订单', en: 'Service orders' },
  late: { zh: '已过交付期限', en: 'delivery is late' },
  buyer: { zh: '委托方', en: 'Buyer' },
  provider: { zh: '服务机构', en: 'Provider' },
  service: { zh: '服务类型', en: 'Kind of service' },
  contract: { zh: '合同', en: 'Contract' },
  signed: { zh: '{number}，{day} 签订', en: '{number}, signed {day}' },
  file: { zh: '合同扫描件', en: 'the scan' },
  due: { zh: '交付期限', en: 'Delivery due' },
  result: { zh: '成果', en: 'Result' },
  resultFile: { zh: '成果文件', en: 'the result file' },
  contains: { zh: '申明包含', en: 'Said to contain' },
  what: { zh: '服务内容与要求', en: 'What is to be done' },
  items: { zh: '项目与价格', en: 'Items and prices' },
  item: { zh: '内容', en: 'What' },
  quantity: { zh: '数量', en: 'Quantity' },
  unitPrice: { zh: '单价', en: 'Unit price' },
  sum: { zh: '小计', en: 'Sum' },
  yuan: { zh: '元', en: 'CNY' },
  total: { zh: '合计', en: 'Total' },
  terms: { zh: '取消约定', en: 'Terms of cancelling' },
  buyerTerm: { zh: '委托方可单方取消至', en: 'The buyer may cancel alone until' },
  providerTerm: { zh: '服务机构可单方取消至', en: 'The provider may cancel alone until' },
  confirmed: { zh: '确认接单前', en: 'the confirmation' },
  delivered: { zh: '交付前，费用为合同金额的 {percent}%', en: 'delivery, for {percent}% of the price' },
  free: {
    zh: '逾期未交付的，委托方可免费取消。',
    en: 'Once delivery is late the buyer cancels without a fee.',
  },
  history: { zh: '经过', en: 'What happened' },
  authority: { zh: '主管部门', en: 'authority' },
  fee: { zh: '取消费用 ', en: 'Fee ' },
  score: { zh: '评分 {n}/5', en: 'Score {n} of 5' },
  attached: { zh: '附件', en: 'the file' },
} as const satisfies Record<string, Text>

/** Words keep the lines they were typed in. */
const lines = { whiteSpace: 'pre-wrap' } as const

export type OrderOne = ReturnType<typeof useAsked<typeof orders.get>>

/** One order, for both sides and for officers: what was agreed, what happened, what can be done now. */
export function OrderPage() {
  const t = useText()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const one = useAsked(orders.get, { params: { id } })
  const holds = useMay()
  const right = (
    <Stack>
      <OrderActs one={one} />
      {one.funding && <OrderMoney one={one} />}
      <Card
        title={t(said.history)}
        actions={
          <Link to="/history/$kind/$id" params={{ kind: 'service_order', id }}>
            {t(said.print)}
          </Link>
        }
      >
        <Timeline label={said.history} entries={one.steps.toReversed().map((step) => entryOf(step, t))} />
      </Card>
    </Stack>
  )
  return (
    <Stack>
      <PageHead
        title={one.title}
        lead={one.number}
        {...(holds('order.cancel') ? { up: { to: '/orders', label: said.up } } : {})}
        tags={
          <>
            <StateTag tone={orderTones[one.status]}>{t(ORDER_STATUS[one.status])}</StateTag>
            {one.late && <StateTag tone="alarm">{t(said.late)}</StateTag>}
          </>
        }
      />
      <Split narrow="right" left={<Agreed one={one} />} right={right} />
    </Stack>
  )
}

type Step = OrderOne['steps'][number]

function entryOf(step: Step, t: ReturnType<typeof useText>): TimelineEntry {
  const side = step.side === 'authority' ? said.authority : SIDE[step.side]
  return {
    key: String(step.stepNo),
    at: step.at,
    who: `${step.by === theSystem.label ? t(roleNames.system) : step.by} · ${t(side)}`,
    what: capital(t(ORDER_ACTION[step.action])),
    why: step.reason,
    tone:
      step.action === 'accept'
        ? 'good'
        : ['decline', 'cancel', 'void'].includes(step.action)
          ? 'alarm'
          : 'plain',
    changes: (step.feeFen !== null || step.fileId || step.score !== null) && (
      <>
        {step.score !== null && t(said.score, { n: step.score })}
        {step.feeFen !== null && (
          <>
            {t(said.fee)}
            <Money fen={step.feeFen} />{' '}
          </>
        )}
        {step.fileId && <Attachment id={step.fileId}>{said.attached}</Attachment>}
      </>
    ),
  }
}

function Agreed({ one }: { one: OrderOne }) {
  const t = useText()
  const contains = one.contains.map((word) => t(EXCLUSIONS[word as Exclusion] ?? word))
  return (
    <Stack>
      <Facts
        facts={[
          { label: said.buyer, value: one.buyer.name },
          { label: said.provider, value: one.provider.name },
          { label: said.service, value: t(serviceText(one.serviceKind)) },
          { label: said.due, value: one.deliverBy },
          {
            label: said.contract,
            value: t(said.signed, { number: one.contractNo, day: one.contractSignedOn }),
            note: <Attachment id={one.contractFileId}>{said.file}</Attachment>,
          },
          one.resultFileId !== null && {
            label: said.result,
            value: <Attachment id={one.resultFileId}>{said.resultFile}</Attachment>,
          },
          contains.length > 0 && { label: said.contains, value: contains.join(t({ zh: '、', en: ', ' })) },
        ]}
      />
      <Card title={t(said.what)}>
        <p style={lines}>{one.description}</p>
      </Card>
      <Items one={one} />
      <Terms terms={one.terms} />
    </Stack>
  )
}

function Items({ one }: { one: OrderOne }) {
  const t = useText()
  return (
    <Table
      caption={said.items}
      rows={one.lines}
      rowKey={(line) => String(line.lineNo)}
      columns={[
        { key: 'what', head: said.item, cell: (line) => line.what },
        {
          key: 'quantity',
          head: said.quantity,
          right: true,
          cell: (line) => `${line.quantity} ${line.unit}`,
        },
        {
          key: 'price',
          head: said.unitPrice,
          unit: said.yuan,
          right: true,
          cell: (line) => <Money fen={line.unitPriceFen} bare />,
        },
        {
          key: 'sum',
          head: said.sum,
          unit: said.yuan,
          right: true,
          cell: (line) => <Money fen={line.amountFen} bare />,
        },
      ]}
      foot={
        <tr>
          <th scope="row">{t(said.total)}</th>
          <td />
          <td />
          <td className="x-right">
            <strong>
              <Money fen={one.priceFen} bare />
            </strong>
          </td>
        </tr>
      }
    />
  )
}

function Terms({ terms }: { terms: OrderOne['terms'] }) {
  const t = useText()
  const until = (day: 'confirmed' | 'delivered', bp: number) =>
    day === 'confirmed' ? t(said.confirmed) : t(said.delivered, { percent: bp / BP_PER_PERCENT })
  return (
    <Card title={t(said.terms)}>
      <Facts
        facts={[
          { label: said.buyerTerm, value: until(terms.buyerMayCancelUntil, terms.buyerFeeBp) },
          { label: said.providerTerm, value: until(terms.providerMayCancelUntil, terms.providerFeeBp) },
        ]}
      />
      {terms.buyerFreeWhenLate && <p>{t(said.free)}</p>}
      {terms.note && <p style={lines}>{terms.note}</p>}
    </Card>
  )
}
