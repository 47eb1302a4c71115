import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { alive, isPostgres, stopPostmaster } from './postgres-process.ts'

/** A server and the session that says it is in use. */
export type Running = { pid: number; keeper: pg.Client }

/** How it is with the server that we run. */
export type ServerState = {
  is: 'up' | 'restarting' | 'given_up'
  /** How often it had to be started again since our start. */
  restarts: number
  /** When it was lost last. */
  lostAt: string | null
}

/** Another living process has the data folder. */
export class InUse extends Error {}

export type KeepOptions = {
  alarm: (line: string) => void
  pausesMs?: readonly number[]
  /** Brings a server back; without it one that dies is left alone. `stubborn`: it lived and did not answer before. */
  recover?: (pid: number, stubborn: boolean) => Promise<Running>
}

/** Pauses before each try; after the last one a person is needed. */
const PAUSES_MS = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
/** A server that stays up so long has recovered: the next loss has all the tries again. */
const HEALTHY_MS = 60_000

/** Notices when the server dies, and starts it again, a limited number of times. */
export function keepUp(first: Running, { alarm, recover, pausesMs = PAUSES_MS }: KeepOptions) {
  let running = first
  const state: ServerState = { is: 'up', restarts: 0, lostAt: null }
  const stopping = new AbortController()
  let recovering: Promise<void> | undefined
  let tries = 0
  let upSince = Date.now()

  const lost = async () => {
    if (Date.now() - upSince > HEALTHY_MS) tries = 0
    Object.assign(state, { is: 'restarting', lostAt: new Date().toISOString() })
    alarm(`PostgreSQL (${running.pid}) is lost; it will be started again`)
    while (!stopping.signal.aborted) {
      const pause = pausesMs[tries++]
      if (pause === undefined) return giveUp(`it did not come back in ${pausesMs.length} tries`)
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      try {
        running = await (recover as NonNullable<typeof recover>)(running.pid, tries > 3)
        state.restarts++
        Object.assign(state, { is: 'up' })
        upSince = Date.now()
        alarm(`PostgreSQL runs again (${running.pid}, try ${tries} of ${pausesMs.length})`)
        watch()
        return
      } catch (error) {
        if (error instanceof InUse) return giveUp(error.message)
        alarm(`PostgreSQL could not be started, try ${tries} of ${pausesMs.length}: ${String(error)}`)
      }
    }
  }
  const giveUp = (why: string) => {
    state.is = 'given_up'
    alarm(`PostgreSQL stays down: ${why}. Look at what it says above, then start the node again`)
  }
  const watch = () => {
    const { keeper } = running
    // The lease alone must not keep the process alive, but its last words must be heard.
    streamOf(keeper).unref()
    if (recover)
      keeper.once('end', () => {
        if (!stopping.signal.aborted) recovering = lost()
      })
  }
  const lastWord = () => {
    if (alive(running.pid) && isPostgres(running.pid)) process.kill(running.pid, 'SIGINT')
  }
  if (recover) process.once('exit', lastWord)
  watch()
  return {
    pid: () => running.pid,
    state: (): ServerState => ({ ...state }),
    /** @param stops asked at the end whether the server goes, too */
    stop: async (stops: (running: Running) => Promise<boolean>) => {
      stopping.abort()
      await recovering
      const { pid, keeper } = running
      streamOf(keeper).ref()
      const goes = await stops(running)
      await keeper.end().catch(() => {})
      if (goes) await stopPostmaster(pid)
      process.off('exit', lastWord)
    },
  }
}

const streamOf = (keeper: pg.Client): Socket =>
  (keeper as unknown as { connection: { stream: Socket } }).connection.stream
