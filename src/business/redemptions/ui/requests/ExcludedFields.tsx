import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Field, Folded, MoneyInput, Stack, TextInput } from '#web/kit/index.ts'
import { type Excluding, newExcluding } from './requesting.ts'

const said = {
  title: {
    zh: '发票中有不属于本次服务的内容？',
    en: 'Is something on the invoice not part of this service?',
  },
  why: {
    zh: '自行扣除的部分不计入兑付基数；如实扣除可避免审核核减和补正。',
    en: 'What you take off is not counted. Taking it off yourself saves a supplement.',
  },
  what: { zh: '内容', en: 'What' },
  amount: { zh: '扣除金额', en: 'Amount taken off' },
  reason: { zh: '原因', en: 'Reason' },
  add: { zh: '扣除一项', en: 'Take something off' },
  remove: { zh: '取消扣除第 {n} 项', en: 'Put item {n} back' },
} as const satisfies Record<string, Text>

/** What the firm itself leaves out of the reckoning, each with its reason. */
export function ExcludedFields({
  rows,
  onChange,
}: {
  rows: readonly Excluding[]
  onChange: (rows: Excluding[]) => void
}) {
  const t = useText()
  const put = (at: number, change: Partial<Excluding>) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...change } : row)))
  return (
    <Folded title={t(said.title)} open={rows.length > 0}>
      <Stack>
        <p className="x-quiet">{t(said.why)}</p>
        {rows.map((row, at) => (
          <div key={row.key} className="x-card x-card-soft">
            <Stack gap="s">
              <Field name={`excluded.${at}.what`} label={said.what} required>
                <TextInput value={row.what} onChange={(what) => put(at, { what })} maxLength={200} />
              </Field>
              <Field name={`excluded.${at}.amountFen`} label={said.amount} required>
                <MoneyInput value={row.amountFen} onChange={(amountFen) => put(at, { amountFen })} />
              </Field>
              <Field name={`excluded.${at}.reason`} label={said.reason} required>
                <TextInput value={row.reason} onChange={(reason) => put(at, { reason })} maxLength={500} />
              </Field>
              <div>
                <Button small onClick={() => onChange(rows.filter((_, index) => index !== at))}>
                  {t(said.remove, { n: at + 1 })}
                </Button>
              </div>
            </Stack>
          </div>
        ))}
        <div>
          <Button icon="plus" onClick={() => onChange([...rows, newExcluding()])}>
            {t(said.add)}
          </Button>
        </div>
      </Stack>
    </Folded>
  )
}
