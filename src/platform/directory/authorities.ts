import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import { pageOf } from '#core/page.ts'
import { coreRefusals } from '#core/refusal.ts'
import { holdsWords } from '#core/search.ts'
import { holdsAll, wordsOf } from '#core/words.ts'
import type { QueryCtx } from '#core/query.ts'
import {
  invitationOf,
  type MemberRole,
  openInvitations,
  requireRoleAmong,
  rolesOfKind,
  revokeInvitation,
  sendInvitation,
} from '#platform/identity/index.ts'
import { authorityOf, cardsOf, regionNames } from './cards.ts'
import { readRegions } from './regions.store.ts'
import { directoryRefusals } from './rules.ts'

type Asked = {
  cursor?: string | undefined
  limit: number
  q?: string | undefined
  /** Those without a director only. */
  unled?: boolean | undefined
}

/** Authorities by region code, upper levels of a province first, with the people each has and the invitations that are open. */
export async function listAuthorities(ctx: QueryCtx, { cursor, limit, q, unled }: Asked) {
  const { db, now } = ctx
  const codes = q ? await codesNamed(ctx, q) : []
  const rows = await db
    .selectFrom('organisation')
    .selectAll()
    .where('kind', '=', 'authority')
    .where('status', '!=', 'closed')
    .$if(!!q, (qb) =>
      qb.where((eb) => eb.or([holdsWords('organisation.words', q ?? ''), eb('regionCode', 'in', codes)])),
    )
    .$if(!!unled, (qb) => qb.where('id', 'not in', directed(db)))
    .$if(!!cursor, (qb) => qb.where('regionCode', '>', cursor as string))
    .orderBy('regionCode')
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit, (row) => row.regionCode)
  const ids = page.rows.map((row) => row.id)
  const people = await peopleOf(db, ids)
  const invitations = await openInvitations(db, ids, now)
  const cards = await cardsOf(db, page.rows, now)
  return {
    rows: cards.map((card) => {
      const { count = 0, directors = 0 } = people.get(card.id) ?? {}
      return {
        ...card,
        people: count,
        invitations: invitations.filter((one) => one.organisationId === card.id),
        abilities: directors === 0 && ctx.may('authority.invite', {}) ? ['authority.invite'] : [],
      }
    }),
    next: page.next,
  }
}

/** Codes of the regions that somebody may mean: part of the full name in either language, or the code's beginning. */
async function codesNamed({ db, now }: QueryCtx, q: string): Promise<string[]> {
  const named = await regionNames(db, now)
  const words = wordsOf(q)
  const codes = [...new Set((await readRegions(db)).map(({ code }) => code))]
  const found = codes.filter((code) => {
    const { zh, en } = named(code)
    return words.every((word) => code.startsWith(word) || holdsAll([word], zh, en))
  })
  return found.length > 0 ? found : ['']
}

const directed = (db: Reader) =>
  db
    .selectFrom('membership')
    .select('organisationId')
    .where('role', '=', 'director')
    .where('validTo', 'is', null)

async function peopleOf(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { count: number; directors: number }>()
  const rows = await db
    .selectFrom('membership')
    .select(['organisationId', 'userId', 'role'])
    .where('organisationId', 'in', ids)
    .where('validTo', 'is', null)
    .execute()
  const grouped = Map.groupBy(rows, (row) => row.organisationId)
  return new Map(
    [...grouped].map(([id, members]) => [
      id,
      {
        count: new Set(members.map((m) => m.userId)).size,
        directors: members.filter((m) => m.role === 'director').length,
      },
    ]),
  )
}

/** Refuses once the authority has a director: its people are his to invite. @throws Refusal not_found, organisation_closed, authority_has_director */
async function requireUnled(ctx: CommandCtx, id: string) {
  const authority = await authorityOf(ctx.tx, id)
  if (authority.status === 'closed') directoryRefusals.refuse('organisation_closed')
  const people = await peopleOf(ctx.tx, [id])
  if (people.get(id)?.directors) directoryRefusals.refuse('authority_has_director', { name: authority.name })
  return authority
}

/**
 * An administrator brings the first people into an authority that nobody directs yet.
 * @throws Refusal not_found, organisation_closed, authority_has_director, role_not_of_kind, already_member, already_invited
 */
export async function inviteIntoAuthority(
  ctx: CommandCtx,
  id: string,
  { email, role }: { email: string; role: MemberRole },
) {
  const authority = await requireUnled(ctx, id)
  requireRoleAmong(rolesOfKind.authority, 'authority', role)
  const sent = await sendInvitation(ctx, { email, role, organisationId: id, organisation: authority.name })
  ctx.event({
    subject: { kind: 'organisation', id },
    regionPath: authority.regionPath,
    changes: { invited: { invitationId: sent.id, role } },
  })
  return sent
}

/** Withdraws what an administrator or a former director sent. @throws Refusal not_found, authority_has_director, invitation_unusable */
export async function revokeFromAuthority(ctx: CommandCtx, invitationId: string) {
  const invitation = (await invitationOf(ctx.tx, invitationId)) ?? coreRefusals.refuse('not_found')
  await requireUnled(ctx, invitation.organisationId)
  return revokeInvitation(ctx, invitationId)
}
