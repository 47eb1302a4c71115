export { FILE_LIMIT_BYTES, files, StoredFile, SubjectRef, upload } from './contract.ts'
export { cleanName, extensions, fileRefusals, nameFault } from './rules.ts'
