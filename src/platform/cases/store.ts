import { sql } from 'kysely'
import { json, type Reader, type Tx } from '#core/db.ts'
import type { Level } from '#core/actor.ts'
import { uuidv7 } from '#core/id.ts'
import { freshNumber } from '#core/numbers.ts'
import { dayOf, endOfDay, ZONE } from '#core/time.ts'
import { deskOf, waitsOnDesk } from './available.ts'
import type { Facts } from './form.ts'
import type { Programme } from './programme.ts'
import {
  type Action,
  type ActionData,
  type CaseAction,
  type CaseState,
  type Form,
  rulingClock,
  type Status,
} from './state.ts'

/** A case as its row tells it. `dueAt` is the first moment after the deadline. */
export type CaseFile = {
  id: string
  number: string
  programmeId: string
  programmeVersion: number
  organisationId: string
  applicant: string
  authorityId: string | null
  regionPath: string[]
  seq: number
  stage: string
  status: Exclude<Status, 'draft'>
  deskRole: string | null
  deskLevel: Level | null
  dueAt: Temporal.Instant | null
  provisional: boolean
  escalated: boolean
  assignee: string | null
  form: Form
  facts: Facts
  amountFen: bigint | null
  submittedAt: Temporal.Instant
  submittedBy: string
  changedAt: Temporal.Instant
}

/** The columns that only repeat what the actions fold into. */
export function columnsOf(programme: Programme, state: CaseState, path: readonly string[]) {
  const desk = deskOf(programme, state, path)
  const waits = waitsOnDesk(programme, state)
  const dueOn = state.dueOn
  return {
    seq: state.seq,
    stage: state.stage,
    status: state.status as CaseFile['status'],
    deskRole: waits ? (desk.role ?? null) : null,
    deskLevel: (waits ? (desk.level ?? null) : null) as Level | null,
    clockOf: rulingClock(state)?.of ?? null,
    dueAt: dueOn ? endOfDay(Temporal.PlainDate.from(dueOn)) : null,
    provisional: state.provisional,
    escalated: state.escalated,
    assignee: state.assignee?.userId ?? null,
  }
}

type NewCase = Pick<
  CaseFile,
  | 'organisationId'
  | 'applicant'
  | 'authorityId'
  | 'regionPath'
  | 'facts'
  | 'amountFen'
  | 'submittedAt'
  | 'submittedBy'
>

/** The case under a fresh number and its first action; the draft it came from is gone. One statement. */
export async function insertCase(
  tx: Tx,
  programme: Programme,
  state: CaseState,
  action: CaseAction,
  row: NewCase,
): Promise<CaseFile> {
  const id = uuidv7()
  const year = row.submittedAt.toZonedDateTimeISO(ZONE).year
  const inserted = await tx
    .with('acted', (qb) => qb.insertInto('caseAction').values(actionRow(id, row.submittedAt, action)))
    .with('cleared', (qb) =>
      qb
        .deleteFrom('caseDraft')
        .where('organisationId', '=', row.organisationId)
        .where('programmeId', '=', programme.id),
    )
    .insertInto('caseFile')
    .values({
      ...row,
      id,
      number: freshNumber(programme.numberPrefix, year),
      ...columnsOf(programme, state, row.regionPath),
      programmeId: programme.id,
      programmeVersion: programme.version,
      facts: json(row.facts),
      form: json(state.form),
      changedAt: row.submittedAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return inserted as CaseFile
}

export async function updateCase(
  tx: Tx,
  programme: Programme,
  { id, regionPath }: Pick<CaseFile, 'id' | 'regionPath'>,
  state: CaseState,
  now: Temporal.Instant,
): Promise<CaseFile> {
  const updated = await tx
    .updateTable('caseFile')
    .set({ ...columnsOf(programme, state, regionPath), form: json(state.form), changedAt: now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return updated as CaseFile
}

function actionRow(caseId: string, at: Temporal.Instant, of: CaseAction) {
  const { seq, action, actorUser, actorLabel, actorRole, reason, dueOn, provisional } = of
  return {
    ...{ caseId, seq, at, action, actorUser, actorLabel, actorRole, reason, provisional },
    data: json(of.data),
    dueOn: dueOn ? Temporal.PlainDate.from(dueOn) : null,
  }
}

export async function appendAction(
  tx: Tx,
  caseId: string,
  at: Temporal.Instant,
  action: CaseAction,
): Promise<void> {
  await tx
    .insertInto('caseAction')
    .values(actionRow(caseId, at, action))
    .execute()
}

/** Locks the case, so that whoever acts next sees what was done. */
export async function lockCase(tx: Tx, id: string): Promise<CaseFile | undefined> {
  const row = await tx
    .selectFrom('caseFile')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row as CaseFile | undefined
}

export async function selectCase(db: Reader, id: string): Promise<CaseFile | undefined> {
  return (await db.selectFrom('caseFile').selectAll().where('id', '=', id).executeTakeFirst()) as
    | CaseFile
    | undefined
}

export async function selectActions(db: Reader, caseId: string): Promise<CaseAction[]> {
  const rows = await db
    .selectFrom('caseAction')
    .selectAll()
    .where('caseId', '=', caseId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at.toString(),
    on: dayOf(row.at).toString(),
    action: row.action as Action,
    actorUser: row.actorUser,
    actorLabel: row.actorLabel,
    actorRole: row.actorRole,
    reason: row.reason,
    data: row.data as ActionData,
    dueOn: row.dueOn?.toString() ?? null,
    provisional: row.provisional,
  }))
}

export type OverdueQuery = { now: Temporal.Instant; limit: number }

/** Cases whose certain deadline has passed and that wait for the system: to lapse, or to be escalated. */
export async function selectOverdue(db: Reader, { now, limit }: OverdueQuery): Promise<string[]> {
  const rows = await db
    .selectFrom('caseFile')
    .select('id')
    .where('dueAt', '<=', now)
    .where('provisional', '=', false)
    .where((eb) =>
      eb.or([
        eb('status', '=', 'supplement'),
        eb.and([
          eb('status', 'in', ['open', 'appealed']),
          eb('clockOf', 'in', ['stage', 'appeal']),
          eb('escalated', '=', false),
        ]),
      ]),
    )
    .orderBy('dueAt')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export async function selectProvisional(db: Reader, after: string | null, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('caseFile')
    .select('id')
    .where('provisional', '=', true)
    .$if(after !== null, (qb) => qb.where('id', '>', after as string))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export async function selectCaseIds(db: Reader, after: string | null, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('caseFile')
    .select('id')
    .$if(after !== null, (qb) => qb.where('id', '>', after as string))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Live cases of a region (and what lies below) whose clock runs, for an extension by order. */
export async function selectRunning(
  db: Reader,
  scope: { regionCode: string; programmeId?: string | undefined; after: string | null; limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('caseFile')
    .select('id')
    .where('clockOf', 'is not', null)
    .where(sql<boolean>`case_file.region_path @> array[${scope.regionCode}]::text[]`)
    .$if(scope.programmeId !== undefined, (qb) => qb.where('programmeId', '=', scope.programmeId as string))
    .$if(scope.after !== null, (qb) => qb.where('id', '>', scope.after as string))
    .orderBy('id')
    .limit(scope.limit)
    .execute()
  return rows.map((row) => row.id)
}
