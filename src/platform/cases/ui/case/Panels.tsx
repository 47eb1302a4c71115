import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { CatchBoundary } from '@tanstack/react-router'
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode, Suspense } from 'react'
import { useText } from '#web/i18n/text.ts'
import { useMay } from '#web/api.ts'
import { Card, ErrorBox, Skeleton } from '#web/kit/index.ts'
import { type CasePanel, type CasePanelProps, useCasePanels } from '../panels.ts'
import type { Detail } from '../words.ts'

type Loaded = LazyExoticComponent<ComponentType<CasePanelProps>>
const loaded = new WeakMap<CasePanel, Loaded>()

/** Each panel is fetched once, when the first case needs it. */
function partOf(panel: CasePanel): Loaded {
  const known = loaded.get(panel)
  if (known) return known
  const part = lazy(() => panel.load().then((found) => ({ default: found })))
  loaded.set(panel, part)
  return part
}

/** What the business modules show beside a case. */
export function Panels({ detail, where }: { detail: Detail; where: CasePanelProps['where'] }) {
  const t = useText()
  const may = useMay()
  const { outcome, id: programme } = detail.programme
  const shown = useCasePanels()
    .filter((one) => one.outcomes.includes(outcome) && (one.programmes?.includes(programme) ?? true))
    .filter((one) => !one.needs || may(one.needs))
    .sort((a, b) => a.order - b.order)
  return shown.map((panel) => {
    const Part = partOf(panel)
    return (
      <Card key={panel.title.zh} title={t(panel.title)}>
        <Guard caseId={detail.id}>
          <Suspense fallback={<Skeleton lines={5} />}>
            <Part caseId={detail.id} organisationId={detail.organisationId} where={where} />
          </Suspense>
        </Guard>
      </Card>
    )
  })
}

/** A panel that fails says so in its place. */
function Guard({ caseId, children }: { caseId: string; children: ReactNode }) {
  const queries = useQueryErrorResetBoundary()
  return (
    <CatchBoundary
      getResetKey={() => caseId}
      errorComponent={({ error, reset }) => (
        <ErrorBox
          error={error}
          retry={() => {
            queries.reset()
            reset()
          }}
        />
      )}
    >
      {children}
    </CatchBoundary>
  )
}
