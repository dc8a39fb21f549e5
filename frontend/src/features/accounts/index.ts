export { AccountPage } from './AccountPage';
export { DemoAccounts } from './DemoAccounts';
export { FreshDialog } from './FreshDialog';
export { PasswordForm } from './PasswordForm';
export { SecondFactors } from './SecondFactors';
export { Sessions } from './Sessions';
export { type StepUp, StepUpGivenUp, useStepUp } from './useStepUp';
