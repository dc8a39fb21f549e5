import { useTranslations } from 'use-intl';
import type { HouseholdMatch, SheetContent } from '@/api/generated';
import { Button, Dialog, NoticeBanner } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { useWords } from '../view/words';

interface Props {
  match: HouseholdMatch;
  content: SheetContent;
  onSame: () => void;
  onClose: () => void;
}

/** The person being written down beside the one on file. */
export function Compare({ match: m, content, onSame, onClose }: Props) {
  const t = useTranslations('sheets.match');
  const form = useTranslations('sheets.form');
  const state = useTranslations('codes.caseState');
  const words = useWords();
  const s = content.subject ?? {};
  const rows: [string, string, string][] = [
    [form('name'), s.name ?? '', m.name],
    [form('kana'), s.kana ?? '', m.kana ?? ''],
    [form('relation'), t('self'), m.relation || t('self')],
    [
      form('birth'),
      words.birth(s.birth),
      [m.birthDate && formatWareki(m.birthDate), m.age !== undefined && t('age', { age: m.age })]
        .filter(Boolean)
        .join(' '),
    ],
    [form('address'), words.address(s.address), m.address ?? ''],
    [
      form('phone'),
      [s.phoneHome, s.phoneMobile].filter(Boolean).join('、'),
      samePhone(m) ? t('phoneSame') : t('hidden'),
    ],
  ];
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={t('compareTitle')}
      footer={
        <>
          {m.caseState !== 'closed' && <Button onClick={onSame}>{t('same')}</Button>}
          <Button variant="outline" onClick={onClose}>
            {t('back')}
          </Button>
        </>
      }
    >
      <table className="w-full border-collapse text-left">
        <caption className="visually-hidden">{t('compareTitle')}</caption>
        <thead>
          <tr className="border-b border-solid-gray-600">
            <td className="w-32 p-2" />
            <th scope="col" className="p-2">
              {t('thisSheet')}
            </th>
            <th scope="col" className="p-2">
              {m.caseNumber}（{state(m.caseState)}）
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, mine, theirs]) => (
            <tr key={label} className="border-b border-solid-gray-200">
              <th scope="row" className="p-2 align-top text-solid-gray-700">
                {label}
              </th>
              <td className="p-2 align-top">{mine || form('notWritten')}</td>
              <td className={`p-2 align-top ${mine && mine === theirs ? 'font-bold' : ''}`}>
                {theirs || form('notWritten')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-4">
        {t('leadIs', { agency: m.lead.name })} {m.reasons.map((r) => r.text).join('、')}
      </p>
      {m.caseState === 'closed' && (
        <NoticeBanner level={3} title={t('closedTitle')} className="mt-4">
          {t('closed')}
        </NoticeBanner>
      )}
    </Dialog>
  );
}

const samePhone = (m: HouseholdMatch) => m.reasons.some((r) => r.code === 'same_phone');
