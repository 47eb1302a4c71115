import { useEffect } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Button,
  Choice,
  Field,
  type FormState,
  Money,
  MoneyInput,
  Select,
  Stack,
  TextArea,
} from '#web/kit/index.ts'
import { rulebooksOn, SERVICE_KINDS } from '../../browser.ts'
import { useRulebooks } from '../public/useRulebooks.ts'
import type { Fields } from './ClaimForm.tsx'
import type { Preview } from './ClaimPreview.tsx'
import type { Claiming } from './claimValues.ts'

const said = {
  service: { zh: '需要的服务', en: 'The service needed' },
  cross: { zh: '是否使用外省市机构的服务', en: 'Is the provider in another province' },
  purpose: { zh: '需要解决的技术问题', en: 'The technical problem to be solved' },
  contract: { zh: '拟签合同金额', en: 'Expected contract amount' },
  amount: { zh: '申领金额', en: 'Amount claimed' },
  most: { zh: '按规则最多可申领', en: 'By the rules you can claim at most' },
  take: { zh: '填入此数', en: 'Fill it in' },
  homeOnly: {
    zh: '本办法只支持本省市的服务机构，不能用于外省市机构。',
    en: 'This rulebook supports providers of its own province only.',
  },
  length: { zh: '至少 10 个字；已写 {count} 字。', en: 'At least 10 characters; {count} so far.' },
} as const satisfies Record<string, Text>

type Props = { form: FormState<Claiming>; fields: Fields }

/** Service, region of the provider, purpose; worded as the programme words them. */
export function NeedFields({ form, fields, scheme }: Props & { scheme: string }) {
  const t = useText()
  const { books, today } = useRulebooks()
  const book = rulebooksOn(books, today).find((one) => one.scheme === scheme)
  const paid = book?.services.map((service) => service.kind) ?? []
  const hint = (id: string) => {
    const text = fields(id)?.hint
    return text ? t(text) : undefined
  }
  const count = form.values.purpose.trim().length
  const homeOnly = book !== undefined && book.settlement.cross.value === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: answered once, when the rulebook is known
  useEffect(() => {
    if (homeOnly) form.set('cross_region', 'no')
  }, [homeOnly])
  return (
    <Stack>
      <Field name="service" label={fields('service')?.label ?? said.service} hint={hint('service')} required>
        <Select
          {...form.bind('service')}
          options={paid.map((value) => ({ value, label: SERVICE_KINDS[value] }))}
        />
      </Field>
      {homeOnly ? (
        <p className="x-quiet">{t(said.homeOnly)}</p>
      ) : (
        <Field
          name="cross_region"
          label={fields('cross_region')?.label ?? said.cross}
          hint={hint('cross_region')}
          required
          group
        >
          <Choice
            {...form.bind('cross_region')}
            inline
            options={[
              { value: 'yes', label: words.yes },
              { value: 'no', label: words.no },
            ]}
          />
        </Field>
      )}
      <Field
        name="purpose"
        label={fields('purpose')?.label ?? said.purpose}
        hint={hint('purpose')}
        source={t(said.length, { count })}
        required
      >
        <TextArea {...form.bind('purpose')} rows={5} maxLength={2000} />
      </Field>
    </Stack>
  )
}

/** Contract and claim; the most that can be claimed is one click away. */
export function AmountFields({ form, fields, preview }: Props & { preview: Preview }) {
  const t = useText()
  const maxFen = preview.answer?.maxFen ?? null
  const hint = (id: string) => {
    const text = fields(id)?.hint
    return text ? t(text) : undefined
  }
  return (
    <Stack>
      <Field
        name="contract_amount"
        label={fields('contract_amount')?.label ?? said.contract}
        hint={hint('contract_amount')}
        required
      >
        <MoneyInput {...form.bind('contract_amount')} />
      </Field>
      <Field
        name="amount"
        label={fields('amount')?.label ?? said.amount}
        hint={hint('amount')}
        source={
          maxFen !== null && (
            <>
              {t(said.most)} <Money fen={maxFen} />{' '}
              <Button small onClick={() => form.set('amount', maxFen)}>
                {t(said.take)}
              </Button>
            </>
          )
        }
        required
      >
        <MoneyInput {...form.bind('amount')} />
      </Field>
    </Stack>
  )
}
