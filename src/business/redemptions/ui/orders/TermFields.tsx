import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Checkbox, Choice, Field, type FormState, NumberInput, Stack, TextArea } from '#web/kit/index.ts'
import type { Ordering } from './ordering.ts'

const said = {
  buyerUntil: { zh: '委托方可单方取消至', en: 'The buyer may cancel alone until' },
  providerUntil: { zh: '服务机构可单方取消至', en: 'The provider may cancel alone until' },
  confirmed: { zh: '服务机构确认接单前', en: 'the provider confirms' },
  delivered: { zh: '交付成果前', en: 'the result is delivered' },
  fee: { zh: '取消费用（占合同金额）', en: 'Fee for cancelling, of the contract amount' },
  buyerFeeWhy: {
    zh: '委托方在确认后取消时应付；确认前取消不收费。',
    en: 'Owed by a buyer who cancels after the confirmation; nothing before.',
  },
  providerFeeWhy: {
    zh: '服务机构在确认后取消时应付。',
    en: 'Owed by a provider that cancels after the confirmation.',
  },
  late: {
    zh: '超过交付期限未交付的，委托方可免费取消',
    en: 'Once delivery is late, the buyer cancels without a fee',
  },
  note: { zh: '其他约定', en: 'Other terms' },
  noteWhy: { zh: '双方确认后不能再改。', en: 'Fixed once both sides have agreed.' },
} as const satisfies Record<string, Text>

const untils = [
  { value: 'confirmed' as const, label: said.confirmed },
  { value: 'delivered' as const, label: said.delivered },
]

/** How the two sides may part; the fee is shown again before anyone cancels. */
export function TermFields({ form }: { form: FormState<Ordering> }) {
  const t = useText()
  const { buyerUntil, providerUntil } = form.values
  return (
    <Stack>
      <Field label={said.buyerUntil} group required>
        <Choice {...form.bind('buyerUntil')} options={untils} inline />
      </Field>
      {buyerUntil === 'delivered' && (
        <Field name="buyerFee" label={said.fee} hint={t(said.buyerFeeWhy)} required>
          <NumberInput {...form.bind('buyerFee')} unit="%" />
        </Field>
      )}
      <Field label={said.providerUntil} group required>
        <Choice {...form.bind('providerUntil')} options={untils} inline />
      </Field>
      {providerUntil === 'delivered' && (
        <Field name="providerFee" label={said.fee} hint={t(said.providerFeeWhy)} required>
          <NumberInput {...form.bind('providerFee')} unit="%" />
        </Field>
      )}
      <Checkbox {...form.bind('freeWhenLate')} label={said.late} />
      <Field name="terms.note" label={said.note} hint={t(said.noteWhy)}>
        <TextArea {...form.bind('note')} rows={3} maxLength={2000} />
      </Field>
    </Stack>
  )
}
