/**
 * What the form holds: texts as they are typed, ticks, and lists. Everything is present and empty at first, so that no
 * input changes between "has a value" and "has none".
 */
export interface ConsentForm {
  state: string;
  method: string;
  recordedOn: string;
  recordedOnText: string;
  explainedBy: string;
  note: string;
}

export interface BirthForm {
  precision: string;
  /** YYYY-MM-DD */
  date: string;
  /** What is typed for `date` as long as it is no date. */
  dateText: string;
  /** Western or Japanese (S55); for precision month and year. */
  year: string;
  month: string;
  age: string;
  ageToldOn: string;
  ageToldOnText: string;
}

export interface AddressForm {
  kind: string;
  postalCode: string;
  town: string;
  lot: string;
  building: string;
  ward: string;
  district: string;
  text: string;
}

export interface NameForm {
  kind: string;
  name: string;
  kana: string;
}

export interface SubjectForm {
  name: string;
  kana: string;
  otherNames: NameForm[];
  gender: string;
  birth: BirthForm;
  address: AddressForm;
  phoneHome: string;
  phoneMobile: string;
  description: string;
  consent: ConsentForm;
}

export interface MemberForm {
  id: string;
  name: string;
  kana: string;
  gender: string;
  age: string;
  ageToldOn: string;
  ageToldOnText: string;
  relation: string;
  note: string;
  consent: ConsentForm;
}

export interface ReferralForm {
  agencyId: string;
  agencyName: string;
  reason: string;
}

export interface SheetForm {
  receivedDate: string;
  receivedDateText: string;
  /** HH:MM */
  receivedTime: string;
  channel: string;
  receivedBy: string;
  /** `self` 本人, `other` someone for 本人. */
  visitorIs: string;
  visitor: { name: string; kana: string; relation: string; phone: string; note: string };
  subject: SubjectForm;
  issues: string[];
  mostPressing: string;
  otherIssue: string;
  householdSize: string;
  members: MemberForm[];
  request: string;
  wishes: string;
  referrals: ReferralForm[];
  features: string[];
  danger: boolean;
  dangerNote: string;
  purposeNotice: { shown: boolean; shownOn: string; shownOnText: string; method: string };
}

export function emptyConsent(): ConsentForm {
  return { state: '', method: '', recordedOn: '', recordedOnText: '', explainedBy: '', note: '' };
}

export function emptyMember(id: string): MemberForm {
  return {
    id,
    name: '',
    kana: '',
    gender: '',
    age: '',
    ageToldOn: '',
    ageToldOnText: '',
    relation: '',
    note: '',
    consent: emptyConsent(),
  };
}

export function emptyReferral(): ReferralForm {
  return { agencyId: '', agencyName: '', reason: '' };
}
