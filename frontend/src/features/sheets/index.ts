export { SheetView } from './view/SheetView';
export { useWords } from './view/words';
