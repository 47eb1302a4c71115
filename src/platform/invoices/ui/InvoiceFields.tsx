import type { Text } from '#core/text.ts'
import { Uploader, type Uploads } from '#platform/files/browser.tsx'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  DateInput,
  Field,
  type FormState,
  Money,
  MoneyInput,
  Row,
  Stack,
  StateTag,
  TextInput,
} from '#web/kit/index.ts'

export type Parties = { sellerCode: string; sellerName: string; buyerCode: string; buyerName: string }
export type InvoiceLine = { key: string; what: string; amountFen: bigint | null }
export type Invoicing = Parties & {
  code: string
  number: string
  issuedOn: string
  totalFen: bigint | null
  lines: InvoiceLine[]
}

let count = 0
const newLine = (): InvoiceLine => ({ key: `invoice-line-${++count}`, what: '', amountFen: null })

export const invoicingOf = (start: Partial<Parties> = {}): Invoicing => ({
  ...{ sellerCode: '', sellerName: '', buyerCode: '', buyerName: '', ...start },
  ...{ code: '', number: '', issuedOn: '', totalFen: null, lines: [newLine()] },
})

const said = {
  code: { zh: '发票代码', en: 'Invoice code' },
  codeWhy: {
    zh: '10 或 12 位；全面数字化的电子发票没有代码，留空。',
    en: '10 or 12 digits; fully digital invoices have none.',
  },
  number: { zh: '发票号码', en: 'Invoice number' },
  numberWhy: { zh: '8 位；数电发票为 20 位。', en: '8 digits; 20 for a fully digital invoice.' },
  seller: { zh: '销售方名称', en: 'Seller' },
  sellerCode: { zh: '销售方统一社会信用代码', en: 'Credit code of the seller' },
  buyer: { zh: '购买方名称', en: 'Buyer' },
  buyerCode: { zh: '购买方统一社会信用代码', en: 'Credit code of the buyer' },
  buyerWhy: { zh: '没有代码的创业团队留空。', en: 'Left empty for founders without a code.' },
  issued: { zh: '开票日期', en: 'Issued on' },
  total: { zh: '价税合计', en: 'Total, tax included' },
  line: { zh: '第 {n} 行：货物或应税劳务名称', en: 'Line {n}: goods or service' },
  amount: { zh: '第 {n} 行：含税金额', en: 'Line {n}: amount, tax included' },
  add: { zh: '增加一行', en: 'Add a line' },
  remove: { zh: '删除第 {n} 行', en: 'Remove line {n}' },
  sum: { zh: '各行合计', en: 'Sum of the lines' },
  differs: { zh: '与价税合计不符', en: 'differs from the total' },
  file: { zh: '发票文件', en: 'The invoice' },
  good: {
    zh: '电子发票上传原文件（PDF 或 OFD）；纸质发票彩色扫描。',
    en: 'The original file of an e-invoice (PDF or OFD), or a colour scan.',
  },
} as const satisfies Record<string, Text>

/** What stands on an invoice, line by line. */
export function InvoiceFields({ form, file }: { form: FormState<Invoicing>; file: Uploads }) {
  const t = useText()
  return (
    <Stack>
      <Field name="code" label={said.code} hint={t(said.codeWhy)}>
        <TextInput {...form.bind('code')} inputMode="numeric" width="middle" maxLength={12} />
      </Field>
      <Field name="number" label={said.number} hint={t(said.numberWhy)} required>
        <TextInput {...form.bind('number')} inputMode="numeric" width="middle" maxLength={20} />
      </Field>
      <Field name="sellerName" label={said.seller} required>
        <TextInput {...form.bind('sellerName')} maxLength={200} />
      </Field>
      <Field name="sellerCode" label={said.sellerCode} required>
        <TextInput {...form.bind('sellerCode')} width="middle" maxLength={60} />
      </Field>
      <Field name="buyerName" label={said.buyer} required>
        <TextInput {...form.bind('buyerName')} maxLength={200} />
      </Field>
      <Field name="buyerCode" label={said.buyerCode} hint={t(said.buyerWhy)}>
        <TextInput {...form.bind('buyerCode')} width="middle" maxLength={60} />
      </Field>
      <Field name="issuedOn" label={said.issued} required>
        <DateInput {...form.bind('issuedOn')} />
      </Field>
      <Field name="totalFen" label={said.total} required>
        <MoneyInput {...form.bind('totalFen')} />
      </Field>
      <Lines form={form} />
      <Field name="fileId" label={said.file} required>
        <Uploader uploads={file} multiple={false} good={said.good} />
      </Field>
    </Stack>
  )
}

function Lines({ form }: { form: FormState<Invoicing> }) {
  const t = useText()
  const { lines, totalFen } = form.values
  const put = (at: number, change: Partial<InvoiceLine>) =>
    form.set(
      'lines',
      lines.map((line, index) => (index === at ? { ...line, ...change } : line)),
    )
  const sum = lines.reduce((total, line) => total + (line.amountFen ?? 0n), 0n)
  return (
    <Stack>
      {lines.map((line, at) => (
        <div key={line.key} className="x-card x-card-soft">
          <Stack gap="s">
            <Field name={`lines.${at}.what`} label={t(said.line, { n: at + 1 })} required>
              <TextInput value={line.what} onChange={(what) => put(at, { what })} maxLength={200} />
            </Field>
            <Field name={`lines.${at}.amountFen`} label={t(said.amount, { n: at + 1 })} required>
              <MoneyInput value={line.amountFen} onChange={(amountFen) => put(at, { amountFen })} />
            </Field>
            {lines.length > 1 && (
              <div>
                <Button
                  small
                  onClick={() =>
                    form.set(
                      'lines',
                      lines.filter((_, index) => index !== at),
                    )
                  }
                >
                  {t(said.remove, { n: at + 1 })}
                </Button>
              </div>
            )}
          </Stack>
        </div>
      ))}
      <Row between>
        <Button icon="plus" onClick={() => form.set('lines', [...lines, newLine()])}>
          {t(said.add)}
        </Button>
        <span>
          {t(said.sum)} <Money fen={sum} />{' '}
          {totalFen !== null && sum !== totalFen && <StateTag tone="wait">{t(said.differs)}</StateTag>}
        </span>
      </Row>
    </Stack>
  )
}
