import type { Text } from '#core/text.ts'
import { keysOf, SERVICE_KINDS, type VoucherRow } from '#business/vouchers/browser.ts'
import { EXCLUSIONS } from '#business/vouchers/browser.ts'
import { Uploader, type Uploads, useUploads } from '#platform/files/browser.tsx'
import { orders } from '#platform/orders/browser.ts'
import { useCommand, useNavigate } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Card,
  Choices,
  DateInput,
  Field,
  Form,
  type FormState,
  Row,
  Select,
  Split,
  Stack,
  TextArea,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { checked, flat } from '../checked.ts'
import { WorthBrief } from '../WorthBrief.tsx'
import { LineFields } from './LineFields.tsx'
import { OrderPreview, useOrderPreview } from './OrderPreview.tsx'
import { BP_PER_PERCENT, newLine, type Ordering } from './ordering.ts'
import { ProviderLookup } from './ProviderLookup.tsx'
import { TermFields } from './TermFields.tsx'

const said = {
  form: { zh: '订单', en: 'The order' },
  who: { zh: '服务与机构', en: 'Service and provider' },
  voucher: { zh: '使用的券', en: 'Voucher to use' },
  without: { zh: '不用券', en: 'no voucher' },
  service: { zh: '服务类型', en: 'Kind of service' },
  contains: { zh: '订单是否包含下列内容', en: 'Does the order contain any of these' },
  containsWhy: {
    zh: '部分内容不予支持。如实勾选，在下单前就知道能否用券。',
    en: 'Some contents are not paid for. Tick what is true and know before ordering.',
  },
  title: { zh: '订单名称', en: 'Title' },
  description: { zh: '服务内容与要求', en: 'What is to be done' },
  items: { zh: '项目与价格', en: 'Items and prices' },
  contract: { zh: '合同', en: 'Contract' },
  number: { zh: '合同编号', en: 'Contract number' },
  signed: { zh: '签订日期', en: 'Signed on' },
  signedWhy: {
    zh: '须在服务机构入库之后、券有效期之内。',
    en: 'After the provider was admitted and within the validity of the voucher.',
  },
  file: { zh: '合同扫描件', en: 'Scan of the contract' },
  good: {
    zh: '原件彩色扫描，双方名称与系统一致，签字盖章页和附件齐全。',
    en: 'A colour scan of the original, both names as registered, with signature and seal pages and annexes.',
  },
  deliver: { zh: '交付期限', en: 'Delivery due on' },
  terms: { zh: '取消约定', en: 'Terms of cancelling' },
  send: { zh: '提交订单', en: 'Place the order' },
  sent: { zh: '订单已提交，等待服务机构确认', en: 'Ordered; the provider has to confirm' },
} as const satisfies Record<string, Text>

const VOUCHER = 'voucher'
const NO_FEE = 0

function startOf(voucher: VoucherRow | undefined): Ordering {
  return {
    ...{ voucherId: voucher?.id ?? '', provider: null, service: voucher?.serviceKind ?? '', contains: [] },
    ...{ title: '', description: '', lines: [newLine()], contractNo: '', contractOn: '', deliverBy: '' },
    ...{ buyerUntil: 'delivered', buyerFee: NO_FEE, providerUntil: 'confirmed', providerFee: NO_FEE },
    ...{ freeWhenLate: true, note: '' },
  }
}

/** The order on the left; whether the voucher may pay and how much, live, on the right. */
export function OrderForm({
  vouchers,
  start,
}: {
  vouchers: readonly VoucherRow[]
  start: VoucherRow | undefined
}) {
  const t = useText()
  const navigate = useNavigate()
  const form = useForm<Ordering>(() => startOf(start))
  const contract = useUploads('contract', false)
  const preview = useOrderPreview(form.values)
  const propose = useCommand(orders.propose)
  const { lines, provider, service, contractOn } = form.values
  const all = checked(form, {
    ...flat('lines', lines),
    ...{
      providerId: provider,
      serviceKind: service,
      contractSignedOn: contractOn,
      contractFileId: contract.ids,
    },
  })
  const submit = async () => {
    const done = await propose.run({ body: bodyOf(form.values, contract.ids[0] ?? '') })
    if (!done) return
    toast(said.sent)
    void navigate({ to: '/orders/$id', params: { id: done.id } })
  }
  const left = (
    <Form form={all} onSubmit={submit} refusal={propose.refusal} label={t(said.form)}>
      <Card title={t(said.who)}>
        <WhoFields form={form} vouchers={vouchers} />
      </Card>
      <Card title={t(said.items)}>
        <LineFields lines={form.values.lines} onChange={(lines) => form.set('lines', lines)} />
      </Card>
      <Card title={t(said.contract)}>
        <ContractFields form={form} contract={contract} />
      </Card>
      <Card title={t(said.terms)}>
        <TermFields form={form} />
      </Card>
      <Row>
        <Button kind="primary" type="submit" busy={propose.pending || contract.busy}>
          {t(said.send)}
        </Button>
        <WorthBrief {...preview} />
      </Row>
    </Form>
  )
  return form.values.voucherId ? (
    <Split narrow="right" left={left} right={<OrderPreview {...preview} />} />
  ) : (
    left
  )
}

