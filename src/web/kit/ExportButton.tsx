import { useRef, useState } from 'react'
import type { CallInput, Endpoint } from '#core/contract.ts'
import { uuidv7 } from '#core/id.ts'
import { tableAddress } from '#core/page.ts'
import { addressOf, send, sendForFile } from '../calls.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Button } from './Button.tsx'
import { ErrorBox } from './ErrorBox.tsx'

const said = {
  take: { zh: '导出 Excel', en: 'Export to Excel' },
  read: { zh: '正在导出，已读取 {count} 行', en: 'Exporting, {count} rows read' },
} as const

/** How often a running export is asked how far it is; the first time tells that it takes longer. */
const EVERY_MS = 1_000

/** Takes the whole list away as a spreadsheet, filtered as it is seen; with a count and a way out once it takes a second. */
export function ExportButton<E extends Endpoint<'query'>>({
  endpoint,
  input,
}: {
  endpoint: E
  input?: CallInput<E>
}) {
  const t = useText()
  const [count, setCount] = useState<number | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const stop = useRef<AbortController>(null)
  const run = async () => {
    stop.current = new AbortController()
    const { signal } = stop.current
    const progress = uuidv7()
    const ask = () =>
      void send(`/api/exports/${progress}`, { signal }).then(
        (told) => setCount((told as { rows: number }).rows),
        () => {},
      )
    const timer = setInterval(ask, EVERY_MS)
    setError(null)
    setBusy(true)
    try {
      save(await sendForFile(tableOf(endpoint, input), { progress, signal }))
    } catch (failure) {
      if (!signal.aborted) setError(failure)
    } finally {
      clearInterval(timer)
      setBusy(false)
      setCount(null)
    }
  }
  return (
    <div className="x-export no-print">
      <Button icon="download" busy={busy} onClick={run}>
        {t(said.take)}
      </Button>
      <span role="status">{count !== null && t(said.read, { count })}</span>
      {count !== null && <Button onClick={() => stop.current?.abort()}>{t(words.cancel)}</Button>}
      <ErrorBox error={error} />
    </div>
  )
}

function tableOf<E extends Endpoint>(endpoint: E, input: CallInput<E> | undefined): string {
  return addressOf({ ...endpoint, path: tableAddress(endpoint.path) }, input as never)
}

function save({ name, bytes }: { name: string; bytes: Blob }): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(bytes)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
