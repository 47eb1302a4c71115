import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { pageOf } from '#core/page.ts'
import { may, type Subject } from '#core/policy.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { type ConflictRow, hasOpenConflict, listConflicts } from './conflicts.store.ts'
import { asReplaced, type Replaced, replacedFor } from './holders.ts'
import { presentationsOn } from './presentations.store.ts'
import { correctable, differences, leftOf } from './rules.ts'
import * as store from './store.ts'

/** The invoice as a subject of permissions for this actor: it may be one of several holders or authorities. */
export async function subjectFor(db: Reader, actor: Actor, invoice: store.Invoice): Promise<Subject> {
  const { organisationId } = actor
  return {
    organisationId: (await store.isHolder(db, invoice.id, organisationId)) ? organisationId : null,
    authorityId: (await store.isPresentedTo(db, invoice.id, organisationId)) ? organisationId : null,
    regionPath: invoice.regionPath,
  }
}

const columns = {
  organisationId: 'h.organisationId',
  authorityId: 'asked.authorityId',
  regionPath: 'i.regionPath',
}

type Asked = { cursor?: string | undefined; number?: string | undefined; limit: number }
type Found = store.Invoice & {
  presentedFen: bigint
  reversedFen: bigint
  leftFen: bigint
  inConflict: boolean
}

/** Newest first. One's own, and for officers those of the region or presented to their authority. */
export async function invoiceList({ db, actor, visible }: QueryCtx, { cursor, number, limit }: Asked) {
  const shown: RawBuilder<boolean> = visible(columns)
  const own = actor.organisationId
  let rows = db
    .selectFrom('invoice as i')
    .leftJoin('invoiceHolder as h', (join) =>
      join.onRef('h.invoiceId', '=', 'i.id').on('h.organisationId', '=', own),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('invoicePresentation as p')
          .select('p.authorityId')
          .whereRef('p.invoiceId', '=', 'i.id')
          .where('p.authorityId', '=', own)
          .limit(1)
          .as('asked'),
      (join) => join.onTrue(),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('invoiceLine as l')
          .select([
            sql<bigint>`sum(l.presented_fen)::bigint`.as('presentedFen'),
            sql<bigint>`sum(l.reversed_fen)::bigint`.as('reversedFen'),
            sql<bigint>`sum(greatest(l.amount_fen - l.reversed_fen - l.presented_fen, 0))::bigint`.as(
              'leftFen',
            ),
          ])
          .whereRef('l.invoiceId', '=', 'i.id')
          .as('sums'),
      (join) => join.onTrue(),
    )
    .selectAll('i')
    .select(['sums.presentedFen', 'sums.reversedFen', 'sums.leftFen'])
    .select(sql<string>`coalesce(h.file_id, i.file_id)`.as('fileId'))
    .select(
      sql<boolean>`exists (select from invoice_conflict c where c.invoice_id = i.id and c.status = 'open')`.as(
        'inConflict',
      ),
    )
    .where(shown)
    .orderBy('i.id', 'desc')
    .limit(limit + 1)
  if (cursor) rows = rows.where('i.id', '<', cursor)
  if (number) rows = rows.where('i.number', '=', number)
  const found = (await rows.execute()) as Found[]
  const page = pageOf(found, limit)
  return { ...page, rows: await Promise.all(page.rows.map((row) => asRead(db, row, own))) }
}

/** To a holder whom a correction left out, his own version, of which nothing can be presented. */
async function asRead(db: Reader, row: Found, organisationId: string | null): Promise<Found> {
  const replaced = await replacedFor(db, row, organisationId)
  return replaced ? { ...asReplaced(row, replaced), ...NOTHING, inConflict: false } : row
}
const NOTHING = { presentedFen: 0n, reversedFen: 0n, leftFen: 0n }