function WhoFields({ form, vouchers }: { form: FormState<Ordering>; vouchers: readonly VoucherRow[] }) {
  const t = useText()
  const chosen = vouchers.find((row) => row.id === form.values.voucherId)
  const choose = (voucherId: string) => {
    form.set('voucherId', voucherId)
    const next = vouchers.find((row) => row.id === voucherId)
    if (next) form.set('service', next.serviceKind)
  }
  return (
    <Stack>
      <Field name="funding" label={said.voucher}>
        <Select
          value={form.values.voucherId}
          none={said.without}
          onChange={choose}
          options={vouchers.map((row) => ({
            value: row.id,
            label: `${row.number} · ${t(SERVICE_KINDS[row.serviceKind])}`,
          }))}
        />
      </Field>
      <Field name="serviceKind" label={said.service} required>
        <Select
          {...form.bind('service')}
          disabled={!!chosen}
          options={keysOf(SERVICE_KINDS).map((value) => ({ value, label: SERVICE_KINDS[value] }))}
        />
      </Field>
      <ProviderLookup
        service={form.values.service}
        value={form.values.provider}
        onChange={(provider) => form.set('provider', provider)}
      />
      {chosen && (
        <Field label={said.contains} hint={t(said.containsWhy)} group>
          <Choices
            {...form.bind('contains')}
            options={keysOf(EXCLUSIONS).map((value) => ({ value, label: EXCLUSIONS[value] }))}
          />
        </Field>
      )}
      <Field name="title" label={said.title} required>
        <TextInput {...form.bind('title')} maxLength={200} />
      </Field>
      <Field name="description" label={said.description} required>
        <TextArea {...form.bind('description')} maxLength={4000} />
      </Field>
    </Stack>
  )
}

function ContractFields({ form, contract }: { form: FormState<Ordering>; contract: Uploads }) {
  const t = useText()
  return (
    <Stack>
      <Field name="contractNo" label={said.number} required>
        <TextInput {...form.bind('contractNo')} width="middle" maxLength={100} />
      </Field>
      <Row gap="m">
        <Field name="contractSignedOn" label={said.signed} source={t(said.signedWhy)} required>
          <DateInput {...form.bind('contractOn')} />
        </Field>
        <Field name="deliverBy" label={said.deliver} required>
          <DateInput {...form.bind('deliverBy')} />
        </Field>
      </Row>
      <Field name="contractFileId" label={said.file} required>
        <Uploader uploads={contract} multiple={false} good={said.good} />
      </Field>
    </Stack>
  )
}

function bodyOf(values: Ordering, contractFileId: string) {
  const { provider, service, contains, lines, voucherId } = values
  return {
    providerId: provider?.id ?? '',
    serviceKind: service,
    contains,
    title: values.title,
    description: values.description,
    lines: lines.map(({ what, quantity, unit, unitPriceFen }) => ({
      what,
      quantity: quantity ?? 0,
      unit,
      unitPriceFen: unitPriceFen ?? 0n,
    })),
    contractNo: values.contractNo,
    contractSignedOn: values.contractOn,
    contractFileId,
    deliverBy: values.deliverBy,
    terms: {
      buyerMayCancelUntil: values.buyerUntil,
      buyerFeeBp: (values.buyerFee ?? 0) * BP_PER_PERCENT,
      providerMayCancelUntil: values.providerUntil,
      providerFeeBp: (values.providerFee ?? 0) * BP_PER_PERCENT,
      buyerFreeWhenLate: values.freeWhenLate,
      note: values.note,
    },
    funding: voucherId ? { kind: VOUCHER, id: voucherId } : null,
  }
}
