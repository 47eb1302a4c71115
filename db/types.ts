// Printed by `npm run schema` from the migrated database; compared by test/schema.test.ts.
import type { ColumnType } from 'kysely'

/** May be left out of an insert. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Written by the database alone. */
type Always<T> = ColumnType<T, never, never>
/** Read parsed, written as text: pass `json(value)`. */
type Jsonb = ColumnType<unknown, string, string>
type JsonbOrNull = ColumnType<unknown, string | null, string | null>

export interface AccessLogRow {
  id: Always<bigint>
  at: Temporal.Instant
  actorUser: string | null
  actorOrganisation: string | null
  actorLabel: string
  what: string
  subjectKind: string | null
  subjectId: string | null
  outcome: 'seen' | 'refused'
  detail: Generated<Jsonb>
}

export interface ActingChoiceRow {
  userId: string
  membershipId: string
  chosenAt: Temporal.Instant
}

export interface CalendarDayRow {
  day: Temporal.PlainDate
  year: number
  kind: 'holiday' | 'makeup_workday'
  nameZh: string
  nameEn: string
}

export interface CalendarYearRow {
  id: Generated<string>
  year: number
  status: 'published' | 'amended'
  source: string
  loadedBy: 'pack' | 'administrator'
  loadedAt: Temporal.Instant
  fingerprint: string
}

export interface CaseActionRow {
  caseId: string
  seq: number
  at: Temporal.Instant
  action: 'submit' | 'take' | 'release' | 'recuse' | 'request_supplement' | 'supply' | 'pass' | 'refuse' | 'withdraw' | 'appeal' | 'uphold' | 'overturn' | 'hold' | 'release_hold' | 'extend' | 'enter_batch' | 'leave_batch' | 'notice_opened' | 'notice_closed' | 'approve' | 'decline' | 'revoke' | 'reopen' | 'lapse' | 'correct' | 'escalate' | 'set_deadline'
  actorUser: string | null
  actorLabel: string
  actorRole: string | null
  reason: string | null
  data: Generated<Jsonb>
  dueOn: Temporal.PlainDate | null
  provisional: boolean
}

export interface CaseDraftRow {
  organisationId: string
  programmeId: string
  form: Jsonb
  version: number
  savedAt: Temporal.Instant
  savedBy: string
}

export interface CaseFileRow {
  id: Generated<string>
  number: string
  programmeId: string
  programmeVersion: number
  organisationId: string
  applicant: string
  authorityId: string | null
  regionPath: string[]
  seq: number
  stage: string
  status: 'open' | 'supplement' | 'held' | 'appealed' | 'approved' | 'refused' | 'withdrawn' | 'lapsed' | 'revoked'
  deskRole: string | null
  deskLevel: 'county' | 'city' | 'province' | null
  clockOf: 'stage' | 'supplement' | 'notice' | 'appeal_window' | 'appeal' | null
  dueAt: Temporal.Instant | null
  provisional: boolean
  escalated: boolean
  assignee: string | null
  form: Jsonb
  facts: Jsonb
  amountFen: bigint | null
  submittedAt: Temporal.Instant
  submittedBy: string
  changedAt: Temporal.Instant
}

export interface DelegationRow {
  id: Generated<string>
  organisationId: string
  membershipId: string
  giverId: string
  delegateId: string
  validFrom: Temporal.PlainDate
  validTo: Temporal.PlainDate
  reason: string
  createdBy: string
  createdAt: Temporal.Instant
  endedAt: Temporal.Instant | null
  endedBy: string | null
}

export interface DemoAccountRow {
  account: string
  userId: string
  labelZh: string
  labelEn: string
  place: number
}

export interface EventRow {
  id: Always<bigint>
  xact: Generated<string>
  at: Temporal.Instant
  bookedAt: Generated<Temporal.Instant>
  actorUser: string | null
  actorOrganisation: string | null
  actorLabel: string
  command: string
  subjectKind: string
  subjectId: string
  regionPath: Generated<string[]>
  changes: Generated<Jsonb>
}

export interface FactRow {
  id: Generated<string>
  organisationId: string
  key: string
  year: number | null
  value: Jsonb
  standing: 'declared' | 'evidenced' | 'confirmed'
  source: string
  fileId: string | null
  validFrom: Temporal.PlainDate | null
  validTo: Temporal.PlainDate | null
  declaredBy: string | null
  declaredAt: Temporal.Instant
  decidedBy: string | null
  decidedAt: Temporal.Instant | null
  reason: string | null
  rejectedAt: Temporal.Instant | null
  supersededAt: Temporal.Instant | null
}

