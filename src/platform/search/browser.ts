export { search } from './contract.ts'
