import { z } from 'zod'
import {
  ById,
  command,
  Day,
  Fen,
  Id,
  PageQuery,
  Line,
  Moment,
  Page,
  Paragraphs,
  PositiveFen,
  query,
  RegionCode,
  TextSchema,
} from '#core/contract.ts'
import { refusals } from '#core/refusal.ts'
import { ON_HOLD } from './queue-words.ts'
import { budgetEndpoints, SchemeName } from './budgets.contract.ts'
import { SelfCheckWire, StepWire } from './check-wire.ts'
import { FIRM_CLASSES, HONOURS, keysOf, SERVICE_KINDS } from './words.ts'

export const voucherRefusals = refusals({
  rulebook_not_found: {
    kind: 'not_found',
    zh: '没有这个办法，或它在{day}不生效。请在办法页面查看现行版本。',
    en: 'There is no such rulebook, or it is not in force on {day}. See the rulebooks page for the version in force.',
  },
  rulebook_overlaps: {
    kind: 'conflict',
    zh: '同一办法在同一天只能有一个版本生效。请先调整前一版本的终止日期。',
    en: 'Only one version of a scheme is in force on a day. Set the end of the earlier version first.',
  },
  budget_not_found: {
    kind: 'not_found',
    zh: '没有找到该年度预算。请返回预算列表查看。',
    en: 'This budget was not found. Go back to the list of budgets.',
  },
  budget_exists: {
    kind: 'conflict',
    zh: '{year}年度预算已建立。请在该预算中追加额度。',
    en: 'The budget of {year} exists already. Add to it instead.',
  },
  budget_not_open: {
    kind: 'conflict',
    zh: '该预算当前状态为“{statusZh}”，不能办理此项。冻结的预算请先解冻；已关闭年度的资金在结转账户中。',
    en: 'The budget is {statusEn}, so this can’t be done. Unfreeze a frozen budget first; money of a closed year is in the carry-over account.',
  },
  budget_short: {
    kind: 'conflict',
    zh: '可用的金额不足：需要{needed}元，尚有{left}元。请先追加或调整额度。',
    en: 'Not enough: CNY {needed} needed, CNY {left} left. Add to the budget first.',
  },
  budget_reserved: {
    kind: 'conflict',
    zh: '最多可收回{left}元：已为券预留和已兑付的额度不能收回。请减少金额。',
    en: 'At most CNY {left} can be taken back: what vouchers reserve or redeemed stays. Enter less.',
  },
  budget_cut_too_much: {
    kind: 'conflict',
    zh: '此项来源最多可调减{left}元：不能超过从该来源转入的金额，也不能超过尚未释放的金额。已释放的请先收回额度。',
    en: 'At most CNY {left} of this source can be cut: not more than came from it, nor more than is not released. Take released money back first.',
  },
  budget_queue_waits: {
    kind: 'conflict',
    zh: '还有{count}件已通过的申领在本预算排队。请先释放资金发券；确需结转的，先冻结预算再关闭，由下一年度预算承接。',
    en: '{count} accepted claims wait for this budget. Release money for them first; to carry over instead, freeze the budget, then close it: the next year serves them.',
  },
  organisation_not_ready: {
    kind: 'conflict',
    zh: '贵单位的登记{statusZh}，暂不能办理涉及资金的事项。请先由县（区）科技局核验营业执照。',
    en: 'The registration of your organisation is {statusEn}; nothing that moves money can be done yet. Have the county bureau accept your licence first.',
  },
  organisation_barred: {
    kind: 'forbidden',
    zh: '贵单位因“{reason}”自{from}至{to}不得申领（依据：{clause}）。期满后可再次申领；有异议请向作出决定的部门提出。',
    en: 'Your organisation is barred from {from} to {to}: {reason} ({clause}). Claim again after that, or object to the department that decided.',
  },
  claim_firm_closed: {
    kind: 'conflict',
    zh: '单位已注销，不再发券；排队等候的申领就此退出，没有为其预留资金。',
    en: 'The firm is closed and gets no voucher; a claim that waits leaves the queue. No money was reserved for it.',
  },
  claim_moved_away: {
    kind: 'conflict',
    zh: '单位已迁至{place}，不在{home}；券由所在地的资金支持，不能再由{home}发放。请查看迁入地的办法并在当地申领；迁址登记有误的，请登记该迁址的主管部门先行更正，再重新申领。',
    en: 'The firm has moved to {place}, out of {home}. The home region pays, so {home} issues it no voucher. See the rules of the new place and claim there; if the move was entered by mistake, have the bureau that entered it correct it, then claim anew.',
  },
  claim_criteria_failed: {
    kind: 'invalid',
    zh: '按现有信息不符合申领条件：{failuresZh}。请在“单位信息”更正后再提交。',
    en: 'On the facts given the criteria are not met: {failuresEn}. Correct the organisation’s facts and submit again.',
  },
  claim_money_gone: {
    kind: 'conflict',
    zh: '本年度资金余额{left}元，不够本次申领；办法规定资金用完即停止受理，不排队（依据：{clause}）。请减少申领金额，或等下一次发放后再申领。',
    en: 'CNY {left} is left of this year’s money, less than the claim asks for, and the rulebook stops there without a queue ({clause}). Ask for less, or claim after the next release.',
  },
  claim_money_short: {
    kind: 'conflict',
    zh: '预算余额不足{amount}元，不能发券；本办法不设排队（依据：{clause}）。请等资金发放后再通过，或不予通过并说明理由。',
    en: 'The budget has less than the CNY {amount} of this claim, and the rulebook knows no queue ({clause}). Pass it once money is released, or refuse it with the reason.',
  },
  claim_facts_unconfirmed: {
    kind: 'conflict',
    zh: '以下条件尚无经核实的信息，不能通过：{factsZh}。请先核实单位信息，或要求补正。',
    en: 'These criteria have no confirmed facts yet, so the claim can’t be passed: {factsEn}. Confirm the facts or ask for a supplement.',
  },
  voucher_not_active: {
    kind: 'conflict',
    zh: '该券状态为“{statusZh}”，不能再使用。请在“我的券”中选择有效的券。',
    en: 'The voucher is {statusEn} and can’t be used any more. Choose an active one among your vouchers.',
  },
  voucher_in_use: {
    kind: 'conflict',
    zh: '该券有进行中的订单或兑付申请。请先办结或撤回，再办理此项。',
    en: 'An order or a redemption request of this voucher is under way. Finish or withdraw it first.',
  },
  voucher_exceeded: {
    kind: 'conflict',
    zh: '金额超过券面余额{left}元。请减少金额。',
    en: 'The amount exceeds the CNY {left} left on the voucher. Reduce it.',
  },
})

