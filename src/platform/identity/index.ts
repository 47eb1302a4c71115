export { addressesOf, isMemberOf } from './addresses.ts'
export { type Auth, type AuthOptions, createAuth } from './auth.ts'
export { replaceMembers, requireRoleAmong, revokeInvitation, sendInvitation } from './actions.ts'
export { type Mail, type SendMail, usePost } from './mail.ts'
export {
  identityRefusals,
  type MemberRole,
  type OrganisationKind,
  ownerRole,
  ownWork,
  rolesOfKind,
} from './rules.ts'
export { identityModule } from './routes.ts'
export { secretOf } from './secret.ts'
export { actorOf, actorOfUser } from './session.ts'
export {
  demoAccounts,
  findUser,
  insertMembership,
  insertUser,
  invitationOf,
  offerDemoAccount,
  openInvitations,
  userNames,
} from './store.ts'