/** An invoice with what is presented of each line. By whom is told only where the reader may know. */
export async function invoicePage(ctx: QueryCtx, id: string) {
  const { db, actor } = ctx
  const invoice = (await store.findInvoice(db, id)) ?? coreRefusals.refuse('not_found')
  const subject = await subjectFor(db, actor, invoice)
  ctx.authorise(subject)
  ctx.looked({ kind: 'invoice', id })
  const replaced = await replacedFor(db, invoice, actor.organisationId)
  if (replaced) return replacedPage(ctx, invoice, replaced)
  const [lines, live, versions, reds] = await Promise.all([
    store.linesOf(db, id),
    presentationsOn(db, id),
    store.versionsOf(db, id),
    store.redsOf(db, id),
  ])
  const withLeft = lines.map((line) => ({ ...line, leftFen: leftOf(line) }))
  const sum = (key: 'presentedFen' | 'reversedFen' | 'leftFen') =>
    withLeft.reduce((all, line) => all + line[key], 0n)
  const fileId = (await store.fileOfHolder(db, id, actor.organisationId)) ?? invoice.fileId
  const inside = ctx.may('invoice.read', { ...subject, organisationId: null })
  const knowsFirst = inside || invoice.registeredBy === actor.organisationId
  return {
    ...invoice,
    fileId,
    replaced: null,
    presentedFen: sum('presentedFen'),
    reversedFen: sum('reversedFen'),
    leftFen: sum('leftFen'),
    inConflict: await hasOpenConflict(db, id),
    reds,
    lines: withLeft,
    presentations: live.map((one) => presentationFor(ctx, one)),
    versions: versions.map(({ versionNo, at, by, facts }) => ({
      versionNo,
      at,
      by: versionNo > 1 || knowsFirst ? by : null,
      facts: store.factsFrom(facts),
    })),
  }
}

/** What a holder sees whom a correction left out: his version, what of it he presents himself, and the decision. */
async function replacedPage(ctx: QueryCtx, invoice: store.Invoice, { facts, versionNo, ...why }: Replaced) {
  const { db, actor } = ctx
  const own = (await presentationsOn(db, invoice.id)).filter(
    ({ organisationId }) => organisationId === actor.organisationId,
  )
  const [version] = (await store.versionsOf(db, invoice.id)).filter((one) => one.versionNo === versionNo)
  const knowsFirst = invoice.registeredBy === actor.organisationId
  return {
    ...asReplaced(invoice, { facts, versionNo, ...why }),
    ...NOTHING,
    fileId: (await store.fileOfHolder(db, invoice.id, actor.organisationId)) as string,
    replaced: why,
    inConflict: false,
    reds: [],
    lines: facts.lines.map((line, at) => ({ ...line, ...NOTHING, lineNo: at + 1 })),
    presentations: own.map((one) => presentationFor(ctx, one)),
    versions: version
      ? [{ versionNo, at: version.at, by: versionNo > 1 || knowsFirst ? version.by : null, facts }]
      : [],
  }
}

type Live = Awaited<ReturnType<typeof presentationsOn>>[number]

function presentationFor(ctx: QueryCtx, one: Live) {
  const { lineNo, amountFen, at, organisationId, authorityId } = one
  const known = ctx.may('invoice.presentation', { organisationId, authorityId })
  const by = {
    subject: { kind: one.subjectKind, id: one.subjectId },
    organisation: { id: organisationId, name: one.organisationName },
    authority: { id: authorityId, name: one.authorityName },
  }
  return { lineNo, amountFen, at, by: known ? by : null }
}

type Waiting = {
  status?: 'open' | 'kept' | 'corrected' | undefined
  cursor?: string | undefined
  limit: number
}

/** Both versions side by side for officers; who claimed one sees only its own. */
export async function conflictList(ctx: QueryCtx, asked: Waiting) {
  const visible = ctx.visible({ organisationId: 'c.claimedBy', regionPath: 'c.regionPath' })
  const found = await listConflicts(ctx.db, { ...asked, visible })
  const page = pageOf(found, asked.limit)
  return { ...page, rows: await Promise.all(page.rows.map((row) => conflictFor(ctx, row))) }
}

async function conflictFor({ db, actor }: QueryCtx, row: ConflictRow) {
  const { claimedBy, claimantName, ...conflict } = row
  const claimed = store.factsFrom(row.claimed)
  const officer = may(actor, 'invoice.conflict', { regionPath: row.regionPath })
  const invoice = officer ? await store.findInvoice(db, row.invoiceId) : undefined
  const registered = invoice ? await store.factsOf(db, invoice) : null
  const refusal =
    invoice && row.status === 'open' ? correctable(await store.linesOf(db, invoice.id), claimed) : null
  const decides = row.status === 'open' && may(actor, 'invoice.decide', { regionPath: row.regionPath })
  return {
    ...conflict,
    claimed,
    claimedBy: { id: claimedBy, name: claimantName },
    registered,
    registeredFileId: invoice?.fileId ?? null,
    differences: registered ? differences(registered, claimed) : [],
    correctionRefused: refusal?.text ?? null,
    abilities: decides ? ['invoice.decide'] : [],
  }
}
