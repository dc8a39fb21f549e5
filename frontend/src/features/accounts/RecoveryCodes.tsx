import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button, Checkbox, NoticeBanner } from '@/components/ui';

export interface RecoveryCodesProps {
  codes: readonly string[];
  onDone: () => void;
}

/** The ten codes, shown this once; going on needs the word that they were kept. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const t = useTranslations('accounts.recovery');
  const [kept, setKept] = useState(false);
  const save = () => {
    const file = new Blob([`${t('fileTitle')}\r\n\r\n${codes.join('\r\n')}\r\n`], { type: 'text/plain' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = t('fileName');
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <NoticeBanner tone="success" title={t('title')} live>
      <p>{t('lead')}</p>
      <ul
        aria-label={t('list')}
        className="my-4 grid max-w-lg gap-x-8 gap-y-1 rounded-8 bg-solid-gray-50 p-4 font-mono text-[1.0625rem] sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <Button variant="outline" size="sm" icon={Download} onClick={save}>
          {t('save')}
        </Button>
        <Button variant="outline" size="sm" icon={Printer} onClick={() => window.print()}>
          {t('print')}
        </Button>
      </div>
      <div className="mt-5 flex flex-col items-start gap-3">
        <Checkbox label={t('kept')} checked={kept} onChange={(e) => setKept(e.currentTarget.checked)} />
        <Button aria-disabled={!kept} onClick={() => kept && onDone()}>
          {t('done')}
        </Button>
      </div>
    </NoticeBanner>
  );
}
