export { Attachment, Uploader, type Uploads, useUploads } from './ui/Uploads.tsx'
