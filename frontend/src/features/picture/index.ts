export { PicturePanel } from './PicturePanel';
