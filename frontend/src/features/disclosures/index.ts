export { PaperButton } from './PaperButton';
export type { PrintedThing } from './PrintGroundDialog';
export { SharingPanel } from './SharingPanel';
export { usePrintGround } from './usePrintGround';
