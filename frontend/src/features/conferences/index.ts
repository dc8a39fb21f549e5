export { ConferencesCard } from './ConferencesCard';
