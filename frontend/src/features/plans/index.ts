export { PlanPanel } from './PlanPanel';
export { ScoreFields, scoresOf } from './ScoreFields';
