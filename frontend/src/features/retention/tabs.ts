export const RETENTION_TABS = ['due', 'waiting', 'held', 'listed', 'disposals'] as const;

export type RetentionTab = (typeof RETENTION_TABS)[number];
