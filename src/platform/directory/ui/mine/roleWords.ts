import type { Text } from '#core/text.ts'
import type { MemberRole } from '#platform/identity/browser.ts'

export const roleWords: Record<MemberRole, Text> = {
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
}
