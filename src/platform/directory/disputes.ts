import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { ownerRole, replaceMembers, userNames } from '#platform/identity/index.ts'
import { directoryRefusals, type Status } from './rules.ts'
import { attachPaper } from './papers.ts'
import { changeName, holdCasesOf, namesOf } from './entries.store.ts'
import {
  closeDispute,
  dropDeclarations,
  getDispute,
  getOrganisation,
  insertDispute,
  lockDispute,
  lockOrganisation,
  openDisputes,
  updateOrganisation,
} from './store.ts'

type Holder = { id: string; status: Status; regionPath: string[] }
type Claim = { userId: string; name: string; statement: string; fileId?: string | undefined }

/**
 * Somebody else says that the code is his. Until an officer decides, the holder moves no money, so against a holder whose
 * licence was accepted it takes a licence. The holder's row is locked.
 * @throws Refusal claim_without_licence
 */
export async function openDispute(ctx: CommandCtx, holder: Holder, claim: Claim): Promise<string> {
  const [first] = await openDisputes(ctx.tx, holder.id)
  const statusBefore = first?.statusBefore ?? holder.status
  if (statusBefore === 'verified' && !claim.fileId) directoryRefusals.refuse('claim_without_licence')
  const id = await insertDispute(ctx.tx, {
    organisationId: holder.id,
    claimantId: claim.userId,
    claimedName: claim.name,
    statement: claim.statement,
    fileId: claim.fileId ?? null,
    statusBefore,
    openedAt: ctx.now,
  })
  await attachPaper(ctx, claim.fileId, { kind: 'dispute', id })
  await updateOrganisation(ctx.tx, holder.id, { status: 'disputed' })
  ctx.event({
    subject: { kind: 'dispute', id },
    regionPath: holder.regionPath,
    changes: { opened: claim.name },
  })
  ctx.event({
    subject: { kind: 'organisation', id: holder.id },
    regionPath: holder.regionPath,
    changes: { status: 'disputed' },
  })
  return id
}

type Decision = { outcome: 'kept' | 'transferred'; reason: string }

/**
 * An officer of the region decides by the papers. `transferred`: the claimant becomes the owner with the name of his
 * licence, everybody else's roles end, waiting declarations fall and the account on file pays no more.
 * @throws Refusal dispute_decided
 */
export async function decideDispute(ctx: CommandCtx, id: string, { outcome, reason }: Decision) {
  const { dispute, organisation } = await lockBoth(ctx, id)
  ctx.authorise({ regionPath: organisation.regionPath })
  if (dispute.status !== 'open') directoryRefusals.refuse('dispute_decided')
  await closeDispute(ctx.tx, id, { status: outcome, decidedBy: ctx.actor.userId, decidedAt: ctx.now, reason })
  const former =
    outcome === 'transferred'
      ? await handOver(ctx, organisation.id, dispute.claimantId, dispute.claimedName, reason)
      : []
  await settleStatus(
    ctx,
    organisation.id,
    outcome === 'transferred' ? 'verified' : (dispute.statusBefore as Status),
  )
  ctx.event({
    subject: { kind: 'dispute', id },
    regionPath: organisation.regionPath,
    changes: { outcome, reason, former },
  })
  const subject = { kind: 'organisation', id: organisation.id }
  ctx.event({ subject, regionPath: organisation.regionPath, changes: { dispute: outcome, reason } })
  return readDispute(ctx.tx, id, ctx.may)
}

/** @throws Refusal dispute_decided */
export async function withdrawDispute(ctx: CommandCtx, id: string) {
  const { dispute, organisation } = await lockBoth(ctx, id)
  ctx.authorise({ userId: dispute.claimantId })
  if (dispute.status !== 'open') directoryRefusals.refuse('dispute_decided')
  await closeDispute(ctx.tx, id, {
    status: 'withdrawn',
    decidedBy: ctx.actor.userId,
    decidedAt: ctx.now,
    reason: null,
  })
  await settleStatus(ctx, organisation.id, dispute.statusBefore as Status)
  ctx.event({
    subject: { kind: 'dispute', id },
    regionPath: organisation.regionPath,
    changes: { withdrawn: true },
  })
  return readDispute(ctx.tx, id, ctx.may)
}

