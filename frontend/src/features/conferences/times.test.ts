import { describe, expect, it } from 'vitest';
import { columnText, nextWeekday, spanText } from './times';

describe('times of a conference', () => {
  it('reads in Japan, whatever the machine is set to', () => {
    expect(spanText('2026-11-26T01:00:00Z', '2026-11-26T02:30:00Z')).toBe('令和8年11月26日(木) 10:00–11:30');
    expect(columnText('2026-11-26T16:00:00Z', '2026-11-26T17:00:00Z')).toEqual({
      day: '11/27(金)',
      time: '01:00–02:00',
    });
  });

  it('leaves out the weekend', () => {
    expect(nextWeekday('2026-11-27')).toBe('2026-11-30');
    expect(nextWeekday('2026-12-31')).toBe('2027-01-01');
  });
});
