import { useState } from 'react'
import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useCommand, useFilters, useList, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  BigTable,
  Button,
  Checkbox,
  Choice,
  DateInput,
  Dialog,
  Empty,
  Facts,
  Field,
  Form,
  Link,
  More,
  PageHead,
  Row,
  Skeleton,
  Stack,
  StateTag,
  TextArea,
  toast,
  useForm,
  ExportButton,
} from '#web/kit/index.ts'
import { Search } from '#web/kit/Search.tsx'
import { directory, providerStates, providerTones } from '../../browser.ts'
import { AdmissionReviews, type Leaving } from './AdmissionReviews.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import type { Provider } from './desk-words.ts'
import './desk.css'

const said = {
  title: { zh: '服务机构库', en: 'Provider library' },
  lead: {
    zh: '按名单批次导入；移出时须写明对在办订单的影响。',
    en: 'Imported by list and batch; who withdraws an admission says what becomes of running orders.',
  },
  import: { zh: '导入名单', en: 'Import a list' },
  q: { zh: '机构或依托单位名称', en: 'Name of the provider or its host' },
  all: { zh: '包括已到期和已移出的', en: 'Also those that are over or withdrawn' },
  none: { zh: '库中没有符合条件的机构。', en: 'No provider fits.' },
  name: { zh: '机构', en: 'Provider' },
  list: { zh: '名单', en: 'List' },
  host: { zh: '依托单位', en: 'Host' },
  class: { zh: '类别', en: 'Class' },
  scope: { zh: '服务范围', en: 'Scope' },
  days: { zh: '在库时间', en: 'Admitted' },
  state: { zh: '状态', en: 'State' },
  authority: { zh: '主管部门', en: 'Authority' },
  act: { zh: '办理', en: 'Action' },
  withdraw: { zh: '移出', en: 'Withdraw' },
  withdrawTitle: { zh: '移出服务机构库：{name}', en: 'Withdraw the admission of {name}' },
  fromHint: { zh: '今天或以后的日期', en: 'Today or later' },
  from: { zh: '自这一天起', en: 'From this day' },
  leaves: { zh: '自 {from} 移出：{reason}', en: 'withdrawn from {from}: {reason}' },
  effect: { zh: '在办订单', en: 'Running orders' },
  finish: { zh: '允许完成，仍可兑付', en: 'may be finished and redeemed' },
  finishHint: { zh: '适用于到期不再续期等情形', en: 'for an admission that is merely not renewed' },
  stop: { zh: '立即停止，不予兑付', en: 'stop at once and are not redeemed' },
  told: {
    zh: '服务机构和有在办用券订单的企业会收到通知；已验收的订单仍可兑付。',
    en: 'The provider, and the firms with running orders paid by vouchers, are told; accepted orders can still be redeemed.',
  },
  stopHint: { zh: '适用于违规、失去资质等情形', en: 'for breach or lost qualification' },
  reason: { zh: '理由', en: 'Reason' },
  done: { zh: '已移出', en: 'Withdrawn' },
} as const satisfies Record<string, Text>

const Filters = z.object({ q: z.string().max(100).optional(), all: z.enum(['true']).optional() })

export function ProvidersDesk() {
  const t = useText()
  const may = useMay()
  const [filters, set] = useFilters(Filters)
  const [importing, setImporting] = useState(false)
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  const { q, all } = filters
  const list = useList(directory.providers, {
    query: { ...(q ? { q } : {}), ...(all ? { all } : {}), limit: 50 },
  })
  return (
    <>
      <PageHead
        title={said.title}
        lead={t(said.lead)}
        actions={
          may('provider.admit') && (
            <Button kind="primary" icon="upload" onClick={() => setImporting(true)}>
              {t(said.import)}
            </Button>
          )
        }
      />
      <Stack>
        {may('provider.review') && <AdmissionReviews onWithdraw={setLeaving} />}
        <div className="d-filters">
          <Search label={said.q} value={q ?? ''} onChange={(text) => set({ q: text || undefined })} />
          <Checkbox
            value={all === 'true'}
            label={said.all}
            onChange={(on) => set({ all: on ? 'true' : undefined })}
          />
        </div>
      </Stack>
      <ExportButton endpoint={directory.providers} input={{ query: { q, all } }} />
      {list.loading ? <Skeleton lines={8} /> : <Library list={list} onWithdraw={setLeaving} />}
      <More {...list} />
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
      {leaving && <Withdraw provider={leaving} onClose={() => setLeaving(null)} />}
    </>
  )
}

