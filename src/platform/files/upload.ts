import type { Actor } from '#core/actor.ts'
import type { Answer, Door, Place } from '#core/command.ts'
import { keepFile, dropReceived } from './actions.ts'
import { FILE_LIMIT_BYTES, upload } from './contract.ts'
import { folderOf } from './disk.ts'
import { inspect } from './inspect.ts'
import { type Received, receive } from './receive.ts'

export type UploadCall = { actor: Actor; now: Temporal.Instant; key?: string | undefined; visitor: string }
type Parts = { door: Door; place: Pick<Place, 'dataDir'> }

/**
 * Makes received bytes a file, through the door; whatever happens, nothing is left in the folder of incoming files.
 * @throws Refusal as the upload declares them
 */
export async function keepReceived(
  { door, place: { dataDir } }: Parts,
  { key, ...call }: UploadCall,
  received: Received,
): Promise<Answer> {
  try {
    const { name, mediaType } = await inspect(received.path, received.rawName)
    const { path: _, ...input } = { ...received, name, mediaType }
    const { actor, now } = call
    return await door.run({
      name: 'files.upload',
      endpoint: upload,
      actor,
      now,
      key: key || undefined,
      input,
      handle: async ({ tx, event }) => {
        const file = await keepFile(tx, { ...call, dataDir }, { ...received, name, mediaType })
        const { id, sha256, size } = file
        event({ subject: { kind: 'file', id }, changes: { name, sha256, size } })
        return file
      },
    })
  } finally {
    await dropReceived(received)
  }
}

export type NewFile = { name: string; purpose: string; bytes: Uint8Array<ArrayBuffer> }

/** A file made inside the process, by the same checks as one that came over the network. Its id. */
export async function uploadBytes(
  parts: Parts,
  call: Omit<UploadCall, 'visitor'>,
  file: NewFile,
): Promise<string> {
  const query = new URLSearchParams({ name: file.name, purpose: file.purpose })
  const request = new Request(`http://node/?${query}`, { method: 'POST', body: file.bytes })
  const folder = folderOf(parts.place.dataDir)
  const received = await receive(request, { folder, limitBytes: FILE_LIMIT_BYTES })
  const { body } = await keepReceived(parts, { ...call, visitor: '' }, received)
  return (body as { id: string }).id
}
