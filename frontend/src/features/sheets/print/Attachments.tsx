import { useTranslations } from 'use-intl';
import type { Words } from '../view/words';
import type { Attachment, PaperLayout } from './layout';
import { MemberLine } from './tables';

/** 別紙: what did not fit into the boxes of the first page. */
export function Attachments({ layout, words }: { layout: PaperLayout; words: Words }) {
  const t = useTranslations('sheets.print');
  if (layout.attachments.length === 0) return null;
  return (
    <section className="sheet-attachment">
      <h2>{t('attachment')}</h2>
      {layout.attachments.map((a) => (
        <div key={a.kind}>
          <h3>{t(`attached.${a.kind}`)}</h3>
          <Body attachment={a} words={words} />
        </div>
      ))}
    </section>
  );
}

function Body({ attachment: a, words }: { attachment: Attachment; words: Words }) {
  const t = useTranslations('sheets.print');
  if (a.members) {
    return (
      <table className="sheet-rows">
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
          {a.members.map((m, i) => (
            <MemberLine key={m.id ?? i} member={m} words={words} />
          ))}
        </tbody>
      </table>
    );
  }
  if (a.referrals) {
    return (
      <dl>
        {a.referrals.map((r, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of paper have no identity but their place
          <div key={i} className="print-keep">
            <dt>{r.agencyName}</dt>
            <dd>{r.reason}</dd>
          </div>
        ))}
      </dl>
    );
  }
  return <p className="sheet-text">{a.text}</p>;
}