type Listed = { rows: readonly Provider[]; hasMore: boolean; more: () => void }

function Library({ list, onWithdraw }: { list: Listed; onWithdraw: (provider: Leaving) => void }) {
  const t = useText()
  const may = useMay()
  const me = useMe()
  const mine = me?.seats.find((seat) => seat.membershipId === me.actingAs)?.organisation.id
  return (
    <BigTable
      caption={said.title}
      rows={list.rows}
      rowKey={(row) => row.id}
      onEnd={list.hasMore ? list.more : () => {}}
      empty={<Empty title={t(said.none)} />}
      columns={[
        {
          key: 'name',
          head: said.name,
          pixels: 260,
          cell: (row) => (
            <>
              <Link to="/desk/organisations/$id" params={{ id: row.organisation.id }}>
                {row.organisation.name}
              </Link>
              {row.host && <div className="x-quiet">{row.host.name}</div>}
            </>
          ),
        },
        { key: 'list', head: said.list, pixels: 200, cell: (row) => t(row.names.list) },
        { key: 'class', head: said.class, pixels: 180, cell: (row) => t(row.names.providerClass) },
        {
          key: 'scope',
          head: said.scope,
          cell: (row) => t(row.names.scope),
        },
        { key: 'days', head: said.days, pixels: 200, cell: (row) => `${row.from} – ${row.lastDay ?? '…'}` },
        {
          key: 'state',
          head: said.state,
          cell: (row) => (
            <>
              <StateTag tone={providerTones[row.state]}>{t(providerStates[row.state])}</StateTag>
              {row.withdrawal && (
                <div className="x-quiet">
                  {t(said.leaves, { from: row.withdrawal.from, reason: row.withdrawal.reason })}
                </div>
              )}
            </>
          ),
        },
        {
          key: 'act',
          head: said.act,
          pixels: 110,
          cell: (row) =>
            may('provider.withdraw') &&
            row.withdrawal === null &&
            row.authority.id === mine && (
              <Button
                small
                kind="quiet"
                onClick={() => onWithdraw({ ...row, list: row.names.list, host: row.host?.name })}
              >
                {t(said.withdraw)}
              </Button>
            ),
        },
      ]}
    />
  )
}

function Withdraw({ provider, onClose }: { provider: Leaving; onClose: () => void }) {
  const t = useText()
  const form = useForm({ from: '', effect: '' as '' | 'finish_running' | 'stop_running', reason: '' })
  const command = useCommand(directory.withdrawProvider, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const send = ({ effect, ...rest }: typeof form.values) =>
    effect && command.run({ params: { id: provider.id }, body: { ...rest, effect } })
  return (
    <Dialog open title={t(said.withdrawTitle, { name: provider.organisation.name })} onClose={onClose}>
      <Form form={form} onSubmit={send} refusal={command.refusal}>
        <Facts
          columns={1}
          facts={[
            { label: said.list, value: t(provider.list) },
            !!provider.host && { label: said.host, value: provider.host },
          ]}
        />
        <Field name="from" label={said.from} hint={t(said.fromHint)} required>
          <DateInput {...form.bind('from')} />
        </Field>
        <Field name="effect" label={said.effect} group required>
          <Choice
            {...form.bind('effect')}
            options={[
              { value: 'finish_running', label: said.finish, hint: said.finishHint },
              { value: 'stop_running', label: said.stop, hint: said.stopHint },
            ]}
          />
        </Field>
        <p className="x-quiet">{t(said.told)}</p>
        <Field name="reason" label={said.reason} required>
          <TextArea {...form.bind('reason')} rows={3} maxLength={1000} />
        </Field>
        <Row>
          <Button kind="alarm" type="submit" busy={command.pending}>
            {t(said.withdraw)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
