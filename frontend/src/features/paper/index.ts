export { OpenPaperButton } from './OpenPaperButton';
