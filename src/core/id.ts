/** Makes uuidv7 ids (RFC 9562 §5.7) that sort by time, on the server and in browsers. Browser-safe. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

type Tick = { ms: number; sequence: number }
let running: Tick = { ms: -1, sequence: 0 }
let given: Tick = { ms: -1, sequence: 0 }

/**
 * A new uuidv7, in lower case. Ids made by one process sort in the order they were made; those of one given time too, up
 * to some 2,000 of them. `at` is an instant or epoch milliseconds; without it the machine's clock is read (an id is no
 * business time). RangeError for a time before 1970.
 */
export function uuidv7(at?: { epochMilliseconds: number } | number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const seed = ((bytes[6] ?? 0) << 3) | ((bytes[7] ?? 0) >> 5) // 11 bits: leaves as many steps again
  const { ms, sequence } = at === undefined ? nextRunning(seed) : nextGiven(millisecondsOf(at), seed)
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) % 256
  bytes[6] = 0x70 | (sequence >> 8)
  bytes[7] = sequence & 0xff
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function millisecondsOf(at: { epochMilliseconds: number } | number): number {
  const ms = typeof at === 'number' ? at : at.epochMilliseconds
  if (!Number.isInteger(ms) || ms < 0 || ms > 0xffff_ffff_ffff)
    throw new RangeError('uuidv7: time out of range')
  return ms
}

/** Never goes back, also when the machine's clock does; a full millisecond borrows the next. */
function nextRunning(seed: number): Tick {
  const ms = Math.max(Date.now(), running.ms)
  if (ms > running.ms) running = { ms, sequence: seed }
  else if (running.sequence < 0xfff) running = { ms, sequence: running.sequence + 1 }
  else running = { ms: ms + 1, sequence: seed }
  return running
}

function nextGiven(ms: number, seed: number): Tick {
  given = { ms, sequence: ms === given.ms && given.sequence < 0xfff ? given.sequence + 1 : seed }
  return given
}

/** True for a lower-case uuid of any RFC 9562 version. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text)
}