/** The organisation first, then the dispute: the order in which registrations lock too. Before both its cases, as a transfer may name it anew. */
async function lockBoth(ctx: CommandCtx, id: string) {
  const seen = (await getDispute(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  await holdCasesOf(ctx.tx, seen.organisationId)
  const organisation =
    (await lockOrganisation(ctx.tx, seen.organisationId)) ?? coreRefusals.refuse('not_found')
  const dispute = (await lockDispute(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  return { dispute, organisation }
}

async function handOver(
  ctx: CommandCtx,
  organisationId: string,
  claimantId: string,
  name: string,
  reason: string,
): Promise<string[]> {
  const organisation = (await getOrganisation(ctx.tx, organisationId))!
  const former = await replaceMembers(
    ctx,
    organisationId,
    { userId: claimantId, role: ownerRole(organisation.kind) },
    reason,
  )
  await dropDeclarations(ctx.tx, organisationId, { decidedBy: ctx.actor.userId, decidedAt: ctx.now, reason })
  const [present] = await namesOf(ctx.tx, organisationId)
  const today = dayOf(ctx.now)
  if (name === organisation.name || (present && Temporal.PlainDate.compare(today, present.validFrom) < 0))
    return former
  await changeName(ctx.tx, organisationId, name, {
    from: today,
    evidence: reason,
    recordedBy: ctx.actor.userId,
  })
  return former
}

/** As long as another claim is open, the organisation stays disputed. */
async function settleStatus(ctx: CommandCtx, organisationId: string, after: Status): Promise<void> {
  const others = await openDisputes(ctx.tx, organisationId)
  const organisation = await getOrganisation(ctx.tx, organisationId)
  const status = others.length > 0 ? 'disputed' : after
  const verified =
    after === 'verified' && !organisation?.verifiedAt
      ? { verifiedAt: ctx.now, verifiedBy: ctx.actor.userId }
      : {}
  await updateOrganisation(ctx.tx, organisationId, { status, ...verified })
}

const columns = ['o.name', 'o.uscc', 'o.regionCode', 'o.regionPath'] as const
type May = QueryCtx['may']

async function readDispute(db: Reader, id: string, may: May) {
  const row = await db
    .selectFrom('organisationDispute as d')
    .innerJoin('organisation as o', 'o.id', 'd.organisationId')
    .selectAll('d')
    .select(columns)
    .where('d.id', '=', id)
    .executeTakeFirstOrThrow()
  const names = await userNames(db, [row.claimantId])
  return shown(row, names, may)
}

export async function listDisputes({ db, visible, may }: QueryCtx, status: string | undefined) {
  const rows = await db
    .selectFrom('organisationDispute as d')
    .innerJoin('organisation as o', 'o.id', 'd.organisationId')
    .selectAll('d')
    .select(columns)
    .where(
      visible({ userId: 'd.claimantId', organisationId: 'd.organisationId', regionPath: 'o.regionPath' }),
    )
    .$if(!!status, (qb) => qb.where('d.status', '=', status as 'open'))
    .orderBy('d.openedAt', 'desc')
    .limit(500)
    .execute()
  const names = await userNames(
    db,
    rows.map((row) => row.claimantId),
  )
  return rows.map((row) => shown(row, names, may))
}

type Row = Awaited<ReturnType<typeof getDispute>> &
  object & { name: string; uscc: string | null; regionCode: string; regionPath: string[] }

function shown(row: Row, names: ReadonlyMap<string, string>, may: May) {
  const { id, claimedName, statement, fileId, status, openedAt, decidedAt, reason } = row
  const subject = { userId: row.claimantId, organisationId: row.organisationId, regionPath: row.regionPath }
  const open = status === 'open' ? ['dispute.decide', 'dispute.withdraw'] : []
  return {
    ...{ id, claimedName, statement, fileId, status, openedAt, decidedAt, reason },
    organisation: { id: row.organisationId, name: row.name, uscc: row.uscc, regionCode: row.regionCode },
    claimant: names.get(row.claimantId) ?? '',
    mine: may('dispute.withdraw', subject),
    abilities: open.filter((permission) => may(permission, subject)),
  }
}
