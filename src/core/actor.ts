import type { Text } from './text.ts'

export type Level = 'province' | 'city' | 'county'

/** Who acts, in which role, for which organisation. Made once per request, never changed. */
export type Actor = {
  kind: 'public' | 'user' | 'system'
  userId: string | null
  organisationId: string | null
  organisationKind: string | null
  /** Region of the organisation; an officer acts for it and everything below it. */
  regionCode: string | null
  level: Level | null
  /** Everyone holds `public`; who is signed in also holds `user`. */
  roles: ReadonlySet<string>
  /** Shown in histories: person and organisation. */
  label: string
  /** Set while somebody acts by delegation: the label of who is away. */
  insteadOf?: string
  /** Which roles are lent, and by whom; the others are the person's own. */
  lent?: ReadonlyMap<string, string>
}

/** Who is away, for something done in this role; nobody for a role of one's own. */
export const awayFor = ({ insteadOf, lent }: Actor, role: string | null): string | undefined =>
  lent && role ? lent.get(role) : insteadOf

/** How histories sign what somebody did, in this role where it is told; with who is away where he stood in. */
export function signature(actor: Actor, role: string | null = null): string {
  const away = awayFor(actor, role)
  return away ? `${actor.label}（代${away}）` : actor.label
}

export const thePublic: Actor = {
  kind: 'public',
  userId: null,
  organisationId: null,
  organisationKind: null,
  regionCode: null,
  level: null,
  roles: new Set(['public']),
  label: '公众',
}

/** The node itself: deadlines, imports of the community pack, reminders. */
export const theSystem: Actor = { ...thePublic, kind: 'system', roles: new Set(['system']), label: '系统' }

/** The roles of the product, in both languages; memberships and policies may use no others. */
export const roleNames = {
  public: { zh: '公众', en: 'public' },
  user: { zh: '登录用户', en: 'signed-in user' },
  system: { zh: '系统', en: 'system' },
  applicant_owner: { zh: '申请单位负责人', en: 'applicant owner' },
  applicant_clerk: { zh: '申请单位经办人', en: 'applicant clerk' },
  provider_owner: { zh: '服务机构负责人', en: 'provider owner' },
  provider_clerk: { zh: '服务机构经办人', en: 'provider clerk' },
  incubator_clerk: { zh: '孵化载体经办人', en: 'incubator clerk' },
  reviewer: { zh: '审核人', en: 'reviewer' },
  director: { zh: '负责人（决定）', en: 'director' },
  finance: { zh: '资金管理人', en: 'finance officer' },
  preparer: { zh: '拨付经办人', en: 'payment preparer' },
  approver: { zh: '拨付复核人', en: 'payment approver' },
  auditor: { zh: '审计人', en: 'auditor' },
  administrator: { zh: '平台管理员', en: 'administrator' },
} as const satisfies Record<string, Text>

export type Role = keyof typeof roleNames
