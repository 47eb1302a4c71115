import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '#core/actor.ts'
import { roleNames } from '#core/actor.ts'
import { bytesOf } from '#core/guard.ts'
import { Line } from '#core/contract.ts'
import { type Handlers, module, type RawRoutes } from '#core/module.ts'
import { allPermissions, mayAtAll } from '#core/policy.ts'
import { parseInput } from '#core/problems.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import {
  acceptInvitation,
  chooseSeat,
  endMembership,
  invite,
  revokeInvitation,
  rolesToGive,
  tokenHash,
} from './actions.ts'
import { asProblem } from './auth-problems.ts'
import { type Auth, CLIENT_HEADER } from './auth.ts'
import { identity } from './contract.ts'
import { delegate, endDelegation, listDelegations } from './delegations.ts'
import { readLooks } from './looks.ts'
import './policy.ts'
import { identityRefusals, type MemberRole } from './rules.ts'
import { toldRoutes } from './told.ts'
import { demoAccounts, type Held, heldByUser, listMembers, userNames } from './store.ts'

const handlers = {
  me: (ctx) => me(ctx),
  choose: (ctx, { body }) => chooseSeat(ctx, body.membershipId),
  members: async ({ db, actor, visible }, { query }) => ({
    rows: await listMembers(db, visible({ organisationId: 'membership.organisationId' }), query.ended),
    roles: [...(await rolesToGive(db, actor))],
  }),
  endMembership: (ctx, { params, body }) => endMembership(ctx, params.id, body.reason),
  invite: (ctx, { body }) => invite(ctx, body),
  invitations: async (ctx) => ({ rows: await invitations(ctx), mailed: ctx.place.mails === true }),
  revokeInvitation: (ctx, { params }) => revokeInvitation(ctx, params.id),
  offer: (ctx, { params }) => offer(ctx, params.token),
  acceptInvitation: (ctx, { body }) => acceptInvitation(ctx, body.token),
  delegate: (ctx, { body }) => delegate(ctx, body),
  delegations: async ({ db, actor, now, visible }) => {
    const mine = sql<boolean>`delegation.delegate_id = ${actor.userId}::uuid`
    const seen = visible({ userId: 'delegation.giverId', organisationId: 'delegation.organisationId' })
    return { rows: await listDelegations(db, sql<boolean>`(${mine} or ${seen})`, now) }
  },
  endDelegation: (ctx, { params }) => endDelegation(ctx, params.id),
  looks: (ctx, { query }) => readLooks(ctx, query),
  demoAccounts: async ({ db, place }) => ({
    rows: place.demo
      ? (await demoAccounts(db)).map((row) => ({
          account: row.account,
          label: { zh: row.labelZh, en: row.labelEn },
        }))
      : [],
  }),
} satisfies Handlers<typeof identity>

/** Mounts ours, and better-auth under /api/auth/. */
export function identityModule(auth: Auth) {
  const path = '/api/auth/*'
  return module({
    name: 'identity',
    contract: identity,
    handlers,
    raw: {
      paths: ['GET', 'POST'].map((method) => ({ method, path, allow: 'identity.sign_in' })),
      told: toldRoutes,
      mount: (routes) => mountAuth(auth, routes),
    },
  })
}

const AUTH_BODY_LIMIT = 64_000

function mountAuth(auth: Auth, { app, database }: RawRoutes): void {
  app.on(['GET', 'POST'], '/api/auth/*', async (c) => {
    const headers = new Headers(c.req.raw.headers)
    headers.set(CLIENT_HEADER, clientOf(c.env, headers))
    const body = c.req.method === 'POST' ? await authBody(c.req.raw) : undefined
    if (body) headers.set('content-type', 'application/json')
    headers.delete('content-length')
    const request = new Request(c.req.url, { method: c.req.method, headers, ...(body && { body }) })
    const answer = await auth.handle(request)
    // The engine keeps its errors to itself: were the database the cause, asking it says so.
    if (answer.status >= 500) await sql`select 1`.execute(database.db)
    return asProblem(answer, request)
  })
}

