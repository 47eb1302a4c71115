export { isLoaded, loadPack } from './load.ts'
export { type Pack, readPack } from './pack.ts'
import './policy.ts'
