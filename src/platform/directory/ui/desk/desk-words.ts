import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import type { directory, OrganisationCard } from '../../browser.ts'
import type { Status } from '../../rules.ts'

export type Card = z.output<typeof OrganisationCard>
export type Full = z.output<typeof directory.get.returns>
export type Fact = z.output<typeof directory.pending.returns>['rows'][number]
export type Dispute = z.output<typeof directory.disputes.returns>['rows'][number]
export type Tie = z.output<typeof directory.ties.returns>['rows'][number]
export type Provider = z.output<typeof directory.providers.returns>['rows'][number]

export const statusWords: Record<Status, Text> = {
  unverified: { zh: '未核实', en: 'not verified' },
  verified: { zh: '已核实', en: 'verified' },
  disputed: { zh: '代码有争议', en: 'code disputed' },
  closed: { zh: '已注销', en: 'closed' },
}
export const statusTones = {
  unverified: 'wait',
  verified: 'good',
  disputed: 'alarm',
  closed: 'plain',
} as const

export const disputeWords: Record<Dispute['status'], Text> = {
  open: { zh: '待裁定', en: 'open' },
  kept: { zh: '维持原登记', en: 'holder kept' },
  transferred: { zh: '改归申请人', en: 'transferred' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}
