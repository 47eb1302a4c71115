import { type RawBuilder, sql } from 'kysely'
import type { Actor, Role } from './actor.ts'
import { coreRefusals } from './refusal.ts'
import type { Text } from './text.ts'

/** What a permission is asked about: who owns it, who serves it, where it lies, who decides and pays. */
export type Subject = {
  organisationId?: string | null
  providerId?: string | null
  regionPath?: readonly string[] | null
  authorityId?: string | null
  userId?: string | null
}

/** The SQL columns that hold the same facts, as `table.column` in camelCase. */
export type SubjectColumns = { [K in keyof Subject]?: string }

type Scope = {
  holds: (actor: Actor, subject: Subject) => boolean
  where: (actor: Actor, columns: SubjectColumns) => RawBuilder<boolean>
}

const never = sql<boolean>`false`
const equal = (column: string | undefined, value: string | null) =>
  column && value
    ? sql<boolean>`(${sql.ref(column)} is not null and ${sql.ref(column)} = ${value}::uuid)`
    : never
const same = (a: string | null | undefined, b: string | null | undefined) => !!a && a === b

/** Each scope once, as a predicate and as SQL; a property test holds the two equal. */
export const scopes = {
  any: { holds: () => true, where: () => sql<boolean>`true` },
  own: {
    holds: (actor, subject) => same(subject.organisationId, actor.organisationId),
    where: (actor, columns) => equal(columns.organisationId, actor.organisationId),
  },
  served: {
    holds: (actor, subject) => same(subject.providerId, actor.organisationId),
    where: (actor, columns) => equal(columns.providerId, actor.organisationId),
  },
  region: {
    holds: (actor, subject) => !!actor.regionCode && (subject.regionPath ?? []).includes(actor.regionCode),
    where: (actor, columns) =>
      columns.regionPath && actor.regionCode
        ? sql<boolean>`coalesce(${sql.ref(columns.regionPath)} @> array[${actor.regionCode}]::text[], false)`
        : never,
  },
  authority: {
    holds: (actor, subject) => same(subject.authorityId, actor.organisationId),
    where: (actor, columns) => equal(columns.authorityId, actor.organisationId),
  },
  self: {
    holds: (actor, subject) => same(subject.userId, actor.userId),
    where: (actor, columns) => equal(columns.userId, actor.userId),
  },
} as const satisfies Record<string, Scope>

export type ScopeName = keyof typeof scopes
export type Grant = { role: Role; scope: ScopeName }

export const allow = (role: Role, scope: ScopeName): Grant => ({ role, scope })

export type Policy = Record<string, readonly Grant[]>

const grantsOf = new Map<string, readonly Grant[]>()

/** Declares permissions. A permission nobody declared is refused to everyone. */
export function policy<P extends Policy>(permissions: P): P {
  for (const [permission, grants] of Object.entries(permissions)) {
    const known = grantsOf.get(permission)
    if (known && JSON.stringify(known) !== JSON.stringify(grants))
      throw new Error(`permission ${permission} declared twice`)
    grantsOf.set(permission, grants)
  }
  return permissions
}

export function allPermissions(): ReadonlyMap<string, readonly Grant[]> {
  return grantsOf
}

function grantsHeld(actor: Actor, permission: string): readonly Grant[] {
  return (grantsOf.get(permission) ?? []).filter((grant) => actor.roles.has(grant.role))
}

/**
 * The actor as he does something by this permission: instead of somebody only where no role of his own allows it, and
 * then of those alone who lent him such a role.
 */
export function actingBy(actor: Actor, permission: string): Actor {
  const { insteadOf: _, ...plain } = actor
  if (!actor.lent) return actor
  const roles = grantsHeld(actor, permission).map(({ role }) => role)
  const lenders = roles.map((role) => actor.lent?.get(role))
  const away = [...new Set(lenders.filter((lender) => lender !== undefined))]
  return away.length === 0 || lenders.includes(undefined) ? plain : { ...plain, insteadOf: away.join('、') }
}

/** May the actor do this to that subject? The system may do what it is granted like everyone else. */
export function may(actor: Actor, permission: string, subject: Subject): boolean {
  return grantsHeld(actor, permission).some((grant) => scopes[grant.scope].holds(actor, subject))
}

/** Does the actor hold the permission for some subject at all? */
export function mayAtAll(actor: Actor, permission: string): boolean {
  return grantsHeld(actor, permission).length > 0
}

/** The same permission without naming a subject: true only where some grant covers everything. */
export function mayAny(actor: Actor, permission: string): boolean {
  return grantsHeld(actor, permission).some((grant) => grant.scope === 'any')
}

/** The rows of a list that the actor may see, as SQL. */
export function visible(actor: Actor, permission: string, columns: SubjectColumns): RawBuilder<boolean> {
  const parts = grantsHeld(actor, permission).map((grant) => scopes[grant.scope].where(actor, columns))
  return parts.length === 0 ? never : sql<boolean>`(${sql.join(parts, sql` or `)})`
}

/** Which of the permissions the actor holds on the subject: what a screen is told, instead of roles. */
export function abilities(actor: Actor, permissions: readonly string[], subject: Subject): string[] {
  return permissions.filter((permission) => may(actor, permission, subject))
}

/** @throws Refusal sign_in_required or not_allowed when no grant could ever apply */
export function requireAtAll(actor: Actor, permission: string, what: Text): void {
  if (mayAtAll(actor, permission)) return
  if (actor.kind === 'public') coreRefusals.refuse('sign_in_required')
  coreRefusals.refuse('not_allowed', { whatZh: what.zh, whatEn: what.en })
}

/** @throws Refusal not_found when the subject is outside the actor's scope: what you may not see you can't find */
export function requireFor(actor: Actor, permission: string, subject: Subject): void {
  if (!may(actor, permission, subject)) coreRefusals.refuse('not_found')
}