const AuthBody = z.looseObject({ name: Line(60).optional(), email: z.string().max(200).optional() })

/** What the engine would store as it comes is checked first. @throws Refusal body_too_large, body_malformed; InvalidInput */
async function authBody(request: Request): Promise<string> {
  const text = (await bytesOf(request, AUTH_BODY_LIMIT)).toString() || '{}'
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return coreRefusals.refuse('body_malformed')
  }
  parseInput(AuthBody, body, 'body')
  return text
}

/** The last hop that we know ourselves: the socket, or what a proxy on this machine was told. */
function clientOf(env: unknown, headers: Headers): string {
  const socket = (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
  const address = socket?.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1'
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim()
  return (address === '127.0.0.1' || address === '::1') && forwarded ? forwarded : address
}

async function me({ db, actor, now, place }: QueryCtx) {
  const held = actor.userId ? await heldByUser(db, actor.userId, now) : []
  const first = held[0]
  const seats = seatsFrom(held)
  return {
    user: first ? { id: first.userId, name: first.userName, email: first.email } : null,
    seats,
    actingAs: seats.find((seat) => seat.organisation.id === actor.organisationId)?.membershipId ?? null,
    label: actor.label,
    insteadOf: actor.insteadOf ?? null,
    abilities: abilitiesOf(actor),
    demo: place.demo,
  }
}

const abilitiesOf = (actor: Actor) =>
  [...allPermissions().keys()].filter((permission) => mayAtAll(actor, permission))

function seatsFrom(held: readonly Held[]) {
  const byOrganisation = Map.groupBy(
    held.filter((h) => h.organisationId),
    (h) => h.organisationId,
  )
  return [...byOrganisation.values()].map((here) => {
    const [h] = here as [Held, ...Held[]]
    const organisation = {
      id: h.organisationId,
      kind: h.kind,
      name: h.organisationName,
      regionCode: h.regionCode,
      status: h.status,
    }
    const roles = here.map(({ role, giver }) => ({ role, label: roleNames[role], insteadOf: giver }))
    return { membershipId: h.membershipId as string, organisation, roles }
  })
}

async function invitations({ db, now, visible }: QueryCtx) {
  const rows = await db
    .selectFrom('invitation')
    .selectAll()
    .where(visible({ organisationId: 'invitation.organisationId' }))
    .orderBy('invitedAt', 'desc')
    .limit(500)
    .execute()
  const names = await userNames(
    db,
    rows.map((row) => row.invitedBy),
  )
  return rows.map((row) => ({
    ...row,
    role: row.role as MemberRole,
    invitedBy: names.get(row.invitedBy) ?? '',
    state: stateOf(row, now),
  }))
}

type Ends = {
  acceptedAt: Temporal.Instant | null
  revokedAt: Temporal.Instant | null
  expiresAt: Temporal.Instant
}

function stateOf({ acceptedAt, revokedAt, expiresAt }: Ends, now: Temporal.Instant) {
  if (acceptedAt) return 'accepted' as const
  if (revokedAt) return 'revoked' as const
  return Temporal.Instant.compare(now, expiresAt) < 0 ? ('open' as const) : ('expired' as const)
}

/** What an invitation offers, to whoever holds its token: no account is needed to read it. */
async function offer({ db, now }: QueryCtx, token: string) {
  const row = await db
    .selectFrom('invitation')
    .innerJoin('organisationCard as o', 'o.id', 'invitation.organisationId')
    .selectAll('invitation')
    .select('o.name')
    .where('tokenHash', '=', tokenHash(token))
    .executeTakeFirst()
  if (!row || stateOf(row, now) !== 'open') return identityRefusals.refuse('invitation_unusable')
  const role = row.role as MemberRole
  return {
    organisation: row.name as string,
    role,
    label: roleNames[role],
    email: row.email,
    expiresAt: row.expiresAt,
  }
}
