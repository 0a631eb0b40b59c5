export { FileMissing, type FileStore } from './file-store.ts'
export {
  copyFile,
  type FileParts,
  FileTooLarge,
  type KeptBytes,
  keepBytes,
  type NewFile,
  nameFile,
  openFile,
  removeFile,
  removeForgotten,
  type StoredFile,
  saveFile,
  sweepFiles,
} from './files.ts'
export { openFileStore } from './open-store.ts'
export { filesArea } from './routes.ts'
