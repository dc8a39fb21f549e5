export { AssignmentsPanel } from './AssignmentsPanel';
export { addDays, agenciesOf } from './agencies';
export { AssignmentStateBadge, DueDay } from './marks';
