export { FileRow } from './FileRow';
export { FilesPanel } from './FilesPanel';
export { ACCEPT, MAX_FILE, upload } from './upload';
export { useFiles } from './useFiles';
export { why } from './useUploads';
