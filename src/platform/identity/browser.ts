export { Delegation, identity, Invitation, Me, Member, Role, Seat } from './contract.ts'
export { kindNames, organisationKinds, type MemberRole, type OrganisationKind, rolesOfKind } from './rules.ts'