export interface FeedCursorRow {
  name: string
  lastXact: Generated<string>
  lastEventId: Generated<bigint>
}

export interface IdempotencyKeyRow {
  principal: string
  key: string
  endpoint: string
  inputHash: string
  answer: Jsonb
  status: number
  at: Temporal.Instant
}

export interface InvitationRow {
  id: Generated<string>
  organisationId: string
  email: string
  role: string
  tokenHash: string
  invitedBy: string
  invitedAt: Temporal.Instant
  expiresAt: Temporal.Instant
  acceptedAt: Temporal.Instant | null
  acceptedBy: string | null
  revokedAt: Temporal.Instant | null
  revokedBy: string | null
}

export interface LedgerAccountRow {
  id: Generated<string>
  path: string
  ownerKind: string | null
  ownerId: string | null
  floorFen: bigint | null
  ceilingFen: bigint | null
  balanceFen: Generated<bigint>
  pendingOutFen: Generated<bigint>
  pendingInFen: Generated<bigint>
  version: Generated<bigint>
  createdAt: Temporal.Instant
}

export interface LedgerEntryRow {
  accountId: string | null
  accountVersion: bigint | null
  transferId: string | null
  otherAccountId: string | null
  amountFen: bigint
  previousFen: bigint | null
  currentFen: bigint | null
  code: string
  eventAt: Temporal.Instant
  bookedAt: Temporal.Instant
  holdId: string | null
  reverses: string | null
  subjectKind: string | null
  subjectId: string | null
  actor: string
  memo: unknown
}

export interface LedgerHoldRow {
  id: string
  code: string
  fromAccount: string
  toAccount: string
  amountFen: bigint
  postedFen: bigint
  releasedFen: bigint
  remainingFen: bigint
  state: string
  expiresAt: Temporal.Instant | null
  eventAt: Temporal.Instant
  bookedAt: Temporal.Instant
  subjectKind: string | null
  subjectId: string | null
  actor: string
  memo: JsonbOrNull
}

export interface LedgerStepRow {
  key: string
  kind: 'transfer' | 'reverse' | 'hold' | 'post' | 'void' | 'expire'
  content: string
  madeId: string | null
  holdId: string | null
  amountFen: bigint
  releasedFen: Generated<bigint>
  remainingFen: bigint | null
  eventAt: Temporal.Instant
  bookedAt: Temporal.Instant
  actor: string
}

export interface LedgerTransferRow {
  id: string
  code: string
  fromAccount: string
  toAccount: string
  amountFen: bigint
  fromVersion: bigint
  fromBeforeFen: bigint
  toVersion: bigint
  toBeforeFen: bigint
  eventAt: Temporal.Instant
  bookedAt: Temporal.Instant
  holdId: string | null
  reverses: string | null
  subjectKind: string | null
  subjectId: string | null
  actor: string
  memo: JsonbOrNull
}

export interface MembershipRow {
  id: Generated<string>
  userId: string
  organisationId: string
  role: string
  manages: boolean
  validFrom: Temporal.Instant
  validTo: Temporal.Instant | null
  invitedBy: string | null
  endedBy: string | null
  endReason: string | null
}

export interface NumberCounterRow {
  prefix: string
  year: number
  last: bigint
}

export interface OrganisationRow {
  id: Generated<string>
  kind: 'enterprise' | 'team' | 'institute' | 'authority' | 'incubator' | 'operator'
  uscc: string | null
  name: string
  regionCode: string
  regionPath: string[]
  level: 'province' | 'city' | 'county' | null
  status: Generated<'unverified' | 'verified' | 'disputed' | 'closed'>
  hostId: string | null
  sponsorId: string | null
  licenceFileId: string | null
  createdBy: string | null
  createdAt: Temporal.Instant
  verifiedBy: string | null
  verifiedAt: Temporal.Instant | null
}

export interface OrganisationCardRow {
  id: string
  kind: string
  uscc: string | null
  name: string
  regionCode: string
  regionPath: string[]
  level: string | null
  status: string
  hostId: string | null
  sponsorId: string | null
}

