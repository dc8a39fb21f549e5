export const MEETING_TABS = ['materials', 'agenda', 'attendance', 'minutes', 'decisions'] as const;

export type MeetingTab = (typeof MEETING_TABS)[number];
