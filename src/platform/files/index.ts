export { FileMissing, type FileStore } from './file-store.ts'
export {
  type FileParts,
  FileTooLarge,
  type NewFile,
  openFile,
  removeFile,
  removeForgotten,
  type StoredFile,
  saveFile,
  sweepFiles,
} from './files.ts'
export { openFileStore } from './open-store.ts'
export { filesArea } from './routes.ts'