export interface OrganisationDisputeRow {
  id: Generated<string>
  organisationId: string
  claimantId: string
  claimedName: string
  statement: string
  fileId: string | null
  statusBefore: string
  status: Generated<'open' | 'kept' | 'transferred' | 'withdrawn'>
  openedAt: Temporal.Instant
  decidedBy: string | null
  decidedAt: Temporal.Instant | null
  reason: string | null
}

export interface OrganisationNameRow {
  id: Generated<string>
  organisationId: string
  name: string
  validFrom: Temporal.PlainDate
  validTo: Temporal.PlainDate | null
  evidence: string | null
  recordedBy: string | null
}

export interface OrganisationRegionRow {
  id: Generated<string>
  organisationId: string
  regionCode: string
  regionPath: string[]
  validFrom: Temporal.PlainDate
  validTo: Temporal.PlainDate | null
  evidence: string | null
  recordedBy: string | null
}

export interface PersonRow {
  id: Generated<string>
  organisationId: string
  name: string
  paperKind: 'id_card' | 'passport' | 'other'
  paperMasked: string
  post: string
  core: boolean
  validFrom: Temporal.PlainDate
  validTo: Temporal.PlainDate | null
  recordedBy: string
}

export interface ProgrammeVersionRow {
  programmeId: string
  version: number
  document: Jsonb
  sha256: string
  effectiveFrom: Temporal.PlainDate
  effectiveTo: Temporal.PlainDate | null
  publishedAt: Temporal.Instant
  publishedBy: string
}

export interface ProviderAdmissionRow {
  id: Generated<string>
  organisationId: string
  authorityId: string
  class: string
  homeRegionCode: string
  services: string[]
  admittedFrom: Temporal.PlainDate
  admittedTo: Temporal.PlainDate | null
  listName: string
  withdrawnAt: Temporal.Instant | null
  withdrawnBy: string | null
  withdrawnReason: string | null
  withdrawnFrom: Temporal.PlainDate | null
  withdrawalEffect: 'finish_running' | 'stop_running' | null
}

export interface RegionRow {
  code: string
  validFrom: Temporal.PlainDate
  validTo: Temporal.PlainDate | null
  valid: Always<string>
  nameZh: string
  nameEn: string
  level: 'province' | 'city' | 'county'
  parentCode: string | null
  kind: 'unit' | 'province_administered' | 'development_zone' | 'new_area'
  reportsTo: string | null
  succeededBy: Generated<string[]>
  source: string
  listName: string
}

export interface RegionListRow {
  name: string
  completeFrom: Temporal.PlainDate
  fingerprint: string
  loadedAt: Temporal.Instant
}

export interface TieRow {
  id: Generated<string>
  fromId: string
  toId: string
  kind: 'subordination' | 'co_built' | 'ownership' | 'common_representative' | 'common_director' | 'common_controller' | 'incubatee'
  standing: 'declared' | 'recorded'
  evidence: string
  fileId: string | null
  validFrom: Temporal.PlainDate
  validTo: Temporal.PlainDate | null
  recordedBy: string | null
  recordedAt: Temporal.Instant
}

export interface Tables {
  accessLog: AccessLogRow
  actingChoice: ActingChoiceRow
  calendarDay: CalendarDayRow
  calendarYear: CalendarYearRow
  caseAction: CaseActionRow
  caseDraft: CaseDraftRow
  caseFile: CaseFileRow
  delegation: DelegationRow
  demoAccount: DemoAccountRow
  event: EventRow
  fact: FactRow
  feedCursor: FeedCursorRow
  idempotencyKey: IdempotencyKeyRow
  invitation: InvitationRow
  ledgerAccount: LedgerAccountRow
  ledgerEntry: LedgerEntryRow
  ledgerHold: LedgerHoldRow
  ledgerStep: LedgerStepRow
  ledgerTransfer: LedgerTransferRow
  membership: MembershipRow
  numberCounter: NumberCounterRow
  organisation: OrganisationRow
  organisationCard: OrganisationCardRow
  organisationDispute: OrganisationDisputeRow
  organisationName: OrganisationNameRow
  organisationRegion: OrganisationRegionRow
  person: PersonRow
  programmeVersion: ProgrammeVersionRow
  providerAdmission: ProviderAdmissionRow
  region: RegionRow
  regionList: RegionListRow
  tie: TieRow
}
