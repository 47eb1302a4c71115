import type { Text } from '#core/text.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  DateInput,
  Dialog,
  Field,
  Form,
  Money,
  MoneyInput,
  Stack,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { invoices } from '../contract.ts'
import type { InvoiceOne } from './InvoicePage.tsx'

const said = {
  title: { zh: '登记红字发票', en: 'Register a red-letter invoice' },
  effect: {
    zh: '红字发票冲减原发票的行。已用于兑付的部分将触发追回，请如实登记。',
    en: 'It takes back lines of the invoice. What was redeemed on them will be recovered; register it truthfully.',
  },
  code: { zh: '红字发票代码', en: 'Code of the red invoice' },
  number: { zh: '红字发票号码', en: 'Number of the red invoice' },
  issued: { zh: '开票日期', en: 'Issued on' },
  line: { zh: '第 {n} 行（{what}）冲减，正数', en: 'Taken back of line {n} ({what}), as a positive amount' },
  of: { zh: '该行含税金额 ', en: 'The line is ' },
  sum: { zh: '冲减合计 ', en: 'Taken back in all: ' },
  file: { zh: '红字发票文件', en: 'The red invoice' },
  submit: { zh: '登记', en: 'Register' },
  registered: { zh: '红字发票已登记', en: 'The red-letter invoice is registered' },
  conflict: {
    zh: '该号码此前已按另一内容登记，您的版本已提交审核人裁定。',
    en: 'This number is registered with other facts; your version was put before an officer.',
  },
} as const satisfies Record<string, Text>

type Redding = { code: string; number: string; issuedOn: string; [line: `line${number}`]: bigint | null }

/** What a red-letter invoice takes back, line by line of the blue one. */
export function RedDialog({ blue, onClose }: { blue: InvoiceOne; onClose: () => void }) {
  const t = useText()
  const file = useUploads('invoice', false)
  const form = useForm<Redding>({ code: '', number: '', issuedOn: '' })
  const register = useCommand(invoices.registerRed, {
    done: ({ status }) => {
      toast(status === 'conflict' ? said.conflict : said.registered, status === 'conflict' ? 'info' : 'good')
      onClose()
    },
  })
  const lines = blue.lines.flatMap(({ lineNo }) => {
    const amountFen = form.values[`line${lineNo}`]
    return amountFen ? [{ blueLineNo: lineNo, amountFen }] : []
  })
  const totalFen = lines.reduce((sum, line) => sum + line.amountFen, 0n)
  const submit = ({ code, number, issuedOn }: Redding) =>
    register.run({
      body: {
        ...{ code, number, issuedOn, totalFen, lines },
        blue: { code: blue.code, number: blue.number },
        fileId: file.ids[0] ?? '',
      },
    })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form
        form={{ ...form, values: { ...form.values, fileId: file.ids } as Redding }}
        onSubmit={submit}
        refusal={register.refusal}
      >
        <Box tone="wait">{t(said.effect)}</Box>
        <Field name="code" label={said.code}>
          <TextInput {...form.bind('code')} inputMode="numeric" width="middle" maxLength={12} />
        </Field>
        <Field name="number" label={said.number} required>
          <TextInput {...form.bind('number')} inputMode="numeric" width="middle" maxLength={20} />
        </Field>
        <Field name="issuedOn" label={said.issued} required>
          <DateInput {...form.bind('issuedOn')} />
        </Field>
        <Stack gap="s">
          {blue.lines.map(({ lineNo, what, amountFen }) => (
            <Field
              key={lineNo}
              label={t(said.line, { n: lineNo, what })}
              source={
                <>
                  {t(said.of)}
                  <Money fen={amountFen} />
                </>
              }
            >
              <MoneyInput
                value={form.values[`line${lineNo}`] ?? null}
                onChange={(next) => form.set(`line${lineNo}`, next)}
              />
            </Field>
          ))}
          <p>
            {t(said.sum)}
            <strong>
              <Money fen={totalFen} />
            </strong>
          </p>
        </Stack>
        <Field name="fileId" label={said.file} required>
          <Uploader uploads={file} multiple={false} />
        </Field>
        <div>
          <Button kind="primary" type="submit" busy={register.pending || file.busy}>
            {t(said.submit)}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
