export { PrintPage, type PrintPageProps } from './PrintPage';
export { type PageMargins, pageRule } from './pageRule';
