export { AgencyPicker, type AgencyPickerProps } from './AgencyPicker';
export { AgencySuggestions, type AgencySuggestionsProps } from './AgencySuggestions';
export { type DirectoryLabels, useDirectoryLabels } from './labels';
