export { AgencyEditPage } from './AgencyEditPage';
export { AgencyListPage } from './AgencyListPage';
export { AgencyPage } from './AgencyPage';
export { AgencyPicker, type AgencyPickerProps } from './AgencyPicker';
export { AgencySuggestions, type AgencySuggestionsProps } from './AgencySuggestions';
export { ImportPage } from './ImportPage';
export { type DirectoryLabels, useDirectoryLabels } from './labels';
export { PrintAgenciesPage } from './PrintAgenciesPage';
export { agencySearch } from './search';
