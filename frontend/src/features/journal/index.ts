export { BreachPage } from './BreachPage';
export { journalSearch } from './filters';
export { JournalPage } from './JournalPage';
export { PrintBreachPage } from './PrintBreachPage';
export { ViewersPage } from './ViewersPage';
