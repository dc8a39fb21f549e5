export { AccountPage } from './AccountPage';
export { DemoAccounts } from './DemoAccounts';
export { FreshDialog } from './FreshDialog';
export { PasswordForm, PasswordRules } from './PasswordForm';
export { passwordLength, SHORTEST } from './password';
export { SecondFactors } from './SecondFactors';
export { Sessions } from './Sessions';
export { type StepUp, StepUpGivenUp, useStepUp } from './useStepUp';
