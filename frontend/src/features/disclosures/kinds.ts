import type { DisclosureKind } from '@/api/generated';

/** The ways data leaves, as the filter offers them. */
export const DISCLOSURE_KINDS = [
  'handoff',
  'print',
  'export',
  'file',
  'conference',
  'dispatch',
] as const satisfies readonly DisclosureKind[];
