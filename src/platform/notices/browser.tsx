export { ObjectionList } from './ui/objections/ObjectionList.tsx'
