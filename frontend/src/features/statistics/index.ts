export { AnnualPage } from './AnnualPage';
export { annualSearch } from './search';
