import { createHash } from 'node:crypto'
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl'
import { Refusal } from '#core/refusal.ts'
import { refuseUnsafe, tableRefusals, type Unsafe } from './refusals.ts'

export type ZipLimits = {
  /** Files inside. */
  entries: number
  /** Bytes after unpacking, all files together. */
  unpacked: number
  /** Unpacked over packed size of one file of at least 1 MiB. */
  ratio: number
}

export type ZipReport = { names: string[]; unpacked: number; digest: string } | { unsafe: Unsafe }

export const DEFAULT_ZIP_LIMITS: ZipLimits = { entries: 2_000, unpacked: 256 * 2 ** 20, ratio: 200 }

const ENCRYPTED = 0x1
const HOSTILE_NAME = /^\/|^[a-z]:|\\|(^|\/)\.\.(\/|$)|\p{Cc}/iu
const RATIO_FROM = 2 ** 20

/**
 * Reads only the directory of a zip (xlsx, docx, ofd) and tells what is wrong with it; nothing is unpacked.
 * @param source path of the file, or its bytes
 * @throws Refusal table_unreadable when it is no zip or its directory is damaged
 */
export async function inspectZip(
  source: string | Uint8Array,
  limits: ZipLimits = DEFAULT_ZIP_LIMITS,
): Promise<ZipReport> {
  const names = new Set<string>()
  const digest = createHash('sha256')
  let unpacked = 0
  let unsafe: Unsafe | null = null
  await withZip(source, async (zip) => {
    if (zip.entryCount > limits.entries) unsafe = 'bomb'
    else
      for await (const entry of zip.eachEntry()) {
        unpacked += entry.uncompressedSize
        unsafe ??= wrongWith(entry, names, unpacked, limits)
        if (unsafe) break
        names.add(entry.fileName)
        digest.update(`${entry.fileName}\n${entry.crc32}\n`)
      }
  })
  return unsafe ? { unsafe } : { names: [...names], unpacked, digest: digest.digest('hex') }
}

function wrongWith(entry: Entry, seen: ReadonlySet<string>, total: number, limits: ZipLimits): Unsafe | null {
  if (entry.generalPurposeBitFlag & ENCRYPTED) return 'encrypted'
  if (HOSTILE_NAME.test(entry.fileName) || entry.fileName.length > 255 || seen.has(entry.fileName))
    return 'names'
  const steep =
    entry.uncompressedSize > RATIO_FROM && entry.uncompressedSize > entry.compressedSize * limits.ratio
  return total > limits.unpacked || steep ? 'bomb' : null
}

/**
 * Unpacks every file, piece by piece. yauzl fails where a file is longer than its directory entry says.
 * @throws Refusal table_unreadable
 */
export async function eachPiece(
  source: string | Uint8Array,
  take: (name: string, piece: Buffer) => void,
): Promise<void> {
  await withZip(source, async (zip) => {
    for await (const entry of zip.eachEntry()) {
      for await (const piece of await zip.openReadStreamPromise(entry)) take(entry.fileName, piece as Buffer)
    }
  })
}

async function withZip(source: string | Uint8Array, use: (zip: ZipFile) => Promise<void>): Promise<void> {
  let zip: ZipFile | undefined
  try {
    zip = await open(source)
    await use(zip)
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (BAD_NAME.test((error as Error).message)) refuseUnsafe('names')
    throw tableRefusals.make('table_unreadable')
  } finally {
    zip?.close()
  }
}

/** What yauzl says of names that would leave the folder. */
const BAD_NAME = /invalid characters in fileName|absolute path|invalid relative path/

function open(source: string | Uint8Array): Promise<ZipFile> {
  if (typeof source === 'string') return openPromise(source, { autoClose: false })
  return fromBufferPromise(Buffer.from(source.buffer, source.byteOffset, source.byteLength), {
    autoClose: false,
  })
}
