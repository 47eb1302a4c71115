import { useState } from 'react'
import { z } from 'zod'
import { directory, providerStates, providerTones } from '#platform/directory/browser.ts'
import type { Text } from '#core/text.ts'
import { useFilters, useList } from '#web/api.ts'
import {
  Button,
  Card,
  Checkbox,
  Empty,
  Field,
  Link,
  More,
  PageHead,
  RegionTag,
  Row,
  Select,
  Skeleton,
  Split,
  Stack,
  StateTag,
  TextInput,
  ExportButton,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { keysOf, SERVICE_KINDS } from '../../browser.ts'
import { classWords, listWords } from '../../provider-words.ts'
import { RegionSelect } from './RegionSelect.tsx'
import { useRegions, useRulebooks } from './useRulebooks.ts'

const said = {
  title: { zh: '服务机构', en: 'Providers' },
  lead: {
    zh: '已入库、可以收科技创新券的高校、实验室和科研院所。入库有范围、有起止日期，签合同前请先核对。',
    en: 'Universities, laboratories and institutes admitted to take vouchers. An admission has a scope and dates: check them before you sign.',
  },
  find: { zh: '查找', en: 'Find' },
  name: { zh: '机构或所属单位名称', en: 'Name of the provider or its host' },
  region: { zh: '所在地', en: 'Region' },
  service: { zh: '服务类型', en: 'Service' },
  kind: { zh: '机构类别', en: 'Class' },
  list: { zh: '所在名录', en: 'Admitted by' },
  any: { zh: '不限', en: 'Any' },
  all: { zh: '包括已到期、已移出、未生效和已注销的', en: 'Also those over, withdrawn, to come or closed' },
  reset: { zh: '清除条件', en: 'Clear the filters' },
  results: { zh: '查找结果', en: 'Results' },
  none: { zh: '没有符合条件的服务机构', en: 'No provider fits' },
  noneHow: { zh: '请减少条件，或换个说法再查。', en: 'Drop a filter, or try other words.' },
  of: { zh: '{host}所属', en: 'of {host}' },
  from: { zh: '{from} 入库', en: 'admitted {from}' },
  until: { zh: '{from} 至 {to}', en: '{from} to {to}' },
} as const satisfies Record<string, Text>

const Code = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,80}$/)
const Filters = z.object({
  q: z.string().max(100).optional(),
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  service: Code.optional(),
  providerClass: Code.optional(),
  list: Code.optional(),
  all: z.literal('true').optional(),
})

/** Facets left, results as cards. */
export function Providers() {
  const t = useText()
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Split left={<Facets />} right={<Results />} />
    </>
  )
}

function Facets() {
  const t = useText()
  const [filters, setFilters] = useFilters(Filters)
  const [typed, setTyped] = useState(filters.q ?? '')
  const { books, agreements } = useRulebooks()
  const { rows } = useRegions()
  const path =
    rows.find((row) => row.code === filters.region)?.path ?? (filters.region ? [filters.region] : [])
  const reset = () => {
    setTyped('')
    setFilters({
      q: undefined,
      region: undefined,
      service: undefined,
      providerClass: undefined,
      list: undefined,
      all: undefined,
    })
  }
  return (
    <Card title={t(said.find)}>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setFilters({ q: typed.trim() || undefined })
          }}
        >
          <Stack>
            <Field label={said.name} required>
              <TextInput type="search" value={typed} onChange={setTyped} maxLength={100} />
            </Field>
            <Row>
              <Button type="submit" kind="primary" icon="search">
                {t(words.search)}
              </Button>
              <Button kind="quiet" onClick={reset}>
                {t(said.reset)}
              </Button>
            </Row>
            <Field label={said.region} required group>
              <RegionSelect
                what={said.region}
                value={path}
                onChange={(next) => setFilters({ region: next?.at(-1) })}
              />
            </Field>
            <Field label={said.service} required>
              <Select
                value={filters.service ?? ''}
                none={said.any}
                onChange={(next) => setFilters({ service: next || undefined })}
                options={keysOf(SERVICE_KINDS).map((value) => ({
                  value: value as string,
                  label: SERVICE_KINDS[value],
                }))}
              />
            </Field>
            <Field label={said.kind} required>
              <Select
                value={filters.providerClass ?? ''}
                none={said.any}
                onChange={(next) => setFilters({ providerClass: next || undefined })}
                options={[...classWords(books)].map(([value, label]) => ({ value, label }))}
              />
            </Field>
            <Field label={said.list} required>
              <Select
                value={filters.list ?? ''}
                none={said.any}
                onChange={(next) => setFilters({ list: next || undefined })}
                options={[...listWords(books, agreements)].map(([value, label]) => ({ value, label }))}
              />
            </Field>
            <Checkbox
              value={filters.all === 'true'}
              onChange={(next) => setFilters({ all: next ? 'true' : undefined })}
              label={said.all}
            />
          </Stack>
        </form>
      </search>
    </Card>
  )
}

function Results() {
  const t = useText()
  const [filters] = useFilters(Filters)
  const found = useList(directory.providers, { query: { ...filters, limit: 30 } })
  if (found.loading) return <Skeleton lines={8} />
  return (
    <section aria-label={t(said.results)}>
      <ExportButton endpoint={directory.providers} input={{ query: filters }} />
      {found.rows.length === 0 && <Empty title={t(said.none)}>{t(said.noneHow)}</Empty>}
      <Stack>
        {found.rows.map((row) => (
          <Card
            key={row.id}
            title={
              <Link to="/providers/$id" params={{ id: row.organisation.id }}>
                {row.organisation.name}
              </Link>
            }
            actions={<StateTag tone={providerTones[row.state]}>{t(providerStates[row.state])}</StateTag>}
          >
            <Stack gap="s">
              <Row>
                <RegionTag code={row.regionCode} name={row.regionName} />
                <span>{t(row.names.providerClass)}</span>
                {row.host && <span className="x-quiet">{t(said.of, { host: row.host.name })}</span>}
              </Row>
              <div>{t(row.names.scope)}</div>
              <div className="x-quiet x-note">
                {t(row.names.list)} ·{' '}
                {row.lastDay
                  ? t(said.until, { from: row.from, to: row.lastDay })
                  : t(said.from, { from: row.from })}
              </div>
            </Stack>
          </Card>
        ))}
      </Stack>
      <More {...found} />
    </section>
  )
}
