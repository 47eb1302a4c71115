import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import busboy from 'busboy'
import { uuidv7 } from '#core/id.ts'
import { coreRefusals, Refusal } from '#core/refusal.ts'
import { fileRefusals } from './rules.ts'

/** Bytes on disk that nobody owns yet. */
export type Received = { path: string; sha256: string; size: number; rawName: string; purpose: string }

export type ReceiveOptions = { folder: string; limitBytes: number }

/**
 * Streams one upload to a file of its own, counting and hashing on the way; memory holds a few pieces at a time.
 * Whatever goes wrong, nothing is left behind.
 * @throws Refusal file_too_large, file_empty, file_missing, file_cut_off, body_malformed
 */
export async function receive(request: Request, options: ReceiveOptions): Promise<Received> {
  if (!request.body) fileRefusals.refuse('file_missing')
  const incoming = join(options.folder, 'incoming')
  await mkdir(incoming, { recursive: true })
  const path = join(incoming, uuidv7())
  try {
    const multipart = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '')
    const received = multipart
      ? await takeForm(request, path, options)
      : await takeBytes(request, path, options)
    if (received.size === 0) fileRefusals.refuse('file_empty')
    const whole = await open(path, 'r+')
    await whole.sync().finally(() => whole.close())
    return received
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function takeBytes(request: Request, path: string, { limitBytes }: ReceiveOptions): Promise<Received> {
  const query = new URL(request.url, 'http://node').searchParams
  const announced = Number(request.headers.get('content-length') ?? 0)
  if (announced > limitBytes) refuseLarge(limitBytes)
  const meter = createMeter(limitBytes)
  await pipeline(bodyOf(request), meter.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 })).catch(
    cutOff,
  )
  const received = meter.result()
  if (announced > 0 && received.size !== announced) fileRefusals.refuse('file_cut_off')
  return { path, ...received, rawName: query.get('name') ?? '', purpose: query.get('purpose') ?? '' }
}

async function takeForm(request: Request, path: string, { limitBytes }: ReceiveOptions): Promise<Received> {
  const form = parserOf(request, limitBytes)
  const meter = createMeter(limitBytes)
  let rawName: string | null = null
  let purpose = ''
  let writing: Promise<void> | undefined
  form.on('field', (name, value) => {
    if (name === 'purpose') purpose = value
  })
  form.on('file', (_field, stream, info) => {
    rawName = info.filename ?? ''
    writing = pipeline(stream, meter.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    // Told below; a form that breaks off rejects twice.
    writing.catch((error: Error) => form.destroy(error))
  })
  await pipeline(bodyOf(request), form).catch(cutOff)
  await writing?.catch(cutOff)
  if (rawName === null) return fileRefusals.refuse('file_missing')
  return { path, ...meter.result(), rawName, purpose }
}

function parserOf(request: Request, limitBytes: number) {
  try {
    return busboy({
      headers: Object.fromEntries(request.headers),
      defParamCharset: 'utf8',
      preservePath: true,
      // One byte more than allowed, so that the meter and not busboy decides.
      limits: {
        files: 1,
        fileSize: limitBytes + 1,
        fields: 4,
        fieldSize: 1_000,
        fieldNameSize: 100,
        parts: 5,
      },
    })
  } catch {
    return coreRefusals.refuse('body_malformed')
  }
}

const bodyOf = (request: Request) => Readable.fromWeb(request.body as ReadableStream)
const refuseLarge = (limitBytes: number): never =>
  fileRefusals.refuse('file_too_large', { limit: Math.floor(limitBytes / 2 ** 20) })

/** A stream that breaks is the sender's network or a malformed form; what our own disk says is a defect. */
function cutOff(error: NodeJS.ErrnoException): never {
  if (error instanceof Refusal || error.syscall === 'open' || error.syscall === 'write') throw error
  return fileRefusals.refuse('file_cut_off')
}

function createMeter(limitBytes: number) {
  const hash = createHash('sha256')
  let size = 0
  const stream = new Transform({
    transform(piece: Buffer, _, done) {
      size += piece.length
      if (size > limitBytes)
        return done(fileRefusals.make('file_too_large', { limit: Math.floor(limitBytes / 2 ** 20) }))
      hash.update(piece)
      done(null, piece)
    },
  })
  return { stream, result: () => ({ size, sha256: hash.digest('hex') }) }
}
