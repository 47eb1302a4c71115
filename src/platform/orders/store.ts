import { type RawBuilder, sql } from 'kysely'
import { constraintOf, json, type Reader, type Tx } from '#core/db.ts'
import { holdsWords } from '#core/search.ts'
import { organisationsNamed } from '#platform/directory/index.ts'
import { orderRefusals, type OrderAction, type OrderStatus, RUNNING, type Terms } from './rules.ts'

const orderColumns = [
  'o.id',
  'o.number',
  'o.buyerId',
  'o.providerId',
  'o.regionPath',
  'o.providerPath',
  'o.serviceKind',
  'o.contains',
  'o.title',
  'o.description',
  'o.priceFen',
  'o.fundingKind',
  'o.fundingId',
  'o.contractNo',
  'o.contractSignedOn',
  'o.contractFileId',
  'o.deliverBy',
  'o.status',
  'o.resultFileId',
  'o.createdAt',
  'o.endedAt',
] as const

const selectOrders = (db: Reader) =>
  db
    .selectFrom('serviceOrder as o')
    .innerJoin('organisationCard as buyer', 'buyer.id', 'o.buyerId')
    .innerJoin('organisationCard as provider', 'provider.id', 'o.providerId')
    .select(orderColumns)
    .select(['buyer.name as buyerName', 'provider.name as providerName', 'o.terms'])
    .$narrowType<{ terms: Terms; buyerName: string; providerName: string }>()

type Row = Awaited<ReturnType<ReturnType<typeof selectOrders>['executeTakeFirstOrThrow']>>
export type Order = Omit<Row, 'fundingKind' | 'fundingId'> & { funding: { kind: string; id: string } | null }

const orderOf = ({ fundingKind, fundingId, ...row }: Row): Order => ({
  ...row,
  funding: fundingKind && fundingId ? { kind: fundingKind, id: fundingId } : null,
})

/** Null when there is none. */
export async function findOrder(db: Reader, id: string): Promise<Order | null> {
  const row = await selectOrders(db).where('o.id', '=', id).executeTakeFirst()
  return row ? orderOf(row) : null
}

/** The order, locked: whoever acts next sees what was done. */
export async function lockOrder(tx: Tx, id: string): Promise<Order | null> {
  const row = await selectOrders(tx).where('o.id', '=', id).forNoKeyUpdate('o').executeTakeFirst()
  return row ? orderOf(row) : null
}

export type ListFilter = {
  visible: RawBuilder<boolean>
  organisationId: string | null
  role?: 'buyer' | 'provider' | undefined
  status?: OrderStatus | undefined
  /** Part of the number or title, or of the name of either side. */
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first, one row more than asked; the cursor is the last id. */
export async function listOrders(db: Reader, filter: ListFilter): Promise<Order[]> {
  let rows = selectOrders(db)
    .where(filter.visible)
    .orderBy('o.id', 'desc')
    .limit(filter.limit + 1)
  if (filter.role) rows = rows.where(`o.${filter.role}Id`, '=', filter.organisationId)
  if (filter.status) rows = rows.where('o.status', '=', filter.status)
  if (filter.q) {
    const sides = organisationsNamed(filter.q)
    rows = rows.where(
      sql<boolean>`(${holdsWords('o.words', filter.q)} or o.buyer_id = any (${sides}) or o.provider_id = any (${sides}))`,
    )
  }
  if (filter.cursor) rows = rows.where('o.id', '<', filter.cursor)
  return (await rows.execute()).map(orderOf)
}

/** Orders that can still be stopped: of a provider, or of one fund. Oldest first. */
export async function runningOrders(
  db: Reader,
  of: { providerId?: string; funding?: { kind: string; id: string } },
): Promise<Order[]> {
  let rows = selectOrders(db)
    .where('o.status', 'in', [...RUNNING])
    .orderBy('o.id')
  if (of.providerId) rows = rows.where('o.providerId', '=', of.providerId)
  if (of.funding)
    rows = rows.where('o.fundingKind', '=', of.funding.kind).where('o.fundingId', '=', of.funding.id)
  return (await rows.execute()).map(orderOf)
}

export const linesOf = (db: Reader, orderId: string) =>
  db
    .selectFrom('serviceOrderLine')
    .select(['lineNo', 'what', 'quantity', 'unit', 'unitPriceFen', 'amountFen'])
    .where('orderId', '=', orderId)
    .orderBy('lineNo')
    .execute()

export const stepsOf = (db: Reader, orderId: string) =>
  db
    .selectFrom('serviceOrderStep')
    .select(['stepNo', 'action', 'side', 'actorLabel as by', 'at', 'reason', 'feeFen', 'fileId', 'score'])
    .where('orderId', '=', orderId)
    .orderBy('stepNo')
    .execute()

export const lastStep = (db: Reader, orderId: string) =>
  db
    .selectFrom('serviceOrderStep')
    .select(['stepNo', 'action', 'actorLabel as by', 'at'])
    .where('orderId', '=', orderId)
    .orderBy('stepNo', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()

/** The one of both sides that is closed, itself or the house whose laboratory it is; the provider where both are. */
export async function closedOf(
  db: Reader,
  { buyerId, providerId }: Pick<Order, 'buyerId' | 'providerId'>,
): Promise<string | null> {
  const rows = await db
    .selectFrom('organisationCard as o')
    .leftJoin('organisationCard as h', 'h.id', 'o.hostId')
    .select('o.id')
    .where('o.id', 'in', [buyerId, providerId])
    .where((eb) => eb.or([eb('o.status', '=', 'closed'), eb('h.status', '=', 'closed')]))
    .execute()
  return (rows.find(({ id }) => id === providerId) ?? rows[0])?.id ?? null
}

/** Whether an organisation takes orders: it exists, is not closed, and is no authority or team. */
export const partyOf = (db: Reader, id: string) =>
  db
    .selectFrom('organisationCard')
    .select(['id', 'name', 'kind', 'status', 'regionPath'])
    .where('id', '=', id)
    .executeTakeFirst()

/** Where both sides are, and whether they or the house of a laboratory are closed, stays so until the commit. */
export const holdParties = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('organisationCard')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('id', 'in', [...ids]),
        eb('id', 'in', (host) =>
          host
            .selectFrom('organisationCard as unit')
            .select('unit.hostId')
            .where('unit.id', 'in', [...ids]),
        ),
      ]),
    )
    .orderBy('id')
    .forShare()
    .execute()

