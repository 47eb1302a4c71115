export { audit, TimelineEntry } from './contract.ts'
