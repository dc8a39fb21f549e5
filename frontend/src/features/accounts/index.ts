export { AccountPage } from './AccountPage';
export { PasswordForm } from './PasswordForm';
