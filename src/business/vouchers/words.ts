// Browser-safe.
import type { Text } from '#core/text.ts'

/** What a firm can buy with a voucher. Each rulebook lists the kinds it pays for; none is eligible everywhere. */
export const SERVICE_KINDS = {
  commissioned_development: { zh: '委托开发', en: 'commissioned development' },
  cooperative_rd: { zh: '合作研发', en: 'cooperative R&D' },
  crowd_research: { zh: '众筹科研', en: 'crowd research' },
  software_development: { zh: '软件开发', en: 'software development' },
  technology_transfer: { zh: '技术转让', en: 'technology transfer' },
  testing: { zh: '测试检测', en: 'testing' },
  trial: { zh: '小试服务', en: 'small-scale trial' },
  proof_of_concept: { zh: '概念验证', en: 'proof of concept' },
  pilot_production: { zh: '中试服务', en: 'pilot production' },
  computing_power: { zh: '算力服务', en: 'computing power' },
  rd_design: { zh: '研发设计', en: 'R&D design' },
  technical_solution: { zh: '技术解决方案', en: 'technical solution' },
  instrument_service: { zh: '大型科研仪器服务', en: 'large instrument service' },
  achievement_evaluation: { zh: '科技成果评价', en: 'achievement evaluation' },
  method_training: { zh: '创新方法培训', en: 'innovation-method training' },
  clinical_trial: { zh: '临床试验', en: 'clinical trial' },
  talent_training: { zh: '技术转移人才培养', en: 'technology-transfer training' },
  ip_service: { zh: '知识产权服务', en: 'IP service' },
  tech_finance: { zh: '科技金融服务', en: 'technology finance' },
  equipment_purchase: { zh: '设备购置', en: 'equipment purchase' },
} as const satisfies Record<string, Text>
export type ServiceKind = keyof typeof SERVICE_KINDS

/** What an order may contain that a rulebook refuses to pay for. */
export const EXCLUSIONS = {
  statutory_test: { zh: '法定检测、强制检测', en: 'statutory or mandatory testing' },
  batch_inspection: { zh: '批量产品检验', en: 'batch product inspection' },
  routine_ip_agency: { zh: '商标、专利等常规代理', en: 'routine trademark or patent agency' },
  advertising: { zh: '广告宣传', en: 'advertising' },
  general_training: { zh: '一般性培训', en: 'general training' },
  goods_purchase: { zh: '采购货物', en: 'purchase of goods' },
  funded_work: { zh: '已获其他财政资金支持的工作', en: 'work already paid by public money' },
} as const satisfies Record<string, Text>
export type Exclusion = keyof typeof EXCLUSIONS

/** Relations between applicant and provider that rulebooks name (隶属、共建、产权纽带 and what 其他利益关系 means in practice). */
export const TIES = {
  subordination: { zh: '隶属关系', en: 'subordination' },
  co_built: { zh: '共建关系（含共建实验室）', en: 'co-built unit (a jointly built laboratory included)' },
  ownership: { zh: '产权纽带', en: 'ownership tie' },
  common_representative: { zh: '同一法定代表人', en: 'common legal representative' },
  common_director: { zh: '共同的董事、监事或高管', en: 'common director or manager' },
  common_controller: { zh: '同一实际控制人', en: 'common controller' },
  incubatee: { zh: '在孵关系', en: 'incubator and incubatee' },
} as const satisfies Record<string, Text>
export type TieKind = keyof typeof TIES

/** Documents that a redemption must bring. */
export const EVIDENCE = {
  contract: { zh: '服务合同', en: 'service contract' },
  invoice: { zh: '发票', en: 'invoice' },
  full_payment: { zh: '全额付款凭证', en: 'proof of full payment' },
  own_share_payment: { zh: '自付部分付款凭证', en: 'proof that the own share was paid' },
  result_report: { zh: '服务结果证明', en: 'result of the service' },
  accredited_report: { zh: '带资质标识的检测报告', en: 'test report with accreditation mark' },
  contract_registration: { zh: '技术合同登记证明', en: 'technology contract registration certificate' },
  service_evaluation: { zh: '服务评价', en: 'evaluation of the service' },
} as const satisfies Record<string, Text>
export type Evidence = keyof typeof EVIDENCE

/** Honours that some rulebooks put first or divide firms by. */
export const HONOURS = {
  hnte: { zh: '高新技术企业', en: 'high-tech enterprise' },
  contest_winner: { zh: '创新创业大赛获奖企业', en: 'innovation contest winner' },
  talent_firm: { zh: '高层次人才企业', en: 'firm of a listed talent' },
  international_base: { zh: '国际科技合作基地', en: 'international S&T cooperation base' },
  craftsman_studio: { zh: '工匠创新工作室', en: 'craftsman studio' },
} as const satisfies Record<string, Text>

export type Honour = keyof typeof HONOURS

/** Classes of firm that a rulebook may treat differently; what makes a firm one of them is in `firmClassOf`. */
export const FIRM_CLASSES = {
  hnte: { zh: '高新技术企业', en: 'high-tech enterprise' },
} as const satisfies Record<string, Text>
export type FirmClass = keyof typeof FIRM_CLASSES

export const APPLICANTS = {
  enterprise: { zh: '企业', en: 'enterprise' },
  team: { zh: '创新创业团队', en: 'entrepreneurial team' },
} as const satisfies Record<string, Text>
export type ApplicantKind = keyof typeof APPLICANTS

export const MODES = {
  settle_enterprise: { zh: '通用模式（企业申领、企业兑付）', en: 'general use: the enterprise redeems' },
  settle_provider: { zh: '通兑模式（企业申领、机构兑付）', en: 'general redeem: the provider redeems' },
} as const satisfies Record<string, Text>
export type SettlementMode = keyof typeof MODES

/** The keys of a word table, as zod wants them. */
export function keysOf<K extends string>(table: Record<K, unknown>): [K, ...K[]] {
  return Object.keys(table) as [K, ...K[]]
}

/** Honest causes of money coming back; a falsehood is none of them. */
export const RETURN_CAUSES = {
  voluntary: { zh: '主动退回', en: 'returned of its own will' },
  red_invoice: { zh: '发票被红字冲减', en: 'taken back by a red-letter invoice' },
  overpaid: { zh: '多付', en: 'overpaid' },
} as const satisfies Record<string, Text>
export type ReturnCause = keyof typeof RETURN_CAUSES
