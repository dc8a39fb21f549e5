export { SurveyFormPage } from './SurveyFormPage';
export { SurveyPage } from './SurveyPage';
export { SurveysPage } from './SurveysPage';
