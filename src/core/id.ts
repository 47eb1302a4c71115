/** Makes uuidv7 ids (RFC 9562 §5.7) that sort by time, on the server and in browsers. Browser-safe. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let lastMs = -1
let sequence = 0

/**
 * A new uuidv7, in lower case. Ids made by one process in the same millisecond still sort in the order they were made.
 * `at` is an instant or epoch milliseconds; without it the machine's clock is read (an id is no business time).
 */
export function uuidv7(at?: { epochMilliseconds: number } | number): string {
  const asked = at === undefined ? Date.now() : typeof at === 'number' ? at : at.epochMilliseconds
  if (!Number.isInteger(asked) || asked < 0 || asked > 0xffff_ffff_ffff)
    throw new RangeError('uuidv7: time out of range')
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const ms = tick(asked, ((bytes[6] ?? 0) << 3) | ((bytes[7] ?? 0) >> 5))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) % 256
  bytes[6] = 0x70 | (sequence >> 8)
  bytes[7] = sequence & 0xff
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Counts up within a millisecond; 4,096 steps are room for 2,048 ids at least, then the next millisecond is borrowed. */
function tick(asked: number, seed11: number): number {
  if (asked !== lastMs) {
    lastMs = asked
    sequence = seed11
  } else if (sequence < 0xfff) sequence++
  else {
    lastMs++
    sequence = seed11
  }
  return lastMs
}

/** True for a lower-case uuid of any RFC 9562 version. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text)
}
