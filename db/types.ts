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

export interface AdmissionReviewRow {
  id: Generated<string>
  admissionId: string
  authorityId: string
  causeKind: string
  causeId: string
  causeNumber: string
  causeReason: string
  expected: 'withdrawn' | 'reviewed'
  openedAt: Temporal.Instant
  outcome: 'kept' | 'withdrawn' | null
  endedAt: Temporal.Instant | null
  endedBy: string | null
  reason: string | null
}

export interface AgreementRow {
  id: string
  document: Jsonb
  sha256: string
  effectiveFrom: Temporal.PlainDate
}

export interface BarRow {
  id: Generated<string>
  organisationId: string
  authorityId: string
  fromDay: Temporal.PlainDate
  toDay: Temporal.PlainDate
  reason: string
  clause: string
  decisionId: string
  liftedAt: Temporal.Instant | null
  liftedReason: string | null
  assumed: Generated<boolean>
}

export interface BatchRow {
  id: Generated<string>
  number: string
  authorityId: string
  scheme: string
  regionPath: string[]
  status: Generated<'collecting' | 'on_notice' | 'deciding' | 'decided' | 'dissolved'>
  noticeId: string | null
  createdBy: string
  createdAt: Temporal.Instant
  endedAt: Temporal.Instant | null
  endedBy: string | null
  reason: string | null
}

export interface BatchRowRow {
  batchId: string
  redemptionId: string
  amountFen: bigint
  noticeDays: number
  status: Generated<'listed' | 'held' | 'approved' | 'declined' | 'removed'>
  reason: string | null
  decidedBy: string | null
  decidedByLabel: string | null
  decidedAt: Temporal.Instant | null
}

export interface BudgetRow {
  id: Generated<string>
  authorityId: string
  scheme: string
  year: number
  regionPath: string[]
  status: Generated<'open' | 'frozen' | 'closed'>
  createdAt: Temporal.Instant
}

export interface BudgetStepRow {
  id: Generated<string>
  budgetId: string
  kind: 'allot' | 'carry_in' | 'release' | 'take_back' | 'cut' | 'carry_out' | 'freeze' | 'unfreeze' | 'close'
  amountFen: bigint | null
  reason: string
  actorLabel: string
  at: Temporal.Instant
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
  action: 'submit' | 'take' | 'release' | 'recuse' | 'request_supplement' | 'supply' | 'pass' | 'refuse' | 'withdraw' | 'appeal' | 'uphold' | 'overturn' | 'hold' | 'release_hold' | 'extend' | 'enter_batch' | 'leave_batch' | 'notice_opened' | 'notice_closed' | 'approve' | 'decline' | 'revoke' | 'reinstate' | 'reopen' | 'lapse' | 'correct' | 'escalate' | 'set_deadline'
  actorUser: string | null
  actorLabel: string
  actorRole: string | null
  reason: string | null
  data: Generated<Jsonb>
  dueOn: Temporal.PlainDate | null
  provisional: boolean
}

export interface CaseCardRow {
  id: string
  number: string
  programmeId: string
  programmeVersion: number
  organisationId: string
  applicant: string
  authorityId: string | null
  regionPath: string[]
  stage: string
  status: string
  deskRole: string | null
  deskLevel: string | null
  dueAt: Temporal.Instant | null
  provisional: boolean
  escalated: boolean
  assignee: string | null
  amountFen: bigint | null
  submittedAt: Temporal.Instant
  changedAt: Temporal.Instant
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
  words: Generated<string>
}

export interface ClaimRow {
  caseId: string
  organisationId: string
  authorityId: string
  regionPath: string[]
  rulebookId: string
  scheme: string
  year: number
  serviceKind: string
  crossRegion: boolean
  purpose: string
  contractFen: bigint
  amountFen: bigint
  acceptedAt: Temporal.Instant | null
  queueNo: Always<bigint>
  status: 'in_review' | 'queued' | 'issued' | 'refused' | 'withdrawn' | 'lapsed'
  firmClass: string | null
  priority: Generated<string[]>
  queueRank: Always<number>
  refusedBecause: JsonbOrNull
}

