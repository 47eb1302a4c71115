import { useRef, useState } from 'react'
import { useLanguage, useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, ErrorBox } from '#web/kit/index.ts'
import { exportCases } from './exportCases.ts'
import type { Filters } from './filters.ts'

/** Exports the list as seen, with a count and a way out. */
export function ExportButton({ filters }: { filters: Filters }) {
  const t = useText()
  const language = useLanguage()
  const [count, setCount] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const stop = useRef<AbortController>(null)
  const run = async () => {
    stop.current = new AbortController()
    const { signal } = stop.current
    setError(null)
    setCount(0)
    try {
      await exportCases(filters, language, { signal, told: setCount })
    } catch (failure) {
      if (!signal.aborted) setError(failure)
    } finally {
      setCount(null)
    }
  }
  if (error) return <ErrorBox error={error} retry={run} />
  if (count === null)
    return (
      <Button icon="download" onClick={run}>
        {t({ zh: '导出清单', en: 'Export the list' })}
      </Button>
    )
  return (
    <>
      <span role="status">{t({ zh: '已读取 {count} 件……', en: '{count} read…' }, { count })}</span>
      <Button onClick={() => stop.current?.abort()}>{t(words.cancel)}</Button>
    </>
  )
}
