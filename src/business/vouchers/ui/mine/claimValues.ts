import type { Form as Kept } from '#platform/cases/browser.ts'
import { SERVICE_KINDS, type ServiceKind } from '../../browser.ts'

/** The claim as typed. */
export type Claiming = {
  service: ServiceKind | ''
  cross_region: 'yes' | 'no' | ''
  purpose: string
  contract_amount: bigint | null
  amount: bigint | null
}

/** As the draft keeps it: the fields of the programme's form. */
export const keptOf = (values: Claiming): Kept => ({
  service: values.service,
  cross_region: values.cross_region === '' ? null : values.cross_region === 'yes',
  purpose: values.purpose,
  contract_amount: values.contract_amount?.toString() ?? '',
  amount: values.amount?.toString() ?? '',
})

/** The values of a draft; whatever does not fit is left out. */
export function claimingOf(kept: Kept): Claiming {
  const { service, cross_region: cross, purpose } = kept
  return {
    service: typeof service === 'string' && service in SERVICE_KINDS ? (service as ServiceKind) : '',
    cross_region: typeof cross === 'boolean' ? (cross ? 'yes' : 'no') : '',
    purpose: typeof purpose === 'string' ? purpose : '',
    contract_amount: fenOf(kept.contract_amount),
    amount: fenOf(kept.amount),
  }
}

const fenOf = (value: unknown): bigint | null =>
  typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? BigInt(value) : null
