import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { InformationRow, InformationSheet } from '@/api/generated';

/** The sheet to be read: on the page of those who do not write it, in its history, and on paper. */
export function InformationDocument({ sheet, level = 2 }: { sheet: InformationSheet; level?: 2 | 3 }) {
  const t = useTranslations('information');
  const c = sheet.content;
  const agencies = new Map(sheet.agencies.map((a) => [a.id, a.name]));
  const members = new Map((c.members ?? []).map((m, i) => [m.id, m.name || m.relation || t('member', { n: i + 1 })]));
  const who = (id: string | undefined) => (id && members.get(id)) || t('household');
  return (
    <div className="flex flex-col gap-6">
      <Section title={t('safety')} level={level}>
        <p>
          <strong>{t(`levels.${c.safety?.level ?? 'unknown'}`)}</strong>
        </p>
        {c.safety?.note && <p className="whitespace-pre-wrap">{c.safety.note}</p>}
      </Section>
      <Section title={t('members')} level={level}>
        <DocumentTable
          caption={t('members')}
          head={[t('name'), t('situation'), t('wish'), t('strength')]}
          rows={(c.members ?? []).map((m) => [
            m.id,
            [m.name, m.relation && `（${m.relation}）`].filter(Boolean).join(''),
            m.situation,
            m.wish,
            m.strength,
          ])}
        />
      </Section>
      <Section title={t('supports')} level={level}>
        <DocumentTable
          caption={t('supports')}
          head={[t('agency'), t('of'), t('what')]}
          rows={(c.supports ?? []).map((s) => [
            s.id,
            (s.agencyId && agencies.get(s.agencyId)) || s.name,
            who(s.memberId),
            s.what,
          ])}
        />
      </Section>
      <Section title={t('known')} level={level}>
        <Rows rows={c.known} who={who} caption={t('known')} />
      </Section>
      <Section title={t('unknown')} level={level}>
        <DocumentTable
          caption={t('unknown')}
          head={[t('of'), t('text'), t('how')]}
          rows={(c.unknown ?? []).map((r) => [r.id, who(r.memberId), r.text, r.how])}
        />
      </Section>
      <Section title={t('risks')} level={level}>
        <DocumentTable
          caption={t('risks')}
          head={[t('level'), t('of'), t('text')]}
          rows={(c.risks ?? []).map((r) => [r.id, r.level ? t(`riskLevels.${r.level}`) : '', who(r.memberId), r.text])}
        />
      </Section>
      <Section title={t('strengths')} level={level}>
        <p className="whitespace-pre-wrap">{c.strengths || t('none')}</p>
      </Section>
      <Section title={t('policy')} level={level}>
        <p className="whitespace-pre-wrap">{c.policy || t('none')}</p>
      </Section>
    </div>
  );
}

function Section({ title, level, children }: { title: string; level: 2 | 3; children: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <section>
      <Heading className="mb-2 text-std-18B-160">{title}</Heading>
      {children}
    </section>
  );
}

function Rows({
  rows,
  who,
  caption,
}: {
  rows: readonly InformationRow[] | undefined;
  who: (id: string | undefined) => string;
  caption: string;
}) {
  const t = useTranslations('information');
  return (
    <DocumentTable
      caption={caption}
      head={[t('of'), t('text')]}
      rows={(rows ?? []).map((r) => [r.id, who(r.memberId), r.text])}
    />
  );
}

/** Rows begin with their id. */
function DocumentTable({
  caption,
  head,
  rows,
}: {
  caption: string;
  head: readonly string[];
  rows: readonly (string | undefined)[][];
}) {
  const t = useTranslations('information');
  if (rows.length === 0) return <p>{t('none')}</p>;
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((h) => (
              <th key={h} scope="col" className="border border-solid-gray-420 bg-solid-gray-50 px-3 py-2">
                {h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([id, ...cells]) => (
            <tr key={id}>
              {cells.map((text, i) => (
                <td
                  key={head[i]}
                  className="min-w-28 border border-solid-gray-420 px-3 py-2 align-top whitespace-pre-wrap"
                >
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
