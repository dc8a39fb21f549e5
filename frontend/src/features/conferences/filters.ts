import { z } from 'zod';

export const CONFERENCE_VIEWS = ['list', 'month', 'week'] as const;

export type ConferenceView = (typeof CONFERENCE_VIEWS)[number];

/** State of the page, as it stands in the URL. Without anything: the list of what lies ahead. */
export const conferenceSearch = z.object({
  view: z.enum(CONFERENCE_VIEWS).optional().catch(undefined),
  when: z.enum(['past']).optional().catch(undefined),
  mine: z.boolean().optional().catch(undefined),
});

export type ConferenceFilters = z.infer<typeof conferenceSearch>;

export function conferenceQuery({ when, mine }: ConferenceFilters) {
  return { when: when ?? ('upcoming' as const), mine: mine || undefined, limit: 30 };
}
