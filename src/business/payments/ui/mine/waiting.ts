import { formatFen } from '#core/money.ts'
import { fill, type Text } from '#core/text.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { queueText, vouchers } from '#business/vouchers/browser.ts'
import { useToday } from '#business/vouchers/browser.tsx'
import { cases } from '#platform/cases/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { useAskedLater, useMay } from '#web/api.ts'
import { payments } from '../../contract.ts'
import { useProfileGaps } from './profile.ts'

/** One thing on the list: what to do, about what, until when, and where. */
export type Waiting = {
  key: string
  what: Text
  about: Text | string
  /** The last day, `YYYY-MM-DD`. */
  due: string | null
  late?: boolean
  /** A case whose working days are counted. */
  caseId?: string
  to: string
  params?: Record<string, string>
  search?: Record<string, string>
}

const said = {
  supply: { zh: '提交补正', en: 'Supply what was asked for' },
  confirm: { zh: '确认是否接单', en: 'Confirm or decline the order' },
  deliver: { zh: '交付成果', en: 'Deliver the result' },
  rework: { zh: '返工后重新交付', en: 'Deliver again after rework' },
  accept: { zh: '验收成果', en: 'Accept or return the result' },
  redeem: { zh: '申请兑付', en: 'Ask for redemption' },
  evaluate: { zh: '评价服务', en: 'Evaluate the service' },
  evaluation: { zh: '等委托方评价服务', en: 'The buyer has to evaluate the service' },
  asking: { zh: '等服务机构申请兑付', en: 'The provider has to ask for redemption' },
  use: { zh: '余额 {amount}的券待使用，去下单', en: 'Use the voucher: {amount} waits for an order' },
  useSoon: {
    zh: '余额 {amount}的券即将到期，尽快使用',
    en: 'Use the voucher: {amount} lapses soon',
  },
  giveBack: { zh: '退回款项', en: 'Return the money' },
  refund: { zh: '等主管部门退还款项', en: 'The authority has to pay again' },
  provider: { zh: '等服务机构确认', en: 'The provider has to confirm' },
  service: { zh: '等服务机构交付', en: 'The provider has to deliver' },
  buyer: { zh: '等委托方验收', en: 'The buyer has to accept' },
  queued: { zh: '等候资金：', en: 'Waits for money: ' },
} as const satisfies Record<string, Text>

/** What waits, as far as it was answered; a part that was not makes the list none. */
export type WaitingList = {
  rows: Waiting[]
  /** A list it was made from goes on behind its first page. */
  more: boolean
  loading: boolean
  error: unknown
  retry: () => void
}

export type Asked = { isLoading: boolean; error: unknown; refetch: () => unknown; data: unknown }

const goesOn = ({ data }: Asked) => Boolean((data as { next?: unknown } | undefined)?.next)

export const listOf = (rows: Waiting[], asked: readonly Asked[]): WaitingList => ({
  rows,
  more: asked.some(goesOn),
  loading: asked.some(({ isLoading }) => isLoading),
  error: asked.find(({ error }) => error)?.error ?? null,
  retry: () => {
    for (const { error, refetch } of asked) if (error) void refetch()
  },
})

const MANY = 100
const SOON_DAYS = 60
const DAY_MS = 86_400_000

function useOrders(role: 'buyer' | 'provider', status: 'proposed' | 'confirmed' | 'returned' | 'delivered') {
  const may = useMay()
  const allowed = may(role === 'buyer' ? 'order.propose' : 'order.serve')
  return useAskedLater(orders.list, { query: { role, status, limit: MANY } }, allowed)
}

type Orders = ReturnType<typeof useOrders>
/** The day of delivery is the term of whoever delivers; to confirm or to accept an order has none. */
const ofOrders = ({ data }: Orders, what: Text, delivers = false): Waiting[] =>
  (data?.rows ?? []).map((row) => ({
    key: row.id,
    what,
    about: `${row.title} · ${row.side === 'provider' ? row.buyer.name : row.provider.name}`,
    due: delivers ? row.deliverBy : null,
    to: '/orders/$id',
    params: { id: row.id },
  }))

/** What only this organisation can do next. */
export function useMine(): WaitingList {
  const may = useMay()
  const supplements = useAskedLater(
    cases.list,
    { query: { status: 'supplement', limit: MANY } },
    may('redemption.file'),
  )
  const back = useAskedLater(
    payments.recoveries,
    { query: { status: 'open', limit: MANY } },
    may('recovery.read'),
  )
  const confirm = useOrders('provider', 'proposed')
  const deliver = useOrders('provider', 'confirmed')
  const rework = useOrders('provider', 'returned')
  const accept = useOrders('buyer', 'delivered')
  const unasked = useUnasked()
  const unused = useUnused()
  const gaps = useProfileGaps(unasked.mine.some(({ what }) => what === said.redeem))
  const rows = [
    ...gaps.rows,
    ...(supplements.data?.rows ?? []).map((row) => ({
      ...{ key: row.id, what: said.supply, about: row.number, due: dayIn(row.dueAt), caseId: row.id },
      ...{ to: '/cases/$id', params: { id: row.id }, late: row.overdue },
    })),
    ...(back.data?.rows ?? []).map((row) => ({
      ...{ key: row.id, what: said.giveBack, about: row.number, due: row.dueOn, late: row.overdue },
      ...{ to: '/redemptions/$id', params: { id: row.redemptionId } },
    })),
    ...ofOrders(confirm, said.confirm),
    ...ofOrders(deliver, said.deliver, true),
    ...ofOrders(rework, said.rework, true),
    ...ofOrders(accept, said.accept),
    ...unasked.mine,
    ...unused.rows,
  ]
  return listOf(rows, [
    supplements,
    back,
    confirm,
    deliver,
    rework,
    accept,
    unasked.asked,
    unused.asked,
    gaps.asked,
  ])
}

