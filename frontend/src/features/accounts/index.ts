export { AccountPage } from './AccountPage';
export { DemoAccounts } from './DemoAccounts';
export { PasswordForm } from './PasswordForm';
