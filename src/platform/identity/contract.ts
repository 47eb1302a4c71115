import { z } from 'zod'
import { ById, command, Day, Id, Line, Moment, Page, PageQuery, query, TextSchema } from '#core/contract.ts'
import { memberRoles, organisationKinds } from './rules.ts'

export const Role = z.enum(memberRoles)
const Kind = z.enum(organisationKinds)
const Email = z.email().max(200).toLowerCase()

/** One place in which a person acts: an organisation with every role held there. */
export const Seat = z.object({
  /** What `X-Acting-As` names. */
  membershipId: Id,
  organisation: z.object({
    id: Id,
    kind: Kind,
    name: z.string(),
    regionCode: z.string(),
    status: z.string(),
  }),
  roles: z.array(z.object({ role: Role, label: TextSchema, insteadOf: z.string().nullable() })),
})

export const Me = z.object({
  user: z.object({ id: Id, name: z.string(), email: z.string() }).nullable(),
  seats: z.array(Seat),
  actingAs: Id.nullable(),
  label: z.string(),
  insteadOf: z.string().nullable(),
  /** Permissions held for some subject at all; whether a thing is among them, each answer tells. */
  abilities: z.array(z.string()),
  demo: z.boolean(),
})

export const Member = z.object({
  id: Id,
  userId: Id,
  name: z.string(),
  email: z.string(),
  role: Role,
  from: Moment,
  to: Moment.nullable(),
  endReason: z.string().nullable(),
})

export const Invitation = z.object({
  id: Id,
  email: z.string(),
  role: Role,
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
  invitedBy: z.string(),
  invitedAt: Moment,
  expiresAt: Moment,
})

export const Delegation = z.object({
  id: Id,
  membershipId: Id,
  role: Role,
  giver: z.object({ id: Id, name: z.string() }),
  delegate: z.object({ id: Id, name: z.string() }),
  from: Day,
  to: Day,
  reason: z.string(),
  state: z.enum(['coming', 'running', 'over', 'ended']),
})

const Look = z.object({
  at: Moment,
  who: z.string(),
  what: z.string(),
  outcome: z.enum(['seen', 'refused']),
  subject: z.object({ kind: z.string(), id: Id }).nullable(),
})

const Ended = z.object({ id: Id, endedAt: Moment })

export const identity = {
  me: query({
    path: '/me',
    returns: Me,
    allow: 'identity.me',
    summary: { zh: '我是谁、能办什么', en: 'Who I am and what I may do' },
  }),
  choose: command({
    method: 'PUT',
    path: '/me/acting',
    body: z.object({ membershipId: Id }),
    returns: z.object({ membershipId: Id }),
    allow: 'identity.choose',
    refuses: ['acting_ended'],
    summary: { zh: '切换身份', en: 'Act in another place' },
  }),
  members: query({
    path: '/memberships',
    query: z.object({ ended: z.stringbool().default(false) }),
    /** `roles`: those that an invitation can offer here. */
    returns: z.object({ rows: z.array(Member), roles: z.array(Role) }),
    allow: 'membership.read',
    summary: { zh: '本单位人员与岗位', en: 'People and roles of my organisation' },
  }),
  endMembership: command({
    path: '/memberships/{id}/end',
    params: ById,
    body: z.object({ reason: Line(200) }),
    returns: Ended,
    allow: 'membership.end',
    refuses: ['last_manager', 'membership_ended'],
    summary: { zh: '结束岗位', en: 'End a role' },
  }),
  invite: command({
    path: '/invitations',
    body: z.object({ email: Email, role: Role }),
    returns: Invitation,
    allow: 'invitation.create',
    refuses: ['role_not_of_kind', 'role_needs_listing', 'already_member', 'already_invited'],
    summary: { zh: '邀请同事', en: 'Invite a colleague' },
  }),
  invitations: query({
    path: '/invitations',
    returns: z.object({
      rows: z.array(Invitation),
      /** Whether letters leave this node by themselves. */
      mailed: z.boolean(),
    }),
    allow: 'invitation.read',
    summary: { zh: '本单位发出的邀请', en: 'Invitations of my organisation' },
  }),
  revokeInvitation: command({
    path: '/invitations/{id}/revocation',
    params: ById,
    body: z.object({}),
    returns: Invitation,
    allow: 'invitation.revoke',
    refuses: ['invitation_unusable'],
    summary: { zh: '撤回邀请', en: 'Withdraw an invitation' },
  }),
  offer: query({
    path: '/invitations/offers/{token}',
    params: z.object({ token: z.string().min(20).max(100) }),
    returns: z.object({
      organisation: z.string(),
      role: Role,
      label: TextSchema,
      email: z.string(),
      expiresAt: Moment,
    }),
    allow: 'invitation.offer',
    refuses: ['invitation_unusable'],
    summary: { zh: '查看邀请', en: 'Look at an invitation' },
  }),
  acceptInvitation: command({
    path: '/invitations/acceptances',
    body: z.object({ token: z.string().min(20).max(100) }),
    returns: z.object({ membershipId: Id, organisationId: Id, role: Role }),
    allow: 'invitation.accept',
    refuses: ['invitation_unusable', 'invitation_other_address', 'invitation_role_gone', 'already_member'],
    summary: { zh: '接受邀请', en: 'Accept an invitation' },
  }),
  delegate: command({
    path: '/delegations',
    body: z.object({ membershipId: Id, delegateId: Id, from: Day, to: Day, reason: Line(200) }),
    returns: Delegation,
    allow: 'delegation.create',
    refuses: [
      'delegation_authority_only',
      'delegate_not_colleague',
      'delegate_holds_role',
      'delegation_chained',
      'delegation_overlaps',
      'delegation_days_wrong',
      'membership_ended',
    ],
    summary: { zh: '离岗委托', en: 'Let a colleague act during leave' },
  }),
  delegations: query({
    path: '/delegations',
    returns: z.object({ rows: z.array(Delegation) }),
    allow: 'delegation.read',
    summary: { zh: '离岗委托一览', en: 'Delegations' },
  }),
  endDelegation: command({
    path: '/delegations/{id}/end',
    params: ById,
    body: z.object({}),
    returns: Delegation,
    allow: 'delegation.end',
    summary: { zh: '提前结束委托', en: 'End a delegation' },
  }),
  looks: query({
    path: '/access-log',
    query: PageQuery.extend({
      cursor: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
    }),
    returns: Page(Look),
    allow: 'access_log.read',
    summary: { zh: '谁查看过本单位的资料', en: 'Who looked at my organisation' },
  }),
  demoAccounts: query({
    path: '/demo/accounts',
    returns: z.object({ rows: z.array(z.object({ account: z.string(), label: TextSchema })) }),
    allow: 'demo.accounts',
    summary: { zh: '演示账号', en: 'Demo accounts' },
  }),
}
