import type { Reader } from '#core/db.ts'
import { authoritiesOf } from '#platform/directory/index.ts'
import type { Told } from '#platform/notices/index.ts'
import { houseOf, RUNNING } from './admissions.ts'
import type { Say } from './texts.ts'

export type Closed = { on: string; evidence: string; by: string }
export type Reopened = { reason: string }

const OPEN = ['open', 'supplement', 'held', 'appealed'] as const

/**
 * An organisation was closed (注销), or stands again: it is told, and so is everybody who waits for something of it: the other
 * side of a running order, the desk of an open case, whoever a return of money is owed to.
 */
export async function ofClosing(
  db: Reader,
  { id, name, now }: { id: string; name: string; now: Temporal.Instant },
  change: { closed: Closed } | { reopened: Reopened },
): Promise<Told[]> {
  const words = 'closed' in change ? ofClosed(name, change.closed) : ofReopened(name, change.reopened)
  // A laboratory goes with its house. Nobody acts in a closed organisation any more, so its people are told themselves.
  const house = (await houseOf(db, id)).map((one) => one.id)
  const people = await db
    .selectFrom('membership')
    .select('userId')
    .distinct()
    .where('organisationId', 'in', house)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', now)]))
    .execute()
  const orders = await db
    .selectFrom('serviceOrder')
    .select(['id', 'number', 'buyerId', 'providerId'])
    .where((eb) => eb.or([eb('buyerId', '=', id), eb('providerId', 'in', house)]))
    .where('status', 'in', RUNNING)
    .where('createdAt', '<=', now)
    .execute()
  const recoveries = await db
    .selectFrom('recovery')
    .select(['redemptionId', 'number', 'authorityId'])
    .where('organisationId', '=', id)
    .where('status', '=', 'open')
    .execute()
  return [
    ...people.map(({ userId }) => ({
      to: { userId },
      text: words.own,
      subject: { kind: words.about, id },
    })),
    ...orders.map(({ id: orderId, number, buyerId, providerId }) => ({
      to: { organisationId: buyerId === id ? providerId : buyerId },
      text: words.order(number, buyerId === id ? 'buyer' : 'provider'),
      subject: { kind: 'service_order', id: orderId },
    })),
    ...(await desksOf(db, id, now)).map(({ caseId, number, organisationId, role }) => ({
      to: { organisationId, role },
      text: words.desk(number),
      subject: { kind: 'case', id: caseId },
    })),
    ...recoveries.map(({ redemptionId, number, authorityId }) => ({
      to: { organisationId: authorityId, role: 'finance' },
      text: words.desk(number),
      subject: { kind: 'redemption', id: redemptionId },
    })),
  ]
}

/** Where its open cases lie. */
async function desksOf(db: Reader, organisationId: string, now: Temporal.Instant) {
  const cases = await db
    .selectFrom('caseFile')
    .select(['id', 'number', 'regionPath', 'deskRole', 'deskLevel'])
    .where('organisationId', '=', organisationId)
    .where('status', 'in', OPEN)
    .where('deskRole', 'is not', null)
    .where('submittedAt', '<=', now)
    .execute()
  const found = []
  for (const { id, number, regionPath, deskRole, deskLevel } of cases) {
    const offices = await authoritiesOf(db, regionPath, now)
    const office = offices.find(({ level }) => level === deskLevel)
    if (office && deskRole) found.push({ caseId: id, number, organisationId: office.id, role: deskRole })
  }
  return found
}

/** `about`: what the message to its own people leads to; in a closed organisation nobody reads its page. */
type Words = {
  about: string
  own: Say
  order: (number: string, closed: 'buyer' | 'provider') => Say
  desk: (number: string) => Say
}

const ofClosed = (name: string, { on, evidence, by }: Closed): Words => ({
  about: 'organisation_closed',
  own: {
    title: { zh: `${name}已登记注销`, en: `${name} was recorded as closed` },
    body: {
      zh: `自 ${on} 起，依据：${evidence}。不能再申领、下单和兑付。登记有误的，请持证照联系登记注销的${by}撤回。`,
      en: `From ${on}, by ${evidence}. It can no longer claim, order or redeem. If that is wrong, take the licence to ${by}, which recorded it and takes it back.`,
    },
  },
  order: (number, closed) => ({
    title: { zh: `订单 ${number} 的对方已注销`, en: `The other side of order ${number} is closed` },
    body:
      closed === 'buyer'
        ? {
            zh: `${name}已于 ${on} 注销，不能再验收和兑付。您可以在订单页面谢绝或取消，不收费用；已完成的服务，请向其清算组或承继单位主张价款。`,
            en: `${name} was closed on ${on} and can accept and redeem nothing any more. Decline or cancel on the page of the order, without a fee; for work that is done, claim the price from its liquidators or successor.`,
          }
        : {
            zh: `${name}已于 ${on} 注销。您可以在订单页面撤回或取消，不收费用；已交付的成果仍可验收。`,
            en: `${name} was closed on ${on}. Withdraw or cancel on the page of the order, without a fee; what was delivered you may still accept.`,
          },
  }),
  desk: (number) => ({
    title: { zh: `${number} 的单位已注销`, en: `The organisation of ${number} is closed` },
    body: {
      zh: `${name}已于 ${on} 注销，依据：${evidence}。不能再向其发券或拨付，请按办法处理该件。`,
      en: `${name} was closed on ${on}, by ${evidence}. No voucher can be issued and nothing be paid to it; settle this by the rules.`,
    },
  }),
})

const ofReopened = (name: string, { reason }: Reopened): Words => {
  const body = {
    zh: `此前的注销登记已撤回，理由：${reason}。${name}恢复办理；其间已退出排队的申领、已取消的订单不恢复。`,
    en: `The closing was taken back: ${reason}. ${name} goes on as before; claims that left the queue meanwhile and orders that were cancelled do not come back.`,
  }
  return {
    about: 'organisation',
    own: { title: { zh: '注销登记已撤回', en: 'The closing was taken back' }, body },
    order: (number) => ({
      title: { zh: `订单 ${number} 的对方恢复办理`, en: `The other side of order ${number} goes on` },
      body,
    }),
    desk: (number) => ({
      title: { zh: `${number} 的单位恢复办理`, en: `The organisation of ${number} goes on` },
      body,
    }),
  }
}
