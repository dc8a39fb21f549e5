import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { CodeLabel } from '@/api/generated';
import { Button, Card, Disclosure } from '@/components/ui';
import { useReference } from '../cases/reference';
import { agencyColumns } from './importColumns';
import { download, templateCsv } from './importFile';

/** How the file is made: the empty file, each column, and the codes that may stand in it. */
export function ImportGuide() {
  const t = useTranslations('directory.import');
  const reference = useReference();
  return (
    <Card
      title={t('guide')}
      actions={
        <Button variant="outline" icon={Download} onClick={() => download(templateCsv(), t('templateFile'))}>
          {t('template')}
        </Button>
      }
    >
      <ul className="mb-4 list-disc pl-6">
        <li>{t('guideEncoding')}</li>
        <li>{t('guideSeveral')}</li>
        <li>{t('guideServices')}</li>
        <li>{t('guideStays')}</li>
      </ul>
      <Disclosure summary={t('guideColumns')}>
        <ColumnTable />
      </Disclosure>
      <Disclosure summary={t('guideCodes')}>
        <div className="flex flex-col gap-5">
          <Codes title={t('columns.kind.label')} list={reference?.agencyKinds} />
          <Codes title={t('columns.field.label')} list={reference?.fields} />
          <Codes title={t('columns.wards.label')} list={reference?.wards} />
          <Codes title={t('columns.accepts_issue_types.label')} list={reference?.issueTypes} />
        </div>
      </Disclosure>
    </Card>
  );
}

const cell = 'border border-solid-gray-300 px-3 py-2 text-left align-top';

function ColumnTable() {
  const t = useTranslations('directory.import');
  return (
    <section className="overflow-x-auto" aria-label={t('guideColumns')}>
      <table className="w-full border-collapse text-[0.9375rem]">
        <thead className="bg-solid-gray-50">
          <tr>
            {(['column', 'meaning', 'need', 'example'] as const).map((h) => (
              <th key={h} scope="col" className={cell}>
                {t(h)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {agencyColumns.map((c) => (
            <tr key={c.name}>
              <th scope="row" className={cell}>
                <code>{c.name}</code>
              </th>
              <td className={cell}>
                <span className="block font-bold">{t(`columns.${c.name}.label`)}</span>
                {t(`columns.${c.name}.hint`)}
              </td>
              <td className={cell}>{c.required ? t('needed') : t('optional')}</td>
              <td className={cell}>{t(`columns.${c.name}.example`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Codes({ title, list = [] }: { title: string; list?: readonly CodeLabel[] }) {
  return (
    <section>
      <h3 className="mb-1 font-bold">{title}</h3>
      <dl className="grid gap-x-6 text-[0.9375rem] sm:grid-cols-2">
        {list.map((c) => (
          <div key={c.code} className="flex gap-3 border-b border-solid-gray-200 py-1">
            <dt className="basis-1/2 break-all">
              <code>{c.code}</code>
            </dt>
            <dd>{c.label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
