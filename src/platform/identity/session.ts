import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Actor, type Role, thePublic } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { systemClock } from '#core/time.ts'
import { identityRefusals } from './rules.ts'
import { type Held, heldBySession, heldByUser } from './store.ts'

export const ACTING_HEADER = 'x-acting-as'
export const ACTING_COOKIE = 'xc_acting'

/** The value of one cookie, decoded; undefined when absent or malformed. */
export function cookieOf(headers: Headers, name: string): string | undefined {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at < 0 || part.slice(0, at).trim() !== name) continue
    try {
      return decodeURIComponent(part.slice(at + 1).trim())
    } catch {
      return undefined
    }
  }
  return undefined
}

/**
 * The session token in a cookie that better-auth signed (`token.base64(hmac-sha256)`): checked here without its router,
 * so that a request costs one statement. Undefined when the signature is not ours.
 */
export function tokenOf(cookie: string | undefined, secret: string): string | undefined {
  const at = cookie?.lastIndexOf('.') ?? -1
  if (!cookie || at < 1) return undefined
  const token = cookie.slice(0, at)
  const given = Buffer.from(cookie.slice(at + 1), 'base64')
  const right = createHmac('sha256', secret).update(token).digest()
  return given.length === right.length && timingSafeEqual(given, right) ? token : undefined
}

export type SessionKeys = { secret: string; cookieNames: readonly string[] }

/**
 * Who sent the request. `X-Acting-As: <membershipId>` (else the cookie, else the last choice, else the oldest place)
 * names the organisation; every role held there counts, lent ones included. Asked anew for each request: a membership
 * that ended gives nothing from the next request on. Sessions run by the machine's clock, memberships by `now`.
 * @throws Refusal acting_ended when the header names a place that is not held
 */
export async function actorOf(
  db: Reader,
  keys: SessionKeys,
  headers: Headers,
  now: Temporal.Instant,
): Promise<Actor> {
  const cookie = keys.cookieNames.map((name) => cookieOf(headers, name)).find((value) => value !== undefined)
  const token = tokenOf(cookie, keys.secret)
  if (!token) return thePublic
  const held = await heldBySession(db, token, now, systemClock.now())
  const wanted = headers.get(ACTING_HEADER)?.trim()
  if (wanted && held.length > 0 && !held.some((h) => h.membershipId === wanted && h.organisationId)) {
    identityRefusals.refuse('acting_ended')
  }
  return actorFrom(held, wanted ?? cookieOf(headers, ACTING_COOKIE))
}

/** The actor a user would be, without a session: for the demo's play and for tests. */
export async function actorOfUser(
  db: Reader,
  userId: string,
  now: Temporal.Instant,
  membershipId?: string,
): Promise<Actor> {
  return actorFrom(await heldByUser(db, userId, now), membershipId)
}

/** Pure: picks the place and unites the roles held there. */
export function actorFrom(held: readonly Held[], wanted?: string | null): Actor {
  const first = held[0]
  if (!first) return thePublic
  const placed = held.filter((h) => h.organisationId)
  const seat =
    placed.find((h) => h.membershipId === wanted) ??
    placed.find((h) => h.membershipId === first.choice) ??
    placed[0]
  const base = { kind: 'user' as const, userId: first.userId }
  if (!seat) {
    const roles = new Set<string>(['public', 'user'])
    return {
      ...base,
      organisationId: null,
      organisationKind: null,
      regionCode: null,
      level: null,
      roles,
      label: first.userName,
    }
  }
  const here = placed.filter((h) => h.organisationId === seat.organisationId)
  const own = new Set<Role>(here.filter((h) => !h.giver).map((h) => h.role))
  const lent = here.filter((h) => h.giver && !own.has(h.role))
  return {
    ...base,
    organisationId: seat.organisationId,
    organisationKind: seat.kind,
    regionCode: seat.regionCode,
    level: seat.level,
    roles: new Set<string>(['public', 'user', ...own, ...lent.map((h) => h.role)]),
    label: `${first.userName}（${seat.organisationName}）`,
    ...(lent.length > 0 && {
      insteadOf: [...new Set(lent.map((h) => h.giver as string))].join('、'),
      lent: new Map(lent.map((h) => [h.role, h.giver as string])),
    }),
  }
}
