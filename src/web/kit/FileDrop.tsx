import { type ChangeEvent, type DragEvent, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { useControl } from './Field.tsx'
import { Icon } from './Icon.tsx'
import { Button } from './Button.tsx'

export type FileEntry = {
  /** The id the server gave; null while it is on its way. */
  id: string | null
  name: string
  bytes: number
  /** 0–100 while it is sent. */
  percent?: number
  error?: Text | string | null
  /** The server saw this very file before, elsewhere. */
  warning?: Text | string | null
  href?: string
}

const said = {
  drop: { zh: '把文件拖到这里，或', en: 'Drop files here, or ' },
  choose: { zh: '选择文件', en: 'choose files' },
  remove: { zh: '移除 {name}', en: 'Remove {name}' },
  tooBig: { zh: '超过 {limit}，请压缩后再传。', en: 'Larger than {limit}; make it smaller first.' },
} as const satisfies Record<string, Text>

/** `1.2 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}

type FileDropProps = {
  files: readonly FileEntry[]
  onAdd: (files: File[]) => void
  onRemove?: (entry: FileEntry) => void
  /** `.pdf,.jpg` as the browser's file picker takes it. */
  accept?: string
  maxBytes?: number
  multiple?: boolean
  /** What a good one looks like. */
  good?: Text | string
}

/** Takes files by drop, click or keyboard; sending them is the caller's part. */
export function FileDrop({
  files,
  onAdd,
  onRemove,
  accept,
  maxBytes = 20 * 1_048_576,
  multiple = true,
  good,
}: FileDropProps) {
  const t = useText()
  const [refused, setRefused] = useState<string[]>([])
  const take = (list: FileList | null) => {
    const given = Array.from(list ?? [])
    setRefused(given.filter((file) => file.size > maxBytes).map((file) => file.name))
    const fit = given.filter((file) => file.size <= maxBytes)
    if (fit.length > 0) onAdd(multiple ? fit : fit.slice(0, 1))
  }
  return (
    <div className="x-files">
      <DropPlace take={take} accept={accept} multiple={multiple} maxBytes={maxBytes} />
      {good && <div className="x-hint">{t(good)}</div>}
      {refused.map((name) => (
        <div key={name} className="x-error" role="alert">
          {t(words.about, { name, text: t(said.tooBig, { limit: bytesText(maxBytes) }) })}
        </div>
      ))}
      <ul className="x-file-list">
        {files.map((entry) => (
          <FileLine key={entry.id ?? entry.name} entry={entry} onRemove={onRemove} />
        ))}
      </ul>
    </div>
  )
}

type DropPlaceProps = {
  take: (list: FileList | null) => void
  accept: string | undefined
  multiple: boolean
  maxBytes: number
}

function DropPlace({ take, accept, multiple, maxBytes }: DropPlaceProps) {
  const t = useText()
  const { aria } = useControl()
  const [over, setOver] = useState(false)
  const drag = (event: DragEvent) => {
    event.preventDefault()
    setOver(event.type === 'dragover')
    if (event.type === 'drop') take(event.dataTransfer.files)
  }
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    take(event.target.files)
    event.target.value = '' // the same file can be picked again
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the file input inside is the first
    <div className={`x-drop${over ? ' x-drop-over' : ''}`} onDragOver={drag} onDragLeave={drag} onDrop={drag}>
      <Icon name="upload" size="1.5em" />
      <label>
        {t(said.drop)}
        <span className="x-drop-choose">{t(said.choose)}</span>
        <input {...aria} type="file" accept={accept} multiple={multiple} onChange={pick} />
      </label>
      <span className="x-quiet">≤ {bytesText(maxBytes)}</span>
    </div>
  )
}

function FileLine({
  entry,
  onRemove,
}: {
  entry: FileEntry
  onRemove: ((entry: FileEntry) => void) | undefined
}) {
  const t = useText()
  const underway = entry.percent !== undefined && entry.id === null
  return (
    <li>
      <Icon name="file" />
      {entry.href ? <a href={entry.href}>{entry.name}</a> : <span>{entry.name}</span>}
      <span className="x-quiet">{bytesText(entry.bytes)}</span>
      {underway && <progress aria-label={entry.name} value={entry.percent} max={100} />}
      {entry.error && <span className="x-error">{t(entry.error)}</span>}
      {entry.warning && <span className="x-tag x-tone-wait">{t(entry.warning)}</span>}
      {onRemove && (
        <Button
          kind="quiet"
          small
          icon="cross"
          aria-label={t(said.remove, { name: entry.name })}
          onClick={() => onRemove(entry)}
        />
      )}
    </li>
  )
}
