export { trainingSearch } from './search';
export { TrainingPage } from './TrainingPage';
export { TrainingsPage } from './TrainingsPage';
