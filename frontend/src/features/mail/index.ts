export { DemoMailPage } from './DemoMailPage';
export { MailChoice } from './MailChoice';
export { type MailFilters, MailPage, mailSearch } from './MailPage';
