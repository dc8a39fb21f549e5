export { PrintDisposalPage } from './PrintDisposalPage';
export { RetentionPage } from './RetentionPage';
export { RETENTION_TABS, type RetentionTab } from './tabs';
