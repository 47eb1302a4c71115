import { lazy, Suspense, useMemo } from 'react'
import { directory } from '#platform/directory/browser.ts'
import type { Text } from '#core/text.ts'
import { useAsked, useAskedLater, useMe, useParams } from '#web/api.ts'
import {
  AssumedMark,
  Box,
  Card,
  Facts,
  Link,
  PageHead,
  RegionTag,
  Row,
  Skeleton,
  Stack,
  Table,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { cases, type Programme, type Stage } from '../../browser.ts'
import { partOf } from '../../programme-parts.ts'
import { appealOf } from '../../programme.ts'
import { daysOf, deskOf, totalDays, unserved } from './programme-words.ts'

const said = {
  up: { zh: '全部事项', en: 'All programmes' },
  apply: { zh: '办理', en: 'Apply' },
  applySignIn: { zh: '登录并办理', en: 'Sign in and apply' },
  facts: { zh: '基本情况', en: 'At a glance' },
  regions: { zh: '哪些地区的单位可以办', en: 'Applicants of' },
  open: { zh: '受理时间', en: 'Taken' },
  from: { zh: '{from} 起，常年受理', en: 'from {from}, all year' },
  fromTo: { zh: '{from} 至 {to}', en: '{from} to {to}' },
  days: { zh: '全程时限', en: 'All steps' },
  daysText: {
    zh: '最多 {days} 个工作日，补正时间另计',
    en: 'at most {days} working days, supplements apart',
  },
  withdraw: { zh: '可以撤回', en: 'May be withdrawn' },
  withdrawUntil: { zh: '到“{stage}”结束前', en: 'until the end of “{stage}”' },
  needs: { zh: '要准备什么', en: 'What you need' },
  needsWhy: {
    zh: '单位档案里已有的内容自动带出，不用再填。',
    en: 'What your profile holds is filled in by itself.',
  },
  item: { zh: '内容', en: 'Item' },
  why: { zh: '说明', en: 'Why, and what a good one looks like' },
  steps: { zh: '每一步要多久', en: 'How long each step takes' },
  step: { zh: '环节', en: 'Step' },
  who: { zh: '由谁办', en: 'Handled by' },
  limit: { zh: '时限', en: 'Limit' },
  unit: { zh: '工作日', en: 'working days' },
  notes: { zh: '补正与复核', en: 'Supplements and appeals' },
  you: { zh: '申请人', en: 'the applicant' },
  pause: { zh: '补正暂停计时', en: 'a supplement pauses the clock' },
  reset: { zh: '补正后重新计时', en: 'a supplement starts it anew' },
  continue: { zh: '补正不停计时', en: 'the clock runs on' },
  supplement: {
    zh: '{clock}，{days} 个工作日内补正，最多 {rounds} 次',
    en: '{clock}; {days} working days to answer, at most {rounds} times',
  },
  appeal: {
    zh: '不予通过的，{days} 个工作日内可申请复核，复核在 {decide} 个工作日内决定',
    en: 'a refusal can be appealed within {days} working days; the appeal is decided within {decide}',
  },
  objected: {
    zh: '异议成立的，{days} 个工作日内可申请复核，复核在 {decide} 个工作日内决定',
    en: 'an objection upheld can be appealed within {days} working days; the appeal is decided within {decide}',
  },
  rebatched: {
    zh: '；撤销的，编入以后的批次',
    en: '; if it is overturned, the request goes into a later batch',
  },
} as const satisfies Record<string, Text>

/** A programme for those who think of applying: who, what, how long; one button. */
export function ProgrammePage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const programme = useAsked(cases.programme, { params: { programme: id } })
  const part = partOf(programme)
  const Rules = useMemo(() => part && lazy(() => part.load().then((Part) => ({ default: Part }))), [part])
  return (
    <>
      <PageHead
        title={programme.title}
        up={{ to: '/programmes', label: said.up }}
        lead={t(programme.summary)}
        actions={<Apply programme={programme} />}
      />
      <Stack gap="l">
        {!programme.served && <Box tone="wait">{t(unserved.why)}</Box>}
        <AtAGlance programme={programme} />
        {Rules && (
          <Suspense fallback={<Skeleton />}>
            <Rules programme={programme} />
          </Suspense>
        )}
        <Needs programme={programme} />
        <Card title={t(said.steps)}>
          <StageTable stages={programme.stages} />
        </Card>
      </Stack>
    </>
  )
}

