export { ForgottenPage } from './ForgottenPage';
export { type PeopleFilters, peopleSearch } from './filters';
export { PasswordLinkPage } from './PasswordLinkPage';
export { PeoplePage } from './PeoplePage';
export { PersonPage } from './PersonPage';