/** Accepted orders whose voucher nobody asked to redeem yet: ours to evaluate or to ask for, or the other side's. */
function useUnasked(): { mine: Waiting[]; others: Waiting[]; asked: Asked } {
  const may = useMay()
  const asked = useAskedLater(redemptions.unasked, {}, may('redemption.file'))
  const rows = asked.data?.rows ?? []
  const listed = rows.map((row) => {
    const own = row.turn === row.side
    const what = row.evaluate ? (own ? said.evaluate : said.evaluation) : own ? said.redeem : said.asking
    const about = `${row.title} · ${row.side === 'provider' ? row.buyerName : row.providerName}`
    const base = { key: row.orderId, what, about, due: row.lastDay }
    const waiting: Waiting =
      own && !row.evaluate
        ? { ...base, to: '/redemptions/new', params: {}, search: { order: row.orderId } }
        : { ...base, to: '/orders/$id', params: { id: row.orderId } }
    return { own, waiting }
  })
  return {
    asked,
    mine: listed.filter(({ own }) => own).map(({ waiting }) => waiting),
    // A firm that has to ask itself is no news to its provider.
    others: listed
      .filter(
        ({ own }, at) =>
          !own && !(rows[at]?.side === 'provider' && rows[at].turn === 'buyer' && !rows[at].evaluate),
      )
      .map(({ waiting }) => waiting),
  }
}

/** Vouchers without an order; within two months of their last day it is said to be near. */
function useUnused(): { rows: Waiting[]; asked: Asked } {
  const may = useMay()
  const today = useToday()
  const asked = useAskedLater(redemptions.unused, {}, may('claim.file'))
  if (!today || !asked.data) return { rows: [], asked }
  const horizon = new Date(Date.parse(today) + SOON_DAYS * DAY_MS).toJSON().slice(0, 10)
  const rows = asked.data.rows.map((row) => ({
    ...{ key: row.id, what: withAmount(row.useBy <= horizon ? said.useSoon : said.use, row.remainingFen) },
    ...{ about: row.number, due: row.useBy, to: '/orders/new', params: {}, search: { voucher: row.id } },
  }))
  return { rows, asked }
}

const withAmount = (text: Text, fen: bigint): Text => ({
  zh: fill(text.zh, { amount: formatFen(fen) }, 'zh'),
  en: fill(text.en, { amount: formatFen(fen, { locale: 'en' }) }, 'en'),
})

/** What others have to do next. */
export function useOthers(): WaitingList {
  const may = useMay()
  const running = useAskedLater(
    cases.list,
    { query: { status: 'open', limit: MANY } },
    may('redemption.file'),
  )
  const queued = useAskedLater(
    vouchers.claims,
    { query: { status: 'queued', limit: MANY } },
    may('claim.file'),
  )
  const refunds = useAskedLater(
    payments.recoveries,
    { query: { refundDue: 'true', limit: MANY } },
    may('recovery.read'),
  )
  const confirm = useOrders('buyer', 'proposed')
  const deliver = useOrders('buyer', 'confirmed')
  const accept = useOrders('provider', 'delivered')
  const unasked = useUnasked()
  const rows = [
    ...(running.data?.rows ?? []).map((row) => ({
      ...{ key: row.id, what: row.stageTitle, due: dayIn(row.dueAt), caseId: row.id, late: row.overdue },
      about: row.number,
      ...{ to: '/cases/$id', params: { id: row.id } },
    })),
    ...(queued.data?.rows ?? []).map((row) => ({
      key: row.caseId,
      what: placed(queueText(row)),
      about: row.number,
      due: null,
      ...{ to: '/cases/$id', params: { id: row.caseId } },
    })),
    ...(refunds.data?.rows ?? []).map((row) => ({
      ...{ key: row.id, what: said.refund, about: row.number, due: null },
      ...{ to: '/recoveries/$id', params: { id: row.id } },
    })),
    ...ofOrders(confirm, said.provider),
    ...ofOrders(deliver, said.service, true),
    ...ofOrders(accept, said.buyer),
    ...unasked.others,
  ]
  return listOf(rows, [running, queued, refunds, confirm, deliver, accept, unasked.asked])
}

const placed = (place: Text | null): Text => ({
  zh: said.queued.zh + (place?.zh ?? ''),
  en: said.queued.en + (place?.en ?? ''),
})

/** The soonest first, what has no day last. */
export const soonest = (rows: readonly Waiting[]): Waiting[] =>
  rows.toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'))

/** The Beijing day of a moment. */
const dayIn = (moment: string | null): string | null =>
  moment &&
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.parse(moment) - 1))
