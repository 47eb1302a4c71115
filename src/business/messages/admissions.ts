import type { Reader } from '#core/db.ts'
import type { Told } from '#platform/notices/index.ts'
import type { Say } from './texts.ts'

type Withdrawal = { list: string; withdrawnFrom?: string; reason: string; effect: string }

export const RUNNING = ['proposed', 'confirmed', 'delivered', 'returned'] as const

/** An organisation with the laboratories that are its units. */
export const houseOf = (db: Reader, id: string) =>
  db
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where((eb) => eb.or([eb('id', '=', id), eb('hostId', '=', id)]))
    .execute()

/** A provider left the library: it is told, and so is every firm with a running order that a voucher pays. */
export async function ofAdmission(db: Reader, id: string, told: Withdrawal): Promise<Told[]> {
  const house = await houseOf(db, id)
  const orders = await db
    .selectFrom('serviceOrder')
    .select(['id', 'number', 'buyerId', 'providerId'])
    .where(
      'providerId',
      'in',
      house.map((one) => one.id),
    )
    .where('fundingId', 'is not', null)
    .where('status', 'in', RUNNING)
    .execute()
  const nameOf = (providerId: string) => house.find((one) => one.id === providerId)?.name ?? ''
  return [
    { to: { organisationId: id }, text: toProvider(told), subject: { kind: 'admission', id } },
    ...orders.map((order) => ({
      to: { organisationId: order.buyerId },
      text: toBuyer(order.number, nameOf(order.providerId), told),
      subject: { kind: 'service_order', id: order.id },
    })),
  ]
}

function toProvider({ withdrawnFrom: from, reason, effect }: Withdrawal): Say {
  const stops = effect === 'stop_running'
  return {
    title: { zh: `贵机构自 ${from} 起被移出服务机构库`, en: `You leave the list of providers on ${from}` },
    body: {
      zh: `理由：${reason}。${stops ? '在办的用券订单一并终止。' : '此前签订合同的在办订单按各券办法办理，见订单页面。'}此后新签的合同不能用券。如有异议，请联系作出决定的主管部门。`,
      en: `Reason: ${reason}. ${stops ? 'Running orders paid by vouchers stop with it.' : 'Orders with earlier contracts go on where the rules of the voucher let them; see each order.'} Vouchers pay for no contract signed from then on. If you disagree, turn to the authority that decided.`,
    },
  }
}

function toBuyer(number: string, provider: string, { withdrawnFrom: from, reason }: Withdrawal): Say {
  return {
    title: {
      zh: `订单 ${number} 的服务机构被移出服务机构库`,
      en: `The provider of order ${number} left the list`,
    },
    body: {
      zh: `${provider}自 ${from} 起被移出服务机构库，理由：${reason}。对本订单的影响见订单页面；订单终止的，券不受损失，可另选机构。`,
      en: `${provider} leaves the list of providers on ${from}: ${reason}. The order’s page says what it means; where the order stops, the voucher is free again for another provider.`,
    },
  }
}

export type Reviewed = {
  by: string
  reason: string
  expected: 'withdrawn' | 'reviewed'
  authorities: string[]
}

/** An admission is looked at again: whoever gave it has to, and the provider is told why. */
export async function ofReview(db: Reader, id: string, { authorities, ...told }: Reviewed): Promise<Told[]> {
  const { name } = await db
    .selectFrom('organisationCard')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const subject = { kind: 'admission', id }
  const task = toReviewer(name ?? '', told)
  return [
    { to: { organisationId: id }, text: underReview(told), subject },
    ...authorities.map((organisationId) => ({
      to: { organisationId, role: 'director' },
      text: task,
      subject: { kind: 'admission_review', id },
    })),
  ]
}

type Review = Omit<Reviewed, 'authorities'>

const underReview = ({ by, reason }: Review): Say => ({
  title: { zh: '贵机构的入库资格正在复核', en: 'Your admission as a provider is under review' },
  body: {
    zh: `追回决定 ${by} 认定一项服务不实，理由：${reason}。入库的主管部门将决定保留或移出，并告知您；此前可照常接单。对情况有说明的，请联系主管部门。`,
    en: `Recovery ${by} found a service false: ${reason}. The authority that admitted you decides whether you stay and lets you know; until then orders go on. If you have anything to say, turn to it.`,
  },
})

const toReviewer = (name: string, { by, reason, expected }: Review): Say => ({
  title: { zh: `复核服务机构${name}的入库资格`, en: `Review the admission of ${name}` },
  body: {
    zh: `追回决定 ${by} 认定一项服务不实，理由：${reason}。${expected === 'withdrawn' ? '按办法应当移出服务机构库' : '按办法应当复核其入库资格'}。请在“服务机构库”作出保留或移出的决定。`,
    en: `Recovery ${by} found a service false: ${reason}. By the rules its admission is to be ${expected}. Keep or withdraw it under “Provider library”.`,
  },
})

export const admissionKept = ({ by, reason }: { by: string; reason: string }): Say => ({
  title: { zh: '贵机构的入库资格经复核予以保留', en: 'Your admission was reviewed and stays' },
  body: {
    zh: `因追回决定 ${by} 启动的复核已办结，理由：${reason}。`,
    en: `The review that recovery ${by} opened is over: ${reason}.`,
  },
})
