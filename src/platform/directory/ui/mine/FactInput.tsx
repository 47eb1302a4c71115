import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Choice,
  Choices,
  DateInput,
  Field,
  type FormState,
  Lookup,
  MoneyInput,
  NumberInput,
  Select,
  TextInput,
} from '#web/kit/index.ts'
import { type FactKey, factNames } from '../../browser.ts'
import { honourWords, levelWords } from './factWords.ts'
import { usePlaces } from './regions.ts'

/** What is typed of a fact, whatever its shape; `wireValueOf` makes the wire's value of it. */
export type Draft = {
  year: number | null
  source: string
  count: number | null
  fen: bigint | null
  text: string
  day: string
  name: string
  bank: string
  number: string
  list: string[]
}

const said = {
  number: { zh: '证书或公告编号', en: 'Number of the certificate or notice' },
  validTo: { zh: '有效期至', en: 'Valid to' },
  holder: { zh: '户名', en: 'Account holder' },
  holderWhy: { zh: '须与单位名称一致。', en: 'The same as the name of the organisation.' },
  bank: { zh: '开户行', en: 'Bank and branch' },
  account: { zh: '账号', en: 'Account number' },
  accountWhy: {
    zh: '8 至 32 位数字；保存后只显示后四位。审批后更换账户会暂停付款。',
    en: '8 to 32 digits; afterwards only the last four are shown. A change after approval stops the payment.',
  },
  name: { zh: '姓名', en: 'Name' },
} as const satisfies Record<string, Text>

const COUNTS: readonly FactKey[] = ['staff', 'stStaff', 'ipClassI', 'ipClassII', 'teamCoreMembers']
const MONEY: readonly FactKey[] = ['revenueFen', 'rdSpendFen']
const RECOGNITIONS: readonly FactKey[] = ['smeProvincial', 'smeNational', 'hnte']
const YESNO: readonly FactKey[] = ['smallOrMicro', 'goodRecord']

/** What the form starts with: the present value, but never a masked account number. */
export function inputOf(key: FactKey, value: unknown): Draft {
  const empty: Draft = {
    ...{ year: null, source: '', count: null, fen: null, text: '', day: '' },
    ...{ name: '', bank: '', number: '', list: [] },
  }
  if (value === undefined || value === null) return empty
  if (COUNTS.includes(key)) return { ...empty, count: Number(value) }
  if (MONEY.includes(key)) return { ...empty, fen: BigInt(String(value)) }
  if (YESNO.includes(key)) return { ...empty, text: value ? 'yes' : 'no' }
  if (key === 'honours') return { ...empty, list: value as string[] }
  const parts = value as { name?: string; bank?: string; number?: string; validTo?: string }
  if (RECOGNITIONS.includes(key)) return { ...empty, number: parts.number ?? '', day: parts.validTo ?? '' }
  if (key === 'bankAccount') return { ...empty, name: parts.name ?? '', bank: parts.bank ?? '' }
  if (key === 'legalRepresentative') return { ...empty, name: parts.name ?? '' }
  return key === 'registeredOn' ? { ...empty, day: String(value) } : { ...empty, text: String(value) }
}

/** The value as the wire carries it. */
export function wireValueOf(key: FactKey, draft: Draft): unknown {
  if (COUNTS.includes(key)) return draft.count
  if (MONEY.includes(key)) return draft.fen?.toString()
  if (YESNO.includes(key)) return draft.text === 'yes'
  if (RECOGNITIONS.includes(key)) return { number: draft.number, validTo: draft.day }
  if (key === 'honours') return draft.list
  if (key === 'bankAccount')
    return { name: draft.name, bank: draft.bank, number: draft.number.replace(/\s/g, '') }
  if (key === 'legalRepresentative') return { name: draft.name }
  return key === 'registeredOn' ? draft.day : draft.text
}

type Props = { factKey: FactKey; form: FormState<Draft> }

/** The inputs a fact needs by its shape. */
export function FactInput({ factKey, form }: Props) {
  const t = useText()
  const label = factNames[factKey]
  if (COUNTS.includes(factKey))
    return (
      <Field name="count" label={label} required>
        <NumberInput {...form.bind('count')} />
      </Field>
    )
  if (MONEY.includes(factKey))
    return (
      <Field name="fen" label={label} required>
        <MoneyInput {...form.bind('fen')} />
      </Field>
    )
  if (YESNO.includes(factKey))
    return (
      <Field name="text" label={label} required group>
        <Choice
          {...form.bind('text')}
          inline
          options={[
            { value: 'yes', label: words.yes },
            { value: 'no', label: words.no },
          ]}
        />
      </Field>
    )
  if (RECOGNITIONS.includes(factKey)) return <Recognition form={form} />
  if (factKey === 'bankAccount') return <Account form={form} />
  if (factKey === 'honours')
    return (
      <Field name="list" label={label} required group>
        <Choices
          {...form.bind('list')}
          options={Object.entries(honourWords).map(([value, text]) => ({ value, label: text }))}
        />
      </Field>
    )
  if (factKey === 'legalRepresentative')
    return (
      <Field name="name" label={said.name} required>
        <TextInput {...form.bind('name')} width="middle" maxLength={60} />
      </Field>
    )
  if (factKey === 'registeredOn')
    return (
      <Field name="day" label={t(label)} required>
        <DateInput {...form.bind('day')} />
      </Field>
    )
  return <Coded factKey={factKey} form={form} />
}

function Recognition({ form }: { form: FormState<Draft> }) {
  return (
    <>
      <Field name="number" label={said.number} required>
        <TextInput {...form.bind('number')} width="middle" maxLength={60} />
      </Field>
      <Field name="day" label={said.validTo} required>
        <DateInput {...form.bind('day')} />
      </Field>
    </>
  )
}

function Account({ form }: { form: FormState<Draft> }) {
  const t = useText()
  return (
    <>
      <Field name="name" label={said.holder} hint={t(said.holderWhy)} required>
        <TextInput {...form.bind('name')} maxLength={100} />
      </Field>
      <Field name="bank" label={said.bank} required>
        <TextInput {...form.bind('bank')} maxLength={100} />
      </Field>
      <Field name="number" label={said.account} hint={t(said.accountWhy)} required>
        <TextInput
          {...form.bind('number')}
          inputMode="numeric"
          width="middle"
          maxLength={40}
          autoComplete="off"
        />
      </Field>
    </>
  )
}

function Coded({ factKey, form }: Props) {
  const t = useText()
  const places = usePlaces()
  const { text } = form.values
  if (factKey === 'taxRegion') {
    const shown = places.nameOf(text)
    return (
      <Field name="text" label={factNames[factKey]} required>
        <Lookup
          shown={shown ? t(shown) : ''}
          find={places.find}
          onChoose={(found) => form.set('text', found?.value ?? '')}
        />
      </Field>
    )
  }
  return (
    <Field name="text" label={factNames[factKey]} required>
      <Select
        {...form.bind('text')}
        options={Object.entries(levelWords).map(([value, label]) => ({ value, label }))}
      />
    </Field>
  )
}
