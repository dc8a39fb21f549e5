// ical-read.mjs — reads a calendar from standard input with ical.js, a parser that is not ours, and writes what it found as
// JSON. The Go tests of pkg/documents/ical run it: what another program reads must be what we meant.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  const end = component.hasProperty('dtend') ? event.endDate.toJSDate().toISOString() : '';
  return {
    uid: event.uid,
    sequence: event.sequence,
    stamp: component.getFirstPropertyValue('dtstamp').toJSDate().toISOString(),
    zone: event.startDate.zone.tzid,
    start: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
    end: event.startDate.isDate ? event.endDate.toString() : end,
    summary: event.summary,
    location: event.location ?? '',
    description: event.description ?? '',
    status: component.getFirstPropertyValue('status'),
    attendees: event.attendees.map((a) => ({
      name: a.getParameter('cn') ?? '',
      address: a.getFirstValue(),
      answer: a.getParameter('partstat'),
    })),
  };
});
process.stdout.write(JSON.stringify({ method: calendar.getFirstPropertyValue('method'), events }));