export type NewLine = { what: string; quantity: number; unit: string; unitPriceFen: bigint }

/** @throws Refusal order_contract_used */
export async function insertOrder(tx: Tx, order: Order, lines: readonly NewLine[]): Promise<void> {
  const { funding, terms, buyerName: _, providerName: __, ...row } = order
  try {
    await tx
      .insertInto('serviceOrder')
      .values({
        ...row,
        terms: json(terms),
        fundingKind: funding?.kind ?? null,
        fundingId: funding?.id ?? null,
      })
      .execute()
  } catch (error) {
    if (constraintOf(error) === 'service_order_contract_once')
      orderRefusals.refuse('order_contract_used', { contractNo: order.contractNo, number: '…' })
    throw error
  }
  await tx
    .insertInto('serviceOrderLine')
    .values(lines.map((line, at) => ({ ...line, orderId: order.id, lineNo: at + 1 })))
    .execute()
}

/** Number of the live order of a contract, to be told before the database refuses a second one. */
export const orderOfContract = (db: Reader, of: Pick<Order, 'providerId' | 'buyerId' | 'contractNo'>) =>
  db
    .selectFrom('serviceOrder')
    .select('number')
    .where('providerId', '=', of.providerId)
    .where('buyerId', '=', of.buyerId)
    .where('contractNo', '=', of.contractNo)
    .where('status', 'not in', ['declined', 'cancelled', 'voided'])
    .executeTakeFirst()

/** One at a time for the contracts of two parties, until the transaction ends. */
export async function lockContract(tx: Tx, of: Pick<Order, 'providerId' | 'buyerId'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`contract ${of.buyerId} ${of.providerId}`}, 0))`.execute(
    tx,
  )
}

export type NewStep = {
  action: OrderAction
  side: 'buyer' | 'provider' | 'authority'
  actorLabel: string
  reason: string | null
  feeFen: bigint | null
  fileId: string | null
  score?: number | null
  at: Temporal.Instant
}

export type Evaluation = { score: number; remark: string; by: string; at: Temporal.Instant }

/** The buyer's evaluation of the service (服务评价); undefined while there is none. */
export const evaluationOf = (db: Reader, orderId: string): Promise<Evaluation | undefined> =>
  db
    .selectFrom('serviceOrderStep')
    .select(['score', 'reason as remark', 'actorLabel as by', 'at'])
    .where('orderId', '=', orderId)
    .where('action', '=', 'evaluate')
    .$narrowType<{ score: number; remark: string }>()
    .executeTakeFirst()

/** The order is locked, so the next number is free. */
export async function appendStep(tx: Tx, orderId: string, stepNo: number, step: NewStep): Promise<void> {
  await tx
    .insertInto('serviceOrderStep')
    .values({ ...step, orderId, stepNo })
    .execute()
}

export async function setStatus(
  tx: Tx,
  id: string,
  change: { status: OrderStatus; resultFileId?: string; endedAt?: Temporal.Instant },
): Promise<void> {
  await tx.updateTable('serviceOrder').set(change).where('id', '=', id).execute()
}
