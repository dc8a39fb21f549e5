export { PersonMark, ProtectedMark } from './marks';
export { ProtectionNotice } from './ProtectionNotice';
export { ProtectionsCard } from './ProtectionsCard';
export { ProtectionWarning } from './Warning';
