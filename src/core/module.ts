import type { Hono } from 'hono'
import type { z } from 'zod'
import type { Actor } from './actor.ts'
import type { CommandCtx, Place } from './command.ts'
import type { Contract, Endpoint, InputOf, ReturnsOf } from './contract.ts'
import type { Lists } from './list-table.ts'
import type { Database, Reader } from './db.ts'
import type { Door } from './command.ts'
import type { QueryCtx } from './query.ts'
import type { Text } from './text.ts'
import type { Clock } from './time.ts'
import type { Sent } from './wire.ts'

type CtxOf<E> = E extends Endpoint<'command'> ? CommandCtx : QueryCtx
type Answered<E> = Promise<E extends Endpoint<'command'> ? Sent<ReturnsOf<E>> : Sent<ReturnsOf<E>> | Response>

/** One handler for each endpoint of a contract. */
export type Handlers<C extends Contract> = {
  [K in keyof C]: (ctx: CtxOf<C[K]>, input: InputOf<C[K]>) => Answered<C[K]>
}

/** Which lane a command belongs to; null for none. */
export type Lanes<C extends Contract> = {
  [K in keyof C]?: (db: Reader, input: InputOf<C[K]>) => Promise<string | null>
}

/** What raw routes (uploads, sign-in) need of the node; they must check rights themselves and stand in the policy matrix. */
export type RawRoutes = {
  app: Hono
  database: Database
  door: Door
  place: Place
  clock: Clock
  actorOf: (headers: Headers) => Promise<Actor>
}

/** A raw route as the interface description tells it; an address under a `*` of `paths` is told by itself. */
export type ToldRoute = {
  method: 'GET' | 'POST'
  path: string
  allow: string
  name: string
  summary: Text
  query?: z.ZodType
  /** By media type. */
  bodies?: Record<string, z.ZodType>
  returns?: z.ZodType
  /** What it answers with where that is no JSON. */
  answers?: string
  refuses?: readonly string[]
}

/** A module as the node mounts it. */
export type Module<C extends Contract = Contract> = {
  name: string
  contract: C
  handlers: Handlers<C>
  lanes?: Lanes<C>
  /** Which of its queries are lists that can be taken away as a table. */
  lists?: Lists<C>
  raw?: {
    paths: readonly { method: string; path: string; allow: string }[]
    told?: readonly ToldRoute[]
    mount: (routes: RawRoutes) => void
  }
}

export function module<C extends Contract>(spec: Module<C>): Module {
  return spec as unknown as Module
}