export const ServiceKindSchema = z.enum(keysOf(SERVICE_KINDS))
export const BUDGET_STATUS = {
  open: { zh: '开放', en: 'open' },
  frozen: { zh: '冻结', en: 'frozen' },
  closed: { zh: '已关闭', en: 'closed' },
} as const
export const VOUCHER_STATUS = {
  active: { zh: '有效', en: 'active' },
  used: { zh: '已用完', en: 'used' },
  lapsed: { zh: '已失效', en: 'lapsed' },
  returned: { zh: '已退回', en: 'returned' },
  revoked: { zh: '已撤销', en: 'revoked' },
} as const
export const CLAIM_STATUS = {
  in_review: { zh: '审核中', en: 'in review' },
  queued: { zh: '已通过，排队等候资金', en: 'accepted, waiting for money' },
  issued: { zh: '已发券', en: 'issued' },
  refused: { zh: '未通过', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  lapsed: { zh: '逾期失效', en: 'lapsed' },
} as const

const RulebookCard = z.object({
  id: z.string(),
  scheme: z.string(),
  /** What the scheme is called, whichever version is in force. */
  schemeTitle: TextSchema,
  authorityRegion: RegionCode,
  title: TextSchema,
  summary: TextSchema,
  effectiveFrom: Day,
  effectiveTo: Day.nullable(),
})

export const VoucherRow = z.object({
  id: Id,
  number: z.string(),
  organisationId: Id,
  organisationName: z.string(),
  authorityId: Id,
  authorityName: z.string(),
  budgetId: Id,
  scheme: z.string(),
  rulebookId: z.string(),
  serviceKind: ServiceKindSchema,
  /** The rulebook's class of firm in which it was claimed. */
  firmClass: z.enum(keysOf(FIRM_CLASSES)).nullable(),
  year: z.number(),
  faceFen: Fen,
  remainingFen: Fen,
  validFrom: Day,
  useBy: Day,
  redeemBy: Day,
  status: z.enum(keysOf(VOUCHER_STATUS)),
})
export type VoucherRow = z.output<typeof VoucherRow>

export const ClaimRow = z.object({
  caseId: Id,
  number: z.string(),
  organisationId: Id,
  organisationName: z.string(),
  scheme: z.string(),
  rulebookId: z.string(),
  serviceKind: ServiceKindSchema,
  crossRegion: z.boolean(),
  purpose: z.string(),
  contractFen: Fen,
  amountFen: Fen,
  status: z.enum(keysOf(CLAIM_STATUS)),
  acceptedAt: Moment.nullable(),
  queuePlace: z.number().nullable(),
  /** The honours of the rulebook's list by which it goes first, as confirmed on the day of acceptance. */
  priority: z.array(z.enum(keysOf(HONOURS))),
  /** How many wait before it by such honours, where it has none. */
  firstAhead: z.number().nullable(),
  /** The standing of its firm by which it is not served and others are before it; it keeps its place. */
  onHold: z.enum(keysOf(ON_HOLD)).nullable(),
  /** Why it was refused while it waited. */
  refusedBecause: TextSchema.nullable(),
  voucherId: Id.nullable(),
})

const NewClaim = z.object({
  scheme: SchemeName,
  service: ServiceKindSchema,
  crossRegion: z.boolean(),
  purpose: Paragraphs(2000, 10),
  contractFen: PositiveFen,
  amountFen: PositiveFen,
  /** Attachments by the file fields of the programme's form, such as the contract. */
  files: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.array(Id).min(1).max(20)).optional(),
})

