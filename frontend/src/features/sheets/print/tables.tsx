import { useTranslations } from 'use-intl';
import type { Member, Referral, SheetContent } from '@/api/generated';
import type { Words } from '../view/words';
import { PAPER, wrap } from './layout';

interface HouseholdProps {
  /** Undefined: a blank row. */
  rows: readonly (Member | undefined)[];
  content: SheetContent;
  words: Words;
}

/** 世帯構成, 本人 in the first row. */
export function HouseholdTable({ rows, content, words }: HouseholdProps) {
  const t = useTranslations('sheets.print');
  const s = content.subject ?? {};
  return (
    <table className="sheet-box sheet-rows">
      <caption>
        {t('household')}
        <span>{t('size', { count: content.householdSize ?? '　　' })}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col" className="sheet-w-name">
            {t('name')}
          </th>
          <th scope="col" className="sheet-w-age">
            {t('age')}
          </th>
          <th scope="col" className="sheet-w-relation">
            {t('relation')}
          </th>
          <th scope="col">{t('note')}</th>
          <th scope="col" className="sheet-w-consent">
            {t('consentShort')}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>{s.name}</td>
          <td>{words.age(s.birth)}</td>
          <td>{t('self')}</td>
          <td />
          <td>{words.consent(s.consent && { state: s.consent.state })}</td>
        </tr>
        {rows.map((m, i) => (
          <MemberLine key={m?.id ?? `blank ${i}`} member={m} words={words} />
        ))}
      </tbody>
    </table>
  );
}

export function MemberLine({ member: m, words }: { member: Member | undefined; words: Words }) {
  return (
    <tr>
      <td>{m?.name}</td>
      <td>{m ? words.memberAge({ age: m.age }) : ''}</td>
      <td>{m?.relation}</td>
      <td>{m?.note}</td>
      <td>{words.consent(m?.consent && { state: m.consent.state })}</td>
    </tr>
  );
}

/** 紹介先. A reason longer than its place goes to 別紙. */
export function ReferralTable({ rows }: { rows: readonly (Referral | undefined)[] }) {
  const t = useTranslations('sheets.print');
  return (
    <table className="sheet-box sheet-rows">
      <caption>{t('referrals')}</caption>
      <thead>
        <tr>
          <th scope="col" className="sheet-w-agency">
            {t('agencyName')}
          </th>
          <th scope="col">{t('reason')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r, i) => {
          const lines = wrap(r?.reason ?? '', PAPER.reasonPerLine);
          const more = lines.length > PAPER.reasonLines;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of paper have no identity but their place
            <tr key={i} className="sheet-tall">
              <td>{r?.agencyName}</td>
              <td>{more ? `${lines[0]}\n${t('seeAttachment')}` : lines.join('\n')}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