/** To the form; a visitor signs in first and comes out there. */
function Apply({ programme }: { programme: Programme }) {
  const t = useText()
  const me = useMe()
  const start = partOf(programme)?.start(programme)
  if (!start) return null
  const back = start.search ? `${start.to}?${new URLSearchParams(start.search)}` : start.to
  if (me && !me.user)
    return (
      <Link to="/sign-in" search={{ back }} as="primary">
        {t(said.applySignIn)}
      </Link>
    )
  return (
    <Link to={start.to} {...(start.search ? { search: start.search } : {})} as="primary">
      {t(said.apply)}
    </Link>
  )
}

function AtAGlance({ programme }: { programme: Programme }) {
  const t = useText()
  const names = useAskedLater(directory.regions)
  const nameOf = (code: string) => names.data?.rows.find((row) => row.code === code)?.name ?? code
  const { effectiveFrom: from, effectiveTo: to, withdraw } = programme
  const until = programme.stages.find((stage) => stage.id === withdraw?.until)
  return (
    <Card title={t(said.facts)}>
      <Facts
        facts={[
          {
            label: said.regions,
            value: (
              <Row>
                {programme.regions.map((code) => (
                  <RegionTag key={code} code={code} name={nameOf(code)} />
                ))}
              </Row>
            ),
          },
          { label: said.open, value: to ? t(said.fromTo, { from, to }) : t(said.from, { from }) },
          { label: said.days, value: t(said.daysText, { days: totalDays(programme) }) },
          until !== undefined && {
            label: said.withdraw,
            value: t(said.withdrawUntil, { stage: t(until.title) }),
          },
        ]}
      />
    </Card>
  )
}

function Needs({ programme }: { programme: Programme }) {
  const t = useText()
  const rows = programme.form.sections.flatMap((section) => section.fields)
  return (
    <Card title={t(said.needs)}>
      <p className="x-quiet">{t(said.needsWhy)}</p>
      <Table
        caption={said.needs}
        hideCaption
        rows={rows}
        rowKey={(field) => field.id}
        columns={[
          {
            key: 'item',
            head: said.item,
            width: '40%',
            cell: (field) => (
              <>
                {t(field.label)}
                {!field.required && (
                  <span className="x-quiet">{t(words.aside, { text: words.optional })}</span>
                )}
              </>
            ),
          },
          {
            key: 'why',
            head: said.why,
            cell: (field) => (
              <>
                {field.hint && <div>{t(field.hint)}</div>}
                {field.good && <div className="x-quiet">{t(field.good)}</div>}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}

function StageTable({ stages }: { stages: readonly Stage[] }) {
  const t = useText()
  return (
    <Table
      caption={said.steps}
      hideCaption
      rows={stages}
      rowKey={(stage) => stage.id}
      columns={[
        {
          key: 'step',
          head: said.step,
          cell: (stage) => (
            <>
              {t(stage.title)} {'assumed' in stage && stage.assumed && <AssumedMark />}
            </>
          ),
        },
        { key: 'who', head: said.who, cell: (stage) => t(deskOf(stage) ?? said.you) },
        {
          key: 'limit',
          head: said.limit,
          unit: said.unit,
          right: true,
          cell: (stage) => daysOf(stage) ?? '—',
        },
        { key: 'notes', head: said.notes, cell: (stage) => <Notes stage={stage} /> },
      ]}
    />
  )
}

function Notes({ stage }: { stage: Stage }) {
  const t = useText()
  const supplement = 'supplement' in stage ? stage.supplement : null
  const appeal = appealOf(stage)
  if (!supplement && !appeal) return '—'
  return (
    <>
      {supplement && (
        <div>
          {t(said.supplement, {
            clock: t(said[supplement.clock]),
            days: supplement.workingDays,
            rounds: supplement.maxRounds,
          })}
        </div>
      )}
      {appeal && (
        <div>
          {t(stage.kind === 'public_notice' ? said.objected : said.appeal, {
            days: appeal.workingDays,
            decide: appeal.decideWorkingDays,
          })}
          {appeal.overturned === 'batch' && t(said.rebatched)}
        </div>
      )}
    </>
  )
}
