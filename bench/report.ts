import { cpus, totalmem } from 'node:os'

export type Line = {
  name: string
  perSecond: number
  p50Ms?: number
  p95Ms?: number
  p99Ms?: number
  errors?: number
}

/** Prints a table for people, then the result as one line of JSON, always the last. */
export function report(
  bench: string,
  lines: readonly Line[],
  result: { ours: number; peer: number; unit: string; note?: string },
) {
  const { ours, peer, unit, note } = result
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  console.log(`\n${bench} (${machine}, Node ${process.versions.node})`)
  console.table(
    Object.fromEntries(
      lines.map(({ name, ...figures }) => [
        name,
        Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, round(value)])),
      ]),
    ),
  )
  if (note) console.log(note)
  console.log(
    JSON.stringify({
      bench,
      ours: round(ours),
      peer: round(peer),
      ratio: Number((ours / peer).toFixed(3)),
      unit,
    }),
  )
}

const round = (value: number) => (value >= 100 ? Math.round(value) : Number(value.toFixed(2)))

/** Measures several things in turns and averages them, so that a busy neighbour slows all of them and not one. */
export async function inTurns(rounds: number, cases: readonly (() => Promise<Line>)[]): Promise<Line[]> {
  const seen: Line[][] = cases.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of cases.entries()) seen[i]!.push(await run())
  }
  const mean = (lines: Line[], key: Exclude<keyof Line, 'name'>) =>
    lines.reduce((sum, line) => sum + (line[key] ?? 0), 0) / lines.length
  return seen.map((lines) => ({
    name: lines[0]!.name,
    perSecond: mean(lines, 'perSecond'),
    p50Ms: mean(lines, 'p50Ms'),
    p95Ms: mean(lines, 'p95Ms'),
    p99Ms: mean(lines, 'p99Ms'),
    errors: mean(lines, 'errors') * lines.length,
  }))
}

/**
 * Runs `clients` loops for some seconds; `work` says how many things it finished. The first half second warms up and does not count.
 * @returns a line with things a second and the latency of one call
 */
export async function measure(
  name: string,
  { clients, seconds }: { clients: number; seconds: number },
  work: (client: number, turn: number) => Promise<number>,
): Promise<Line> {
  const times: number[] = []
  let done = 0
  let errors = 0
  const begin = performance.now() + 500
  const end = begin + seconds * 1000
  const loop = async (client: number) => {
    for (let turn = 0; performance.now() < end; turn++) {
      const start = performance.now()
      try {
        const finished = await work(client, turn)
        const now = performance.now()
        if (now < begin || now > end) continue
        done += finished
        times.push(now - start)
      } catch (error) {
        if (errors++ === 0) console.error(error)
      }
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)))
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { name, perSecond: done / seconds, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), errors }
}
