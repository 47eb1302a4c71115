import { setTimeout as sleep } from 'node:timers/promises'
import { createDoor } from '#core/command.ts'
import { catchUp, runJob } from '#core/jobs.ts'
import type { TestNode } from './node.ts'

/**
 * What the running node does by itself: reads the events, queues the job, runs it through the door. The feed stops below the
 * oldest transaction of the whole server, which other tests share, so it is read until the job is there.
 */
export async function runQueued({ database, clock, log }: TestNode, name: string): Promise<void> {
  const jobs = () => database.pool.query('select id, data from pgboss.job where name = $1', [name])
  for (let tries = 0; tries < 300 && (await jobs()).rows.length === 0; tries++) {
    await catchUp(database, clock.now())
    await sleep(100)
  }
  const { rows } = await jobs()
  if (rows.length !== 1) throw new Error(`${rows.length} jobs ${name} are queued, not one`)
  const place = { dataDir: '', url: '', demo: false }
  await runJob({ database, door: createDoor(database, place), place, clock, log }, name, rows[0].data)
}
