export { studySearch } from './filters';
export { StartStudyDialog } from './StartStudyDialog';
export { StudiesPage } from './StudiesPage';
export { StudyPage } from './StudyPage';
