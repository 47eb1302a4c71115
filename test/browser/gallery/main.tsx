import '#web/schemas.ts'
import { createRoot } from 'react-dom/client'
import { useState } from 'react'
import { createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import * as kit from '#web/kit/index.ts'
import { Toasts } from '#web/kit/Toast.tsx'
import { ApiRefusal } from '#web/api.ts'
import { columns, entries, findings, lines, steps } from './data.tsx'
import '#web/theme.css'
import '#web/kit/kit.css'
import '#web/kit/show.css'

const refusal = new ApiRefusal({
  code: 'x',
  status: 409,
  text: { zh: '券已过期。请重新申领。', en: 'Expired. Claim anew.' },
})
const options = [
  { value: 'a', label: { zh: '甲', en: 'First' } },
  { value: 'b', label: { zh: '乙', en: 'Second' }, hint: { zh: '说明', en: 'Why' } },
] as const
const frame = {
  unit: { zh: '元', en: 'yuan' },
  source: { zh: '本平台', en: 'This node' },
  asOf: '2026-11-22',
}

function Inputs() {
  const form = kit.useForm({
    text: '',
    money: null as bigint | null,
    count: 12 as number | null,
    day: '',
    one: '' as 'a' | 'b' | '',
    any: [] as string[],
  })
  return (
    <kit.Form form={form} onSubmit={() => undefined} label="样表">
      <kit.Field name="text" label="名称" hint="为什么要填" required>
        <kit.TextInput {...form.bind('text')} />
      </kit.Field>
      <kit.Field name="money" label="金额" required>
        <kit.MoneyInput {...form.bind('money')} />
      </kit.Field>
      <kit.Field name="count" label="人数" source="来自登记">
        <kit.NumberInput {...form.bind('count')} unit="人" />
      </kit.Field>
      <kit.Field name="day" label="日期">
        <kit.DateInput {...form.bind('day')} />
      </kit.Field>
      <kit.Field label="备注">
        <kit.TextArea value="" onChange={() => undefined} />
      </kit.Field>
      <kit.Field label="地区">
        <kit.Select value="" onChange={() => undefined} options={options} />
      </kit.Field>
      <kit.Field name="one" label="单选" group>
        <kit.Choice {...form.bind('one')} options={options} />
      </kit.Field>
      <kit.Field name="any" label="多选" group>
        <kit.Choices {...form.bind('any')} options={options} inline />
      </kit.Field>
      <kit.Field label="机构">
        <kit.Lookup
          shown=""
          onChoose={() => undefined}
          find={async (typed) => [{ key: '1', value: 1, label: `${typed}大学` }]}
        />
      </kit.Field>
      <kit.Field label="附件">
        <kit.FileDrop
          files={[
            { id: '1', name: '合同.pdf', bytes: 120_000, warning: '曾用于另一申请' },
            { id: null, name: '发票.pdf', bytes: 9_000, percent: 40 },
          ]}
          onAdd={() => undefined}
          onRemove={() => undefined}
        />
      </kit.Field>
      <kit.Button kind="primary" type="submit">
        提交样表
      </kit.Button>
      <output data-testid="money">{String(form.values.money)}</output>
    </kit.Form>
  )
}

function Shown() {
  return (
    <kit.Stack>
      <kit.Row>
        <kit.DeadlineChip dueOn="2026-12-01" left={5} />
        <kit.DeadlineChip dueOn="2026-12-01" left={-2} />
        <kit.DeadlineChip dueOn="2027-02-01" left={-1} provisional />
        <kit.DeadlineChip dueOn={null} left={null} state="paused" />
        <kit.RegionTag code="131002" name="廊坊" />
        <kit.Tag>标签</kit.Tag>
        <kit.AssumedMark />
      </kit.Row>
      <kit.FindingsList label="自评" findings={findings} />
      <kit.DerivationTable caption="计算过程" steps={steps} resultFen={10_000_000n} />
      <kit.Timeline label="经过" entries={entries} />
      <kit.Steps
        label="进度"
        steps={[
          { key: '1', label: '申领', state: 'done' },
          { key: '2', label: '审核', state: 'now' },
          { key: '3', label: '发放', state: 'next' },
          { key: '4', label: '终止', state: 'stopped' },
        ]}
      />
      <kit.Figure
        label="累计发放"
        value={<kit.Money fen={3_082_000_000n} as="summary" />}
        source="本平台"
        asOf="2026-11-22"
      />
      <kit.PartsBar
        {...frame}
        caption="预算"
        total={100n}
        parts={[
          { key: 'a', label: '已付', value: 60n, colour: 'var(--accent)', shown: '60' },
          { key: 'b', label: '占用', value: 30n, colour: 'var(--hebei)', shown: '30' },
        ]}
      />
      <kit.Lines
        {...frame}
        caption="余额"
        xs={['2026-01-01', '2026-06-01', '2026-12-01']}
        show={String}
        series={[{ key: 'a', label: '可用', colour: 'var(--accent)', values: [100, 60, 10] }]}
      />
      <kit.Facts facts={[{ label: '单位', value: '某公司', note: '登记' }]} />
      <kit.Table
        caption="清单"
        columns={columns}
        rows={lines(3)}
        rowKey={(row) => row.id}
        selection={{ selected: new Set(['r1']), onChange: () => undefined }}
      />
      <kit.Tabs
        label="分栏"
        tabs={[
          { id: 'a', label: '一', count: 3, content: '内容一' },
          { id: 'b', label: '二', content: '内容二' },
        ]}
      />
      <kit.Progress label="已处理" done={3} total={10} />
      <kit.Empty title="没有内容" />
      <kit.ErrorBox error={refusal} retry={() => undefined} />
      <kit.Box tone="wait">提示</kit.Box>
    </kit.Stack>
  )
}

function Gallery() {
  const [open, setOpen] = useState(false)
  return (
    <main id="content">
      <kit.PageHead title="部件" actions={<kit.Button onClick={() => setOpen(true)}>打开</kit.Button>} />
      <kit.Card title="输入">
        <Inputs />
      </kit.Card>
      <kit.Card title="展示">
        <Shown />
      </kit.Card>
      <kit.Card title="大表">
        <kit.BigTable
          caption="十万行"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          selection={{ selected: new Set(['r2']), onChange: () => undefined }}
        />
        <kit.BigTable
          caption="空表"
          columns={columns}
          rows={[]}
          rowKey={(row) => row.id}
          empty={<kit.Empty title="空表没有内容" />}
        />
      </kit.Card>
      <kit.Dialog
        open={open}
        title="对话框"
        onClose={() => setOpen(false)}
        foot={
          <kit.Button kind="alarm" onClick={() => kit.toast({ zh: '已撤销', en: 'Revoked' })}>
            撤销
          </kit.Button>
        }
      >
        说明
      </kit.Dialog>
      <Toasts />
    </main>
  )
}
const rows = lines(100_000)

const root = createRootRoute({ component: Gallery })
const router = createRouter({ routeTree: root })
createRoot(document.getElementById('root') as HTMLElement).render(<RouterProvider router={router} />)
