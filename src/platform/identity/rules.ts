import { refusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'

export const organisationKinds = [
  'enterprise',
  'team',
  'institute',
  'authority',
  'incubator',
  'operator',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

export const memberRoles = [
  'applicant_owner',
  'applicant_clerk',
  'provider_owner',
  'provider_clerk',
  'incubator_clerk',
  'reviewer',
  'director',
  'finance',
  'preparer',
  'approver',
  'auditor',
  'administrator',
] as const
export type MemberRole = (typeof memberRoles)[number]

/** Which roles an organisation can give, by its kind; the first manages its people. The database holds the same. */
export const rolesOfKind: Record<OrganisationKind, readonly MemberRole[]> = {
  enterprise: ['applicant_owner', 'applicant_clerk'],
  team: ['applicant_owner', 'applicant_clerk'],
  institute: ['provider_owner', 'provider_clerk', 'applicant_owner', 'applicant_clerk'],
  authority: ['director', 'reviewer', 'finance', 'preparer', 'approver', 'auditor'],
  incubator: ['incubator_clerk'],
  operator: ['administrator', 'auditor'],
}

const serving: readonly MemberRole[] = ['provider_owner', 'provider_clerk']
const servesIfListed: readonly OrganisationKind[] = ['enterprise', 'incubator']

/** A firm or an incubator has people who serve orders once it was admitted to a list of providers. */
export const rolesOf = (kind: OrganisationKind, listed: boolean): readonly MemberRole[] =>
  listed && servesIfListed.includes(kind) ? [...rolesOfKind[kind], ...serving] : rolesOfKind[kind]

/** Would being listed as a provider open this role? */
export const needsListing = (kind: OrganisationKind, role: MemberRole): boolean =>
  serving.includes(role) && servesIfListed.includes(kind)

const managing: readonly MemberRole[] = [
  'applicant_owner',
  'provider_owner',
  'incubator_clerk',
  'director',
  'administrator',
]

/** Whoever holds such a role invites and dismisses; an organisation keeps at least one. */
export const manages = (role: MemberRole): boolean => managing.includes(role)

export const ownerRole = (kind: OrganisationKind): MemberRole => rolesOfKind[kind][0] as MemberRole

/** Days an invitation can be accepted. */
export const INVITATION_DAYS = 14

export const identityRefusals = refusals({
  acting_ended: {
    kind: 'forbidden',
    zh: '您选择的身份已经失效。请在右上角重新选择身份后再办理。',
    en: 'The place you chose to act in has ended. Choose another at the top right and try again.',
  },
  role_not_of_kind: {
    kind: 'invalid',
    zh: '该类单位没有“{role}”岗位，可选：{roles}。请改选后再提交。',
    en: 'This kind of organisation has no role “{role}”; it has: {roles}. Choose one of these.',
  },
  role_needs_listing: {
    kind: 'invalid',
    zh: '本单位未列入服务机构库，没有“{role}”岗位，可选：{roles}。列入服务机构库后即可邀请。',
    en: 'Your organisation stands in no list of providers, so it has no role “{role}”; it has: {roles}. Once it is admitted you can invite.',
  },
  already_member: {
    kind: 'conflict',
    zh: '此人在本单位已有该岗位，无需再邀请。',
    en: 'This person already holds that role here; no invitation is needed.',
  },
  already_invited: {
    kind: 'conflict',
    zh: '已向该邮箱发出同一岗位的邀请。如需重发，请先撤回原邀请。',
    en: 'This address was already invited to that role. Withdraw the earlier invitation to send a new one.',
  },
  invitation_unusable: {
    kind: 'conflict',
    zh: '邀请已过期、已撤回或已被使用。请联系邀请您的单位重新发出邀请。',
    en: 'The invitation has expired, was withdrawn or was used. Ask the organisation for a new one.',
  },
  invitation_role_gone: {
    kind: 'conflict',
    zh: '邀请您的单位没有该岗位，邀请不能接受。请联系该单位按其岗位重新邀请。',
    en: 'The organisation that invited you has no such role, so this can’t be accepted. Ask it to invite you to one of its roles.',
  },
  invitation_other_address: {
    kind: 'forbidden',
    zh: '邀请发给{email}，与您登录的邮箱不一致。请用该邮箱登录后再接受。',
    en: 'The invitation went to {email}, not to the address you signed in with. Sign in with that address.',
  },
  last_manager: {
    kind: 'conflict',
    zh: '这是本单位最后一位负责人，不能退出。请先邀请另一位负责人并待其接受。',
    en: 'This is the last person who manages the organisation. Invite another one first and wait until they accept.',
  },
  membership_ended: {
    kind: 'conflict',
    zh: '该岗位已经结束，无需再办理。',
    en: 'This role has ended already; nothing is left to do.',
  },
  delegation_authority_only: {
    kind: 'invalid',
    zh: '只有主管部门的岗位可以在离岗期间委托他人代理。企业请邀请同事并授予岗位。',
    en: 'Only roles of an authority can be delegated during leave. A firm invites a colleague instead.',
  },
  delegate_not_colleague: {
    kind: 'invalid',
    zh: '代理人须是同一部门的在岗人员。请从本部门人员中选择。',
    en: 'The delegate must work in the same authority now. Choose among its people.',
  },
  delegate_holds_role: {
    kind: 'conflict',
    zh: '代理人本来就有该岗位，无需委托。',
    en: 'The delegate holds that role already; no delegation is needed.',
  },
  delegation_chained: {
    kind: 'conflict',
    zh: '代理不得转委托：这段时间内，委托人正代理他人，或代理人自己也已委托他人。请改选代理人或调整起止日期。',
    en: 'What was lent is not lent on: in these days the giver stands in for somebody, or the delegate is away too. Choose another person or other days.',
  },
  delegation_overlaps: {
    kind: 'conflict',
    zh: '该岗位在这段时间内已委托他人。请先结束原委托，或调整起止日期。',
    en: 'This role is delegated in these days already. End that delegation first or change the days.',
  },
  delegation_days_wrong: {
    kind: 'invalid',
    zh: '委托的起止日期有误：结束日不得早于开始日，也不得早于今天，最长一年。请修改日期。',
    en: 'The days are not right: the last may not lie before the first or before today, and a year is the longest.',
  },
  own_work: {
    kind: 'conflict',
    zh: '经办人不得复核自己经办的事项，代理他人岗位时也一样。请由另一位工作人员办理。',
    en: 'Whoever prepared a thing may not approve it, standing in for somebody included. Another officer must act.',
  },
  demo_account_unknown: {
    kind: 'not_found',
    zh: '没有这个演示账号，或本平台未开启演示。请返回登录页选择。',
    en: 'There is no such demo account, or the demo is off. Go back to the sign-in page.',
  },
})

export const kindNames: Record<OrganisationKind, Text> = {
  enterprise: { zh: '企业', en: 'enterprise' },
  team: { zh: '创业团队', en: 'founders’ team' },
  institute: { zh: '高校院所', en: 'university or institute' },
  authority: { zh: '主管部门', en: 'authority' },
  incubator: { zh: '孵化载体', en: 'incubator' },
  operator: { zh: '平台运营单位', en: 'platform operator' },
}

/** The four-eyes rule: by the person, whatever role or whoever's place he acts in. Null when he may go on. */
export function ownWork(actorUserId: string | null, preparedBy: string | null) {
  return actorUserId !== null && actorUserId === preparedBy ? identityRefusals.make('own_work') : null
}
