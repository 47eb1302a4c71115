import type { CommandCtx } from '#core/command.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { organisationOf } from './cards.ts'
import { readingAs } from './case-readers.ts'
import { isIdNumber, maskPaper } from './profile.ts'
import { directoryRefusals } from './rules.ts'
import { endPersonOn, getPerson, insertPerson } from './store.ts'

type NewPerson = {
  name: string
  paperKind: 'id_card' | 'passport' | 'other'
  paperNumber: string
  post: string
  core: boolean
  from: string
}

/** Checks the number, then forgets all but its mask. @throws Refusal paper_number_wrong */
export async function addPerson(ctx: CommandCtx, organisationId: string, person: NewPerson) {
  const organisation = await organisationOf(ctx.tx, organisationId)
  ctx.authorise({ organisationId })
  const number = person.paperNumber.toUpperCase()
  if (person.paperKind === 'id_card' && !isIdNumber(number)) directoryRefusals.refuse('paper_number_wrong')
  const { name, paperKind, post, core } = person
  const row = await insertPerson(ctx.tx, {
    ...{ organisationId, name, paperKind, post, core },
    paperMasked: maskPaper(number),
    validFrom: Temporal.PlainDate.from(person.from),
    recordedBy: ctx.actor.userId ?? coreRefusals.refuse('sign_in_required'),
  })
  const subject = { kind: 'organisation', id: organisationId }
  ctx.event({
    subject,
    regionPath: organisation.regionPath,
    changes: { person: { id: row.id, joined: name } },
  })
  return { ...row, paper: row.paperMasked }
}

export async function endPerson(ctx: CommandCtx, id: string) {
  const person = (await getPerson(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ organisationId: person.organisationId })
  const row = await endPersonOn(ctx.tx, id, dayOf(ctx.now))
  ctx.event({
    subject: { kind: 'organisation', id: person.organisationId },
    changes: { person: { id, left: person.name } },
  })
  return { ...row, paper: row.paperMasked }
}

export async function listPeople({ db, actor, authorise, looked }: QueryCtx, organisationId: string) {
  const { subject } = await readingAs(db, actor, await organisationOf(db, organisationId))
  authorise(subject)
  looked({ kind: 'organisation', id: organisationId })
  const rows = await db
    .selectFrom('person')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .orderBy('validFrom')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map((row) => ({ ...row, paper: row.paperMasked }))
}
