export { ConsentSection } from './ConsentSection';
export { ConsentBadge } from './marks';
export { RegroundDialog } from './RegroundDialog';
export { WithheldNotice } from './WithheldNotice';
