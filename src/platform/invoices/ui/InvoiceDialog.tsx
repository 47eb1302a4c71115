import type { Text } from '#core/text.ts'
import { useUploads } from '#platform/files/browser.tsx'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, Dialog, Form, Row, Stack, toast, useForm } from '#web/kit/index.ts'
import { words } from '#web/i18n/words.ts'
import { invoices } from '../contract.ts'
import { InvoiceFields, type Invoicing, invoicingOf, type Parties } from './InvoiceFields.tsx'

const said = {
  title: { zh: '登记发票', en: 'Register an invoice' },
  once: {
    zh: '一张发票只登记一次，各项目、各地区共用；每一行只能支持一次。按票面逐行填写含税金额。',
    en: 'An invoice is registered once, for all programmes and regions, and each line is paid for once. Copy its lines, tax included.',
  },
  submit: { zh: '登记', en: 'Register' },
  registered: { zh: '发票已登记', en: 'The invoice is registered' },
  known: {
    zh: '该发票此前已登记，内容一致，可直接使用。',
    en: 'The invoice was registered before with the same facts; use it.',
  },
  conflict: {
    zh: '该发票此前已按另一内容登记。您填写的版本已提交审核人裁定；裁定之前该发票不能用于新的申请。',
    en: 'The invoice is registered with other facts. Your version was put before an officer; until a decision the invoice can’t be presented.',
  },
} as const satisfies Record<string, Text>

export type RegisteredInvoice = { id: string; status: 'registered' | 'known' | 'conflict' }

/** Registers an invoice by code and number with its lines; tells a conflict of versions plainly. */
export function InvoiceDialog({
  start,
  onClose,
  onRegistered,
}: {
  /** Who sells and who buys, where it is known. */
  start?: Partial<Parties>
  onClose: () => void
  onRegistered?: (invoice: RegisteredInvoice) => void
}) {
  const t = useText()
  const file = useUploads('invoice', false)
  const form = useForm<Invoicing>(() => invoicingOf(start))
  const register = useCommand(invoices.register, {
    done: (answer) => {
      onRegistered?.(answer)
      if (answer.status === 'conflict') return
      toast(said[answer.status])
      onClose()
    },
  })
  const { lines } = form.values
  const beside = Object.fromEntries(
    lines.flatMap((line, at) => [
      [`lines.${at}.what`, line.what],
      [`lines.${at}.amountFen`, line.amountFen],
    ]),
  )
  const all = { ...form, values: { ...form.values, ...beside, fileId: file.ids } }
  const submit = () => register.run({ body: bodyOf(form.values, file.ids[0] ?? '') })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      {register.answer?.status === 'conflict' ? (
        <Stack>
          <Box tone="alarm">{t(said.conflict)}</Box>
          <Row>
            <Button kind="primary" onClick={onClose}>
              {t(words.close)}
            </Button>
          </Row>
        </Stack>
      ) : (
        <Form form={all} onSubmit={submit} refusal={register.refusal} label={t(said.title)}>
          <p className="x-quiet">{t(said.once)}</p>
          <InvoiceFields form={form} file={file} />
          <Row>
            <Button kind="primary" type="submit" busy={register.pending || file.busy}>
              {t(said.submit)}
            </Button>
          </Row>
        </Form>
      )}
    </Dialog>
  )
}

function bodyOf(values: Invoicing, fileId: string) {
  const { buyerCode, lines, totalFen, ...rest } = values
  return {
    ...rest,
    code: rest.code.trim(),
    number: rest.number.trim(),
    buyerCode: buyerCode.trim() || null,
    totalFen: totalFen ?? 0n,
    lines: lines.map(({ what, amountFen }) => ({ what, amountFen: amountFen ?? 0n })),
    fileId,
  }
}
