export { AnnualPage } from './AnnualPage';
export { DashboardPage } from './DashboardPage';
export { dashboardSearch } from './panels';
export { annualSearch } from './search';