export interface CommunityPackRow {
  id: Generated<string>
  name: string
  sha256: string
  loadedAt: Temporal.Instant
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

export interface DemoPlayRow {
  id: Generated<string>
  name: string
  beganAt: Temporal.Instant
  done: Generated<number>
  total: Generated<number>
  storyAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
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
  registerListId: string | null
  replacesId: string | null
  withdrawnAt: Temporal.Instant | null
  withdrawnBy: string | null
  withdrawnReason: string | null
}

export interface FeedCursorRow {
  name: string
  lastXact: Generated<string>
  lastEventId: Generated<bigint>
}

export interface FileRow {
  id: Generated<string>
  sha256: string
  name: string
  purpose: string
  ownerOrganisation: string | null
  uploadedBy: string | null
  visitor: string | null
  at: Temporal.Instant
}

export interface FileBlobRow {
  sha256: string
  size: bigint
  mediaType: string
  storedAt: Temporal.Instant
}

export interface FileCardRow {
  id: string
  name: string
  sha256: string
  purpose: string
  ownerOrganisation: string | null
  uploadedBy: string | null
  at: Temporal.Instant
  size: bigint
  mediaType: string
}

export interface FileUseRow {
  fileId: string
  subjectKind: string
  subjectId: string
  at: Temporal.Instant
}

export interface FirmYearRow {
  organisationId: string
  scheme: string
  year: number
  capFen: bigint
  claimedFen: Generated<bigint>
}

export interface FirmYearReturnRow {
  redemptionId: string
  organisationId: string
  scheme: string
  year: number
  amountFen: bigint
  at: Temporal.Instant
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

export interface InvoiceRow {
  id: Generated<string>
  code: Generated<string>
  number: string
  kind: 'blue' | 'red'
  redOf: string | null
  sellerCode: string
  sellerName: string
  buyerCode: string | null
  buyerName: string
  issuedOn: Temporal.PlainDate
  totalFen: bigint
  fileId: string
  registeredBy: string
  regionPath: string[]
  at: Temporal.Instant
}

export interface InvoiceCardRow {
  id: string
  code: string
  number: string
  kind: string
  redOf: string | null
  sellerCode: string
  sellerName: string
  buyerCode: string | null
  buyerName: string
  issuedOn: Temporal.PlainDate
  totalFen: bigint
  fileId: string
  registeredBy: string
  regionPath: string[]
  at: Temporal.Instant
}

export interface InvoiceConflictRow {
  id: Generated<string>
  invoiceId: string
  claimed: Jsonb
  fileId: string
  claimedBy: string
  regionPath: string[]
  at: Temporal.Instant
  status: Generated<'open' | 'kept' | 'corrected'>
  decidedAt: Temporal.Instant | null
  decidedBy: string | null
  reason: string | null
}

export interface InvoiceHolderRow {
  invoiceId: string
  organisationId: string
  fileId: string
  at: Temporal.Instant
}

export interface InvoiceLineRow {
  invoiceId: string
  lineNo: number
  what: string
  amountFen: bigint
  blueLineNo: number | null
  presentedFen: Generated<bigint>
  reversedFen: Generated<bigint>
}

export interface InvoicePresentationRow {
  id: Generated<string>
  invoiceId: string
  lineNo: number
  subjectKind: string
  subjectId: string
  organisationId: string
  authorityId: string
  amountFen: bigint
  at: Temporal.Instant
  freedAt: Temporal.Instant | null
  freedReason: string | null
}

export interface InvoicePresentedRow {
  id: string
  subjectKind: string
  subjectId: string
  invoiceId: string
  lineNo: number
  organisationId: string
  authorityId: string
  amountFen: bigint
  at: Temporal.Instant
  freedAt: Temporal.Instant | null
  freedReason: string | null
  what: string
  lineFen: bigint | null
  presentedFen: bigint
  reversedFen: bigint
}

export interface InvoiceVersionRow {
  invoiceId: string
  versionNo: number
  facts: Jsonb
  conflictId: string | null
  byLabel: string
  at: Temporal.Instant
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
  kind: string
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

export interface MailRow {
  id: Generated<string>
  toAddress: string
  subject: string
  body: string
  at: Temporal.Instant
  sentAt: Temporal.Instant | null
  attempts: Generated<number>
  error: string | null
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

export interface MessageRow {
  id: Generated<string>
  userId: string | null
  organisationId: string | null
  role: string | null
  subjectKind: string
  subjectId: string
  titleZh: string
  titleEn: string
  bodyZh: string
  bodyEn: string
  at: Temporal.Instant
}

export interface MessageReadRow {
  messageId: string
  userId: string
  at: Temporal.Instant
}

export interface ObjectionRow {
  id: Generated<string>
  noticeId: string
  rowNo: number
  receipt: string
  kind: 'real_name' | 'anonymous'
  name: string | null
  contact: string | null
  statement: string
  fileId: string | null
  objectorUser: string | null
  visitor: string | null
  at: Temporal.Instant
  status: 'open' | 'lead' | 'upheld' | 'rejected'
  decidedBy: string | null
  decidedByLabel: string | null
  decidedAt: Temporal.Instant | null
  reason: string | null
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
  remark: string | null
  createdBy: string | null
  createdAt: Temporal.Instant
  verifiedBy: string | null
  verifiedAt: Temporal.Instant | null
  waitsSince: Temporal.Instant | null
  words: Generated<string>
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
  words: string
}

export interface OrganisationClosingRow {
  id: Generated<string>
  organisationId: string
  closedOn: Temporal.PlainDate
  evidence: string
  statusBefore: 'unverified' | 'verified'
  waitedSince: Temporal.Instant | null
  recordedBy: string
  recordedAt: Temporal.Instant
  authorityId: string
  withdrawnAt: Temporal.Instant | null
  withdrawnBy: string | null
  withdrawnReason: string | null
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
  recordedAt: Temporal.Instant | null
  authorityId: string | null
  withdrawnAt: Temporal.Instant | null
  withdrawnBy: string | null
  withdrawnReason: string | null
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
  recordedAt: Temporal.Instant | null
  authorityId: string | null
  withdrawnAt: Temporal.Instant | null
  withdrawnBy: string | null
  withdrawnReason: string | null
}

export interface PaymentCardRow {
  id: string
  runNumber: string | null
  rowNo: number
  redemptionId: string
  organisationId: string
  budgetId: string
  authorityId: string
  amountFen: bigint
  status: string
  reason: string | null
  bankReference: string | null
  paidOn: Temporal.PlainDate | null
  sentAt: Temporal.Instant | null
}

export interface PaymentImportRow {
  id: Generated<string>
  authorityId: string
  regionPath: string[]
  fileId: string | null
  name: string
  report: Jsonb
  paidFen: bigint
  actorLabel: string
  at: Temporal.Instant
}

export interface PaymentRowRow {
  id: Generated<string>
  runId: string
  rowNo: number
  redemptionId: string
  organisationId: string
  budgetId: string
  amountFen: bigint
  payee: Jsonb
  payeeDigest: string
  status: Generated<'prepared' | 'stopped' | 'sent' | 'paid' | 'unpaid' | 'cancelled'>
  reason: string | null
  bankReference: string | null
  paidOn: Temporal.PlainDate | null
  importId: string | null
  at: Temporal.Instant
  reasonEn: string | null
}

export interface PaymentRunRow {
  id: Generated<string>
  number: string
  authorityId: string
  regionPath: string[]
  status: Generated<'prepared' | 'approved' | 'sent' | 'closed' | 'cancelled'>
  totalFen: bigint
  preparedBy: string
  preparedByLabel: string
  preparedAt: Temporal.Instant
  approvedBy: string | null
  approvedByLabel: string | null
  approvedAt: Temporal.Instant | null
  sentByLabel: string | null
  sentAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
  reason: string | null
  remindedAt: Temporal.Instant | null
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
  list: string
  class: string
  services: string[] | null
  admittedFrom: Temporal.PlainDate
  lastDay: Temporal.PlainDate | null
  batch: string
  withdrawnAt: Temporal.Instant | null
  withdrawnBy: string | null
  withdrawnReason: string | null
  withdrawnFrom: Temporal.PlainDate | null
  withdrawalEffect: 'finish_running' | 'stop_running' | null
}

export interface PublicNoticeRow {
  id: string
  number: string
  titleZh: string
  titleEn: string
  basisZh: string
  authorityId: string
  authorityName: string
  regionPath: string[]
  subjectKind: string
  subjectId: string
  rowCount: number
  digest: string
  openedAt: Temporal.Instant
  workingDays: number
  closesOn: Temporal.PlainDate
  provisional: boolean
  explanation: Jsonb
  status: Generated<'open' | 'closed' | 'withdrawn'>
  endedAt: Temporal.Instant | null
  endedBy: string | null
  endReason: string | null
  announcedAt: Temporal.Instant | null
  announcedBy: string | null
  announcement: JsonbOrNull
  words: Generated<string>
  basisEn: string
}

export interface PublicNoticeCardRow {
  id: string
  number: string
  titleZh: string
  titleEn: string
  authorityId: string
  regionPath: string[]
  subjectKind: string
  subjectId: string
  openedAt: Temporal.Instant
  closesOn: Temporal.PlainDate
  provisional: boolean
  status: string
  endedAt: Temporal.Instant | null
  announcedAt: Temporal.Instant | null
}

export interface PublicNoticeRowRow {
  noticeId: string
  rowNo: number
  subjectId: string
  organisationId: string | null
  organisationName: string
  display: Jsonb
  amountFen: bigint | null
  status: Generated<'listed' | 'held' | 'cleared' | 'removed'>
  words: Generated<string>
}

export interface RecoveryRow {
  id: Generated<string>
  number: string
  redemptionId: string
  organisationId: string
  authorityId: string
  regionPath: string[]
  cause: 'falsehood' | 'red_invoice' | 'overpaid' | 'voluntary'
  demandedFen: bigint
  returnedFen: Generated<bigint>
  reason: string
  clause: string
  dueDays: Generated<number>
  dueOn: Temporal.PlainDate | null
  dueProvisional: Generated<boolean>
  status: Generated<'open' | 'returned' | 'waived' | 'stopped' | 'overturned'>
  decidedBy: string
  decidedAt: Temporal.Instant
  endedAt: Temporal.Instant | null
  endedBy: string | null
  endReason: string | null
  remindedAt: Temporal.Instant | null
  decidedByUser: string | null
  overturnedByUser: string | null
  refundFen: Generated<bigint>
  refundedFen: Generated<bigint>
}

export interface RecoveryCardRow {
  id: string
  number: string
  redemptionId: string
  organisationId: string
  authorityId: string
  regionPath: string[]
  cause: string
  demandedFen: bigint
  returnedFen: bigint
  status: string
  dueOn: Temporal.PlainDate | null
  decidedAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}

export interface RecoveryProposalRow {
  id: Generated<string>
  redemptionId: string
  authorityId: string
  cause: 'red_invoice'
  sourceId: string
  amountFen: bigint
  note: string
  at: Temporal.Instant
  status: Generated<'open' | 'followed' | 'dismissed'>
  recoveryId: string | null
  decidedBy: string | null
  decidedAt: Temporal.Instant | null
  reason: string | null
}

export interface RecoveryRefundRow {
  id: Generated<string>
  recoveryId: string
  amountFen: bigint
  bankReference: string
  paidOn: Temporal.PlainDate
  actorLabel: string
  at: Temporal.Instant
}

export interface RecoveryReturnRow {
  id: Generated<string>
  recoveryId: string
  amountFen: bigint
  bankReference: string
  receivedOn: Temporal.PlainDate
  actorLabel: string
  at: Temporal.Instant
}

export interface RedemptionRow {
  caseId: string
  number: string
  voucherId: string
  orderId: string
  organisationId: string
  providerId: string
  payeeId: string
  authorityId: string
  regionPath: string[]
  contractFen: bigint
  invoicedFen: bigint
  paidByFirmFen: bigint
  acceptedOn: Temporal.PlainDate
  reckoningNo: number
  excludedFen: bigint
  eligibleFen: bigint
  amountFen: bigint
  status: 'in_review' | 'passed' | 'in_batch' | 'approved' | 'refused' | 'withdrawn' | 'lapsed' | 'revoked'
  approvedFen: bigint | null
  payeeAccount: JsonbOrNull
  payeeDigest: string | null
  filedAt: Temporal.Instant
  passedAt: Temporal.Instant | null
  decidedAt: Temporal.Instant | null
}

export interface RedemptionCardRow {
  id: string | null
  number: string
  voucherId: string
  orderId: string
  organisationId: string
  providerId: string
  payeeId: string
  authorityId: string
  regionPath: string[]
  amountFen: bigint
  approvedFen: bigint | null
  status: string
  filedAt: Temporal.Instant
  passedAt: Temporal.Instant | null
  decidedAt: Temporal.Instant | null
}

export interface RedemptionDocumentRow {
  caseId: string
  kind: string
  fileId: string
  at: Temporal.Instant
}

export interface RedemptionLineRow {
  caseId: string
  invoiceId: string
  lineNo: number
  amountFen: bigint
}

export interface RedemptionPaymentRow {
  caseId: string
  paymentNo: number
  amountFen: bigint
  paidOn: Temporal.PlainDate
  fileId: string
}

export interface RedemptionReckoningRow {
  caseId: string
  reckoningNo: number
  excluded: Jsonb
  excludedFen: bigint
  eligibleFen: bigint
  amountFen: bigint
  steps: Jsonb
  actorLabel: string
  at: Temporal.Instant
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

export interface RegisterListRow {
  id: Generated<string>
  authorityId: string
  key: 'smeProvincial' | 'smeNational' | 'hnte'
  documentNumber: string
  name: string
  publishedOn: Temporal.PlainDate
  importedBy: string
  importedAt: Temporal.Instant
}

export interface RulebookVersionRow {
  id: string
  scheme: string
  authorityRegion: string
  document: Jsonb
  sha256: string
  effectiveFrom: Temporal.PlainDate
  effectiveTo: Temporal.PlainDate | null
  publishedAt: Temporal.Instant
  publishedBy: string
}

export interface SchemeRow {
  id: string
  title: Jsonb
}

export interface ServiceOrderRow {
  id: Generated<string>
  number: string
  buyerId: string
  providerId: string
  regionPath: string[]
  serviceKind: string
  contains: Generated<string[]>
  title: string
  description: string
  priceFen: bigint
  fundingKind: string | null
  fundingId: string | null
  contractNo: string
  contractSignedOn: Temporal.PlainDate
  contractFileId: string
  deliverBy: Temporal.PlainDate
  terms: Jsonb
  status: Generated<'proposed' | 'confirmed' | 'declined' | 'delivered' | 'returned' | 'accepted' | 'cancelled' | 'voided'>
  resultFileId: string | null
  createdAt: Temporal.Instant
  endedAt: Temporal.Instant | null
  words: Generated<string>
  providerPath: string[]
}

export interface ServiceOrderCardRow {
  id: string
  number: string
  buyerId: string
  providerId: string
  regionPath: string[]
  serviceKind: string
  title: string
  priceFen: bigint
  fundingKind: string | null
  fundingId: string | null
  contractNo: string
  contractSignedOn: Temporal.PlainDate
  contractFileId: string
  deliverBy: Temporal.PlainDate
  status: string
  resultFileId: string | null
  createdAt: Temporal.Instant
  endedAt: Temporal.Instant | null
  providerPath: string[]
}

export interface ServiceOrderLineRow {
  orderId: string
  lineNo: number
  what: string
  quantity: number
  unit: string
  unitPriceFen: bigint
  amountFen: Always<bigint>
}

export interface ServiceOrderStepRow {
  orderId: string
  stepNo: number
  action: 'propose' | 'confirm' | 'decline' | 'deliver' | 'accept' | 'return' | 'cancel' | 'void' | 'evaluate'
  side: 'buyer' | 'provider' | 'authority'
  actorLabel: string
  reason: string | null
  feeFen: bigint | null
  fileId: string | null
  at: Temporal.Instant
  score: number | null
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
  recordedOf: string | null
  endedOf: string | null
  endedAt: Temporal.Instant | null
}

export interface VoucherRow {
  id: Generated<string>
  number: string
  claimId: string
  organisationId: string
  authorityId: string
  budgetId: string
  regionPath: string[]
  rulebookId: string
  scheme: string
  serviceKind: string
  year: number
  faceFen: bigint
  remainingFen: bigint
  holdId: string
  validFrom: Temporal.PlainDate
  useBy: Temporal.PlainDate
  redeemBy: Temporal.PlainDate
  status: Generated<'active' | 'used' | 'lapsed' | 'returned' | 'revoked'>
  endedAt: Temporal.Instant | null
  words: Generated<string>
}

export interface Tables {
  accessLog: AccessLogRow
  actingChoice: ActingChoiceRow
  admissionReview: AdmissionReviewRow
  agreement: AgreementRow
  bar: BarRow
  batch: BatchRow
  batchRow: BatchRowRow
  budget: BudgetRow
  budgetStep: BudgetStepRow
  calendarDay: CalendarDayRow
  calendarYear: CalendarYearRow
  caseAction: CaseActionRow
  caseCard: CaseCardRow
  caseDraft: CaseDraftRow
  caseFile: CaseFileRow
  claim: ClaimRow
  communityPack: CommunityPackRow
  delegation: DelegationRow
  demoAccount: DemoAccountRow
  demoPlay: DemoPlayRow
  event: EventRow
  fact: FactRow
  feedCursor: FeedCursorRow
  file: FileRow
  fileBlob: FileBlobRow
  fileCard: FileCardRow
  fileUse: FileUseRow
  firmYear: FirmYearRow
  firmYearReturn: FirmYearReturnRow
  idempotencyKey: IdempotencyKeyRow
  invitation: InvitationRow
  invoice: InvoiceRow
  invoiceCard: InvoiceCardRow
  invoiceConflict: InvoiceConflictRow
  invoiceHolder: InvoiceHolderRow
  invoiceLine: InvoiceLineRow
  invoicePresentation: InvoicePresentationRow
  invoicePresented: InvoicePresentedRow
  invoiceVersion: InvoiceVersionRow
  ledgerAccount: LedgerAccountRow
  ledgerEntry: LedgerEntryRow
  ledgerHold: LedgerHoldRow
  ledgerStep: LedgerStepRow
  ledgerTransfer: LedgerTransferRow
  mail: MailRow
  membership: MembershipRow
  message: MessageRow
  messageRead: MessageReadRow
  objection: ObjectionRow
  organisation: OrganisationRow
  organisationCard: OrganisationCardRow
  organisationClosing: OrganisationClosingRow
  organisationDispute: OrganisationDisputeRow
  organisationName: OrganisationNameRow
  organisationRegion: OrganisationRegionRow
  paymentCard: PaymentCardRow
  paymentImport: PaymentImportRow
  paymentRow: PaymentRowRow
  paymentRun: PaymentRunRow
  person: PersonRow
  programmeVersion: ProgrammeVersionRow
  providerAdmission: ProviderAdmissionRow
  publicNotice: PublicNoticeRow
  publicNoticeCard: PublicNoticeCardRow
  publicNoticeRow: PublicNoticeRowRow
  recovery: RecoveryRow
  recoveryCard: RecoveryCardRow
  recoveryProposal: RecoveryProposalRow
  recoveryRefund: RecoveryRefundRow
  recoveryReturn: RecoveryReturnRow
  redemption: RedemptionRow
  redemptionCard: RedemptionCardRow
  redemptionDocument: RedemptionDocumentRow
  redemptionLine: RedemptionLineRow
  redemptionPayment: RedemptionPaymentRow
  redemptionReckoning: RedemptionReckoningRow
  region: RegionRow
  regionList: RegionListRow
  registerList: RegisterListRow
  rulebookVersion: RulebookVersionRow
  scheme: SchemeRow
  serviceOrder: ServiceOrderRow
  serviceOrderCard: ServiceOrderCardRow
  serviceOrderLine: ServiceOrderLineRow
  serviceOrderStep: ServiceOrderStepRow
  tie: TieRow
  voucher: VoucherRow
}
