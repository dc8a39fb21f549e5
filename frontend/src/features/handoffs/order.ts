import type { AgencyRef, Ask, Case, HandOffInput } from '@/api/generated';

/** A receiver while the order is being written. */
export interface Receiver {
  readonly agency: AgencyRef;
  readonly ask: Ask;
}

/** What the dialog holds besides the receivers' own texts. */
export interface OrderDraft {
  readonly receivers: readonly Receiver[];
  readonly texts: (agencyId: string) => { reason: string; request: string };
  readonly purpose: string;
  readonly urgent: boolean;
  readonly scope: { readonly sheet: boolean; readonly notes: boolean };
  readonly ground: string;
  readonly groundNote: string;
  readonly leave: boolean;
}

/** What is wrong, by code; the dialog has the words. */
export type OrderFault =
  | 'receivers'
  | 'twoLeads'
  | 'leadAsked'
  | 'reason'
  | 'request'
  | 'purpose'
  | 'scope'
  | 'ground'
  | 'groundNote';

export interface OrderRules {
  /** Everybody of the household consented: then the ground is their consent. */
  readonly consented: boolean;
  /** Another handoff of the case already asks for the lead. */
  readonly leadAsked: boolean;
  /** Grounds that need words of their own. */
  readonly needsNote: (ground: string) => boolean;
}

/** Faults by the name of their field, in the order of the form. The server checks the same and more. */
export function checkOrder(draft: OrderDraft, rules: OrderRules): [name: string, fault: OrderFault][] {
  const faults: [string, OrderFault][] = [];
  if (draft.receivers.length === 0) faults.push(['receivers', 'receivers']);
  let lead = rules.leadAsked;
  for (const { agency, ask } of draft.receivers) {
    if (ask === 'lead') {
      if (lead) faults.push([`ask-${agency.id}`, rules.leadAsked ? 'leadAsked' : 'twoLeads']);
      lead = true;
    }
    const { reason, request } = draft.texts(agency.id);
    if (!reason) faults.push([`reason-${agency.id}`, 'reason']);
    if (!request) faults.push([`request-${agency.id}`, 'request']);
  }
  if (!draft.purpose) faults.push(['purpose', 'purpose']);
  if (!draft.scope.sheet && !draft.scope.notes) faults.push(['scope', 'scope']);
  if (!rules.consented) {
    if (!draft.ground) faults.push(['ground', 'ground']);
    else if (rules.needsNote(draft.ground) && !draft.groundNote) faults.push(['groundNote', 'groundNote']);
  }
  return faults;
}

/** The order as the contract wants it. */
export function orderBody(draft: OrderDraft, rules: Pick<OrderRules, 'consented'>): HandOffInput {
  return {
    receivers: draft.receivers.map(({ agency, ask }) => ({ agencyId: agency.id, ask, ...draft.texts(agency.id) })),
    purpose: draft.purpose,
    urgent: draft.urgent,
    scope: { ...draft.scope },
    ground: rules.consented ? 'consent' : draft.ground,
    groundNote: rules.consented ? undefined : draft.groundNote || undefined,
    leave: draft.leave && draft.receivers.some((r) => r.ask === 'lead'),
  };
}

/** The server's `receivers.1.reason` is the form's `reason-{agency}`. */
export function fieldOf(name: string, receivers: readonly Receiver[]): string | undefined {
  const m = /^receivers\.(\d+)\.(agencyId|ask|reason|request)$/.exec(name);
  if (!m) return undefined;
  const id = receivers[Number(m[1])]?.agency.id;
  return id ? `${m[2] === 'agencyId' ? 'ask' : m[2]}-${id}` : 'receivers';
}

/** The one asked first is asked for the lead, when nobody else is; the others are asked to join. */
export function askFor(receivers: readonly Receiver[], leadAsked: boolean): Ask {
  return leadAsked || receivers.some((r) => r.ask === 'lead') ? 'join' : 'lead';
}

/** True when every person of the newest sheet consents now; where no persons are in sight nobody does. */
export function everyoneConsented(c: Pick<Case, 'members'>): boolean {
  const persons = c.members.filter((m) => m.current);
  return persons.length > 0 && persons.every((m) => m.consent.state === 'given');
}

/** Some handoff of the case already waits for an answer to the lead. */
export function leadAskedFor(c: Pick<Case, 'handoffs'>): boolean {
  return c.handoffs.some((h) => h.ask === 'lead' && ['requested', 'asked', 'escalated'].includes(h.state));
}
