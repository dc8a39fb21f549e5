import type { Agency, AgencySummary, Reference } from '@/api/generated';

const label = (code: string, label: string) => ({ code, label });

/** A small city: two wards, three fields. */
export const reference: Reference = {
  formVersion: 'test',
  issueTypes: [label('care', '介護のこと'), label('debt', '支出・滞納・借金'), label('housing', '住まいのこと')],
  features: [],
  wards: [label('naka', '中区'), label('higashi', '東区')],
  districts: [
    { code: '操山', name: '操山', ward: 'naka' },
    { code: '旭東', name: '旭東', ward: 'higashi' },
  ],
  grounds: [],
  legalBases: [],
  fields: [label('elderly', '高齢'), label('disability', '障害'), label('livelihood', '生活困窮')],
  agencyKinds: [
    label('community_support_center', '地域包括支援センター'),
    label('self_reliance_center', '自立相談支援機関'),
  ],
  relations: [],
  settings: { handoffAnswerBusinessDays: 2, urgentAnswerBusinessHours: 2, firstContactBusinessDays: 5, hopLimit: 3 },
};

export const houkatsu: AgencySummary = {
  id: '019a0000-0000-7000-8000-0000000000a1',
  code: 'houkatsu-naka',
  name: '中区見本包括支援センター',
  kana: 'なかくみほんほうかつしえんせんたー',
  kind: 'community_support_center',
  fields: ['elderly'],
  wards: ['naka'],
  issueTypes: ['care'],
  phone: '086-000-0190',
  hours: '平日 8:30〜17:15',
};

export const yorisoi: AgencySummary = {
  id: '019a0000-0000-7000-8000-0000000000a2',
  code: 'yorisoi',
  name: '見本サポートセンター',
  kana: 'みほんさぽーとせんたー',
  kind: 'self_reliance_center',
  fields: ['livelihood', 'disability'],
  wards: [],
  issueTypes: ['housing', 'debt'],
};

export const houkatsuInFull: Agency = {
  id: houkatsu.id,
  code: houkatsu.code,
  name: houkatsu.name,
  kana: houkatsu.kana,
  kind: houkatsu.kind,
  fields: houkatsu.fields,
  phone: houkatsu.phone,
  accepts: '高齢の方の相談',
  services: [
    {
      id: '019a0000-0000-7000-8000-0000000000b1',
      name: '出張相談',
      fields: ['elderly'],
      wards: ['naka'],
      districts: ['操山'],
      issueTypes: ['care'],
      hours: '火・木',
    },
  ],
  updatedAt: '2026-04-01T00:00:00Z',
  actions: [],
};
