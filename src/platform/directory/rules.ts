import { refusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { usccFaultTexts } from './uscc.ts'

const wrongCode = (fault: keyof typeof usccFaultTexts) => ({
  kind: 'invalid' as const,
  ...usccFaultTexts[fault],
})

export const usccRefusals = [
  'uscc_length',
  'uscc_alphabet',
  'uscc_leading',
  'uscc_region',
  'uscc_organisation_check',
  'uscc_check',
]

export const directoryRefusals = refusals({
  uscc_length: wrongCode('length'),
  uscc_alphabet: wrongCode('alphabet'),
  uscc_leading: wrongCode('leading'),
  uscc_region: wrongCode('region'),
  uscc_organisation_check: wrongCode('organisation_check'),
  uscc_check: wrongCode('check'),
  uscc_missing: {
    kind: 'invalid',
    zh: '该类单位须填写统一社会信用代码。没有代码的创业团队请选择“创业团队”，由孵化载体推荐。',
    en: 'This kind of organisation needs its credit code. Founders without one register as a team sponsored by an incubator.',
  },
  region_unknown: {
    kind: 'invalid',
    zh: '没有代码为{code}的行政区划，或它在{day}尚未设立、已经撤销。请重新选择所在区县。',
    en: 'No region has code {code} on {day}. Choose the county again.',
  },
  region_no_county: {
    kind: 'invalid',
    zh: '{name}不是县（市、区）。单位所在地须具体到县级（含开发区）。请选择所在的县（市、区）。',
    en: '{name} is no county. The seat of an organisation is a county, a district or a zone of that level. Choose it.',
  },
  sponsor_unfit: {
    kind: 'invalid',
    zh: '推荐单位须是已核实的孵化载体。请重新选择。',
    en: 'The sponsor must be a verified incubator. Choose another.',
  },
  already_yours: {
    kind: 'conflict',
    zh: '您已是该单位成员，无需再次注册。请在右上角切换身份。',
    en: 'You belong to this organisation already. Switch to it at the top right.',
  },
  dispute_open_already: {
    kind: 'conflict',
    zh: '您已对该代码提出异议，正由所在区县核实。请等待结果或补充证明。',
    en: 'You disputed this code already and the county is looking into it. Wait for its decision.',
  },
  dispute_decided: {
    kind: 'conflict',
    zh: '该异议已由他人处理完毕。请刷新页面查看结果。',
    en: 'Somebody decided this dispute already. Reload to see the outcome.',
  },
  organisation_unverified: {
    kind: 'conflict',
    zh: '本单位的证照尚未核实，暂不能办理涉及资金的事项。请上传证照并等待所在区县核实。',
    en: 'The licence is not accepted yet, so nothing that moves money can be done. Upload it and wait for the county.',
  },
  organisation_disputed: {
    kind: 'conflict',
    zh: '本单位的统一社会信用代码存在争议，结论作出前不能办理涉及资金的事项。请配合所在区县核实。',
    en: 'The credit code is disputed; nothing that moves money can be done until the county decides.',
  },
  organisation_closed: {
    kind: 'conflict',
    zh: '该单位已注销，不能再办理业务。',
    en: 'The organisation is closed and can do no more business.',
  },
  closing_of_authority: {
    kind: 'conflict',
    zh: '主管部门不在此登记注销。机构改革的，请平台管理员处理。',
    en: 'An authority is not closed here. For a reform, turn to the administrator of the node.',
  },
  closing_disputed: {
    kind: 'conflict',
    zh: '该单位的统一社会信用代码存在争议，须先裁定争议，才能登记注销。',
    en: 'Its credit code is disputed. Decide the dispute first, then record the closing.',
  },
  closing_day: {
    kind: 'invalid',
    zh: '注销日不能晚于今天。请填写登记机关准予注销之日。',
    en: 'The day can’t lie after today. Give the day on which the register approved it.',
  },
  code_of_closed: {
    kind: 'conflict',
    zh: '该统一社会信用代码的单位已登记注销，不能再注册。登记有误的，请持证照联系原登记注销的科技局撤回。',
    en: 'The organisation with this code is recorded as closed, so it can’t be registered. If that is wrong, take the licence to the bureau that recorded it, which takes it back.',
  },
  closing_taken_back: {
    kind: 'conflict',
    zh: '该注销登记已被撤回。请刷新页面查看单位的现状。',
    en: 'This closing was taken back already. Reload to see how the organisation stands.',
  },
  claim_without_licence: {
    kind: 'conflict',
    zh: '该统一社会信用代码的登记已经核实。如认为应归您的单位，请上传本单位证照后再次提交，由县级部门核对。',
    en: 'The registration under this code has been verified. If it is your organisation’s, send its licence with your registration; the county bureau then compares both.',
  },
  licence_missing: {
    kind: 'conflict',
    zh: '该单位尚未上传证照，不能核实。请通知其上传。',
    en: 'No licence was uploaded, so it cannot be accepted. Ask the firm to upload it.',
  },
  team_by_sponsor: {
    kind: 'conflict',
    zh: '创业团队没有证照，由其孵化载体确认推荐，不需主管部门核实。有疑问的，请联系该孵化载体。',
    en: 'A founders’ team has no licence; its incubator answers for it. With doubts, turn to the incubator.',
  },
  verified_already: {
    kind: 'conflict',
    zh: '该单位已经核实，无需再办理。',
    en: 'The organisation is verified already.',
  },
  day_not_later: {
    kind: 'invalid',
    zh: '生效日须晚于上次变更日{last}，且不得晚于今天。请修改日期。',
    en: 'The day must lie after the last change on {last} and not after today.',
  },
  name_as_before: {
    kind: 'invalid',
    zh: '新名称与现名称相同。请核对变更登记通知书上的名称。',
    en: 'This is its name already. Compare it with the notice of change.',
  },
  unit_name_taken: {
    kind: 'conflict',
    zh: '其依托单位已有同名的机构。请核对新名称，或先更正另一机构的名称。',
    en: 'Its host has another unit of this name. Check the new name, or put the other one right first.',
  },
  region_as_before: {
    kind: 'invalid',
    zh: '该单位已在此地。请选择迁入的县（市、区）。',
    en: 'It is there already. Choose the county it moved to.',
  },
  entry_replaced: {
    kind: 'conflict',
    zh: '该条登记已被撤回，或其后已有新的登记。请刷新页面，更正最新的一条。',
    en: 'This entry was taken back already, or a newer one followed it. Reload and correct the latest.',
  },
  entry_relied_on: {
    kind: 'conflict',
    zh: '该条登记之后已据此办理：{whatZh}，因此不能再撤回或更正。仍有误的，请由单位现所在地主管部门按登记机关的文件登记一次新的变更。',
    en: 'This entry can no longer be taken back or corrected, because something relies on it: {whatEn}. If it is wrong still, the bureau of its present place records a new change by the register’s paper.',
  },
  authority_stays: {
    kind: 'conflict',
    zh: '主管部门的所在区域就是其管辖范围，不能登记迁址。机构调整的，请平台管理员设立新的主管部门。',
    en: 'The region of an authority is its reach, so it cannot move. For a reform, the administrator of the node establishes another.',
  },
  fact_value_wrong: {
    kind: 'invalid',
    zh: '“{whatZh}”须写明会计年度。请补充后再提交。',
    en: '“{whatEn}” needs its accounting year. Add it and send again.',
  },
  fact_decided: {
    kind: 'conflict',
    zh: '该项已由他人处理，或单位已提交新的版本。请刷新后查看。',
    en: 'Somebody decided this fact, or a newer version was sent. Reload to see it.',
  },
  fact_own_word: {
    kind: 'forbidden',
    zh: '申报人不得核实自己申报的内容。请由其他工作人员核实。',
    en: 'Whoever declared a fact may not confirm it. Another officer must.',
  },
  register_of_above: {
    kind: 'forbidden',
    zh: '登记名单由省、市主管部门导入。请联系上级主管部门；单位也可自行申报并附证明，由本部门核实。',
    en: 'Register lists are brought in by the authority of a province or a city. Ask the one above; a firm may also declare the fact with its proof, for you to confirm.',
  },
  register_list_differs: {
    kind: 'conflict',
    zh: '文号{number}已按《{name}》（{day}）导入。请核对名单名称和发布日期；更正名单请用更正文件的文号。',
    en: 'Document {number} was imported as “{name}” of {day}. Compare name and day; a list that corrects it has a number of its own.',
  },
  register_to_come: {
    kind: 'invalid',
    zh: '名单的发布日期晚于今天。请核对发布日期。',
    en: 'The list is dated after today. Compare its day of publication.',
  },
  register_days: {
    kind: 'invalid',
    zh: '有效期起（{from}）晚于有效期至（{to}），请核对。',
    en: 'It begins on {from}, after its last day {to}. Compare both.',
  },
  register_not_yet: {
    kind: 'invalid',
    zh: '{from}起才有效。请自该日起再导入，此前的记录在此之前继续有效。',
    en: 'It begins on {from} only. Import it from that day on; what is on record counts until then.',
  },
  register_over: {
    kind: 'invalid',
    zh: '有效期至{to}，已过期，不再计入。',
    en: 'Its last day, {to}, is over, so it would count no more.',
  },
  register_twice: {
    kind: 'conflict',
    zh: '该代码与第{row}行重复，以第{row}行为准。请删去其中一行。',
    en: 'Row {row} has this code already and counts. Remove one of them.',
  },
  register_elsewhere: {
    kind: 'forbidden',
    zh: '{name}不在本部门辖区（现在{placeZh}）。请由其所在地主管部门导入。',
    en: '{name} is outside your region; it is in {placeEn} now. The authority there imports it.',
  },
  register_unknown: {
    kind: 'conflict',
    zh: '本平台尚无该代码的单位。待其注册后，再导入同一份名单即可补上，已记录的行不会重复。',
    en: 'Nobody has registered this code here yet. Once somebody has, import the same list again; a row is never recorded twice.',
  },
  register_longer_known: {
    kind: 'conflict',
    zh: '已有有效期更长的记录（{number}，至{to}），未予替换。如该记录有误，请先撤回。',
    en: 'A longer one is on record ({number}, to {to}) and stays. If that one is wrong, take it back first.',
  },
  register_row_taken_back: {
    kind: 'conflict',
    zh: '本名单的这条记录已撤回（{reason}）。如应予恢复，请凭更正文件以其文号导入。',
    en: 'This row of the list was taken back ({reason}). If it holds after all, import it under the number of the paper that says so.',
  },
  register_row_replaced: {
    kind: 'conflict',
    zh: '本名单的这条记录已被后来的内容替代，不再变动。',
    en: 'This row of the list was replaced by a later fact and stays as it is.',
  },
  paper_number_wrong: {
    kind: 'invalid',
    zh: '居民身份证号码校验不符。请对照证件检查。',
    en: 'The identity number fails its check. Compare it with the card.',
  },
  tie_known: {
    kind: 'conflict',
    zh: '这两家单位之间的该项关系在这段时间已有记录。',
    en: 'This tie between the two is on record for these days already.',
  },
  tie_to_itself: {
    kind: 'invalid',
    zh: '不能登记单位与自身的关系。请选择另一家单位。',
    en: 'A tie needs two organisations. Choose another one.',
  },
  admission_overlaps: {
    kind: 'conflict',
    zh: '该机构在这段时间已在服务机构库中。请调整入库日期或先移出。',
    en: 'The provider is in the library in these days already. Change the dates or withdraw it first.',
  },
  authority_known: {
    kind: 'conflict',
    zh: '该区域的主管部门已经设立。请直接邀请其人员。',
    en: 'This region has its authority already. Invite its people instead.',
  },
  authority_has_director: {
    kind: 'conflict',
    zh: '{name}已有负责人，其人员由该负责人邀请。请联系负责人在“人员与邀请”中办理。',
    en: '{name} has a director, who invites its people. Ask the director to do so under “People and invitations”.',
  },
  set_up_done: {
    kind: 'conflict',
    zh: '平台已完成初始设置。请联系平台管理员邀请您。',
    en: 'The node is set up already. Ask its administrator for an invitation.',
  },
  list_of_others: {
    kind: 'forbidden',
    zh: '“{listZh}”不由本部门管理，不能向其中导入机构。请选择本部门的名单；其他名单由其主管部门导入。',
    en: '“{listEn}” is not kept by your authority, so you can’t admit providers to it. Choose a list of your own; others are imported by the authority that answers for them.',
  },
  import_source: {
    kind: 'invalid',
    zh: '请上传一份 .xlsx，或上传 CSV、粘贴单元格，只选其中一种。',
    en: 'Send one xlsx, or a CSV or pasted cells; one of them only.',
  },
  review_ended: {
    kind: 'conflict',
    zh: '{by}已办结该项复核。请刷新页面查看结果。',
    en: '{by} ended this review already. Reload to see the outcome.',
  },
  withdrawal_day: {
    kind: 'invalid',
    zh: '移出库的日期不能早于今天（{today}）：此前签订的用券合同是按在库机构签的。请改为今天或以后的日期，在办订单如何处理由“影响”决定。',
    en: 'A withdrawal can’t begin before today ({today}): contracts signed until then counted on the admission. Choose today or a later day; its effect says what becomes of running orders.',
  },
  admission_withdrawn: {
    kind: 'conflict',
    zh: '该机构已被移出服务机构库，无需再办理。',
    en: 'The admission was withdrawn already.',
  },
})

export const statuses = ['unverified', 'verified', 'disputed', 'closed'] as const
export type Status = (typeof statuses)[number]

/** Why an organisation in this state may not move money; null when it may. */
export function moneyBar(status: Status) {
  if (status === 'verified') return null
  return directoryRefusals.make(`organisation_${status}`)
}

export const tieKinds = [
  'subordination',
  'co_built',
  'ownership',
  'common_representative',
  'common_director',
  'common_controller',
  'incubatee',
] as const
export type TieKind = (typeof tieKinds)[number]

export const tieNames: Record<TieKind, Text> = {
  subordination: { zh: '隶属', en: 'subordination' },
  co_built: { zh: '共建', en: 'jointly built' },
  ownership: { zh: '产权纽带', en: 'ownership' },
  common_representative: { zh: '同一法定代表人', en: 'common legal representative' },
  common_director: { zh: '共同董事、监事或高管', en: 'common director' },
  common_controller: { zh: '同一实际控制人', en: 'common controller' },
  incubatee: { zh: '在孵关系', en: 'incubatee' },
}

/** One admission; days are YYYY-MM-DD. `scope` null: all that the class may offer. `lastDay` belongs to it. */
export type Admission = {
  list: string
  providerClass: string
  scope: readonly string[] | null
  from: string
  lastDay: string | null
  withdrawal: { from: string; reason: string; effect: 'finish_running' | 'stop_running' } | null
}

export type AdmissionState = 'coming' | 'admitted' | 'over' | 'withdrawn' | 'closed'

export const providerStates = {
  admitted: { zh: '在库', en: 'admitted' },
  coming: { zh: '尚未生效', en: 'to come' },
  over: { zh: '已到期', en: 'over' },
  withdrawn: { zh: '已移出', en: 'withdrawn' },
  closed: { zh: '机构已注销', en: 'closed' },
} as const satisfies Record<AdmissionState, Text>

export const providerTones = {
  admitted: 'good',
  coming: 'info',
  over: 'plain',
  withdrawn: 'alarm',
  closed: 'plain',
} as const satisfies Record<AdmissionState, string>

/** Lists are published by provinces and cities. */
export const isKeeper = ({ level }: { level: string | null }): boolean =>
  level === 'province' || level === 'city'

export const registerStates = {
  in_force: { zh: '有效', en: 'in force' },
  superseded: { zh: '已被替代', en: 'replaced' },
  withdrawn: { zh: '已撤回', en: 'taken back' },
} as const satisfies Record<string, Text>

/** Where an admission stands on a day; a withdrawal counts from its first day. */
export function admissionState({ from, lastDay, withdrawal }: Admission, day: string): AdmissionState {
  if (withdrawal && day >= withdrawal.from) return 'withdrawn'
  if (day < from) return 'coming'
  return lastDay !== null && day > lastDay ? 'over' : 'admitted'
}