const Reason = z.object({ reason: Line(500, 2) })
export const vouchers = {
  rulebooks: query({
    path: '/rulebooks',
    summary: { zh: '各地科技创新券办法', en: 'Rulebooks of the voucher schemes' },
    returns: z.object({
      rows: z.array(RulebookCard.extend({ document: z.unknown() })),
      agreements: z.array(z.unknown()),
      /** The node's own day: which version is in force is told by it, not by the reader's clock. */
      today: Day,
    }),
    allow: 'rulebook.read',
  }),
  ...budgetEndpoints,
  claimPreview: query({
    path: '/voucher-claims/preview',
    summary: { zh: '申领测算：条件与金额', en: 'What can be claimed: criteria and amount' },
    query: z.object({
      scheme: SchemeName,
      service: ServiceKindSchema,
      crossRegion: z.enum(['true', 'false']).transform((text) => text === 'true'),
      contractFen: PositiveFen,
    }),
    returns: z.object({
      rulebookId: z.string(),
      check: SelfCheckWire,
      maxFen: Fen.nullable(),
      steps: z.array(StepWire),
      refusal: z.object({ code: z.string(), text: TextSchema }).nullable(),
      budgetLeftFen: Fen,
      whenShort: z.enum(['queue', 'stop']),
      /** Claims that wait before one accepted now. */
      queued: z.number(),
      priority: z.array(z.enum(keysOf(HONOURS))),
    }),
    allow: 'claim.file',
  }),
  fileClaim: command({
    path: '/voucher-claims',
    summary: { zh: '提交科技创新券申领', en: 'Claim a voucher' },
    body: NewClaim,
    returns: z.object({ caseId: Id, number: z.string() }),
    allow: 'claim.file',
    refuses: [
      'rulebook_not_found',
      'organisation_not_ready',
      'organisation_barred',
      'claim_criteria_failed',
      'claim_above_limit',
      'claim_not_multiple',
      'claim_year_cap_used',
      'claim_money_gone',
      'claim_cross_region_not_supported',
      'claim_count_used',
      'claim_nothing_left',
      'claim_service_not_eligible',
      'claim_applicant_not_admitted',
      'file_gone',
    ],
  }),
  claims: query({
    path: '/voucher-claims',
    summary: { zh: '申领记录', en: 'Claims' },
    query: PageQuery.extend({
      status: z.enum(keysOf(CLAIM_STATUS)).optional(),
      scheme: SchemeName.optional(),
    }),
    returns: Page(ClaimRow),
    allow: 'claim.read',
  }),
  bars: query({
    path: '/bars',
    summary: { zh: '本单位受到的限制申领', en: 'Bars of one’s own organisation that are in force' },
    returns: z.object({
      rows: z.array(
        z.object({
          id: Id,
          authorityName: z.string(),
          fromDay: Day,
          /** The first day on which claims are taken again. */
          toDay: Day,
          reason: z.string(),
          clause: z.string(),
          /** The term rests on an assumption. */
          assumed: z.boolean(),
        }),
      ),
    }),
    allow: 'claim.file',
  }),
  claim: query({
    path: '/voucher-claims/{id}',
    summary: { zh: '申领与审核依据', en: 'A claim and what the rules find' },
    params: ById,
    returns: ClaimRow.extend({
      check: SelfCheckWire,
      rulebookTitle: TextSchema,
      /** What was handed in; `usedElsewhere`: how often the same bytes stand in other matters. */
      papers: z.array(z.object({ id: Id, name: z.string(), usedElsewhere: z.number() })),
    }),
    allow: 'claim.read',
  }),
  list: query({
    path: '/vouchers',
    summary: { zh: '科技创新券', en: 'Vouchers' },
    query: PageQuery.extend({ status: z.enum(keysOf(VOUCHER_STATUS)).optional() }),
    returns: Page(VoucherRow),
    allow: 'voucher.read',
  }),
  get: query({
    path: '/vouchers/{id}',
    summary: { zh: '一张券', en: 'One voucher' },
    params: ById,
    returns: VoucherRow.extend({
      claimId: Id,
      claimNumber: z.string(),
      rulebookTitle: TextSchema,
      /** Whether its days rest on an assumption of the rulebook. */
      assumed: z.object({ use: z.boolean(), redeem: z.boolean() }),
      redeemedFen: Fen,
      returnedFen: Fen,
      abilities: z.array(z.string()),
    }),
    allow: 'voucher.read',
  }),
  giveBack: command({
    path: '/vouchers/{id}/return',
    summary: { zh: '退回未用的券', en: 'Give an unused voucher back' },
    params: ById,
    body: Reason,
    returns: ById,
    allow: 'voucher.giveBack',
    refuses: ['voucher_not_active', 'voucher_in_use'],
  }),
}
