export { ClosureDialog } from './ClosureDialog';
