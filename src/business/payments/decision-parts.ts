import { sql } from 'kysely'
import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf } from '#core/time.ts'
import { caseById, type CaseFile } from '#platform/cases/index.ts'
import { organisationOf } from '#platform/directory/index.ts'

/** What every printed decision has. */

export const written = (reason: string | null): Text[] => (reason ? [{ zh: reason, en: reason }] : [])

/** The case, for those who may read decisions about it. */
export async function seen(ctx: QueryCtx, id: string | null, kind: string): Promise<CaseFile> {
  const caseFile = (id ? await caseById(ctx.db, id) : null) ?? coreRefusals.refuse('not_found')
  ctx.authorise(caseFile)
  ctx.looked({ kind, id: caseFile.id })
  return caseFile
}

export async function headOf(db: Reader, caseFile: CaseFile) {
  const applicant = await organisationOf(db, caseFile.organisationId)
  const authority = caseFile.authorityId ? (await organisationOf(db, caseFile.authorityId)).name : ''
  return {
    caseNumber: caseFile.number,
    authority,
    applicant: { name: caseFile.applicant, code: applicant.uscc },
  }
}

export async function programmeTitle(db: Reader, { programmeId, programmeVersion }: CaseFile): Promise<Text> {
  const row = await db
    .selectFrom('programmeVersion')
    .select(sql<Text>`document -> 'title'`.as('title'))
    .where('programmeId', '=', programmeId)
    .where('version', '=', programmeVersion)
    .executeTakeFirstOrThrow()
  return row.title
}

/** Who decided last by one of these actions, when and why. */
export async function lastAction(
  db: Reader,
  caseId: string,
  actions: readonly ('pass' | 'overturn' | 'approve' | 'refuse' | 'decline')[],
) {
  const row = await db
    .selectFrom('caseAction')
    .select(['actorLabel', 'at', 'reason'])
    .where('caseId', '=', caseId)
    .where('action', 'in', [...actions])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { by: { decidedOn: dayOf(row.at), decidedBy: row.actorLabel }, reason: row.reason } : null
}

/** 行政复议法第二十条、行政诉讼法第四十六条. */
export const APPEAL: Text = {
  zh: '不服本决定的，可以自收到之日起六十日内依法申请行政复议，或者六个月内依法提起行政诉讼。',
  en: 'Against this decision administrative review may be sought within sixty days, or an action brought within six months, of receipt.',
}
